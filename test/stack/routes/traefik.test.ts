/**
 * Traefik's file by the rules that its documentation gives (Routers, Priority; Matchers; Path matching): the program itself is
 * in no Debian package, so the real one does not run in the lab.
 */
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { addressesOf } from '../../../provisioners/matrix/address.ts'
import { byServiceName } from '../../../provisioners/stack/routes/table.ts'
import { traefikConfig } from '../../../provisioners/stack/routes/traefik.ts'
import { modes } from '../modes.ts'
import { sentTo } from './decide.ts'
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

/** What Synapse takes for its administration and for MAS's own calls: it resolves neither dots nor slashes. */
const closed = (sent: string): boolean =>
  /^_synapse\/(admin|mas)/.test(
    sent
      .replace(/^\w+ \//, '')
      .split('/')
      .map((part) => decodeURIComponent(part.split('?')[0] ?? ''))
      .slice(0, 2)
      .join('/'),
  )

describe.each(modes.filter(({ name }) => name.startsWith('proxy-traefik')))('$name', ({ intent, stack }) => {
  const { sites } = addressesOf(intent)
  const config = parse(traefikConfig(sites, stack.routes, byServiceName)) as Config
  const here = asked.flatMap((one) => {
    const site = sites.find(({ id }) => id === one.at)
    return site && stack.routes.some((route) => route.site === site.id) ? [{ ...one, site }] : []
  })

  it.each(here.filter(({ by }) => by !== 'nobody'))('$at $target → $by', ({ site, target, by }) => {
    expect(answer(config, site.host, sentTo(site, { target }))).toBe(`${by} ${target}`)
  })

  it.each(here.filter(({ by }) => by === 'nobody'))('$at $target opens nothing', ({ site, target }) => {
    const got = answer(config, site.host, sentTo(site, { target }))
    expect(got === '404' || (!closed(got) && !/^\w+ \/(api\/|admin)/.test(got))).toBe(true)
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
