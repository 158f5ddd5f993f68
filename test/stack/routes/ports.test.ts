/** What a server opens to whom, for every kind of address: laws over the ports, and over what no public route may reach. */
import { describe, expect, it } from 'vitest'
import { neededPorts } from '../../../provisioners/components.ts'
import { addressesOf } from '../../../provisioners/matrix/address.ts'
import { MAS_INTERNAL_PORT } from '../../../provisioners/matrix/mas-config.ts'
import { onLoopback } from '../../../provisioners/stack/loopback.ts'
import { openPorts, publishedPorts } from '../../../provisioners/stack/fold.ts'
import { sitesInUse } from '../../../provisioners/stack/routes/table.ts'
import { reveal } from '../../../provisioners/model/text.ts'
import { parse } from 'yaml'
import { fakeSecretsOf } from '../fake.ts'
import { identityService, modes } from '../modes.ts'

const open: Readonly<Record<string, readonly string[]>> = {
  home: ['80/tcp', '443/tcp', '8443/tcp'],
  'home with a service for identities': ['80/tcp', '443/tcp', '8443/tcp', '10000/tcp'],
  domain: ['80/tcp', '443/tcp', '443/udp'],
  'domain with a service for identities': ['80/tcp', '443/tcp', '443/udp'],
}

interface Listener {
  resources: { name: string }[]
  binds: { port: number }[]
}

describe.each(modes)('$name', ({ name, intent, stack }) => {
  it('opens only what its kind of address needs', () => {
    expect(stack.services.flatMap(openPorts)).toEqual(open[name] ?? [])
  })

  it('publishes all else on the loopback, or nowhere', () => {
    const { address } = intent
    const { mode } = address
    const published = stack.services.flatMap((service) =>
      publishedPorts(service)
        .filter((port) => !openPorts(service).includes(port))
        .map((port) => `${service.id} ${port}`),
    )
    const people = name.includes('identities')
    if (address.mode === 'proxy' && address.reach.by !== 'loopback') expect(published).toEqual([])
    else if (mode === 'proxy')
      expect(published.toSorted()).toEqual(
        [
          'element 10080/tcp',
          'mas 18080/tcp',
          ...(people ? ['people 28080/tcp'] : []),
          'synapse 18008/tcp',
        ].toSorted(),
      )
    else if (mode === 'tailnet' || mode === 'funnel')
      expect(published).toEqual([
        'caddy 18080/tcp',
        'caddy 18081/tcp',
        ...(people ? ['caddy 18082/tcp'] : []),
      ])
    else expect(published).toEqual(mode === 'cloudflare' ? ['caddy 18080/tcp'] : [])
  })

  it('publishes a site only where something answers on it', () => {
    const used = sitesInUse(addressesOf(intent).sites, stack.routes).map(({ id }) => id)
    expect(used).toEqual(['main', 'sign-in', ...(name.includes('identities') ? ['identity'] : [])])
  })

  it('keeps administration, health and figures on listeners that no route leads to', () => {
    const file = stack.services
      .find(({ id }) => id === 'mas')
      ?.store?.files.find(({ name: of }) => of === 'config.yaml')
    const { http } = parse(reveal(file?.render(fakeSecretsOf(intent)) ?? [])) as {
      http: { listeners: Listener[] }
    }
    const routed = new Set(
      stack.routes.flatMap(({ to }) => (to.kind === 'service' ? [`${to.service}:${to.port}`] : [])),
    )
    const inner = http.listeners.filter(({ resources }) =>
      resources.some((resource) => ['adminapi', 'health', 'prometheus'].includes(resource.name)),
    )
    expect(inner.flatMap(({ binds }) => binds.map(({ port }) => port))).toEqual([MAS_INTERNAL_PORT])
    for (const { port } of inner.flatMap(({ binds }) => binds)) expect(routed).not.toContain(`mas:${port}`)
    // what is asked for health is asked on ports of their own, and no probe's port is public
    for (const { probe } of stack.services) if (probe) expect(routed).not.toContain(new URL(probe.url).host)
  })

  it('every route leads to a service that is there', () => {
    const ids = new Set(stack.services.map(({ id }) => id))
    for (const { to } of stack.routes) if (to.kind === 'service') expect(ids).toContain(to.service)
  })
})

describe('two services with one port', () => {
  const routes = ['one', 'other'].map((service) => ({
    site: 'main' as const,
    match: { kind: 'prefix' as const, pattern: `/${service}` },
    to: { kind: 'service' as const, service, port: 8080 },
  }))

  it('cannot both be on the loopback', () => {
    expect(() => onLoopback([identityService], routes)).toThrow(/18080/)
  })

  it('can, when one of them is for identities', () => {
    const [one, other] = routes
    if (!one || !other) throw new Error('two routes were made above')
    expect(() => onLoopback([identityService], [one, { ...other, site: 'identity' }])).not.toThrow()
  })
})

describe('the check-up', () => {
  it.each(modes.filter(({ name }) => !name.includes('identities')))(
    '$name: asks for exactly the ports that other machines reach',
    ({ intent, stack }) => {
      const numbers = stack.services.flatMap(openPorts).map((port) => Number.parseInt(port))
      expect(neededPorts(intent)).toEqual([...new Set(numbers)])
    },
  )
})
