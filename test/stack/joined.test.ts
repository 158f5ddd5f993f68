/** Services that join the network of a proxy: who, as what, and what they leave behind. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { checks, resources, services, stackOf } from '../../provisioners/components.ts'
import { address as addressSchema, networkName } from '../../provisioners/model/address.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { render } from '../../provisioners/shell/render.ts'
import { joinNetwork } from '../../provisioners/stack/commands.ts'
import { compose } from '../../provisioners/stack/compose.ts'
import { parseInspected, type OwnContainer } from '../../provisioners/stack/parse.ts'
import { REVISION_LABEL } from '../../provisioners/stack/paths.ts'
import { composeKeys } from '../../provisioners/stack/strict/compose.ts'
import { checkText } from '../../provisioners/stack/strict/file.ts'
import { intent, means } from './fake.ts'

const behind = (reach: object, proxy = 'traefik'): Intent => ({
  ...intent,
  address: addressSchema.parse({
    mode: 'proxy',
    proxy,
    serverName: 'example.org',
    host: 'matrix.example.org',
    reach,
  }),
})
const network = behind({ by: 'network', network: 'web' })

interface File {
  services: Record<
    string,
    { labels: Record<string, string>; ports?: unknown; networks?: unknown; external_links?: string[] }
  >
  networks?: unknown
}
const file = (of: Intent): File => parse(text(of)) as File
const text = (of: Intent): string =>
  compose(stackOf(of), new Map(services(of).map(({ id }) => [id, `${id}-1`]))).text

describe('behind a proxy in Docker', () => {
  it('joins with who is led to, and with nobody else', () => {
    expect(stackOf(network).joined).toEqual({ network: 'web', services: ['mas', 'synapse', 'element'] })
    expect(stackOf(behind({ by: 'loopback' })).joined).toBeUndefined()
    expect(stackOf(intent).joined).toBeUndefined()
  })

  it('publishes nothing, and leaves the network itself out of the file: it is somebody else’s', () => {
    const { services: all, networks } = file(network)
    expect(networks).toBeUndefined()
    for (const one of Object.values(all)) {
      expect(one.ports).toBeUndefined()
      expect(one.networks).toBeUndefined()
    }
  })

  it('asks its own database, whatever others in that network are called', () => {
    const { services: all } = file(network)
    expect(all['synapse']?.external_links).toEqual([
      'bramble-postgres-1:postgres',
      'bramble-mas-1:mas',
      'bramble-element-1:element',
    ])
    expect(all['postgres']?.external_links).toBeUndefined()
  })

  it('is made anew when it moves to another network or leaves: connections go with their container', () => {
    const hashes = [network, behind({ by: 'network', network: 'other' }), behind({ by: 'loopback' })].map(
      (of) => file(of).services['synapse']?.labels[REVISION_LABEL],
    )
    expect(new Set(hashes).size).toBe(3)
  })
})

const inspected = (service: string, networks: object): string =>
  JSON.stringify({
    Config: { Image: 'x', Labels: { 'com.docker.compose.service': service, [REVISION_LABEL]: 'r' } },
    State: { Status: 'running', StartedAt: '2026-11-21T16:00:00Z', ExitCode: 0 },
    NetworkSettings: { Networks: networks },
  })

/** As Docker 26.1.5 tells it. */
const seen = (web: object): OwnContainer[] =>
  services(network).flatMap(({ id, image }) =>
    parseInspected(
      inspected(id, {
        bramble_default: { IPAMConfig: null, Links: null, Aliases: [`bramble-${id}-1`, id] },
        ...web,
      }),
      REVISION_LABEL,
    ).map((one) => ({
      ...one,
      image,
      revision: file(network).services[id]?.labels[REVISION_LABEL] ?? '',
    })),
  )
const connected = (of: string) => ({ web: { IPAMConfig: {}, Links: null, Aliases: [`bramble-${of}`] } })

describe('the containers', () => {
  const diff = (containers: readonly OwnContainer[]) =>
    resources(network)
      .find(({ id }) => id === 'containers')
      ?.diff(
        {
          listing: new Map(),
          hashes: new Map(),
          stores: new Map(),
          generations: new Map(),
          current: 1,
          composes: new Map(),
          containers,
        },
        means,
      )
  const well = seen({}).map((one) => ({
    ...one,
    networks: new Map([...one.networks, ['web', [`bramble-${one.service}`]]]),
  }))

  it('are as they should be once they are in the network by their own names', () => {
    expect(diff(well)).toMatchObject({ met: true })
  })

  it.each([
    ['not in it', seen({})],
    ['in it by another name', seen(connected('somebody'))],
    ['in it without a name', seen({ web: { Aliases: null } })],
  ])('%s, they are put there before anything starts', (_, containers) => {
    const change = diff(containers)
    if (change?.met !== false) throw new Error('there is something to do')
    expect(change.summary).toBe(
      'Sign-in service (not in your proxy’s network), Synapse (not in your proxy’s network), Element Web (not in your proxy’s network)',
    )
    const commands = change.actions.map((action) => (action.kind === 'run' ? render(action.command) : ''))
    expect(commands.map((command) => /up --no-start|network connect|up --detach/.exec(command)?.[0])).toEqual(
      [
        'up --no-start',
        'network connect',
        'network connect',
        'network connect',
        'up --detach',
        ...commands.slice(5).map(() => undefined),
      ],
    )
    expect(commands.join('\n')).not.toContain('bramble-postgres --')
    expect(commands.join('\n')).not.toMatch(/network (rm|create|prune)/)
  })

  it('are checked for it', () => {
    const check = checks(network).find(({ code }) => code === 'network.joined')
    expect(check?.judge({ containers: well })).toBeNull()
    expect(check?.judge({ containers: seen({}) })).toMatchObject({
      evidence: ['bramble-mas', 'bramble-synapse', 'bramble-element'],
    })
    // a container that is missing is another check's
    expect(check?.judge({ containers: [] })).toBeNull()
    expect(checks(intent).map(({ code }) => code)).not.toContain('network.joined')
  })
})

describe('names that a person types', () => {
  it('cannot say more than a name, in a command or in a label', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (typed) => {
        const { success, data } = networkName.safeParse(typed)
        if (success) expect(data).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,99}$/)
      }),
    )
  })

  it.each([
    'bridge',
    'host',
    'none',
    'default',
    'bramble_default',
    '',
    '-x',
    '.x',
    'a b',
    'a,b',
    'a"}}{{b',
    'a$b',
    'a\nb',
  ])('%j is no network to join', (name) => {
    expect(networkName.safeParse(name).success).toBe(false)
  })

  const names = fc
    .stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,30}$/)
    .filter((name) => networkName.safeParse(name).success)
  const traefikNames = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9_-]{0,20}$/)

  it('are one argument each, and the Compose file stays one that Compose reads literally', () => {
    fc.assert(
      fc.property(names, traefikNames, traefikNames, (name, entryPoint, certResolver) => {
        expect(render(joinNetwork(name, 'synapse', []))).toContain(
          `docker network connect --alias bramble-synapse ${name} bramble-synapse-1`,
        )
        const of = behind({ by: 'labels', network: name, entryPoint, certResolver })
        expect(checkText('compose.yaml', composeKeys, text(of))).toEqual([])
        const { labels } = file(of).services['synapse'] ?? { labels: {} }
        expect(labels['traefik.docker.network']).toBe(name)
        const points = Object.entries(labels).filter(([key]) => key.endsWith('.entryPoints'))
        expect(points.length).toBeGreaterThan(3)
        for (const [, value] of points) expect(value).toBe(entryPoint)
      }),
      { numRuns: 60 },
    )
  })
})
