/** What holds of every proof, whatever comes back from the world. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressModes } from '../../provisioners/model/address.ts'
import { canonicalJson } from '../../provisioners/model/canonical-json.ts'
import { serverOptions } from '../../provisioners/model/options.ts'
import { troubles, type Call, type Met } from '../../provisioners/model/outside.ts'
import { answerCauses, wayCauses } from '../../provisioners/proof/causes.ts'
import { isPrivate, isTailnet, lookUp } from '../../provisioners/proof/names.ts'
import { prove } from '../../provisioners/proof/prove.ts'
import type { Question } from '../../provisioners/proof/view.ts'
import { explain } from '../../provisioners/proof/words.ts'

const parts = ['synapse', 'mas', 'element', 'apex'] as const
const question = (mode: Question['mode'], apexElsewhere = false): Question => ({
  mode,
  proxy: mode === 'proxy' ? 'nginx' : null,
  host: 'matrix.example.org',
  serverName: apexElsewhere ? 'example.org' : 'matrix.example.org',
  matrix: 'https://matrix.example.org/',
  signIn: 'https://matrix.example.org/auth/',
  apexElsewhere,
  elementWeb: true,
  server: serverOptions.parse({}),
  ca: null,
  pi: '192.168.1.5',
  door: { at: { host: '127.0.0.1', port: 443 }, clear: false, sure: mode !== 'proxy' },
  now: 1_800_000_000,
})

const certificate = fc.record({
  names: fc.array(fc.string(), { maxLength: 5 }),
  issuer: fc.string(),
  begins: fc.oneof(fc.integer(), fc.constant(Number.NaN)),
  ends: fc.oneof(fc.integer(), fc.constant(Number.NaN)),
})
const body = fc.oneof(
  fc.string(),
  fc.json(),
  fc.constantFrom(
    '{"Status":0,"Answer":[{"type":1,"data":"198.51.100.7"}]}',
    '{"Status":0,"Answer":[{"type":1,"data":"10.0.0.7"},{"type":28,"data":"nonsense"}]}',
    '{"versions":["v1.11"]}',
    '{"issuer":"https://matrix.example.org/auth/"}',
    '{"url":"https://matrix.example.org/_synapse/client/rendezvous/%2e%2e"}',
    '{"FederationOK":false,"ConnectionErrors":null}',
  ),
)
const met: fc.Arbitrary<Met> = fc.oneof(
  fc.record({
    ok: fc.constant(true as const),
    status: fc.oneof(fc.constant(200), fc.integer({ min: 100, max: 999 })),
    headers: fc.dictionary(
      fc.constantFrom('location', 'access-control-allow-origin', 'content-type'),
      fc.string(),
    ),
    body,
    milliseconds: fc.nat(),
    certificate: fc.option(certificate),
  }),
  fc.record({
    ok: fc.constant(false as const),
    why: fc.constantFrom(...troubles),
    detail: fc.string(),
    certificate: fc.option(certificate),
  }),
)

describe('every proof', () => {
  it('names the first broken rung, gives each failure its words, and takes whatever is answered', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...addressModes),
        fc.boolean(),
        fc.array(met, { minLength: 1, maxLength: 12 }),
        fc.array(fc.constantFrom('192.168.1.5', '100.64.0.9', '198.51.100.7', 'fd7a:115c:a1e0::1'), {
          maxLength: 2,
        }),
        async (mode, apexElsewhere, answers, here) => {
          let next = 0
          const calls: Call[] = []
          const ask = async (call: Call): Promise<Met> => {
            calls.push(call)
            return answers[next++ % answers.length] as Met
          }
          const { probes, broken, cause } = await prove(question(mode, apexElsewhere), {
            resolve: async () => here,
            ask,
            fromPi: ask,
            verify: () => false,
          })
          const first = probes.find(({ outcome }) => outcome === 'fails')
          expect([broken, cause]).toEqual([first?.code ?? null, first?.cause ?? ''])
          expect(new Set(probes.map(({ code }) => code)).size).toBe(probes.length)
          for (const probe of probes) {
            expect(probe.cause === '').toBe(probe.outcome === 'works')
            if (probe.outcome !== 'fails') continue
            expect(probe.why).not.toBe('')
            expect(probe.remedy).not.toBe('')
          }
          const hosts = calls.map(({ url }) => new URL(url).hostname)
          const known = [
            'matrix.example.org',
            'example.org',
            'dns.google',
            'cloudflare-dns.com',
            'federationtester.matrix.org',
          ]
          expect(hosts.filter((host) => !known.includes(host))).toEqual([])
        },
      ),
      { numRuns: 300 },
    )
  })

  it.each([...wayCauses, ...answerCauses])(
    'has plain words for %s, however the server is reached',
    (cause) => {
      for (const mode of addressModes)
        for (const part of parts) {
          const of = question(mode, part === 'apex')
          const { why, remedy } = explain(cause, { ...of, part, url: of.matrix })
          expect(why).toMatch(/^[\p{Lu}].*\.$/u)
          expect(remedy).toMatch(/^$|^[\p{Lu}].*[.?]$/u)
          expect(`${why} ${remedy}`).not.toMatch(/!|undefined|null|\[object/)
        }
    },
  )
})

describe('names', () => {
  const asked = (answer: (call: Call) => Met) => lookUp('a.example', { ask: async (call) => answer(call) })
  const says = (value: unknown): Met => ({
    ok: true,
    status: 200,
    headers: {},
    body: JSON.stringify(value),
    milliseconds: 1,
    certificate: null,
  })
  const silent: Met = { ok: false, why: 'timeout', detail: '', certificate: null }

  it('are read from either resolver, and take nothing that is no address', async () => {
    const data = ['198.51.100.7', '1.2.3', 'evil.example', '198.51.100.7']
    const reply = says({ Status: 0, Answer: data.map((one) => ({ type: 1, data: one })) })
    expect(await asked(({ url }) => (url.startsWith('https://dns.google/') ? silent : reply))).toEqual({
      kind: 'found',
      addresses: ['198.51.100.7'],
    })
  })

  it.each([
    [{ Status: 3 }, 'none'],
    [{ Status: 0 }, 'none'],
    [{ Status: 0, Answer: [{ type: 5, data: 'b.example.' }] }, 'none'],
    [{ Status: 2 }, 'broken'],
    [{ Status: 'no' }, 'unasked'],
    [[], 'unasked'],
  ])('%j is %s', async (value, kind) => {
    expect((await asked(() => says(value))).kind).toBe(kind)
  })

  it.each([
    ['10.1.2.3', true, false],
    ['172.16.0.1', true, false],
    ['172.32.0.1', false, false],
    ['192.168.0.1', true, false],
    ['169.254.1.1', true, false],
    ['100.64.0.1', true, true],
    ['100.128.0.1', false, false],
    ['fd7a:115c:a1e0::9', true, true],
    ['fe80::1', true, false],
    ['fd00::1', true, false],
    ['2001:db8::1', false, false],
    ['198.51.100.7', false, false],
  ])('%s: stays at home %s, a tailnet’s %s', (address, inner, tailnet) => {
    expect([isPrivate(address), isTailnet(address)]).toEqual([inner, tailnet])
  })
})

describe('canonical JSON', () => {
  it('is the same for the same value in any order, and reads back', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string({ unit: 'binary' }),
          fc.oneof(fc.maxSafeInteger(), fc.string(), fc.boolean(), fc.constant(null)),
        ),
        (value) => {
          const text = canonicalJson(value)
          expect(JSON.parse(text ?? '')).toEqual(JSON.parse(JSON.stringify(value)))
          expect(canonicalJson(Object.fromEntries(Object.entries(value).reverse()))).toBe(text)
        },
      ),
    )
  })

  // the specification's own examples (Matrix specification, appendices: Canonical JSON, Examples)
  it.each([
    ['{}', '{}'],
    ['{"one":1,"two":"Two"}', '{"one":1,"two":"Two"}'],
    ['{"b":"2","a":"1"}', '{"a":"1","b":"2"}'],
    [
      '{"auth":{"success":true,"mxid":"@john.doe:example.com","profile":{"display_name":"John Doe"}}}',
      '{"auth":{"mxid":"@john.doe:example.com","profile":{"display_name":"John Doe"},"success":true}}',
    ],
    ['{"a":"\\u65E5"}', '{"a":"日"}'],
    ['{"a":null}', '{"a":null}'],
    ['{"本":2,"日":1}', '{"日":1,"本":2}'],
    ['{"a":-0,"b":1e3}', '{"a":0,"b":1000}'],
    ['{"\\ud800\\udc00":1,"\\uffff":2}', '{"\uffff":2,"\u{10000}":1}'],
  ])('%s becomes %s', (from, to) => {
    expect(canonicalJson(JSON.parse(from))).toBe(to)
  })

  it('has no form for halves', () => {
    expect(canonicalJson({ a: [0.5] })).toBeNull()
  })
})
