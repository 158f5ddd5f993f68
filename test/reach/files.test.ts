/** No answer about the address is more than one text in the files of the stack, by each format's own reader. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { renderState, readStored } from '../../provisioners/engine/state.ts'
import { queueFiles } from '../../provisioners/host/queue-bundle.ts'
import { stackOf } from '../../provisioners/components.ts'
import type { Address } from '../../provisioners/model/address.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { reveal } from '../../provisioners/model/text.ts'
import { compose } from '../../provisioners/stack/compose.ts'
import { REVISION_LABEL } from '../../provisioners/stack/paths.ts'
import { fakeSecretsOf, intent } from '../stack/fake.ts'
import { mapTexts, RUNS, SEED, takenAddress, tameOf } from './hostile.ts'
import { readCompose } from './readers.ts'

/** Everything that is written for an intent, each file as its reader gives it. */
function readAll(of: Intent): Record<string, unknown> {
  const stack = stackOf(of)
  const secret = fakeSecretsOf(of)
  const stores = new Map(stack.services.flatMap(({ id, store }) => (store ? [[id, `${id}-1`]] : [])))
  const { services } = readCompose(compose(stack, stores).text) as {
    services: Record<string, { labels: Record<string, string> }>
  }
  const composed = Object.entries(services).map(([id, { labels, ...service }]) => {
    // the revision is a hash of the rest
    const { [REVISION_LABEL]: _revision, ...others } = labels
    return [id, { ...service, labels: others }]
  })
  return Object.fromEntries([
    ['compose.yaml', composed],
    ...stack.services.flatMap(({ id, store }) =>
      (store?.files ?? []).map((file) => {
        const { name } = file
        const text = reveal(file.render(secret))
        if (name.endsWith('.json')) return [`${id}/${name}`, JSON.parse(text) as unknown]
        // Synapse's reader is of YAML 1.1, MAS's of 1.2
        if (name.endsWith('.yaml'))
          return [`${id}/${name}`, parse(text, { version: id === 'synapse' ? '1.1' : '1.2' }) as unknown]
        return [`${id}/${name}`, text]
      }),
    ),
  ]) as Record<string, unknown>
}

const reachedAt = (address: Address): Intent => ({ ...intent, address })

describe(`${RUNS} answers from the seed ${SEED}`, { timeout: 600_000 }, () => {
  it('Compose, Synapse, the sign-in service, Element Web and Caddy', () => {
    let seen = 0
    const written = new Map<string, Record<string, unknown>>()
    fc.assert(
      fc.property(takenAddress, (address) => {
        seen += 1
        const { tame, back } = tameOf(address)
        const key = JSON.stringify(tame)
        const shape = written.get(key) ?? readAll(reachedAt(tame))
        written.set(key, shape)
        expect(readAll(reachedAt(address))).toEqual(mapTexts(shape, back))
      }),
      { seed: SEED, numRuns: RUNS },
    )
    expect(seen).toBe(RUNS)
  })

  it('the answers on the Pi are read back as they were', () => {
    fc.assert(
      fc.property(takenAddress, (address) => {
        const text = renderState(reachedAt(address))
        expect(readStored(text)).toEqual({
          kind: 'state',
          text,
          state: { version: 2, intent: reachedAt(address) },
        })
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })

  it('a secret that was typed is the whole content of its file, and stands nowhere else in the run', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary', minLength: 8, maxLength: 80 }),
      fc.constantFrom(
        "tskey-auth-k'$(id)`x`",
        'eyJhIjoi"};\n#',
        'with\nlines-of\r\nits-own',
        '--auth-key=file:/etc/x',
      ),
    )
    fc.assert(
      fc.property(typed, (value) => {
        fc.pre(!/\p{Surrogate}/u.test(value))
        const files = queueFiles({
          id: 'r1',
          server: 'brookside.local',
          holder: { installation: 'i', machine: 'm', since: 1 },
          secrets: [],
          steps: [
            {
              number: 1,
              resource: 'tailnet-key',
              phase: 'tailnet',
              title: 'Key',
              work: [
                {
                  kind: 'files',
                  files: [
                    { path: '/run/key', content: [new Secret(value, 'key')], mode: 0o600, uid: 0, gid: 0 },
                  ],
                },
              ],
            },
          ],
        } as unknown as Parameters<typeof queueFiles>[0])
        const content = files.filter(({ path }) => path.startsWith('files/'))
        expect(content.map(({ text }) => text)).toEqual([value])
        const lines = value.split(/\r\n|\n|\r/).filter((line) => line.length >= 8)
        for (const { path, text } of files)
          if (!path.startsWith('files/') && path !== 'secrets')
            for (const line of lines) expect([path, text.includes(line)]).toEqual([path, false])
      }),
      { seed: SEED, numRuns: RUNS },
    )
  })
})
