/** Handlers for the transport's own tests, and the two channels that they are reached by. */
import { toProblem } from '../../provisioners/engine/problem-words.ts'
import { EngineError } from '../../provisioners/model/engine-error.ts'
import { requests, streams, type Handlers } from '../../electron/contract/api.ts'
import { createClient, type Channel } from '../../electron/contract/client.ts'
import { serve, type ServeOptions } from '../../electron/contract/serve.ts'
import type { RunEvent } from '../../provisioners/model/run-event.ts'

type Parts = {
  requests?: Partial<Handlers['requests']>
  streams?: Partial<Handlers['streams']>
}

/** Every name answers; what a test does not give refuses as something in the world would. */
export function fixtureHandlers(parts: Parts = {}): Handlers {
  const refuse = (name: string) => () => {
    throw new EngineError('not-found', name)
  }
  const fill = (table: object, given: object = {}) => ({
    ...Object.fromEntries(Object.keys(table).map((name) => [name, refuse(name)])),
    ...given,
  })
  return {
    requests: fill(requests, parts.requests),
    streams: fill(streams, parts.streams),
  } as unknown as Handlers
}

/** What `serve` was told, beside its options. */
export function options(more: Partial<ServeOptions> = {}): ServeOptions & { bugs: unknown[] } {
  const bugs: unknown[] = []
  return { toProblem, onBug: (error) => void bugs.push(error), checkOutputs: true, bugs, ...more }
}

/** A client and a session over a channel in memory that can be dropped and brought back, each time to a new session. */
export function inMemory(handlers: Handlers, given = options()) {
  const heard = { open: () => {}, message: (_text: string) => {}, close: () => {} }
  const wire: string[] = []
  let session: ReturnType<typeof serve> | null = null
  const channel: Channel = {
    send: (text) => {
      wire.push(text)
      queueMicrotask(() => session?.receive(text))
    },
    onOpen: (listener) => void (heard.open = listener),
    onMessage: (listener) => void (heard.message = listener),
    onClose: (listener) => void (heard.close = listener),
  }
  const client = createClient(channel)
  const open = () => {
    const own = serve(
      handlers,
      (text) => queueMicrotask(() => void (session === own && heard.message(text))),
      given,
    )
    session = own
    heard.open()
  }
  const drop = () => {
    session?.close()
    session = null
    heard.close()
  }
  open()
  return { client, open, drop, wire, bugs: given.bugs }
}

/** An honest run: resumes behind any number, and counts how far it was pulled and whether it was stopped. */
export function countingRun(length: number) {
  const seen = { pulled: 0, started: [] as number[], returned: 0, aborted: 0 }
  async function* follow(
    _input: unknown,
    { after, signal }: { after: number; signal: AbortSignal },
  ): AsyncGenerator<{ number: number; value: RunEvent }> {
    seen.started.push(after)
    signal.addEventListener('abort', () => (seen.aborted += 1))
    try {
      for (let number = after + 1; number <= length; number++) {
        await new Promise((resolve) => setImmediate(resolve))
        seen.pulled = Math.max(seen.pulled, number)
        yield { number, value: { seq: number, at: 1, kind: 'contact-back' } }
      }
    } finally {
      seen.returned += 1
    }
  }
  return { seen, follow }
}

export const someRun = { connection: 'c', run: 'r' }

export async function until(true_: () => boolean, milliseconds = 5000): Promise<void> {
  const limit = Date.now() + milliseconds
  while (!true_()) {
    if (Date.now() > limit) throw new Error(`not within ${milliseconds} ms: ${true_}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
