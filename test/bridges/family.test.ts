/** What holds for the bridges of the mautrix family: those with a database of their own. */
import { describe, expect, it } from 'vitest'
import { bridges } from '../../provisioners/bridges/index.ts'
import { at, familyIds, placeWith, rendered, type Tree } from './support.ts'

const family = bridges
  .filter(({ id }) => familyIds.includes(id))
  .map((bridge) => [bridge.id, bridge] as const)

describe.each(family)('%s', (id, bridge) => {
  const one = rendered(bridge, placeWith(bridge, 'brookside.example'))
  const discord = id === 'discord'

  it('says to its program what it says to Synapse', () => {
    expect(at(one.settings, 'appservice')).toMatchObject({
      id,
      address: one.registration['url'],
      as_token: one.registration['as_token'],
      hs_token: one.registration['hs_token'],
      bot: { username: bridge.bot },
      ephemeral_events: true,
    })
    expect(at(one.settings, 'homeserver')).toEqual({
      address: 'http://synapse:8008',
      domain: 'brookside.example',
      software: 'standard',
    })
    const template = at(one.settings, discord ? 'bridge' : 'appservice', 'username_template')
    expect(template).toBe(`${id}_{{.}}`)
    const permissions = at(one.settings, 'bridge', 'permissions')
    expect(permissions).toEqual({ 'brookside.example': 'user' })
  })

  it('has a database and a role of its own', () => {
    const [database, ...more] = one.contribution.databases
    expect(more).toEqual([])
    expect(database).toMatchObject({ name: `bridge_${id}`, role: `bridge_${id}` })
    const told = (discord ? at(one.settings, 'appservice', 'database') : at(one.settings, 'database')) as Tree
    expect(told).toMatchObject({ type: 'postgres', max_open_conns: 5, max_idle_conns: 1 })
    const { username, pathname, host, searchParams } = new URL(String(told['uri']))
    expect([username, pathname, host, searchParams.get('sslmode')]).toEqual([
      `bridge_${id}`,
      `/bridge_${id}`,
      'postgres:5432',
      'disable',
    ])
  })

  it('makes no secret by itself', () => {
    for (const text of one.files.values()) expect(text).not.toMatch(/\bgenerate\b/)
    const provisioning = discord
      ? at(one.settings, 'bridge', 'provisioning', 'shared_secret')
      : at(one.settings, 'provisioning', 'shared_secret')
    expect(provisioning).toMatch(/^[\w-]{16,}$/)
    const encryption = (
      discord ? at(one.settings, 'bridge', 'encryption') : at(one.settings, 'encryption')
    ) as Tree
    expect(encryption).toMatchObject({ allow: true, require: false, appservice: false, msc4190: true })
    expect(encryption['default']).toBe(!discord)
    if (discord) expect(Object.keys(encryption).filter((key) => /self_sign|pickle/.test(key))).toEqual([])
    else {
      expect(encryption['self_sign']).toBe(true)
      expect(encryption['pickle_key']).toMatch(/^[0-9a-f]{64}$/)
    }
  })

  it('lets people be themselves by the shared registration alone', () => {
    const secrets = discord
      ? at(one.settings, 'bridge', 'login_shared_secret_map')
      : at(one.settings, 'double_puppet', 'secrets')
    expect(Object.keys(secrets as Tree)).toEqual(['brookside.example'])
    expect(at(secrets, 'brookside.example')).toMatch(/^as_token:canary-doublepuppet-as-token/)
    const others = discord
      ? at(one.settings, 'bridge', 'double_puppet_server_map')
      : at(one.settings, 'double_puppet', 'servers')
    expect(others).toEqual({})
  })
})

describe.each(
  bridges.filter(({ id }) => !familyIds.includes(id)).map((bridge) => [bridge.id, bridge] as const),
)('%s', (id, bridge) => {
  const one = rendered(bridge, placeWith(bridge, 'brookside.example'))

  it('has its listener at 0.0.0.0 too, and the same registration as Synapse', () => {
    const own = id === 'heisenbridge' ? one.service.compose['command'] : at(one.settings, 'bridge')
    expect(JSON.stringify(own)).toContain('"0.0.0.0"')
    expect(one.files.get(`registration-${id}.yaml`)).toBe(one.registrationText)
    expect(one.contribution.databases).toEqual([])
    // the rule of heisenbridge/__main__.py: one name space, which begins with the sign and ends its prefix with _ or /
    const users = at(one.registration, 'namespaces', 'users') as { regex: string }[]
    expect(users).toHaveLength(1)
    if (id === 'heisenbridge') expect(users[0]?.regex).toMatch(/^@(.+)([_/])\.[*+]:?/)
  })
})
