/** Laws over everything that is registered, for every subset of the extras. */
import { describe, expect, it } from 'vitest'
import {
  catalog,
  checks,
  neededPorts,
  resources,
  secretSpecs,
  services,
  stackOf,
} from '../../provisioners/components.ts'
import { inOrder } from '../../provisioners/engine/order.ts'
import { images } from '../../provisioners/images.ts'
import { masked, reveal } from '../../provisioners/model/text.ts'
import { compose } from '../../provisioners/stack/compose.ts'
import { publishedPorts } from '../../provisioners/stack/fold.ts'
import { familiarName } from '../../provisioners/stack/parse.ts'
import { allSecrets, fakeSecretsOf, intent, intents } from '../stack/fake.ts'

const stores = (of: typeof intent) =>
  new Map(services(of).flatMap(({ id, store }) => (store ? [[id, `${id}-1`]] : [])))

describe.each(intents)('%s', (_, chosen) => {
  const fakeSecret = fakeSecretsOf(chosen)
  it('nothing collides', () => {
    expect(() => stackOf(chosen)).not.toThrow()
    expect(new Set(resources(chosen).map(({ id }) => id)).size).toBe(resources(chosen).length)
    expect(new Set(checks(chosen).map(({ code }) => code)).size).toBe(checks(chosen).length)
  })

  it('resources come in an order in which each finds what it needs', () => {
    expect(inOrder(resources(chosen)).map(({ id }) => id)).toEqual(resources(chosen).map(({ id }) => id))
  })

  it('a fact’s id stands for one question only', () => {
    const asked = new Map<string, string>()
    for (const { facts } of [...resources(chosen), ...checks(chosen)])
      for (const fact of Object.values(facts)) {
        const question = JSON.stringify(fact.command)
        expect(asked.get(fact.id) ?? question, fact.id).toBe(question)
        asked.set(fact.id, question)
      }
  })

  it('a check depends only on checks that are there, and never on itself', () => {
    const codes = new Set(checks(chosen).map(({ code }) => code))
    const known = checks(chosen).map(({ code, dependsOn }) => ({ id: code, after: dependsOn }))
    for (const { dependsOn } of checks(chosen)) for (const code of dependsOn) expect(codes).toContain(code)
    expect(() => inOrder(known)).not.toThrow()
  })

  it('a remedy restarts only services that are there', () => {
    const ids = new Set(services(chosen).map(({ id }) => id))
    for (const { remedy } of checks(chosen))
      if (remedy.kind === 'restart') expect(ids).toContain(remedy.service)
  })

  describe.each(services(chosen).map((service) => [service.id, service] as const))('%s', (_id, service) => {
    it('has an image with one exact version', () => {
      expect(Object.values(images) as string[]).toContain(service.image)
      expect(service.image).toMatch(/^[a-z0-9.-]+\.[a-z]+\/[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?(-[a-z]+)?$/)
      expect(familiarName(service.image)).not.toMatch(/^docker\.io/)
    })

    it('is looked after: health, a memory limit, logs that rotate, a restart', () => {
      expect('healthcheck' in service.compose || service.probe !== undefined).toBe(true)
      expect(service.memoryLimitMiB).toBeGreaterThanOrEqual(service.memoryUseMiB * 1.5)
      const { text } = compose(stackOf(chosen), stores(chosen))
      const own = text.split(/\n {2}(?=[a-z-]+:\n)/).find((block) => block.startsWith(`${service.id}:`)) ?? ''
      expect(own).toContain('restart: unless-stopped')
      expect(own).toContain('max-size: 10m')
      expect(own).toContain(`mem_limit: ${service.memoryLimitMiB}m`)
      expect(own).toContain('org.bramble.revision')
    })

    it('lets nobody but its reader see a file with a secret', () => {
      for (const file of service.store?.files ?? []) {
        const text = file.render(fakeSecret)
        if (text.some((piece) => typeof piece !== 'string')) expect(file.mode & 0o077, file.name).toBe(0)
      }
    })

    it('has words for people', () => {
      for (const words of [service.name, service.what]) expect(words).toMatch(/^[A-Z][^!{}]+$/)
    })
  })

  it('the same answers and secrets give the same bytes', () => {
    const render = () => [
      compose(stackOf(chosen), stores(chosen)).text,
      ...services(chosen).flatMap(({ store }) =>
        (store?.files ?? []).map((file) => reveal(file.render(fakeSecret))),
      ),
    ]
    expect(render()).toEqual(render())
  })

  it('no secret is in what people see, in the Compose file, or in a command', () => {
    const seen = [
      compose(stackOf(chosen), stores(chosen)).text,
      JSON.stringify(
        resources(chosen).map(({ facts }) => Object.values(facts).map(({ command }) => command)),
      ),
      ...services(chosen).flatMap(({ store }) =>
        (store?.files ?? []).map((file) => masked(file.render(fakeSecret))),
      ),
    ].join('\n')
    for (const secret of allSecrets)
      for (const line of secret.reveal().split('\n'))
        if (line !== '' && !line.startsWith('-----')) expect(seen).not.toContain(line)
  })

  it('every declared secret is used, and every used one declared', () => {
    const used = new Set<string>()
    const note = (id: string) => {
      used.add(id)
      return fakeSecret(id)
    }
    for (const { store } of services(chosen)) for (const file of store?.files ?? []) file.render(note)
    for (const { passwordSecret } of stackOf(chosen).databases) used.add(passwordSecret)
    // the marks of what was written are made with it
    used.add('store-key')
    expect([...used].sort()).toEqual(
      secretSpecs(chosen)
        .map(({ id }) => id)
        .sort(),
    )
  })

  it('publishes the ports that the check-up asks for', () => {
    const published = services(chosen).flatMap(publishedPorts)
    expect(published).toEqual(neededPorts(chosen).map((port) => `${port}/tcp`))
  })
})

describe('the list of components', () => {
  it('offers as an extra only what can be left out', () => {
    const entries = catalog(intent)
    expect(entries.filter(({ choice }) => choice === 'extra').map(({ id }) => id)).toEqual(['element'])
    expect(entries).toHaveLength(services(intent).length)
  })
})
