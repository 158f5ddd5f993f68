/** What people could type into the fields about the address, and what nobody should: in each field's own language, and around it. */
import fc from 'fast-check'
import { address, proxyKinds, type Address } from '../../provisioners/model/address.ts'
import { joinSettings, type JoinSettings } from '../../provisioners/model/reach.ts'

/** In the names of the tests, so that a failure can be played again. */
export const SEED = 20261122
export const RUNS = 2000

/** What means something to a shell, a proxy's file, YAML, Compose, a terminal or a reader of names. */
export const hostileBits = [
  ["'", '"', '`', '\\', '$', '$$', '${x}', '$${x}', '{$HOME}', '$(id)', '`id`', '$host', '%{http_code}'],
  [
    ';',
    ' ; ',
    '{',
    '}',
    '{}',
    '#',
    ' #',
    '*',
    '?',
    '~',
    '!',
    '&',
    '|',
    '<',
    '>',
    '(',
    ')',
    '[',
    ']',
    ',',
    ':',
    ': ',
    '/',
  ],
  [
    '..',
    '@',
    '=',
    '%',
    '%00',
    '%0a',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '\v',
    ' ',
    '\0',
    '\u2028',
    '\u00a0',
    '\u0085',
  ],
  ['-', '--', '-o', '--config', '_', '.', '\\n', '\\', '- ', '---\n', '&a', '*a', '!!js', '<<', '<<EOF\n'],
  [
    '\u202e',
    '\u200b',
    '\u2066',
    '\ufeff',
    '\ue000',
    '\ue001',
    '\ud800',
    'ü',
    '漢',
    'ı',
    'İ',
    '\u212a',
    'ﬀ',
    '。',
  ],
  [
    'xn--',
    'xn--a',
    'xn--mnchen-3ya',
    '0x7f',
    '127.0.0.1',
    '[::1]',
    'localhost',
    'null',
    'yes',
    '0123',
    '1e3',
  ],
].flat()

const bit = fc.constantFrom(...hostileBits)

/** Mostly of the field's own language; often with something foreign in it; sometimes nothing of it at all. */
export function around(own: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 5, arbitrary: own },
    {
      weight: 3,
      arbitrary: fc
        .tuple(own, bit, fc.nat(80))
        .map(([text, foreign, at]) => text.slice(0, at) + foreign + text.slice(at)),
    },
    { weight: 1, arbitrary: fc.array(bit, { maxLength: 4 }).map((bits) => bits.join('')) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
    { weight: 1, arbitrary: own.map((text) => text.repeat(40)) },
  )
}

const label = fc.oneof(
  fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/),
  fc.stringMatching(/^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/),
  fc.constantFrom('xn--mnchen-3ya', 'xn--a', '0x7f', '1', 'true', 'off', 'server', 'location', 'localhost'),
)
const ending = fc.constantFrom(
  'org',
  'example',
  'ts.net',
  'local',
  'co.uk',
  'xn--p1ai',
  '0x10',
  '1',
  'home.arpa',
)
const host = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 4 }), ending)
  .map(([labels, end]) => [...labels, end].join('.'))
const anyHost = around(host)
const nodeHost = around(fc.tuple(label, label).map(([machine, tailnet]) => `${machine}.${tailnet}.ts.net`))
const email = around(
  fc
    .tuple(fc.stringMatching(/^[A-Za-z0-9_'+.-]{1,12}$/), host)
    .map(([local, domain]) => `${local}@${domain}`),
)
const tag = around(fc.stringMatching(/^tag:[a-zA-Z][a-zA-Z0-9-]{0,12}$/))
const controlServer = around(
  fc
    .tuple(
      fc.constantFrom('https://', 'http://', 'HTTPS://', 'https://user:word@', 'file://'),
      host,
      fc.constantFrom('', ':8080', ':99999', '/', '/headscale/', '/a%20b', '/?a=b#c'),
    )
    .map((parts) => parts.join('')),
)
const signIn = fc.constantFrom('link' as const, 'key' as const)
const tags = fc.array(tag, { maxLength: 3 })
const machineName = around(fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/))

/** Also what YAML takes for a number, a time or a truth. */
const shortName = fc.oneof(
  fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,14}$/),
  fc.constantFrom('1_000', '2024-01-01', 'yes', 'n', 'null', 'True', '0x1f', '0123', '1e3', '80', 'web'),
)
const network = around(
  fc.oneof(shortName, fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,20}$/), fc.constantFrom('1.5', '0.')),
)
const traefikName = around(shortName)
const byLabels = fc.record(
  { by: fc.constant('labels'), network, entryPoint: traefikName, certResolver: traefikName },
  { requiredKeys: ['by', 'network'] },
)
const reach = fc.oneof(
  fc.constant({ by: 'loopback' }),
  fc.record({ by: fc.constant('network'), network }),
  byLabels,
)

const own = { serverName: anyHost, host: anyHost, identityHost: anyHost }
const mostly = { requiredKeys: ['mode', 'serverName', 'host'] as ['mode', 'serverName', 'host'] }
const named = fc.oneof(
  fc.record({ mode: fc.constant('domain'), ...own, email }, mostly),
  fc.record({ mode: fc.constant('cloudflare'), ...own }, mostly),
  fc
    .tuple(fc.record({ mode: fc.constant('proxy'), ...own }, mostly), fc.constantFrom(...proxyKinds), reach)
    .map(([rest, proxy, by]) => ({ ...rest, proxy, reach: by })),
  fc
    .tuple(fc.record({ mode: fc.constant('proxy'), ...own }, mostly), byLabels)
    .map(([rest, by]) => ({ ...rest, proxy: 'traefik', reach: by })),
)

/** As a form or an answers file hands it over, fit or not. */
export const typedAddress: fc.Arbitrary<object> = fc.oneof(
  fc.record({ mode: fc.constant('home'), host: anyHost }),
  fc.record({
    mode: fc.constant('tailnet'),
    host: anyHost,
    tailscale: fc.record({ signIn, tags, controlServer }, { requiredKeys: ['signIn', 'tags'] }),
  }),
  fc.record({ mode: fc.constant('funnel'), host: nodeHost, tailscale: fc.record({ signIn, tags }) }),
  named,
  // one name for everything, and one that is also asked for elsewhere
  named.map((typed) => ({ ...typed, serverName: typed.host })),
  named.map((typed) => ({ ...typed, identityHost: typed.host })),
)

export const typedJoin: fc.Arbitrary<object> = fc.record(
  { signIn, tags, controlServer, machineName },
  { requiredKeys: ['signIn', 'tags', 'machineName'] },
)

/** What the model takes of it: only this reaches a file or a command. */
export const takenAddress: fc.Arbitrary<Address> = typedAddress
  .map((typed) => address.safeParse(typed))
  .filter(({ success }) => success)
  .map(({ data }) => data as Address)
export const takenJoin: fc.Arbitrary<JoinSettings> = typedJoin
  .map((typed) => joinSettings.safeParse(typed))
  .filter(({ success }) => success)
  .map(({ data }) => data as JoinSettings)

/** The same choices with tame names, each of which stands nowhere else; and how to get from these to the others. */
export function tameOf(given: Address): { tame: Address; back: (text: string) => string } {
  const names = new Map<string, string>()
  const tameName = (value: string, fallback: string): string => {
    const known = [...names].find(([, real]) => real === value)
    if (known) return known[0]
    names.set(fallback, value)
    return fallback
  }
  const tame = { ...given } as Record<string, unknown>
  tame['host'] = tameName(given.host, given.mode === 'funnel' ? 'hh.hh.ts.net' : 'hhhhh.example')
  if ('serverName' in given) tame['serverName'] = tameName(given.serverName, 'sssss.example')
  if ('identityHost' in given && given.identityHost !== undefined)
    tame['identityHost'] = tameName(given.identityHost, 'iiiii.example')
  if ('email' in given && given.email !== undefined)
    tame['email'] = tameName(given.email, 'eeeee@mail.example')
  if ('reach' in given) {
    const only = (name: string, value: string): string => {
      names.set(name, value)
      return name
    }
    const { reach: by } = given
    tame['reach'] = {
      ...by,
      ...('network' in by && { network: only('nnnnn-net', by.network) }),
      ...('entryPoint' in by && { entryPoint: only('ppppp-point', by.entryPoint) }),
      ...('certResolver' in by &&
        by.certResolver !== undefined && { certResolver: only('rrrrr-resolver', by.certResolver) }),
    }
  }
  const pattern = new RegExp([...names.keys()].map((name) => name.replaceAll('.', '\\.')).join('|'), 'g')
  return {
    tame: address.parse(tame),
    back: (text) => text.replaceAll(pattern, (name) => names.get(name) ?? name),
  }
}

/** Every text of a value, keys included, led through `change`. */
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapTexts(item, change)]))
}

/** Behind Traefik, by its labels: under one name, for here only the rest varies. */
export const takenByLabels: fc.Arbitrary<Address> = byLabels
  .map((by) => ({ mode: 'proxy', proxy: 'traefik', serverName: 'a.example', host: 'b.example', reach: by }))
  .map((typed) => address.safeParse(typed))
  .filter(({ success }) => success)
  .map(({ data }) => data as Address)
