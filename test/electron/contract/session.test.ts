/** One window's conversation beside others, after a reload, and with whatever text comes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refuse, serve } from '../../../electron/contract/serve.ts'
import { toProblem } from '../../../provisioners/engine/problem-words.ts'
import { countingRun, fixtureHandlers, inMemory, options, someRun, until } from '../fixture.ts'

const info = { version: '1', shell: 'browser', agent: false } as const

describe('a session', () => {
  it('shares nothing with another window', async () => {
    const run = countingRun(1_000_000)
    const handlers = fixtureHandlers({ streams: { 'run.events': run.follow } })
    const [one, two] = [inMemory(handlers), inMemory(handlers)]
    const seen: [number[], number[]] = [[], []]
    const follow = (mine: number[]) => ({
      event: (_v: unknown, n: number) => void mine.push(n),
      end: () => {},
    })
    one.client.stream('run.events', someRun, follow(seen[0]))
    two.client.stream('run.events', someRun, follow(seen[1]))
    await until(() => seen[0].length > 50 && seen[1].length > 50)
    one.drop()
    const count = seen[1].length
    await until(() => seen[1].length > count + 200)
    expect(run.seen.returned).toBe(1)
    two.drop()
    await until(() => run.seen.returned === 2)
  })

  it('answers a page that was reloaded nothing of what the page before it asked', async () => {
    const run = countingRun(1_000_000)
    let answerLate = (_value: typeof info) => {}
    const texts: string[] = []
    const session = serve(
      fixtureHandlers({
        requests: { 'app.info': () => new Promise((resolve) => (answerLate = resolve)) },
        streams: { 'run.events': run.follow },
      }),
      (text) => void texts.push(text),
      options(),
    )
    const tell = (ask: object) => session.receive(JSON.stringify(ask))
    tell({ kind: 'hello' })
    tell({ kind: 'request', id: 1, name: 'app.info', input: {} })
    tell({ kind: 'subscribe', id: 2, name: 'run.events', input: someRun, after: 0, credit: 10 })
    await until(() => texts.length === 10)
    tell({ kind: 'hello' })
    answerLate(info)
    await until(() => run.seen.returned === 1)
    expect(texts).toHaveLength(10)
  })

  it('survives any text', async () => {
    const texts: string[] = []
    const given = options()
    const session = serve(fixtureHandlers(), (text) => void texts.push(text), given)
    const shapes = fc.record({
      kind: fc.constantFrom('hello', 'request', 'subscribe', 'credit', 'cancel', 'other'),
      id: fc.oneof(fc.integer(), fc.string()),
      name: fc.oneof(fc.constantFrom('app.info', '__proto__', 'run.events'), fc.anything()),
      input: fc.jsonValue(),
      after: fc.integer(),
      credit: fc.oneof(fc.integer(), fc.double()),
    })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          shapes.map((shape) => JSON.stringify(shape)),
        ),
        (text) => {
          session.receive(text)
        },
      ),
      { numRuns: 500 },
    )
    session.receive(JSON.stringify({ kind: 'request', id: 1, name: 'x'.repeat(2_000_000), input: {} }))
    await new Promise((resolve) => setImmediate(resolve))
    for (const text of texts) expect(JSON.parse(text)).toMatchObject({ reply: { ok: false } })
  })

  it('refuses a hoard of streams', async () => {
    const ends: unknown[] = []
    const { client } = inMemory(
      fixtureHandlers({
        streams: {
          'status.watch': () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }) }),
        },
      }),
    )
    for (let i = 0; i < 201; i++)
      client.stream(
        'status.watch',
        { connection: 'c' },
        { event: () => {}, end: (reply) => void ends.push(reply) },
      )
    await until(() => ends.length === 1)
    expect(ends).toMatchObject([{ ok: false, problem: { code: 'bug' } }])
  })

  it('tells a stranger no, whatever was asked', () => {
    const ask = (kind: string) =>
      JSON.stringify({ kind, id: 3, name: 'app.info', input: {}, after: 0, credit: 1 })
    const no = { id: 3, reply: { ok: false, problem: { code: 'bug' } } }
    expect(JSON.parse(refuse(ask('request'), toProblem) ?? '')).toMatchObject({ kind: 'reply', ...no })
    expect(JSON.parse(refuse(ask('subscribe'), toProblem) ?? '')).toMatchObject({ kind: 'end', ...no })
    expect(refuse(ask('cancel'), toProblem)).toBeNull()
    expect(refuse('{', toProblem)).toBeNull()
  })
})
