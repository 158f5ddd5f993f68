/** The routing table as Caddy reads it: who answers which path. The real Caddy runs over it in the lab. */
import { describe, expect, it } from 'vitest'
import { stackOf } from '../../provisioners/components.ts'
import { caddyConfig } from '../../provisioners/stack/routes.ts'
import { addressesOf } from '../../provisioners/matrix/address.ts'
import { intent, withoutElement } from './fake.ts'

interface CaddyRoute {
  match?: { host: string[]; path?: string[]; path_regexp?: { pattern: string } }[]
  handle: { handler: string; upstreams?: { dial: string }[]; status_code?: number; body?: string }[]
}
interface Config {
  apps: { http: { servers: Record<string, { listen: string[]; routes: CaddyRoute[] }> } }
}

const configOf = (of: typeof intent) =>
  caddyConfig(addressesOf(of).sites, stackOf(of).routes, {
    storage: '/data',
    healthPort: 2020,
  }) as unknown as Config

/** Caddy's own rules: first match wins; `path` compares without case, a star at the end takes anything. */
function answers(of: typeof intent, site: string, path: string): string {
  const routes = configOf(of).apps.http.servers[site]?.routes ?? []
  const found = routes.find(({ match }) => {
    const only = match?.[0]
    if (!only) return true
    if (only.path_regexp) return new RegExp(only.path_regexp.pattern).test(path)
    return only.path ? only.path.some((start) => path.toLowerCase().startsWith(start.slice(0, -1))) : true
  })
  const handler = found?.handle[0]
  return handler?.upstreams?.[0]?.dial ?? String(handler?.status_code)
}

describe('routes', () => {
  it.each([
    ['main', '/_matrix/client/v3/login', 'mas:8080'],
    ['main', '/_matrix/client/r0/login/sso/redirect/idp', 'mas:8080'],
    ['main', '/_matrix/client/v3/logout/all', 'mas:8080'],
    ['main', '/_matrix/client/unstable/refresh', 'mas:8080'],
    ['main', '/_matrix/client/v3/loginx', 'synapse:8008'],
    ['main', '/_matrix/client/v3/x/login', 'synapse:8008'],
    ['main', '/_matrix/client/versions', 'synapse:8008'],
    ['main', '/_matrix/client/v1/auth_metadata', 'synapse:8008'],
    ['main', '/_matrix/client/unstable/org.matrix.msc4108/rendezvous', 'synapse:8008'],
    ['main', '/_matrix/federation/v1/version', 'synapse:8008'],
    ['main', '/_synapse/client/rendezvous/x', 'synapse:8008'],
    ['main', '/.well-known/matrix/client', 'synapse:8008'],
    ['main', '/_synapse/admin/v1/users', '404'],
    ['main', '/_SYNAPSE/Admin/v1/users', '404'],
    ['main', '/_synapse/mas/provision_user', '404'],
    ['main', '/', 'element:80'],
    ['main', '/config.json', 'element:80'],
    ['sign-in', '/', 'mas:8080'],
    ['sign-in', '/upstream/callback/x', 'mas:8080'],
    ['sign-in', '/.well-known/openid-configuration', 'mas:8080'],
    ['sign-in', '/api/admin/v1/users', '404'],
    ['redirect', '/anything', '308'],
  ])('%s %s → %s', (site, path, expected) => {
    expect(answers(intent, site, path)).toBe(expected)
  })

  it('says what it is where no page was wanted', () => {
    expect(answers(withoutElement, 'main', '/')).toBe('200')
    expect(answers(withoutElement, 'main', '/_synapse/admin')).toBe('404')
  })

  it('leads nowhere to MAS’s internal port', () => {
    expect(JSON.stringify(configOf(intent))).not.toContain('8081')
  })

  it('refuses a prefix that is a pattern', () => {
    const route = {
      site: 'main',
      match: { kind: 'prefix', pattern: '/a*b' },
      to: { kind: 'not-found' },
    } as const
    expect(() => caddyConfig(addressesOf(intent).sites, [route], { storage: '/', healthPort: 1 })).toThrow(
      TypeError,
    )
  })
})
