/** Public certificates: what is read of them, when they are rehearsed and waited for, and what is told of a refusal. */
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { explain } from '../../provisioners/components.ts'
import { certificatesRenew } from '../../provisioners/ingress/certificates/checks.ts'
import { readCertificates, readLog, rehearse } from '../../provisioners/ingress/certificates/commands.ts'
import { certificates, refusals, rehearsed } from '../../provisioners/ingress/certificates/facts.ts'
import { certificateOf, storage } from '../../provisioners/ingress/certificates/places.ts'
import { readRefusals, sentence } from '../../provisioners/ingress/certificates/refusals.ts'
import {
  certificatesRehearsed,
  certificatesThere,
} from '../../provisioners/ingress/certificates/resources.ts'
import { validityOf } from '../../provisioners/ingress/certificates/validity.ts'
import { caddyKeys } from '../../provisioners/matrix/known-keys/caddy.ts'
import { render } from '../../provisioners/shell/render.ts'
import { PRODUCTION_DIRECTORY, rehearsalConfig } from '../../provisioners/stack/routes/acme.ts'
import { check } from '../../provisioners/stack/strict/check.ts'
import { authority } from '../identity/support/certificates.ts'
import { means } from '../stack/fake.ts'
import { answer } from '../system/answer.ts'

const HOST = 'matrix.example.org'
const ID = 'id.example.org'
const DAY = 86_400

/** As Caddy 2.11.4 wrote them, refused by pebble and by what stands before it; the second one without an answer. */
const log = {
  connection: `{"level":"error","ts":1795276245.6585605,"logger":"tls.obtain","msg":"could not get certificate from issuer","identifier":"${HOST}","issuer":"acme-staging-v02.api.letsencrypt.org-directory","error":"HTTP 400 urn:ietf:params:acme:error:connection - Get \\"http://${HOST}:80/.well-known/acme-challenge/7mpY\\": dial tcp 203.0.113.7:80: connect: connection refused"}`,
  retry: `{"level":"error","ts":1795276245.6586068,"logger":"tls.obtain","msg":"will retry","error":"[${HOST}] Obtain: [${HOST}] solving challenge: ${HOST}: authorization failed: HTTP 400 urn:ietf:params:acme:error:connection - refused","attempt":1,"retrying_in":60,"elapsed":0.302921135,"max_duration":2592000}`,
  caa: `{"level":"error","ts":1795276235.2003071,"logger":"tls.obtain","msg":"could not get certificate from issuer","identifier":"${HOST}","issuer":"acme-staging-v02.api.letsencrypt.org-directory","error":"HTTP 403 urn:ietf:params:acme:error:caa - CAA record for ${HOST} prevents issuance"}`,
  limited: `{"level":"error","ts":1795276266.4362257,"logger":"tls.obtain","msg":"could not get certificate from issuer","identifier":"${HOST}","issuer":"acme-staging-v02.api.letsencrypt.org-directory","error":"HTTP 429 urn:ietf:params:acme:error:rateLimited - rateLimited, says the lab"}`,
}

describe('how long a certificate holds', () => {
  const signed = authority()
  afterAll(() => signed.close())

  it('is read as openssl reads it, from the first of a chain', () => {
    const { cert } = signed.issue(`DNS:${HOST}`)
    const lines = execFileSync('openssl', ['x509', '-noout', '-dates'], { input: cert, encoding: 'utf8' })
    const [from, to] = [...lines.matchAll(/=(.*)/g)].map(([, text]) => Date.parse(text ?? '') / 1000)
    expect(validityOf(cert + signed.ca)).toEqual({ from, to })
  })

  it('is nothing for anything else, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array().map(pem)), (text) => {
        expect(() => validityOf(text)).not.toThrow()
      }),
    )
    expect(validityOf('')).toBeNull()
    expect(validityOf(pem(new Uint8Array([0x30, 0x84, 255, 255, 255, 255])))).toBeNull()
  })

  it('is nothing for one that is cut off or changed, or it is still a span of time', () => {
    const { cert } = signed.issue(`DNS:${HOST}`)
    const bytes = Buffer.from(cert.replaceAll(/-----.*-----|\s/g, ''), 'base64')
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.boolean(), (at, value, cut) => {
        const changed = cut ? bytes.subarray(0, at) : Buffer.from(bytes).fill(value, at, at + 1)
        const found = validityOf(pem(changed))
        if (found) expect(found.to).toBeGreaterThan(found.from)
      }),
    )
  })
})

const pem = (bytes: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(bytes).toString('base64')}\n-----END CERTIFICATE-----\n`

describe('what was refused', () => {
  it.each([
    ['connection', 'connection', /could not reach matrix\.example\.org from outside/],
    ['caa', 'caa', /A CAA record/],
    ['limited', 'rateLimited', /asked too often/],
  ] as const)('%s', (name, type, words) => {
    const found = readRefusals([log[name], log.retry])
    expect(found).toMatchObject([{ name: HOST, type }])
    expect(found.map(sentence).join()).toMatch(words)
    expect(explain('certificate-refused', [log[name]])?.evidence[0]).toContain(`${HOST}: ${type}: `)
  })

  it('has words for every type, known or not', () => {
    for (const type of [
      'dns',
      'tls',
      'unauthorized',
      'serverInternal',
      'rejectedIdentifier',
      'invalidContact',
      'somethingNew',
      null,
    ])
      expect(sentence({ name: HOST, type, detail: '', at: 0 })).toMatch(/^[A-Z][^!{}]*\.$/)
  })

  it('is nothing in lines about other things, and in no line can there be a name that is none', () => {
    expect(readRefusals(['', 'null', '[]', '{"error":1}', '{"identifier":"x"}', log.retry])).toEqual([])
    expect(readRefusals(['{"identifier":"$(reboot)","error":"x"}'])).toEqual([])
    expect(explain('certificate-refused', ['docker: Error response from daemon'])).toBeNull()
    expect(explain('not-healthy', [log.caa])).toBeNull()
    fc.assert(fc.property(fc.array(fc.oneof(fc.string(), fc.json())), (lines) => void readRefusals(lines)))
  })
})

describe('facts', () => {
  it('are read from Caddy’s own folders', () => {
    const path = certificateOf(PRODUCTION_DIRECTORY, HOST)
    expect(path).toBe(`${storage}/certificates/acme-v02.api.letsencrypt.org-directory/${HOST}/${HOST}.crt`)
    expect([...certificates.parse(answer(`${path}\0not a certificate\n`))]).toEqual([[HOST, null]])
    expect([...certificates.parse(answer('', 2))]).toEqual([])
    expect([...rehearsed.parse(answer(`${path}\n`))]).toEqual([HOST])
    expect(refusals.parse(answer(`${log.caa}\n`))).toHaveLength(1)
    for (const command of [readCertificates(), readLog()]) expect(render(command)).not.toContain('undefined')
  })
})

describe('the rehearsal', () => {
  const resource = certificatesRehearsed({ hosts: [HOST, ID], email: null })
  const span = { from: 0, to: 90 * DAY }
  const caddy = { service: 'caddy', state: 'running' }
  const diff = (there: readonly string[], tried: readonly string[], containers: readonly object[] = []) =>
    resource.diff(
      {
        certificates: new Map(there.map((name) => [name, span])),
        rehearsed: new Set(tried),
        containers,
      },
      means,
    )

  it.each([
    ['nothing is there', [], [], `${HOST}, ${ID}`],
    ['one has its certificate', [HOST], [], ID],
    ['one went well', [], [ID], HOST],
    ['each is one or the other', [HOST], [ID], null],
    ['both are there', [HOST, ID], [], null],
  ])('where %s', (_, there, tried, open) => {
    const found = diff(there, tried)
    expect(found.met ? null : found.summary.split(', with')[0]).toBe(open)
  })

  it('says that a running Caddy stands aside, and only then', () => {
    expect(diff([], [])).not.toHaveProperty('restarts')
    expect(diff([], [], [caddy])).toMatchObject({ restarts: ['Caddy'], failure: 'certificate-refused' })
  })

  it('asks the staging authority alone, and Caddy knows every key', () => {
    for (const email of [null, 'owner@example.org']) {
      const config = rehearsalConfig([HOST], { email, storage: '/data' })
      expect(check(caddyKeys, config)).toEqual([])
      expect(JSON.stringify(config)).toContain('acme-staging-v02')
      expect(JSON.stringify(config)).not.toContain('//acme-v02')
    }
  })

  it('is gone by itself, and the server that stood aside is started whatever came of it', () => {
    const text = render(rehearse([HOST]))
    expect(text).toMatch(/docker run --detach --rm .*--entrypoint timeout \S+ \d+ caddy run/)
    expect(text.indexOf('docker start')).toBeGreaterThan(text.indexOf('docker rm'))
  })
})

describe('the certificates', () => {
  it.each([
    [[HOST], true],
    [[], false],
  ])('%j', (there, met) => {
    const resource = certificatesThere({ hosts: [HOST], email: null })
    expect(resource.diff({ certificates: new Map(there.map((name) => [name, null])) }, means).met).toBe(met)
  })

  it.each([
    ['has most of its time', 90, 60, null],
    ['has a third, and Caddy is about to renew it', 90, 29, null],
    ['has less than two weeks', 90, 13, /ends on 1970-03-19\.$/],
    ['lives for six days and has three', 6, 3, null],
    ['lives for six days and has one', 6, 1, /ends on/],
    ['has ended', 90, -1, /ends on/],
  ])('one that %s', (_, lifetime, left, told) => {
    const to = 77 * DAY
    const seen = { certificates: new Map([[HOST, { from: to - lifetime * DAY, to }]]), refusals: [] }
    const judged = certificatesRenew([HOST, ID]).judge(seen, to - left * DAY)
    if (told === null) expect(judged).toBeNull()
    else expect(judged?.detail).toMatch(told)
  })

  it('tells the reason that came after the certificate, and none from before it', () => {
    const from = 1_795_000_000
    const judge = (line: string) =>
      certificatesRenew([HOST]).judge(
        { certificates: new Map([[HOST, { from, to: from + 5 * DAY }]]), refusals: readRefusals([line]) },
        from + 4.9 * DAY,
      )
    expect(judge(log.connection)?.detail).toContain('could not reach')
    expect(judge(log.connection.replace('1795276245', '1794000000'))?.evidence).toEqual([])
  })
})
