import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { providers } from '../../provisioners/identity/index.ts'
import { identityCatalog, providerPlaces, providerViews } from '../../provisioners/identity/view.ts'
import { defaultIntent } from '../../provisioners/model/intent.ts'
import { providerPlace, providerView } from '../../provisioners/model/provider-view.ts'
import type { Provider } from '../../provisioners/model/sign-in.ts'

const { address } = defaultIntent('brookside')
const entry = (kind: string, more: Partial<Provider> = {}): Provider => ({
  key: kind,
  kind,
  settings: {},
  admits: 'invited',
  ...more,
})

describe('providers as data', () => {
  it('are all there, in their order, in a shape that crosses the contract', () => {
    const views = z.array(providerView).parse(JSON.parse(JSON.stringify(providerViews())))
    expect(views.map(({ id }) => id)).toEqual(providers.map(({ id }) => id))
  })

  it('say their limits where they are experimental, and stand apart', () => {
    for (const view of providerViews()) expect(view.group === 'experimental').toBe(view.experimental !== '')
  })

  it('that run on the Pi are in the catalogue with what they cost', () => {
    const here = providers.filter(({ where }) => where === 'here')
    const catalog = identityCatalog(address)
    expect(catalog.map(({ id }) => id)).toEqual(here.map(({ id }) => id))
    for (const each of catalog) expect(each.memoryMiB, each.id).toBeGreaterThan(0)
  })
})

describe('what follows from an entry', () => {
  it.each(providers.map(({ id }) => id))(
    '%s: of nothing but its name, in a shape that crosses the contract',
    (id) => {
      const place = providerPlaces({ address, providers: [entry(id)] })[id]
      const read = providerPlace.parse(JSON.parse(JSON.stringify(place)))
      expect(read.redirect).toMatch(
        /^https:\/\/brookside\.local:8443\/upstream\/callback\/[0-7][0-9A-Z]{25}$/,
      )
      expect(read.admits).toContain('invited')
      const fields = providers.find((one) => one.id === id)?.fields ?? []
      const secret = fields.filter(({ kind }) => kind === 'secret' || kind === 'pem').map(({ name }) => name)
      expect(Object.keys(read.secrets)).toEqual(secret)
      // What is missing is said beside its field, and only there.
      const missing = fields.filter(
        (field) => !field.optional && field.initial === undefined && field.kind !== 'switch',
      )
      for (const { name } of missing)
        if (!secret.includes(name)) expect(read.wrongFields[name], name).toBe('It is missing.')
    },
  )

  it('names the fields that are wrong, and what is wrong with the whole apart from them', () => {
    const given = entry('oidc', {
      settings: { issuer: 'http://id.example.org', clientId: 'a' },
      admits: 'listed',
    })
    const place = providerPlaces({ address, providers: [given] })['oidc']
    expect(place?.wrongFields).toEqual({ issuer: 'It must be an address that begins with https://.' })
    expect(place?.wrong).toEqual([expect.stringContaining('does not prove e-mail addresses')])
    expect(place?.admits).toEqual(['invited', 'everyone'])
    expect(place?.secrets).toEqual({ secret: 'provider-oidc' })
  })

  it('is each entry’s own: one that is wrong says nothing about another', () => {
    const good = entry('oidc', { key: 'good', settings: { issuer: 'https://a.example', clientId: 'a' } })
    const bad = entry('oidc', { key: 'bad', admits: 'listed' })
    const found = providerPlaces({ address, providers: [good, bad, entry('nobody-knows-it')] })
    expect(Object.keys(found)).toEqual(['good', 'bad'])
    expect(found['good']).toMatchObject({ wrong: [], wrongFields: {} })
    expect(found['bad']?.wrong).toHaveLength(1)
    expect(found['good']?.redirect).not.toBe(found['bad']?.redirect)
  })

  it('moves with the address, and stays when only a label changes', () => {
    const at = (host: string, more: Partial<Provider> = {}) =>
      providerPlaces({ address: { mode: 'home', host }, providers: [entry('oidc', more)] })['oidc']?.redirect
    expect(at('mill.local')).not.toBe(at('brook.local'))
    expect(at('mill.local', { label: 'Rowing club' })).toBe(at('mill.local'))
  })
})

it('puts what everybody may have an account at before what is one’s own, as nothing is answered yet', () => {
  const groups = Object.fromEntries(providerViews().map(({ id, group }) => [id, group]))
  expect(groups).toMatchObject({
    google: 'public',
    gitlab: 'public',
    microsoft: 'own',
    oidc: 'own',
    atlogin: 'experimental',
    'pocket-id': 'here',
  })
})
