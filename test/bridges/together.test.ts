/** Bridges beside each other: any that may be there together share no name, no port and no secret. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { bridges, bridgesOf, wrongBridges } from '../../provisioners/bridges/index.ts'
import { secretSpecs, services, stackOf } from '../../provisioners/components.ts'
import { masked, reveal } from '../../provisioners/model/text.ts'
import { fakeSecretsOf, secretOf } from '../stack/fake.ts'
import {
  at,
  compatible,
  composeText,
  familyIds,
  registrationsOf,
  together,
  withBridges,
  type Tree,
} from './support.ts'

const every = withBridges(together)
const subsets = fc.subarray(bridges.map(({ id }) => id)).filter(compatible)

const twice = (values: readonly unknown[]): unknown[] =>
  values.filter((value, at) => values.indexOf(value) !== at)

describe('any bridges', () => {
  it('share nothing with each other', () => {
    fc.assert(
      fc.property(subsets, (ids) => {
        const intent = withBridges(ids)
        const { registrations, contributions } = bridgesOf(intent)
        expect(twice(registrations.map(({ id }) => id))).toEqual([])
        expect(twice(registrations.flatMap(({ url }) => (url === null ? [] : [new URL(url).port])))).toEqual(
          [],
        )
        const claimed = registrations.filter(({ url }) => url !== null).flatMap(({ users }) => users)
        expect(twice(claimed.map(({ localpart }) => localpart))).toEqual([])
        const texts = [...registrationsOf(intent).values()].map((text) => parse(text) as Tree)
        for (const key of ['as_token', 'hs_token'])
          expect(twice(texts.map((one) => one[key])), key).toEqual([])
        const secrets = registrations.map(({ sender }) => ('secret' in sender ? sender.secret : sender.name))
        expect(twice(secrets)).toEqual([])
        expect(twice(stackOf(intent).databases.flatMap(({ name, role }) => [name, `role ${role}`]))).toEqual(
          [],
        )
        expect(twice(stackOf(intent).databases.map(({ passwordSecret }) => passwordSecret))).toEqual([])
        expect(contributions).toHaveLength(ids.length === 0 ? 0 : ids.length + 1)
      }),
      { numRuns: 60 },
    )
  })

  it('are listed for Synapse exactly as they lie in its store', () => {
    fc.assert(
      fc.property(subsets, (ids) => {
        const intent = withBridges(ids)
        const synapse = services(intent).find(({ id }) => id === 'synapse')
        const file = synapse?.store?.files.find(({ name }) => name === 'homeserver.yaml')
        const listed =
          at(parse(reveal(file?.render(fakeSecretsOf(intent)) ?? [])), 'app_service_config_files') ?? []
        const lying = [...registrationsOf(intent).keys()].map((name) => `/config/${name}`)
        expect(listed).toEqual(lying)
        expect(lying).toHaveLength(ids.length === 0 ? 0 : ids.length + 1)
      }),
      { numRuns: 30 },
    )
  })

  it('leave each other’s files as they were: another bridge changes no byte of one', () => {
    fc.assert(
      fc.property(subsets, fc.constantFrom(...bridges.map(({ id }) => id)), (ids, more) => {
        fc.pre(!ids.includes(more) && compatible([...ids, more]))
        const files = (of: readonly string[]) => {
          const intent = withBridges(of)
          const secret = fakeSecretsOf(intent)
          return new Map(
            services(intent)
              .filter(({ id }) => id !== 'synapse')
              .flatMap(({ id, store }) =>
                (store?.files ?? []).map(
                  (file) => [`${id}/${file.name}`, reveal(file.render(secret))] as const,
                ),
              ),
          )
        }
        const after = files([...ids, more])
        for (const [name, text] of files(ids)) expect(after.get(name), name).toBe(text)
        for (const [name, text] of registrationsOf(withBridges(ids)))
          expect(registrationsOf(withBridges([...ids, more])).get(name)).toBe(text)
      }),
      { numRuns: 20 },
    )
  })
})

describe('all bridges at once', () => {
  it('leave PostgreSQL connections for everybody', () => {
    const command = services(every).find(({ id }) => id === 'postgres')?.compose['command'] as string[]
    const most = Number(command.find((word) => word.startsWith('max_connections='))?.split('=')[1])
    // Synapse and the sign-in service take less than half of them in the largest size (test/pitfalls)
    const forBridges = familyIds.length * 5
    expect(forBridges + 20).toBeLessThan(most - 3)
  })

  it('use every secret that they declare, and show none', () => {
    const used = new Set<string>()
    const specs = secretSpecs(every)
    const note = (id: string) => {
      used.add(id)
      return fakeSecretsOf(every)(id)
    }
    const seen = services(every).flatMap(({ store }) =>
      (store?.files ?? []).map((file) => masked(file.render(note))),
    )
    for (const { passwordSecret } of stackOf(every).databases) used.add(passwordSecret)
    // the marks of what was written are made with it
    used.add('store-key')
    expect([...used].sort()).toEqual(specs.map(({ id }) => id).sort())
    const shown = [...seen, composeText(every)].join('\n')
    for (const spec of specs)
      for (const line of secretOf(spec).reveal().split('\n'))
        if (line !== '' && !line.startsWith('-----')) expect(shown, spec.id).not.toContain(line)
  })

  it('wait for Synapse by themselves, publish no port, and have no volume that nobody named', () => {
    const file = parse(composeText(every)) as { services: Record<string, Tree> }
    const own = Object.entries(file.services).filter(([name]) => name.startsWith('bridge-'))
    expect(own).toHaveLength(together.length)
    for (const [name, service] of own) {
      // Compose would make each of them anew whenever Synapse is
      expect(service, name).not.toHaveProperty('depends_on')
      expect(service, name).not.toHaveProperty('ports')
      for (const volume of service['volumes'] as Tree[])
        expect([name, volume['type']]).toEqual([name, 'bind'])
    }
  })

  it.each([['irc', 'heisenbridge']])('%s and %s are not set up together', (one, other) => {
    const intent = withBridges([one, other])
    expect(wrongBridges(intent).map(({ bridge, words }) => [bridge, words])).toEqual([
      [one, `The bridges “${one}” and “${other}” claim the same names: keep one of them.`],
      [other, `The bridges “${other}” and “${one}” claim the same names: keep one of them.`],
    ])
    expect(() => stackOf(intent)).toThrow('claim the same names')
  })

  it('clashes are known from both sides', () => {
    for (const { id, clashes } of bridges)
      for (const other of clashes ?? [])
        expect(bridges.find((bridge) => bridge.id === other)?.clashes).toContain(id)
  })
})

describe('golden files', () => {
  it('compose.yaml', async () => {
    await expect(composeText(every)).toMatchFileSnapshot('golden/compose.yaml')
  })

  const files = services(every)
    .filter(({ id }) => id.startsWith('bridge-'))
    .flatMap(({ id, store }) => (store?.files ?? []).map((file) => [`${id}.${file.name}`, file] as const))
    .filter(([name]) => name.endsWith('.yaml'))
  it.each(files)('%s', async (name, file) => {
    await expect(reveal(file.render(fakeSecretsOf(every)))).toMatchFileSnapshot(`golden/${name}`)
  })

  it.each([...registrationsOf(every)])('synapse.%s', async (name, text) => {
    await expect(text).toMatchFileSnapshot(`golden/synapse.${name}`)
  })
})
