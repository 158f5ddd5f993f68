/** What the newer pieces hold: labels for Traefik, Nginx Proxy Manager's lines, an entry point, the rehearsal, Cloudflare's routes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { assemble } from '../../provisioners/components.ts'
import { addressesOf } from '../../provisioners/matrix/address.ts'
import { filesFor } from '../../provisioners/matrix/for-people.ts'
import { labelsFor } from '../../provisioners/matrix/for-proxies.ts'
import type { Address } from '../../provisioners/model/address.ts'
import { reveal } from '../../provisioners/model/text.ts'
import { rehearsalConfig, STAGING_DIRECTORY } from '../../provisioners/stack/routes/acme.ts'
import { toJson, toYaml } from '../../provisioners/stack/yaml.ts'
import { intent } from '../stack/fake.ts'
import { identityService } from '../stack/modes.ts'
import { RUNS, SEED, takenAddress, takenByLabels } from './hostile.ts'
import { readCompose, readRule } from './readers.ts'

const { routes } = assemble(intent, { upstreams: [], contributions: [identityService] })
/** Only some of the answers are of the way in that a piece is for. */
const CASES = RUNS / 10
const often = { seed: SEED, numRuns: CASES, endOnFailure: true }

type Mode<M> = Extract<Address, { mode: M }>
const of = <M extends Address['mode']>(mode: M): fc.Arbitrary<Mode<M>> =>
  takenAddress.filter((address): address is Mode<M> => address.mode === mode)
const hostsOf = ({ host, identityHost }: { host: string; identityHost?: string | undefined }): string[] =>
  identityHost === undefined ? [host] : [host, identityHost]
const texts = (address: Address) => filesFor({ ...intent, address }, routes)

describe(`${CASES} addresses from the seed ${SEED}`, { timeout: 300_000 }, () => {
  it('Traefik’s labels say the network, the entry point, the resolver and the names as they were typed', () => {
    fc.assert(
      fc.property(takenByLabels, (address) => {
        if (address.mode !== 'proxy') throw new Error('not by a proxy')
        const { reach } = address
        if (reach.by !== 'labels') throw new Error('not by labels')
        const labels = labelsFor(addressesOf({ address }), routes)('synapse')
        expect(labels['traefik.docker.network']).toBe(reach.network)
        for (const [name, value] of Object.entries(labels)) {
          expect(name).toMatch(/^traefik\.[A-Za-z0-9.-]+$/)
          if (name.endsWith('.entryPoints')) expect(value).toBe(reach.entryPoint)
          if (name.endsWith('.tls')) expect([reach.certResolver, value]).toEqual([undefined, 'true'])
          if (name.endsWith('.tls.certResolver')) expect(value).toBe(reach.certResolver)
          if (name.endsWith('.rule')) {
            const [host, open, text] = readRule(value)
            expect([host, open]).toEqual(['Host', '('])
            expect(hostsOf(address).map((one) => `text ${one}`)).toContain(text)
          }
        }
        // as Compose has it, each dollar twice, and for readers of both versions of YAML
        const doubled = Object.fromEntries(
          Object.entries(labels).map(([name, value]) => [name, value.replaceAll('$', '$$$$')]),
        )
        const text = reveal(toYaml(doubled))
        expect(readCompose(text)).toEqual(labels)
        expect(parse(text, { version: '1.1' })).toEqual(doubled)
        const [file] = texts(address).filter(({ name }) => name === 'traefik-static.yaml')
        for (const version of ['1.1', '1.2'] as const) {
          const read = parse(file?.text ?? '', { version, mapAsMap: true }) as Map<
            string,
            Map<unknown, unknown>
          >
          expect([...(read.get('entryPoints')?.keys() ?? [])]).toEqual([reach.entryPoint])
        }
      }),
      often,
    )
  })

  it('the rehearsal asks the staging authority for these names with this address, and nothing else', () => {
    fc.assert(
      fc.property(of('domain'), (address) => {
        const hosts = hostsOf(address)
        const email = address.email ?? null
        const read = JSON.parse(reveal(toJson(rehearsalConfig(hosts, { email, storage: '/data' })))) as {
          apps: { tls: unknown }
        }
        expect(read.apps.tls).toEqual({
          certificates: { automate: hosts },
          automation: {
            policies: [
              {
                subjects: hosts,
                issuers: [
                  {
                    module: 'acme',
                    ...(email !== null && { email }),
                    ca: STAGING_DIRECTORY,
                    challenges: { 'tls-alpn': { disabled: true } },
                  },
                ],
              },
            ],
          },
        })
        // Caddy puts in what stands between braces
        expect(JSON.stringify([hosts, email])).not.toMatch(/[{}]/)
      }),
      often,
    )
  })

  it('Cloudflare gets one line for each name, and the names stand nowhere else', () => {
    fc.assert(
      fc.property(of('cloudflare'), (address) => {
        const [file] = texts(address).filter(({ name }) => name === 'cloudflare.txt')
        const lines = (file?.text ?? '').split('\n').filter((line) => line.includes('->  http://'))
        expect(lines).toEqual(hostsOf(address).map((host) => `     ${host}  ->  http://caddy:8080`))
      }),
      often,
    )
  })
})
