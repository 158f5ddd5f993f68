/** No answer about the address is more than a name in what is written for a proxy: each program's own way of reading shows it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { assemble } from '../../provisioners/components.ts'
import { addressesOf } from '../../provisioners/matrix/address.ts'
import { apexSnippets, wellKnown } from '../../provisioners/matrix/apex.ts'
import { filesFor } from '../../provisioners/matrix/for-people.ts'
import type { Address } from '../../provisioners/model/address.ts'
import { reveal } from '../../provisioners/model/text.ts'
import { byLoopback } from '../../provisioners/stack/loopback.ts'
import { caddyConfig } from '../../provisioners/stack/routes/caddy.ts'
import { caddyfile } from '../../provisioners/stack/routes/caddyfile.ts'
import { nginxConfig } from '../../provisioners/stack/routes/nginx.ts'
import { traefikConfig } from '../../provisioners/stack/routes/traefik.ts'
import { toJson } from '../../provisioners/stack/yaml.ts'
import { intent } from '../stack/fake.ts'
import { identityService } from '../stack/modes.ts'
import { mapTexts, RUNS, SEED, takenAddress, tameOf } from './hostile.ts'
import { readCaddyfile, readNginx, readRule } from './readers.ts'

/** The whole table, which no answer about the address changes. */
const { routes } = assemble(intent, { upstreams: [], contributions: [identityService] })

/**
 * What a program reads of hostile names is what it reads of tame ones, with the names exchanged: no word more, none less, and
 * each where it was.
 */
function sameShape(read: (address: Address) => unknown): void {
  let seen = 0
  const shapes = new Map<string, unknown>()
  fc.assert(
    fc.property(takenAddress, (given) => {
      seen += 1
      const { tame, back } = tameOf(given)
      const key = JSON.stringify(tame)
      const shape = shapes.get(key) ?? read(tame)
      shapes.set(key, shape)
      expect(read(given)).toEqual(mapTexts(shape, back))
    }),
    { seed: SEED, numRuns: RUNS, endOnFailure: true },
  )
  expect(seen).toBe(RUNS)
}

const sitesOf = (address: Address) => addressesOf({ address }).sites

interface Rules {
  readonly http: { readonly routers: Readonly<Record<string, { readonly rule: string }>> }
}

describe(`${RUNS} addresses from the seed ${SEED}`, { timeout: 300_000 }, () => {
  it('Caddyfile', () => {
    sameShape((address) => readCaddyfile(caddyfile(sitesOf(address), routes, byLoopback)))
  })

  it('nginx', () => {
    sameShape((address) =>
      readNginx(nginxConfig(sitesOf(address), routes, { upstream: byLoopback, uploadMiB: 50 })),
    )
  })

  it('Traefik, and the words of its rules', () => {
    const read = (text: string) => {
      const value = parse(text) as Rules
      return [value, Object.values(value.http.routers).map(({ rule }) => readRule(rule))]
    }
    sameShape((address) => read(traefikConfig(sitesOf(address), routes, byLoopback)))
    sameShape((address) => read(apexSnippets.traefik(addressesOf({ address }))))
  })

  it('Caddy’s own JSON', () => {
    sameShape((address) => {
      const { sites, front } = addressesOf({ address })
      if (front.kind === 'theirs') return null
      return JSON.parse(
        reveal(toJson(caddyConfig(sites, routes, { storage: '/data', healthPort: 2020, front }))),
      ) as unknown
    })
  })

  it('pieces for the web server of the permanent name', () => {
    const addresses = (address: Address) => addressesOf({ address })
    sameShape((address) => readCaddyfile(apexSnippets.caddy(addresses(address))))
    sameShape((address) => readNginx(apexSnippets.nginx(addresses(address))))
    sameShape((address) =>
      apexSnippets
        .apache(addresses(address))
        .split('\n')
        .map((line) => line.split(/\s+/)),
    )
    sameShape((address) => {
      const { client, server } = wellKnown(addresses(address))
      return [JSON.parse(client), JSON.parse(server)] as unknown
    })
  })

  it('every file for people names only what was asked for, each in one line', () => {
    sameShape((address) =>
      filesFor({ ...intent, address }, routes).map(({ name, where, text }) => [
        name,
        where,
        // a key that YAML would take for a number stands in quotes
        text.replaceAll(/^ {2}['"](.*)['"]:$/gm, '  $1:').split('\n'),
      ]),
    )
  })
})

describe('the readers themselves are not blind', () => {
  it('a word too many is seen in each of them', () => {
    expect(readCaddyfile('a {\n\trespond `x y` 200 # no\n}')).toEqual([
      ['a', '{'],
      ['respond', 'x y', '200'],
      ['}'],
    ])
    expect(readCaddyfile('{$HOME} "a \\" b"')).toEqual([['FROM', 'THE', 'ENVIRONMENT', 'a " b']])
    expect(readNginx('server { server_name a; return 200 "x;y\\n"; } # z')).toEqual([
      [
        ['server'],
        [
          [['server_name', 'a'], null],
          [['return', '200', 'x;y\n'], null],
        ],
      ],
    ])
    expect(() => readNginx('server_name a;}')).toThrow('too many')
    expect(() => readNginx('a "b"c;')).toThrow('glued')
    expect(readRule('Host(`a`) && (Path(`b`))')).toEqual([
      'Host',
      '(',
      'text a',
      ')',
      '&&',
      '(',
      'Path',
      '(',
      'text b',
      ')',
      ')',
    ])
    expect(() => readRule('Host(`a`b`)')).toThrow('not a rule')
  })

  it.each(['a b.example', 'a;.example', 'a{.example', 'a`.example', 'a\n.example'])(
    'a name like %j, had the model taken it, would be found',
    (host) => {
      const [tame, bad] = ['hhhhh.example', host].map((name) =>
        sitesOf({ mode: 'proxy', proxy: 'nginx', reach: { by: 'loopback' }, serverName: name, host: name }),
      )
      const differs = (read: (sites: ReturnType<typeof sitesOf>) => unknown): boolean => {
        try {
          const shape = mapTexts(read(tame ?? []), (text) => text.replaceAll('hhhhh.example', host))
          return JSON.stringify(read(bad ?? [])) !== JSON.stringify(shape)
        } catch {
          return true
        }
      }
      const found = [
        differs((sites) => readCaddyfile(caddyfile(sites, routes, byLoopback))),
        differs((sites) => readNginx(nginxConfig(sites, routes, { upstream: byLoopback, uploadMiB: 1 }))),
        differs((sites) =>
          Object.values((parse(traefikConfig(sites, routes, byLoopback)) as Rules).http.routers).map(
            ({ rule }) => readRule(rule),
          ),
        ),
      ]
      expect(found).toContain(true)
    },
  )
})
