/** The window's end of the contract, over any channel that carries text; it outlives a dropped channel. */
import type { Problem } from '../../provisioners/model/problem.ts'
import type { Client, Reply, StreamName } from './api.ts'
import { CREDIT, readAnswer, type Answer, type Ask } from './envelope.ts'

export interface Channel {
  send(text: string): void
  onMessage(listener: (text: string) => void): void
  onClose(listener: () => void): void
  /** Called each time that the channel begins to carry text. Left out where it does so from the start and for good. */
  onOpen?(listener: () => void): void
}

interface OpenStream {
  readonly name: StreamName
  readonly input: unknown
  readonly on: { event(value: never, number: number): void; end(reply: Reply<null>): void }
  /** Number of the last event seen: where the stream resumes. */
  last: number
  /** Events dealt with since credit was last granted. */
  spent: number
}

/**
 * Requests that are under way when the channel closes answer with the problem `connection-lost`: nobody knows whether
 * they were done. Streams stay: they resume behind the last event seen, without a gap or a repetition.
 *
 * @param channel Electron's, or a WebSocket
 */
export function createClient(channel: Channel): Client {
  const pending = new Map<number, (reply: Reply<never>) => void>()
  const open = new Map<number, OpenStream>()
  /** Asked for before the channel first opened. */
  let early: Ask[] | null = []
  let carries = false
  let lastId = 0

  const send = (ask: Ask) => channel.send(JSON.stringify(ask))

  const subscribe = (id: number, { name, input, last }: OpenStream) =>
    send({ kind: 'subscribe', id, name, input, after: last, credit: CREDIT })

  const opened = () => {
    carries = true
    send({ kind: 'hello' })
    for (const ask of early ?? []) send(ask)
    early = null
    for (const [id, stream] of open) {
      stream.spent = 0
      subscribe(id, stream)
    }
  }

  const closed = () => {
    carries = false
    early = null
    const abandoned = [...pending.values()]
    pending.clear()
    for (const settle of abandoned) settle({ ok: false, problem: lostContact })
  }

  const received = (answer: Answer) => {
    if (answer.kind === 'reply') {
      pending.get(answer.id)?.(answer.reply as Reply<never>)
      pending.delete(answer.id)
      return
    }
    const stream = open.get(answer.id)
    if (!stream) return
    if (answer.kind === 'end') {
      open.delete(answer.id)
      stream.on.end(answer.reply)
      return
    }
    stream.last = answer.number
    try {
      stream.on.event(answer.value as never, answer.number)
    } finally {
      grantMore(answer.id, stream)
    }
  }

  /** In halves, so that neither side waits for the other. */
  const grantMore = (id: number, stream: OpenStream) => {
    stream.spent += 1
    if (stream.spent < CREDIT / 2 || !open.has(id)) return
    send({ kind: 'credit', id, credit: stream.spent })
    stream.spent = 0
  }

  channel.onMessage((text) => {
    const answer = readAnswer(text)
    if (answer) received(answer)
  })
  channel.onClose(closed)
  if (channel.onOpen) channel.onOpen(opened)
  else opened()

  return {
    request(name, input) {
      lastId += 1
      const ask: Ask = { kind: 'request', id: lastId, name, input }
      if (!carries && !early) return Promise.resolve({ ok: false, problem: lostContact })
      return new Promise((resolve) => {
        pending.set(lastId, resolve)
        if (carries) send(ask)
        else early?.push(ask)
      })
    },
    stream(name, input, on, after = 0) {
      lastId += 1
      const id = lastId
      const stream: OpenStream = { name, input, on, last: after, spent: 0 }
      open.set(id, stream)
      if (carries) subscribe(id, stream)
      return () => {
        if (open.delete(id) && carries) send({ kind: 'cancel', id })
      }
    },
  }
}

/** Its words stand here, because whoever has the others cannot be reached. */
const lostContact: Problem = {
  code: 'connection-lost',
  title: 'This window has lost touch with Bramble',
  cause: 'The program behind the window was closed, or it is starting again.',
  remedy:
    'Wait a moment, or close the window and open Bramble again. Work that was started on the Pi goes on.',
  retryable: true,
  evidence: [],
}
