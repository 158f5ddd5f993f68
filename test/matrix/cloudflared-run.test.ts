/** A server behind Cloudflare's tunnel on the practice Pi, where a model stands for cloudflared: nothing here is evidence about it. */
import { afterEach, expect, it } from 'vitest'
import type { GivenSecrets } from '../../provisioners/engine/secrets.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { CLOUDFLARE_TOKEN } from '../../provisioners/model/keys.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { intent as home } from '../stack/fake.ts'
import { addresses } from '../stack/modes.ts'
import { practiceEngine } from '../support/practice.ts'

const through: Intent = { ...home, address: addresses['cloudflare'] ?? expect.unreachable() }
const token = (text: string): GivenSecrets =>
  new Map([[CLOUDFLARE_TOKEN, new Secret(text, CLOUDFLARE_TOKEN)]])

let close: () => Promise<void> = async () => {}
afterEach(() => close())

async function run(given: GivenSecrets, { engine }: ReturnType<typeof practiceEngine>) {
  const started = await engine.start(through, { given })
  if (started === null) return 'nothing to do'
  let outcome = ''
  for await (const event of engine.follow(started, new AbortController().signal))
    if (event.kind === 'finished') outcome = event.outcome
  return outcome
}

it('asks for its token first, comes up with it, and has nothing to do the second time', async () => {
  const made = practiceEngine()
  close = made.close
  await expect(made.engine.plan(through)).rejects.toMatchObject({ code: 'secret-missing' })
  expect(await run(token('eyJhIjoicHJhY3RpY2UifQ=='), made)).toBe('verified')
  expect(await run(new Map(), made)).toBe('nothing to do')
  const status = await made.engine.status(through)
  expect(status.findings.map(({ code }) => code)).toEqual([])
})

it('a token that is none is told, and another mends it', async () => {
  const made = practiceEngine()
  close = made.close
  expect(await run(token('no token'), made)).toBe('failed')
  expect(await run(token('eyJhIjoicHJhY3RpY2UifQ=='), made)).toBe('verified')
})
