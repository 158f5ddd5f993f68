/** Ways to sign in and their secrets, through the contract, over the practice Pi. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createHandlers } from '../../../electron/handlers/index.ts'
import type { Intent } from '../../../provisioners/model/intent.ts'
import { inMemory } from '../fixture.ts'

const CANARY = 'canary-of-the-client-secret'
const PEM = '-----BEGIN PRIVATE KEY-----\ncanaryofthekeyfile\n-----END PRIVATE KEY-----\n'

let folder: string
let handlers: ReturnType<typeof createHandlers>
let window: ReturnType<typeof inMemory>
let heard: unknown[]

async function ask<T>(asked: Promise<T>): Promise<T> {
  const reply = await asked
  heard.push(reply)
  return reply
}

const request: (typeof window)['client']['request'] = (name, input) => ask(window.client.request(name, input))

async function value<T>(asked: Promise<{ ok: true; value: T } | { ok: false; problem: object }>): Promise<T> {
  const reply = await asked
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply.value
}

async function signedIn(): Promise<{ connection: string; intent: Intent }> {
  const { connection } = await value(request('connection.present', { target: { kind: 'practice' } }))
  const credential = { kind: 'password', password: 'practice' } as const
  await value(request('connection.signIn', { connection, user: 'pi', credential }))
  const start = await value(request('setup.start', { connection }))
  const settings = { issuer: 'https://id.example.org', clientId: 'bramble' }
  const entry = { key: 'club', kind: 'oidc', settings, admits: 'invited' as const }
  return { connection, intent: { ...start, signIn: { ...start.signIn, providers: [entry] } } }
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bramble-handlers-'))
  handlers = createHandlers({ appFolder: folder, shell: 'browser', version: '1' })
  window = inMemory(handlers)
  heard = []
})
afterEach(async () => {
  await handlers.close()
  rmSync(folder, { recursive: true })
})

describe('a set-up', () => {
  it('starts with settings that are cut to the Pi’s memory', async () => {
    // the practice Pi has 8 GB
    expect((await signedIn()).intent.server.memory).toBe('large')
  })

  it('draws every way to sign in, and what follows from an entry', async () => {
    const { intent } = await signedIn()
    expect((await value(request('identity.providers', {}))).map(({ id }) => id)).toContain('oidc')
    const { address, signIn } = intent
    const places = await value(request('identity.place', { address, providers: signIn.providers }))
    expect(places['club']).toMatchObject({ wrong: [], wrongFields: {}, secrets: { secret: 'provider-club' } })
    expect(window.bugs).toEqual([])
  })

  it('refuses a secret that cannot be the one, and keeps nothing of it', async () => {
    const { connection } = await signedIn()
    const id = 'bridge-telegram-api-hash'
    const wrong = await window.client.request('secret.give', { connection, id, value: 'Zq7-not-a-hash' })
    expect(wrong).toMatchObject({ ok: false, problem: { code: 'intent-invalid' } })
    expect(JSON.stringify(wrong)).toContain('API hash of Telegram')
    expect(JSON.stringify(wrong)).not.toContain('Zq7')
    expect(await value(request('secret.known', { connection, ids: [id] }))).toEqual({ [id]: 'missing' })
    await value(request('secret.give', { connection, id, value: '0123456789abcdef0123456789abcdef' }))
    expect(await value(request('secret.known', { connection, ids: [id] }))).toEqual({ [id]: 'given' })
  })

  it('says honestly that a test in practice asked nobody', async () => {
    const { connection, intent } = await signedIn()
    const lines = await value(request('identity.test', { connection, intent, key: 'club' }))
    expect(lines).toMatchObject([{ code: 'practice', verdict: 'worth-knowing' }])
    const mail = {
      host: 'smtp.example.org',
      port: 587,
      security: 'starttls' as const,
      username: null,
      from: 'a@b.org',
    }
    const sent = await value(request('mail.test', { connection, mail, to: 'c@d.org' }))
    expect(sent).toMatchObject([{ code: 'practice', verdict: 'worth-knowing' }])
  })
})

describe('a secret that the owner brings', () => {
  const ids = ['provider-club', 'synapse-macaroon']
  it('is known to be given, makes the plan possible, and is gone with its connection', async () => {
    const { connection, intent } = await signedIn()
    expect(await value(request('secret.known', { connection, ids }))).toEqual({
      'provider-club': 'missing',
      'synapse-macaroon': 'missing',
    })
    expect(await request('plan.preview', { connection, intent })).toMatchObject({
      ok: false,
      problem: { code: 'secret-missing' },
    })
    await value(request('secret.give', { connection, id: 'provider-club', value: CANARY }))
    expect(await value(request('secret.known', { connection, ids }))).toMatchObject({
      'provider-club': 'given',
    })
    expect((await value(request('plan.preview', { connection, intent }))).changes.length).toBeGreaterThan(0)

    await value(request('connection.close', { connection }))
    expect(await request('secret.known', { connection, ids })).toMatchObject({ ok: false })
    const again = await signedIn()
    expect(await value(request('secret.known', { connection: again.connection, ids }))).toMatchObject({
      'provider-club': 'missing',
    })
  })

  it('comes back in no answer', async () => {
    const { connection, intent } = await signedIn()
    for (const [id, secret] of [
      ['provider-club', CANARY],
      ['provider-club-key', PEM],
    ] as const)
      await value(request('secret.give', { connection, id, value: secret }))
    await request('secret.known', { connection, ids: [...ids, 'provider-club-key'] })
    await request('identity.test', { connection, intent, key: 'club' })
    const { id } = await value(request('plan.preview', { connection, intent }))
    await request('plan.file', { connection, intent })
    await request('run.start', { connection, intent, plan: `${id}-not`, breakLock: false })
    // The window sent it; what it heard, and what went wrong meanwhile, does not hold it.
    expect(window.wire.join('\n')).toContain(CANARY)
    const all = JSON.stringify([heard, window.bugs])
    expect(all.length).toBeGreaterThan(5000)
    expect(all).not.toContain(CANARY)
    expect(all).not.toContain('canaryofthekeyfile')
  })

  it('that has no proper name is refused, and its value is not repeated', async () => {
    const { connection } = await signedIn()
    const reply = await request('secret.give', { connection, id: '../etc/passwd', value: CANARY })
    expect(reply.ok).toBe(false)
    expect(JSON.stringify(reply)).not.toContain(CANARY)
  })
})
