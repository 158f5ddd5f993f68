/** Coming back through the contract: from a computer that never saw the Pi, beside another one, and with an older Bramble. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { StreamEvent } from '../../../electron/contract/api.ts'
import { requests, streams } from '../../../electron/contract/api.ts'
import { createHandlers } from '../../../electron/handlers/index.ts'
import { now } from '../../../provisioners/computer.ts'
import { createPracticePi, type PracticePi } from '../../../provisioners/host/practice/index.ts'
import type { Node } from '../../../provisioners/host/practice/files/node.ts'
import { inMemory } from '../fixture.ts'

const STATE = '/opt/bramble/state.json'
const LOCK = '/opt/bramble/lock'
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

async function value<T>(asked: Promise<{ ok: true; value: T } | { ok: false; problem: object }>): Promise<T> {
  const reply = await asked
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply.value
}

/** A computer with an app folder of its own, signed in to the Pi. */
async function laptop(practice: PracticePi) {
  const folder = mkdtempSync(join(tmpdir(), 'bramble-laptop-'))
  const handlers = createHandlers({ appFolder: folder, shell: 'browser', version: '1', practice })
  open.push(async () => {
    await handlers.close()
    rmSync(folder, { recursive: true })
  })
  const { client, bugs } = inMemory(handlers)
  const { connection } = await value(client.request('connection.present', { target: { kind: 'practice' } }))
  const credential = { kind: 'password', password: 'practice' } as const
  const signIn = () => value(client.request('connection.signIn', { connection, user: 'pi', credential }))
  return { client, bugs, connection, handlers, signIn, signedIn: await signIn() }
}

type Laptop = Awaited<ReturnType<typeof laptop>>

const start = async ({ client, connection }: Laptop): Promise<string> => {
  const intent = await value(client.request('setup.start', { connection }))
  const plan = await value(client.request('plan.preview', { connection, intent }))
  const { run } = await value(
    client.request('run.start', { connection, intent, plan: plan.id, breakLock: false }),
  )
  if (run === null) throw new Error('nothing was to do')
  return run
}

const ended = ({ client, connection }: Laptop, run: string) =>
  new Promise<StreamEvent<'run.events'>>((resolve, reject) => {
    let last: StreamEvent<'run.events'> | null = null
    client.stream(
      'run.events',
      { connection, run },
      {
        event: (event) => void (last = event),
        end: (reply) => (last === null ? reject(new Error(JSON.stringify(reply))) : resolve(last)),
      },
    )
  })

const oneStatus = ({ client, connection }: Laptop) =>
  new Promise<StreamEvent<'status.watch'>>((resolve, reject) => {
    const stop = client.stream(
      'status.watch',
      { connection },
      {
        event(event) {
          stop()
          resolve(event)
        },
        end: (reply) => reject(new Error(JSON.stringify(reply))),
      },
    )
  })

/** Every path with what it is, whose it is, what is in it and when that was written. */
function everyFile(pi: PracticePi): string[] {
  const lines: string[] = []
  const visit = (path: string, node: Node) => {
    const { mode, uid, gid, mtime } = node
    const what =
      node.kind === 'link'
        ? node.target
        : node.kind === 'file' && typeof node.content === 'string'
          ? node.content
          : ''
    lines.push(JSON.stringify([path, node.kind, mode, uid, gid, mtime, what]))
    if (node.kind === 'directory') for (const [name, child] of node.entries) visit(`${path}/${name}`, child)
  }
  visit('', pi.machine.files.root)
  return lines
}

describe('a computer that never saw the server', () => {
  it('reads all of it from the Pi, and remembers it from its first look', async () => {
    const pi = createPracticePi({ now, speed: 0 })
    const first = await laptop(pi)
    expect(first.signedIn.intent).toBeNull()
    expect(await ended(first, await start(first))).toMatchObject({ kind: 'finished', outcome: 'verified' })

    const second = await laptop(pi)
    expect(second.signedIn.intent).toMatchObject({ name: expect.any(String), address: { mode: 'home' } })
    expect(second.signedIn.runs).toMatchObject([{ alive: false, server: second.signedIn.intent?.name }])
    expect(await value(second.client.request('servers.list', {}))).toEqual([])
    await oneStatus(second)
    expect(await value(second.client.request('servers.list', {}))).toMatchObject([
      { id: 'practice', name: second.signedIn.intent?.name, user: 'pi' },
    ])
    // the same answers from there are nothing to do
    const { connection } = second
    const intent = await value(second.client.request('setup.start', { connection }))
    const plan = await value(second.client.request('plan.preview', { connection, intent }))
    expect(plan.changes).toEqual([])

    await value(second.client.request('connection.forget', { connection }))
    expect(await value(second.client.request('servers.list', {}))).toEqual([])
    expect(await second.client.request('setup.start', { connection })).toMatchObject({
      ok: false,
      problem: { code: 'not-found' },
    })
    expect([...first.bugs, ...second.bugs]).toEqual([])
  })
})

describe('two computers at once', () => {
  it('the second one is told who works, watches it, and cannot take over what works', async () => {
    const pi = createPracticePi({ now, speed: 1 })
    const first = await laptop(pi)
    const second = await laptop(pi)
    const { client, connection } = second
    expect(await value(client.request('connection.holder', { connection }))).toBeNull()
    const intent = await value(client.request('setup.start', { connection }))
    const plan = await value(client.request('plan.preview', { connection, intent }))
    const run = await start(first)

    const held = await value(client.request('connection.holder', { connection }))
    expect(held).toMatchObject({ run, alive: true, own: false, machine: expect.stringMatching(/./) })
    expect(
      await value(first.client.request('connection.holder', { connection: first.connection })),
    ).toMatchObject({ run, own: true })
    for (const breakLock of [false, true])
      expect(
        await client.request('run.start', { connection, intent, plan: plan.id, breakLock }),
      ).toMatchObject({ ok: false, problem: { code: expect.stringMatching(/lock-held|changed-meanwhile/) } })

    const watched = ended(second, run)
    await value(client.request('run.stop', { connection, run }))
    expect(await watched).toMatchObject({ kind: 'finished', outcome: 'stopped' })
    expect(await value(client.request('connection.holder', { connection }))).toBeNull()
    expect([...first.bugs, ...second.bugs]).toEqual([])
  }, 60_000)

  it('a change that was left behind can be taken over, and only when that is said', async () => {
    const pi = createPracticePi({ now, speed: 0 })
    const only = await laptop(pi)
    const { client, connection } = only
    const left = {
      run: '20261120-195831-abcdef',
      installation: 'other',
      machine: 'Anna’s laptop',
      since: 1795208311,
    }
    pi.machine.files.mkdir('/opt/bramble', { parents: true })
    pi.machine.files.symlink(JSON.stringify(left), LOCK)
    expect(await value(client.request('connection.holder', { connection }))).toEqual({
      run: left.run,
      machine: 'Anna’s laptop',
      since: 1795208311,
      alive: false,
      own: false,
    })
    const intent = await value(client.request('setup.start', { connection }))
    const plan = await value(client.request('plan.preview', { connection, intent }))
    const begin = (breakLock: boolean) =>
      client.request('run.start', { connection, intent, plan: plan.id, breakLock })
    expect(await begin(false)).toMatchObject({ ok: false, problem: { code: 'lock-held' } })
    const { run } = await value(begin(true))
    expect(await ended(only, run ?? '')).toMatchObject({ outcome: 'verified' })
  })

  it('a lock that somebody made by hand is an unknown holder', async () => {
    const pi = createPracticePi({ now, speed: 0 })
    const { client, connection } = await laptop(pi)
    pi.machine.files.mkdir('/opt/bramble', { parents: true })
    pi.machine.files.symlink('{"since":1e300,"machine":7}', LOCK)
    expect(await value(client.request('connection.holder', { connection }))).toEqual({
      run: '',
      machine: '',
      since: 0,
      alive: false,
      own: false,
    })
  })
})

describe('an older Bramble that meets newer state', () => {
  /** A running server whose stored state a Bramble of the future has rewritten. */
  async function future(): Promise<PracticePi> {
    const pi = createPracticePi({ now, speed: 0 })
    const first = await laptop(pi)
    await ended(first, await start(first))
    const state = JSON.parse(pi.machine.files.read(STATE)) as { intent: object }
    pi.machine.files.write(
      STATE,
      JSON.stringify({ version: 99, intent: { ...state.intent, moods: ['new'] } }),
    )
    return pi
  }

  it('says so, shows what runs and its log, refuses the rest, and writes nothing at all', async () => {
    const pi = await future()
    const before = everyFile(pi)
    const { client, connection, handlers, signedIn, bugs } = await laptop(pi)
    expect(signedIn).toMatchObject({ intent: null, newer: { version: 99 }, memoryBytes: expect.any(Number) })
    expect(signedIn.newer?.name).not.toBe('')

    const status = await oneStatus({ client, connection } as Laptop)
    expect(status.light).toBe('worth-knowing')
    expect(status.findings.map(({ code }) => code)).toContain('state.newer')
    expect(status.findings.every(({ action }) => action.kind === 'none')).toBe(true)
    expect(status.services.map(({ id, state }) => `${id} ${state}`)).toContain('synapse works')
    expect(status.services.find(({ id }) => id === 'synapse')?.name).toBe('Synapse')
    expect(await value(client.request('checkup.look', { connection }))).not.toEqual([])

    const logs = new AbortController()
    const follow = handlers.streams['logs.follow'](
      { connection, services: ['synapse'], lines: 5 },
      {
        after: 0,
        signal: logs.signal,
      },
    )
    for await (const { value: lines } of follow) {
      expect(lines.length).toBeGreaterThan(0)
      break
    }
    logs.abort()

    const looks = new Set(['checkup.look', 'logs.follow', 'status.watch'])
    const about = (input: object) => 'shape' in input && 'connection' in (input.shape as object)
    const refused = [...Object.entries(requests), ...Object.entries(streams)]
      .filter(([name, { input }]) => about(input) && !name.startsWith('connection.') && !looks.has(name))
      .map(([name]) => name)
    expect(refused).toEqual(
      expect.arrayContaining(['run.start', 'task.start', 'run.stop', 'people.setPassword']),
    )
    const table = { ...handlers.requests, ...handlers.streams } as unknown as Record<
      string,
      (input: object, from: object) => unknown
    >
    for (const name of refused)
      expect(() => table[name]?.({ connection }, { after: 0, signal: logs.signal }), name).toThrow(
        'version 99',
      )
    expect(everyFile(pi)).toEqual(before)
    expect(bugs).toEqual([])
  })

  it('plans nothing either where the state became newer after the sign-in', async () => {
    const pi = createPracticePi({ now, speed: 0 })
    const first = await laptop(pi)
    await ended(first, await start(first))
    const { client, connection } = first
    const intent = await value(client.request('setup.start', { connection }))
    pi.machine.files.write(STATE, '{"version":99}')
    const settings = { machineName: 'brookside', signIn: 'link' as const, tags: [] }
    for (const asked of [
      client.request('plan.preview', { connection, intent }),
      client.request('task.plan', { connection, task: { kind: 'tailnet', settings } }),
      client.request('setup.start', { connection }),
      client.request('people.list', { connection, search: '' }),
    ])
      expect(await asked).toMatchObject({ ok: false, problem: { code: 'state-newer' } })
  })
})
