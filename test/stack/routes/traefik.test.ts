/**
 * Traefik's file and labels by the rules that its documentation gives (Routers, Priority; Matchers; Path matching): the program
 * itself is in no Debian package, so the real one runs in the lab only where somebody brings it.
 */
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { addressesOf } from '../../../provisioners/matrix/address.ts'
import { byServiceName } from '../../../provisioners/stack/routes/table.ts'
import { traefikConfig } from '../../../provisioners/stack/routes/traefik.ts'
import type { Stack } from '../../../provisioners/stack/fold.ts'
import { modes, type Mode } from '../modes.ts'
import { opens, sentTo } from './decide.ts'
import { asked } from './paths.ts'

interface Router {
  readonly rule: string
  readonly priority: number
  readonly service: string
  readonly middlewares?: readonly string[]
}
interface Middleware {
  readonly stripPrefix?: { readonly prefixes: readonly string[] }
  readonly ipAllowList?: { readonly rejectStatusCode: number }
  readonly redirectRegex?: { readonly regex: string; readonly replacement: string }
}
interface Config {
  readonly http: {
    readonly routers: Readonly<Record<string, Router>>
    readonly middlewares: Readonly<Record<string, Middleware>>
    readonly services: Readonly<Record<string, { loadBalancer: { servers: { url: string }[] } }>>
  }
}

/** Escapes of reserved characters stay, all others go. */
const routingPath = (target: string): string =>
  (target.split('?')[0] ?? '').replaceAll(/%([0-9a-f]{2})/gi, (escape, digits: string) => {
    const character = String.fromCharCode(Number.parseInt(digits, 16))
    return /[A-Za-z0-9._~-]/.test(character) ? character : escape
  })

const matchers: Readonly<Record<string, (value: string, host: string, path: string) => boolean>> = {
  Host: (value, host) => value === host,
  Path: (value, _host, path) => value === path,
  PathPrefix: (value, _host, path) => path.startsWith(value),
  PathRegexp: (value, _host, path) =>
    new RegExp(value.replace(/^\(\?i\)/, ''), value.startsWith('(?i)') ? 'i' : '').test(path),
}

function fits(rule: string, host: string, path: string): boolean {
  return rule.split(' && ').every((part) => {
    const [, name = '', value = ''] = /^(\w+)\(`(.*)`\)$/.exec(part) ?? []
    const matcher = matchers[name]
    if (!matcher) throw new Error(`not a matcher: ${part}`)
    return matcher(value, host, path)
  })
}

/** Where a request goes on, and as what. */
function answer({ http }: Config, host: string, target: string): string {
  const [router] = Object.values(http.routers)
    .filter(({ rule }) => fits(rule, host, routingPath(target)))
    .toSorted((one, other) => other.priority - one.priority)
  if (!router) return 'no router'
  let sent = target
  for (const name of router.middlewares ?? []) {
    const middleware = http.middlewares[name]
    if (middleware?.ipAllowList) return `${middleware.ipAllowList.rejectStatusCode}`
    if (middleware?.redirectRegex)
      return `https://${host}${target}`.replace(
        new RegExp(middleware.redirectRegex.regex),
        middleware.redirectRegex.replacement.replace('${1}', '$1'),
      )
    for (const prefix of middleware?.stripPrefix?.prefixes ?? []) sent = sent.replace(prefix, '')
  }
  const url = http.services[router.service]?.loadBalancer.servers[0]?.url
  return `${url?.replace('http://', '').replace(/:\d+$/, '')} ${sent}`
}

/** What Traefik makes of labels (paerser, flattened keys without regard to case): the same as of a file. */
function fromLabels(labels: Readonly<Record<string, string>>, host: string): Config {
  const http = { routers: {}, middlewares: {}, services: {} } as Record<string, Record<string, unknown>>
  for (const [label, value] of Object.entries(labels)) {
    const [, kind = '', name = '', rest = ''] = /^traefik\.http\.(\w+)\.([\w-]+)\.(.+)$/.exec(label) ?? []
    if (kind === '') continue
    if (!http[kind]) throw new Error(`not a label of Traefik’s: ${label}`)
    const listed = ['middlewares', 'entryPoints', 'stripPrefix.prefixes', 'ipAllowList.sourceRange']
    const path = [name, ...rest.split('.')]
    const last = path.pop() ?? ''
    const at = path.reduce<Record<string, unknown>>(
      (inner, key) => (inner[key] ??= {}) as Record<string, unknown>,
      http[kind],
    )
    at[last] = listed.includes(rest) ? value.split(',') : /^\d+$/.test(value) ? Number(value) : value
  }
  for (const service of Object.values(http['services'] ?? {})) {
    const { loadBalancer } = service as { loadBalancer: { server: { port: number }; servers?: object[] } }
    loadBalancer.servers = [{ url: `http://${host}:${loadBalancer.server.port}` }]
  }
  return { http } as unknown as Config
}

/** Every container's labels together, as Traefik merges them: what two say in other words is dropped, so none may. */
function merged(stack: Stack): Config {
  const whole = { routers: {}, middlewares: {}, services: {} } as Record<string, Record<string, unknown>>
  for (const { id, compose } of stack.services) {
    const labels = compose['labels'] as Record<string, string>
    if (labels['traefik.enable'] !== 'true') {
      expect(labels['traefik.enable']).toBe('false')
      continue
    }
    const { http } = fromLabels(labels, id)
    for (const [kind, entries] of Object.entries(http))
      for (const [name, entry] of Object.entries(entries)) {
        const all = (whole[kind] ??= {})
        expect(all[name] ?? entry, `${id} ${name}`).toEqual(entry)
        all[name] = entry
      }
  }
  return { http: whole } as unknown as Config
}

const configOf = ({ intent, stack }: Mode): Config =>
  intent.address.mode === 'proxy' && intent.address.reach.by === 'labels'
    ? merged(stack)
    : (parse(traefikConfig(addressesOf(intent).sites, stack.routes, byServiceName)) as Config)

describe.each(modes.filter(({ name }) => name.startsWith('proxy-traefik')))('$name', (mode) => {
  const { intent, stack } = mode
  const { sites } = addressesOf(intent)
  const config = configOf(mode)
  const here = asked.flatMap((one) => {
    const site = sites.find(({ id }) => id === one.at)
    return site && stack.routes.some((route) => route.site === site.id) ? [{ ...one, site }] : []
  })

  it.each(here.filter(({ by }) => by !== 'nobody'))('$at $target → $by', ({ site, target, by }) => {
    expect(answer(config, site.host, sentTo(site, { target }))).toBe(`${by} ${target}`)
  })

  it.each(here.filter(({ by }) => by === 'nobody'))('$at $target opens nothing', ({ site, target }) => {
    const got = answer(config, site.host, sentTo(site, { target }))
    const [by = '', sent = ''] = got.split(' ')
    expect(got === '404' || !opens(by, sent)).toBe(true)
  })

  it('blocks what is asked for plainly', () => {
    for (const path of ['/_synapse/admin/v1/x', '/_synapse/mas/x', '/auth/api/admin/v1/users'])
      expect(answer(config, 'matrix.example.org', path)).toBe('404')
  })

  it('leads from the sign-in address without its slash to the one with it', () => {
    expect(answer(config, 'matrix.example.org', '/auth')).toBe('https://matrix.example.org/auth/')
  })

  it('has distinct priorities for one name, and no middleware or service that is not there', () => {
    const { routers, middlewares, services } = config.http
    const keys = Object.values(routers).map(({ rule, priority }) => `${rule.split(' && ')[0]} ${priority}`)
    expect(new Set(keys).size).toBe(keys.length)
    for (const router of Object.values(routers)) {
      for (const name of router.middlewares ?? []) expect(middlewares).toHaveProperty(name)
      if (router.service !== 'noop@internal') expect(services).toHaveProperty(router.service)
    }
  })
})

describe('labels', () => {
  const mode = modes.find(({ name }) => name === 'proxy-traefik-labels with a service for identities')
  const labels = (id: string) =>
    (mode?.stack.services.find((service) => service.id === id)?.compose['labels'] ?? {}) as Record<
      string,
      string
    >

  it('of every container that is led to hold each block: none is open while another container is away', () => {
    const blocks = (id: string) =>
      Object.entries(labels(id)).filter(
        ([key, value]) => key.endsWith('.middlewares') && value === 'bramble-not-found',
      )
    for (const id of ['synapse', 'mas', 'element', 'people']) expect(blocks(id)).toEqual(blocks('synapse'))
    expect(blocks('synapse')).toHaveLength(4)
  })

  it('keep Traefik away from everything else', () => {
    expect(labels('postgres')).toEqual({ 'traefik.enable': 'false' })
    const file = modes.find(({ name }) => name === 'proxy-traefik-network')
    for (const { compose } of file?.stack.services ?? [])
      expect(compose['labels']).toMatchObject({ 'traefik.enable': 'false' })
  })

  it('one container, whole', async () => {
    const text = Object.entries(labels('mas')).map(([key, value]) => `${key}=${value}\n`)
    await expect(text.join('')).toMatchFileSnapshot('../golden/routes/traefik-labels-mas.txt')
  })

  it('say where Traefik finds the container, by which door people come, and who gets the certificate', () => {
    expect(labels('mas')).toMatchObject({
      'traefik.docker.network': 'web-1_x.proxy',
      'traefik.http.services.bramble-mas.loadBalancer.server.port': '8080',
      'traefik.http.routers.bramble-1.entryPoints': 'websecure',
      'traefik.http.routers.bramble-1.tls.certResolver': 'le',
    })
  })
})
