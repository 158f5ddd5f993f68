/** Requests over a channel in memory: answers, problems, bugs. */
import { describe, expect, it } from 'vitest'
import { createClient } from '../../../electron/contract/client.ts'
import { serve } from '../../../electron/contract/serve.ts'
import { EngineError } from '../../../provisioners/model/engine-error.ts'
import { defaultIntent } from '../../../provisioners/model/intent.ts'
import { fixtureHandlers, inMemory, options, someRun } from '../fixture.ts'

const info = { version: '1', shell: 'browser', agent: false } as const

describe('a request', () => {
  it('is answered by its handler', async () => {
    const { client } = inMemory(fixtureHandlers({ requests: { 'app.info': async () => info } }))
    expect(await client.request('app.info', {})).toEqual({ ok: true, value: info })
  })

  it('waits for the channel to open the first time', async () => {
    const heard = { open: () => {}, message: (_text: string) => {} }
    const session = serve(
      fixtureHandlers({ requests: { 'app.info': async () => info } }),
      (text) => heard.message(text),
      options(),
    )
    const client = createClient({
      send: (text) => session.receive(text),
      onMessage: (listener) => void (heard.message = listener),
      onOpen: (listener) => void (heard.open = listener),
      onClose: () => undefined,
    })
    const reply = client.request('app.info', {})
    heard.open()
    expect(await reply).toEqual({ ok: true, value: info })
  })

  it('that fails in the world brings its problem and is no bug', async () => {
    const { client, bugs } = inMemory(
      fixtureHandlers({
        requests: { 'servers.list': () => Promise.reject(new EngineError('refused', 'pi.local')) },
      }),
    )
    expect(await client.request('servers.list', {})).toMatchObject({
      ok: false,
      problem: { code: 'refused' },
    })
    expect(bugs).toEqual([])
  })

  it('that meets a bug brings the problem `bug`, and the bug is told', async () => {
    const { client, bugs } = inMemory(
      fixtureHandlers({
        requests: {
          'app.info': () => {
            throw new RangeError('oops')
          },
        },
      }),
    )
    expect(await client.request('app.info', {})).toMatchObject({ ok: false, problem: { code: 'bug' } })
    expect(bugs).toEqual([new RangeError('oops')])
  })

  it('with an answer of the owner out of shape is theirs to mend, and the answer is not repeated', async () => {
    const { client, bugs } = inMemory(fixtureHandlers())
    const intent = { ...defaultIntent('pi'), address: { mode: 'home' as const, host: 'hunter2 hunter2' } }
    const reply = await client.request('plan.preview', { connection: 'c', intent })
    expect(reply).toMatchObject({ ok: false, problem: { code: 'intent-invalid' } })
    expect(JSON.stringify(reply)).toContain('intent.address.host')
    expect(JSON.stringify(reply)).not.toContain('hunter2')
    const account = { connection: 'c', username: 'anna', password: 'short', admin: false }
    const second = await client.request('account.create', account)
    expect(second).toMatchObject({ problem: { code: 'intent-invalid' } })
    expect(bugs).toEqual([])
  })

  it.each([
    ['a field of another type', 'connection.close', { connection: 7 }],
    ['a field that is not known', 'app.info', { more: 1 }],
    ['no input', 'app.info', undefined],
    ['an unknown name', 'app.nothing', {}],
    ['a name of every object', 'constructor', {}],
    ['a name of the other table', 'run.events', someRun],
  ])('with %s is a bug of the window', async (_what, name, input) => {
    const { client, bugs } = inMemory(fixtureHandlers())
    const reply = await client.request(name as 'app.info', input as never)
    expect(reply).toMatchObject({ ok: false, problem: { code: 'bug' } })
    expect(bugs).toHaveLength(1)
  })

  it('whose handler answers in another shape is a bug where that is checked', async () => {
    const handlers = fixtureHandlers({ requests: { 'app.info': async () => ({ ...info, extra: 1 }) } })
    const checked = inMemory(handlers)
    expect(await checked.client.request('app.info', {})).toMatchObject({ problem: { code: 'bug' } })
    const unchecked = inMemory(handlers, options({ checkOutputs: false }))
    expect(await unchecked.client.request('app.info', {})).toMatchObject({ ok: true })
  })

  it('whose answer cannot be written is a bug, not silence', async () => {
    const { client } = inMemory(
      fixtureHandlers({ requests: { 'app.info': async () => ({ ...info, version: 1n as never }) } }),
      options({ checkOutputs: false }),
    )
    expect(await client.request('app.info', {})).toMatchObject({ ok: false, problem: { code: 'bug' } })
  })

  it('under way as the channel closes answers `connection-lost`, as does one asked while it is closed', async () => {
    const { client, drop, open } = inMemory(
      fixtureHandlers({
        requests: { 'app.info': async () => info, 'servers.list': () => new Promise(() => {}) },
      }),
    )
    const reply = client.request('servers.list', {})
    await new Promise((resolve) => setImmediate(resolve))
    drop()
    expect(await reply).toMatchObject({ ok: false, problem: { code: 'connection-lost', retryable: true } })
    expect(await client.request('app.info', {})).toMatchObject({ problem: { code: 'connection-lost' } })
    open()
    expect(await client.request('app.info', {})).toMatchObject({ ok: true })
  })
})
