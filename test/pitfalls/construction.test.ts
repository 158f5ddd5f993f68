/** Rows of docs/pitfalls.md that are impossible by construction: shown over every way that an intent can go. */
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { services, stackOf } from '../../provisioners/components.ts'
import { providerId } from '../../provisioners/identity/provider-id.ts'
import { compose } from '../../provisioners/stack/compose.ts'
import { reveal } from '../../provisioners/model/text.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { fakeSecretsOf } from '../stack/fake.ts'
import { twelve } from '../matrix/twelve.ts'

type Tree = Record<string, unknown>

const file = (intent: Intent, service: string, name: string): string => {
  const store = services(intent).find(({ id }) => id === service)?.store
  const found = store?.files.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`${service} has no ${name}`)
  return reveal(found.render(fakeSecretsOf(intent)))
}
const synapse = (intent: Intent): Tree => parse(file(intent, 'synapse', 'homeserver.yaml')) as Tree
const mas = (intent: Intent): Tree => parse(file(intent, 'mas', 'config.yaml')) as Tree
const at = (tree: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((value, key) => (value as Tree | undefined)?.[key], tree)

describe.each(twelve)('%s', (_, intent) => {
  it('other servers are shut out only where the answers say so', () => {
    const closed = at(synapse(intent), 'federation_domain_whitelist')
    expect(closed === undefined).toBe(intent.server.federation.with === 'all')
  })

  it('other servers are led to port 443', () => {
    const elsewhere = 'serverName' in intent.address && intent.address.serverName !== intent.address.host
    expect(at(synapse(intent), 'serve_server_wellknown')).toBe(!elsewhere)
  })

  it('every program that keeps accounts or messages has a PostgreSQL database of its own', () => {
    expect(at(synapse(intent), 'database', 'name')).toBe('psycopg2')
    expect(at(mas(intent), 'database')).toMatchObject({ host: 'postgres', database: 'mas', username: 'mas' })
    expect(stackOf(intent).databases.find(({ name }) => name === 'synapse')?.locale).toBe('C')
  })

  it('no account is ever made or kept outside the sign-in service', () => {
    const config = synapse(intent)
    expect(at(config, 'matrix_authentication_service', 'enabled')).toBe(true)
    expect(at(config, 'enable_registration')).toBe(false)
    expect(at(config, 'password_config', 'enabled')).toBe(false)
    for (const key of [
      'registration_shared_secret',
      'registration_shared_secret_path',
      'oidc_providers',
      'modules',
    ])
      expect(config, key).not.toHaveProperty(key)
  })

  it('the old block for delegated sign-in is never written', () => {
    expect(at(synapse(intent), 'experimental_features')).toEqual({ msc4108_enabled: intent.server.qrSignIn })
    expect(at(mas(intent), 'oauth')).toEqual({ device_code_grant_enabled: intent.server.qrSignIn })
  })

  it('both sides hold the same secret', () => {
    expect(file(intent, 'mas', 'synapse-secret')).toBe(file(intent, 'synapse', 'mas-secret'))
    expect(at(synapse(intent), 'matrix_authentication_service', 'secret_path')).toBe('/config/mas-secret')
    expect(at(mas(intent), 'matrix', 'secret_file')).toBe('/config/synapse-secret')
  })

  it('nothing is probed with a program that its image lacks', () => {
    const stores = new Map(services(intent).flatMap(({ id, store }) => (store ? [[id, `${id}-1`]] : [])))
    const file = parse(compose(stackOf(intent), stores).text) as { services: Record<string, Tree> }
    expect(file.services['mas']).not.toHaveProperty('healthcheck')
    expect(services(intent).find(({ id }) => id === 'mas')?.probe?.url).toBe('http://mas:8081/health')
  })

  it('the sign-in service has its keys: one of RSA, and 64 hex digits without a line break', () => {
    expect(at(mas(intent), 'secrets', 'keys')).toEqual([
      { key_file: '/config/rsa.pem' },
      { key_file: '/config/p256.pem' },
    ])
    expect(file(intent, 'mas', 'encryption')).toMatch(/^[0-9a-f]{64}$/)
  })

  it('redirect addresses are exact, and every entry has an id that never changes', () => {
    const entries = (at(mas(intent), 'upstream_oauth2', 'providers') ?? []) as Tree[]
    expect(entries.map(({ id }) => id)).toEqual(
      intent.signIn.providers.map(({ key }) => providerId(String(at(synapse(intent), 'server_name')), key)),
    )
    for (const { id } of entries) expect(id).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)
  })

  it('a name is taken over from a provider only where nobody has it yet', () => {
    const entries = (at(mas(intent), 'upstream_oauth2', 'providers') ?? []) as Tree[]
    for (const entry of entries)
      expect(at(entry, 'claims_imports', 'localpart', 'on_conflict') ?? 'fail').toBe('fail')
  })

  it('the pool of database connections is smaller than what PostgreSQL gives', () => {
    const command = services(intent).find(({ id }) => id === 'postgres')?.compose['command'] as string[]
    const most = Number(command.find((word) => word.startsWith('max_connections='))?.split('=')[1])
    const used =
      Number(at(synapse(intent), 'database', 'args', 'cp_max')) +
      Number(at(mas(intent), 'database', 'max_connections'))
    expect(used).toBeLessThan(most / 2)
  })
})
