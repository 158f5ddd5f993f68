/** The health of the server: each answer judged, and each root cause found before its followers. */
import { describe, expect, it } from 'vitest'
import { checks } from '../../provisioners/components.ts'
import type { Check } from '../../provisioners/engine/check.ts'
import { addressesOf } from '../../provisioners/matrix/address.ts'
import { probeSite } from '../../provisioners/matrix/commands.ts'
import { caCertificate, siteProbe, signInHealth } from '../../provisioners/matrix/facts.ts'
import { matrixProofs } from '../../provisioners/matrix/resources.ts'
import { means, intent } from '../stack/fake.ts'
import { answer, missing } from '../system/answer.ts'

const check = (code: string): Check => checks(intent).find((candidate) => candidate.code === code)!
const page = (status: number, curl = 0) => ({ status, curl, evidence: `status ${status}` })

describe('probes', () => {
  const probe = siteProbe('x', 'https://brookside.local/', addressesOf(intent), {
    service: 'element',
    port: 80,
  })

  it.each([
    ['an answer', answer('{"http_code":200,"exitcode":0,"errormsg":null}'), { status: 200, curl: 0 }],
    [
      'a refusal',
      answer('{"http_code":0,"exitcode":7,"errormsg":"Failed to connect"}', 7),
      { status: 0, curl: 7 },
    ],
    ['a bad certificate', answer('{"http_code":0,"exitcode":60}', 60), { status: 0, curl: 60 }],
    ['no authority yet', answer('', 77), { status: 0, curl: 77 }],
    ['no curl', missing, { status: 0, curl: 127 }],
    ['nonsense', answer('<html>'), { status: 0, curl: 0 }],
  ])('%s', (_, said, expected) => {
    expect(probe.parse(said)).toMatchObject(expected)
  })

  it('asks this machine, whatever the name leads to, and trusts only this server’s own authority', () => {
    const { signIn } = addressesOf(intent)
    const command = probeSite(`${signIn}health`, addressesOf(intent), { service: 'mas', port: 8080 })
    const argv = command.kind === 'exec' ? command.argv : []
    expect(argv).toContain('brookside.local:8443:127.0.0.1')
    expect(argv).toContain('--cacert')
    expect(argv).not.toContain('--insecure')
  })

  it('reads a certificate and nothing else', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n'
    expect(caCertificate.parse(answer(pem))).toBe(pem)
    expect(caCertificate.parse(answer('', 1))).toBeNull()
    expect(caCertificate.parse(answer('nonsense'))).toBeNull()
    expect(signInHealth.parse(answer('', 1, 'Error: No such container'))).toMatchObject({ ok: false })
  })
})

describe('checks', () => {
  it.each<[string, Record<string, unknown>, boolean]>([
    ['site.answers', { versions: page(200) }, true],
    ['site.answers', { versions: page(502) }, false],
    ['certificate.holds', { versions: page(0, 7) }, true],
    ['certificate.holds', { versions: page(0, 60) }, false],
    ['sign-in.announced', { metadata: page(200) }, true],
    ['sign-in.announced', { metadata: page(500) }, false],
    ['element.answers', { page: page(404) }, false],
    ['mas.answers', { health: { ok: true, evidence: '' } }, true],
    ['mas.answers', { health: { ok: false, evidence: 'curl: (22)' } }, false],
    ['synapse.answers', { health: { ok: false, evidence: 'curl: (7)' } }, false],
    ['postgres.accepts', { databases: null }, false],
  ])('%s', (code, seen, well) => {
    expect(check(code).judge(seen) === null).toBe(well)
  })

  /** Everything that explains a check, through any number of steps. */
  const causes = (code: string): Set<string> => {
    const found = new Set<string>()
    const visit = (each: string) => {
      for (const cause of check(each).dependsOn)
        if (!found.has(cause)) {
          found.add(cause)
          visit(cause)
        }
    }
    visit(code)
    return found
  }

  it('blames MAS and not Synapse for an address that announces no sign-in', () => {
    expect(causes('sign-in.announced')).toContain('mas.answers')
    expect(causes('site.answers')).not.toContain('mas.answers')
  })

  it.each(['sign-in.announced', 'site.answers', 'synapse.answers', 'mas.answers', 'postgres.accepts'])(
    '%s is explained by Docker and by a full disk',
    (code) => {
      expect([...causes(code)]).toEqual(expect.arrayContaining(['docker.runs', 'disk.full']))
    },
  )

  it('has words for every finding, plain and complete', () => {
    for (const { words, code } of checks(intent))
      for (const text of Object.values(words)) expect(text, code).toMatch(/^[A-Z][^!{}]*$/)
  })
})

describe('the proof', () => {
  const [proof] = matrixProofs(intent)
  it.each([
    [200, 200, true],
    [200, 500, false],
    [0, 0, false],
  ])('versions %s, metadata %s', (versions, metadata, met) => {
    expect(proof?.diff({ versions: page(versions), metadata: page(metadata) }, means).met).toBe(met)
  })
})
