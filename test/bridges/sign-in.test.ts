/** Signing in to networks by the engine, over the practice Pi's imaginary ones: every kind of step that there is. */
import { beforeAll, describe, expect, it } from 'vitest'
import { createBridges } from '../../provisioners/bridges.ts'
import { contentOf, type Node } from '../../provisioners/host/practice/files/node.ts'
import { defaultIntent, type Intent } from '../../provisioners/model/intent.ts'
import { loginStep, type LoginStep } from '../../provisioners/model/bridges.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { practiceEngine } from '../support/practice.ts'

const bare: Intent = { ...defaultIntent('pi'), address: { mode: 'home', host: 'brookside.local' } }
const intent: Intent = {
  ...bare,
  bridges: { whatsapp: {}, telegram: { apiId: '1234567' }, twitter: {}, bluesky: {}, discord: {} },
}
const given = new Map([
  ['bridge-telegram-api-hash', new Secret('0123456789abcdef0123456789abcdef', 'API hash')],
])
const whose = (bridge: string, user = 'anna') => ({ bridge, user })

let practised: ReturnType<typeof practiceEngine>
beforeAll(async () => {
  practised = practiceEngine()
  await practised.engine.start(intent, { given })
  await practised.pi.idle()
  expect(practised.pi.bugs).toEqual([])
}, 60_000)

/** The step as the window gets it; of the kind that is expected. */
function of<K extends LoginStep['kind']>(kind: K, step: LoginStep): Extract<LoginStep, { kind: K }> {
  expect(loginStep.parse(step).kind).toBe(kind)
  return step as Extract<LoginStep, { kind: K }>
}

describe('signing in', () => {
  it('with a code to scan, which changes once while it is waited for', async () => {
    const { bridges } = practised.engine
    expect((await bridges.flows(whose('whatsapp'), intent)).map(({ id }) => id)).toEqual(['qr', 'phone'])
    const first = of('show', await bridges.signIn(whose('whatsapp'), 'qr', intent))
    expect(first).toMatchObject({ as: 'qr', data: 'practice-whatsapp-first' })
    expect(first.instructions).toMatch(/^Practice/)
    const second = of('show', await bridges.wait(whose('whatsapp'), first, intent))
    expect(second).toMatchObject({ as: 'qr', data: 'practice-whatsapp-second', step: first.step })
    const done = of('done', await bridges.wait(whose('whatsapp'), second, intent))
    expect(done.account).toBe('Practice account 1')
    expect(await bridges.logins(whose('whatsapp'), intent)).toMatchObject([
      { name: 'Practice account 1', state: 'connected', detail: '' },
    ])
    // nobody else's
    expect(await bridges.logins(whose('whatsapp', 'ben'), intent)).toEqual([])
    await expect(bridges.wait(whose('whatsapp'), second, intent)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('and out again', async () => {
    const { bridges } = practised.engine
    const [login] = await bridges.logins(whose('whatsapp'), intent)
    const other = bridges.signOut(whose('whatsapp', 'ben'), login?.id ?? '', intent)
    await expect(other).rejects.toMatchObject({ code: 'not-found' })
    await expect(bridges.signOut(whose('whatsapp'), 'all', intent)).rejects.toMatchObject({
      code: 'not-found',
    })
    await bridges.signOut(whose('whatsapp'), login?.id ?? '', intent)
    expect(await bridges.logins(whose('whatsapp'), intent)).toEqual([])
  })

  it('with a number, and a code to type on the phone', async () => {
    const { bridges } = practised.engine
    const asked = of('ask', await bridges.signIn(whose('whatsapp'), 'phone', intent))
    expect(asked.fields).toMatchObject([{ id: 'phone_number', type: 'phone_number' }])
    const code = of(
      'show',
      await bridges.answer(whose('whatsapp'), asked, { phone_number: '+491512345' }, intent),
    )
    expect(code).toMatchObject({ as: 'code', data: 'PRAC-TICE' })
    expect(of('done', await bridges.wait(whose('whatsapp'), code, intent)).account).toBe(
      '+491512345 (practice)',
    )
  })

  it('with a number, a code and a second password; what the network refuses is said, and ends it', async () => {
    const { bridges } = practised.engine
    const telegram = whose('telegram')
    const begin = async () => of('ask', await bridges.signIn(telegram, 'phone', intent))
    const first = await begin()
    await expect(bridges.answer(telegram, first, { phone_number: '12345' }, intent)).rejects.toMatchObject({
      code: 'bridge-refused',
      detail: 'The bridge says: Practice: phone number must start with +',
    })
    await expect(bridges.answer(telegram, first, { phone_number: '+12345' }, intent)).rejects.toMatchObject({
      code: 'not-found',
    })
    const again = await begin()
    const code = of('ask', await bridges.answer(telegram, again, { phone_number: '+4912345' }, intent))
    const password = of('ask', await bridges.answer(telegram, code, { code: '12345' }, intent))
    expect(password.fields[0]?.type).toBe('password')
    const done = await bridges.answer(telegram, password, { password: 'secret words' }, intent)
    expect(of('done', done).account).toBe('+4912345 (practice)')
  })

  it('with values of a browser, or with a name and a password', async () => {
    const { bridges } = practised.engine
    const cookies = of('cookies', await bridges.signIn(whose('twitter'), 'cookies', intent))
    expect(cookies).toMatchObject({ url: 'https://x.com/', fields: [{ id: 'ct0' }, { id: 'auth_token' }] })
    of('done', await bridges.answer(whose('twitter'), cookies, { ct0: 'a', auth_token: 'b' }, intent))
    const form = of('ask', await bridges.signIn(whose('bluesky'), 'password', intent))
    const answers = { domain: 'bsky.social', username: 'anna', password: 'app-password' }
    of('done', await bridges.answer(whose('bluesky'), form, answers, intent))
  })

  it('is over when its program starts anew', async () => {
    const { bridges } = practised.engine
    const shown = of('show', await bridges.signIn(whose('whatsapp'), 'qr', intent))
    const { docker, clock } = practised.pi.machine
    const container = docker.find('bramble-bridge-whatsapp-1')
    if (!container) throw new Error('no bridge')
    docker.stopContainer(container)
    docker.run(container)
    await expect(bridges.wait(whose('whatsapp'), shown, intent)).rejects.toMatchObject({
      code: 'bridge-unwell',
    })
    clock.shift(10)
    await expect(bridges.wait(whose('whatsapp'), shown, intent)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is not possible for a name that nobody can have, at an unknown bridge, or at one that asks with its bot', async () => {
    const { bridges } = practised.engine
    await expect(bridges.flows(whose('whatsapp', 'Anna:x'), intent)).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(bridges.flows(whose('pigeon'), intent)).rejects.toMatchObject({ code: 'not-found' })
    await expect(bridges.flows(whose('discord'), intent)).rejects.toMatchObject({ code: 'bridge-refused' })
    await expect(bridges.flows(whose('signal'), intent)).rejects.toMatchObject({ code: 'not-found' })
    await expect(bridges.signIn(whose('whatsapp'), 'smoke', intent)).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  it('leaves nothing that was typed or shown in any log or journal of the Pi', () => {
    const { docker, files } = practised.pi.machine
    const logs = docker.all().flatMap(({ log }) => log.map(({ text }) => text))
    const texts = (node: Node | undefined): string[] => {
      if (node?.kind === 'directory') return [...node.entries.values()].flatMap(texts)
      return node?.kind === 'file' ? [contentOf(node)] : []
    }
    const written = texts(files.find('/opt/bramble'))
    expect(written.length).toBeGreaterThan(50)
    for (const secret of ['secret words', 'app-password', '+4912345', 'practice-whatsapp-first'])
      expect([...logs, ...written].join('\n')).not.toContain(secret)
  })
})

it('a wait that the network does not end in time shows the same again, and the next one goes on', async () => {
  const slow = practiceEngine({ speed: 0 })
  await slow.engine.start({ ...bare, bridges: { whatsapp: {} } })
  await slow.pi.idle()
  // from here on the machine's time stands still for whoever waits
  const held: (() => void)[] = []
  const { clock } = slow.pi.machine
  const sleep = clock.sleep.bind(clock)
  clock.sleep = (seconds, signal) =>
    seconds < 5
      ? sleep(seconds, signal)
      : new Promise((resolve) => held.push(() => resolve(sleep(seconds, signal))))
  const bridges = createBridges({ connect: slow.connect, waitSeconds: 0.2 })
  const only = { ...bare, bridges: { whatsapp: {} } }
  const shown = of('show', await bridges.signIn(whose('whatsapp'), 'qr', only))
  expect(await bridges.wait(whose('whatsapp'), shown, only)).toEqual(shown)
  clock.shift(13)
  const second = of('show', await bridges.wait(whose('whatsapp'), shown, only))
  expect(second.data).toBe('practice-whatsapp-second')
}, 60_000)

describe('the cards', () => {
  const state = async (of: Intent) =>
    Object.fromEntries((await practised.engine.bridges.list(of)).map(({ id, state: is }) => [id, is]))

  it('say how each is, and which one was removed and left its data', async () => {
    const works = {
      whatsapp: 'works',
      telegram: 'works',
      twitter: 'works',
      bluesky: 'works',
      discord: 'works',
    }
    expect(await state(intent)).toEqual(works)
    const without: Intent = { ...intent, bridges: { whatsapp: {}, signal: {} } }
    expect(await state(without)).toEqual({
      signal: 'missing',
      whatsapp: 'works',
      telegram: 'removed',
      twitter: 'removed',
      bluesky: 'removed',
      discord: 'removed',
    })
    const [card] = await practised.engine.bridges.list({ ...intent, bridges: { discord: {} } })
    expect(card).toMatchObject({ bot: expect.stringMatching(/^@\w+bot:brookside.local$/) })
  })

  it('say why one does not work, by its last lines', async () => {
    const { docker, files, clock } = practised.pi.machine
    const container = docker.find('bramble-bridge-whatsapp-1')
    const source = container?.spec.mounts.find(({ target }) => target === '/config')?.source
    if (!container || source === undefined) throw new Error('no bridge')
    const text = files.read(`${source}/config.yaml`)
    files.write(`${source}/config.yaml`, text.replace(/hs_token: .+/, 'hs_token: other'), {
      who: { uid: 0, gid: 0, groups: [0] },
      mode: 0o600,
    })
    files.chown(`${source}/config.yaml`, { uid: 1337, gid: 1337 })
    docker.stopContainer(container)
    docker.run(container)
    clock.shift(200)
    const card = (await practised.engine.bridges.list(intent)).find(({ id }) => id === 'whatsapp')
    expect(card?.state).not.toBe('works')
    expect(card?.why).not.toBe('')
    expect(card?.remedy).not.toBe('')
  })
})
