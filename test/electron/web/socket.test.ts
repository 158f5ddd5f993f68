/** The contract over a real socket that drops. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createClient, type Channel } from '../../../electron/contract/client.ts'
import { countingRun, fixtureHandlers, someRun, until } from '../fixture.ts'
import { startHost, type StartedHost } from './asking.ts'

const info = { version: '1', shell: 'browser', agent: false } as const
const RUN_LENGTH = 3000

let host: StartedHost
let run = countingRun(RUN_LENGTH)
beforeAll(async () => {
  host = await startHost(
    fixtureHandlers({
      requests: { 'app.info': async () => info },
      streams: { 'run.events': (input, from) => run.follow(input, from) },
    }),
  )
})
beforeEach(() => {
  run = countingRun(RUN_LENGTH)
})
afterAll(() => host.close())

describe('the contract over a socket', () => {
  /** As the window's own channel does it: opened again whenever it closes. */
  function socketChannel(cookie: string): { channel: Channel; drop(): void; end(): void } {
    const heard = { open: () => {}, message: (_text: string) => {}, close: () => {} }
    let ended = false
    let socket: WebSocket
    const dial = () => {
      socket = new WebSocket(`ws://127.0.0.1:${host.port}/socket`, {
        headers: { cookie, origin: host.origin },
      })
      socket.on('open', () => heard.open())
      socket.on('message', (data: Buffer) => heard.message(data.toString()))
      socket.on('close', () => {
        heard.close()
        if (!ended) setTimeout(dial, 5)
      })
      socket.on('error', () => {})
    }
    dial()
    const channel: Channel = {
      send: (text) => socket.send(text),
      onOpen: (listener) => void (heard.open = listener),
      onMessage: (listener) => void (heard.message = listener),
      onClose: (listener) => void (heard.close = listener),
    }
    return {
      channel,
      drop: () => socket.terminate(),
      end() {
        ended = true
        socket.terminate()
      },
    }
  }

  it('answers requests, and a stream survives dropped sockets without gap or repetition', async () => {
    const socket = socketChannel(await host.newCookie())
    const client = createClient(socket.channel)
    expect(await client.request('app.info', {})).toEqual({ ok: true, value: info })
    expect(await client.request('app.info', { more: 1 } as never)).toMatchObject({ problem: { code: 'bug' } })
    const seen: number[] = []
    const ends: unknown[] = []
    client.stream('run.events', someRun, {
      event: (_value, number) => {
        seen.push(number)
        if (number % 700 === 0) socket.drop()
      },
      end: (reply) => void ends.push(reply),
    })
    await until(() => ends.length === 1, 20_000)
    expect(seen).toEqual(Array.from({ length: RUN_LENGTH }, (_, index) => index + 1))
    expect(run.seen.started.length).toBe(5)
    await until(() => run.seen.returned === 5)
    socket.end()
  })

  it('stops the streams of a window that goes away', async () => {
    run = countingRun(1_000_000)
    const socket = socketChannel(await host.newCookie())
    const seen: number[] = []
    createClient(socket.channel).stream('run.events', someRun, {
      event: (_value, number) => void seen.push(number),
      end: () => {},
    })
    await until(() => seen.length > 10)
    socket.end()
    await until(() => run.seen.returned === 1)
  })

  it('closes on bytes and on more text than anyone asks with', async () => {
    const cookie = await host.newCookie()
    for (const [payload, code] of [
      [Buffer.from('{}'), 1003],
      ['x'.repeat(2_000_000), 1009],
    ] as const) {
      const socket = new WebSocket(`ws://127.0.0.1:${host.port}/socket`, {
        headers: { cookie, origin: host.origin },
      })
      const closed = new Promise((resolve) => socket.on('close', resolve))
      socket.on('error', () => {})
      socket.on('open', () => socket.send(payload))
      expect(await closed).toBe(code)
    }
  })
})
