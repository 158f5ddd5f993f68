/** The engine's end of the contract: text in, text out, and whatever goes wrong becomes a problem. */
import type { z } from 'zod'
import { EngineError } from '../../provisioners/model/engine-error.ts'
import type { Problem } from '../../provisioners/model/problem.ts'
import { requests, streams, type Handlers, type RequestName, type StreamName } from './api.ts'
import { readAsk, type Answer, type Ask } from './envelope.ts'
import { Flow, type Numbered } from './flow.ts'

export interface ServeOptions {
  /** Words for anything that was thrown; it does not throw itself. */
  toProblem(error: unknown): Problem
  /** Told of everything that is the program's own fault. */
  onBug(error: unknown): void
  /** Also check what the handlers return, as tests and development do: another shape is then a bug. */
  checkOutputs?: boolean
}

/** One window's conversation. Two of them share nothing but the handlers. */
export interface Session {
  receive(text: string): void
  /** Ends every stream; what requests under way answer goes nowhere. */
  close(): void
}

/** A window that hoards streams costs itself an answer, not the engine its memory. */
const MAX_STREAMS = 200

export function serve(handlers: Handlers, send: (text: string) => void, options: ServeOptions): Session {
  const flows = new Map<number, Flow>()
  /** Counts the pages that spoke here: what one asked for is not answered to the next. */
  let page = 0

  const say = (answer: Answer) => send(JSON.stringify(answer))

  const explain = (error: unknown): { ok: false; problem: Problem } => {
    const problem = options.toProblem(error)
    if (problem.code === 'bug') options.onBug(error)
    return { ok: false, problem }
  }

  const request = async (ask: Ask & { kind: 'request' }) => {
    const askedBy = page
    const answer = (reply: (Answer & { kind: 'reply' })['reply']) => {
      if (askedBy === page) say({ kind: 'reply', id: ask.id, reply })
    }
    try {
      const { name, schemas, input } = read(requests, ask)
      const handle = handlers.requests[name as RequestName] as (input: unknown) => Promise<unknown>
      const value = await handle(input)
      if (options.checkOutputs) schemas.output.parse(value)
      answer({ ok: true, value })
    } catch (error) {
      answer(explain(error))
    }
  }

  const subscribe = async (ask: Ask & { kind: 'subscribe' }) => {
    const flow = new Flow(ask.credit)
    if (flows.has(ask.id) || flows.size >= MAX_STREAMS) {
      say({ kind: 'end', id: ask.id, reply: explain(new Error(`no room for stream ${ask.id}`)) })
      return
    }
    flows.set(ask.id, flow)
    const wanted = () => flows.get(ask.id) === flow
    try {
      const { name, schemas, input } = read(streams, ask)
      const follow = handlers.streams[name as StreamName] as (
        input: unknown,
        from: object,
      ) => AsyncIterable<Numbered>
      const source = follow(input, { after: ask.after, signal: flow.signal })
      for await (const { number, value } of flow.events(source, ask.after, schemas.replays)) {
        if (options.checkOutputs) schemas.event.parse(value)
        if (wanted()) say({ kind: 'event', id: ask.id, number, value })
      }
      if (wanted()) say({ kind: 'end', id: ask.id, reply: { ok: true, value: null } })
    } catch (error) {
      // What a cancelled source throws is its way of stopping.
      if (wanted()) say({ kind: 'end', id: ask.id, reply: explain(error) })
    }
    if (wanted()) flows.delete(ask.id)
  }

  const cancel = (id: number) => {
    const flow = flows.get(id)
    flows.delete(id)
    flow?.cancel()
  }

  const forget = () => {
    page += 1
    for (const id of flows.keys()) cancel(id)
  }

  return {
    receive(text) {
      const ask = readAsk(text)
      if (ask === null) options.onBug(new Error(`unreadable message of ${text.length} characters`))
      else if (ask.kind === 'hello') forget()
      else if (ask.kind === 'request') void request(ask)
      else if (ask.kind === 'subscribe') void subscribe(ask)
      else if (ask.kind === 'credit') flows.get(ask.id)?.grant(ask.credit)
      else cancel(ask.id)
    },
    close: forget,
  }
}

/**
 * What a channel answers to a speaker that it does not know: a refusal of whatever was asked.
 *
 * @returns null where the text asks for nothing
 */
export function refuse(text: string, toProblem: ServeOptions['toProblem']): string | null {
  const ask = readAsk(text)
  if (ask?.kind !== 'request' && ask?.kind !== 'subscribe') return null
  const reply = { ok: false, problem: toProblem(new Error('asked by a stranger')) } as const
  return JSON.stringify({
    kind: ask.kind === 'request' ? 'reply' : 'end',
    id: ask.id,
    reply,
  } satisfies Answer)
}

type Table = Readonly<Record<string, { readonly input: z.ZodType }>>

/** The schemas that a name stands for and its input as they read it. The name comes from the window: it may be anything. */
function read<T extends Table>(table: T, { name, input }: { name: string; input: unknown }) {
  const schemas = Object.hasOwn(table, name) ? (table[name] as T[keyof T] | undefined) : undefined
  if (!schemas) throw new Error(`nothing is called ${JSON.stringify(name.slice(0, 64))}`)
  const result = schemas.input.safeParse(input)
  if (!result.success) throw unreadable(name, result.error.issues)
  return { name, schemas, input: result.data }
}

/** The owner's own answers are theirs to mend; any other wrong shape is the window's mistake. Values are not repeated. */
function unreadable(name: string, issues: readonly z.core.$ZodIssue[]): Error {
  const seen = issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  const owners = issues.every(({ path, message }) => path[0] === 'intent' || CATALOGUE_KEY.test(message))
  return owners
    ? new EngineError('intent-invalid', seen[0] ?? name, seen)
    : new TypeError(`${name} was asked with ${seen.join('; ')}`)
}

/** Where a schema names the words for its own failure, a person typed the value: `account.password-short`. */
const CATALOGUE_KEY = /^[a-z-]+(\.[a-z-]+)+$/
