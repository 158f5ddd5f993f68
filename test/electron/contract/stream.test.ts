/** Streams over a channel in memory: numbers, credit, cancelling, resuming. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StreamEvent } from '../../../electron/contract/api.ts'
import { CREDIT } from '../../../electron/contract/envelope.ts'
import { serve } from '../../../electron/contract/serve.ts'
import { EngineError } from '../../../provisioners/model/engine-error.ts'
import { countingRun, fixtureHandlers, inMemory, options, someRun, until } from '../fixture.ts'

describe('a stream', () => {
  const numbers = () => {
    const seen: number[] = []
    const ends: unknown[] = []
    return {
      seen,
      ends,
      on: {
        event: (_value: StreamEvent<'run.events'>, number: number) => void seen.push(number),
        end: (reply: unknown) => void ends.push(reply),
      },
    }
  }
  const upTo = (last: number, first = 1) => Array.from({ length: last - first + 1 }, (_, i) => first + i)

  it('brings every event once, in order, then its end', async () => {
    const { client } = inMemory(fixtureHandlers({ streams: { 'run.events': countingRun(500).follow } }))
    const { seen, ends, on } = numbers()
    client.stream('run.events', someRun, on)
    await until(() => ends.length === 1)
    expect(seen).toEqual(upTo(500))
    expect(ends).toEqual([{ ok: true, value: null }])
  })

  it('resumes behind the number that it is given', async () => {
    const run = countingRun(10)
    const { client } = inMemory(fixtureHandlers({ streams: { 'run.events': run.follow } }))
    const { seen, ends, on } = numbers()
    client.stream('run.events', someRun, on, 7)
    await until(() => ends.length === 1)
    expect(run.seen.started).toEqual([7])
    expect(seen).toEqual([8, 9, 10])
  })

  it('is pulled only as far as credit goes', async () => {
    const run = countingRun(10_000)
    const texts: string[] = []
    const session = serve(
      fixtureHandlers({ streams: { 'run.events': run.follow } }),
      (text) => void texts.push(text),
      options(),
    )
    const tell = (ask: object) => session.receive(JSON.stringify(ask))
    tell({ kind: 'subscribe', id: 1, name: 'run.events', input: someRun, after: 0, credit: 5 })
    await until(() => texts.length === 5)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(run.seen.pulled).toBe(5)
    tell({ kind: 'credit', id: 1, credit: 3 })
    await until(() => texts.length === 8)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(run.seen.pulled).toBe(8)
    session.close()
    await until(() => run.seen.returned === 1)
    expect(texts).toHaveLength(8)
  })

  it('that is cancelled aborts its source, returns its iterator and says no more', async () => {
    const run = countingRun(1_000_000)
    const { client, bugs } = inMemory(fixtureHandlers({ streams: { 'run.events': run.follow } }))
    const { seen, ends, on } = numbers()
    const cancel = client.stream('run.events', someRun, on)
    await until(() => seen.length > 100)
    cancel()
    cancel()
    const count = seen.length
    await until(() => run.seen.returned === 1)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(run.seen.aborted).toBe(1)
    expect(seen).toHaveLength(count)
    expect([ends, bugs]).toEqual([[], []])
  })

  it('that is cancelled as its source hangs ends all the same', async () => {
    let aborted = false
    const hanging: AsyncIterable<never> = {
      [Symbol.asyncIterator]: () => ({
        next: () => new Promise(() => {}),
        return: () => new Promise(() => {}),
      }),
    }
    const { client, bugs } = inMemory(
      fixtureHandlers({
        streams: {
          'status.watch': (_input, { signal }) => {
            signal.addEventListener('abort', () => (aborted = true))
            return hanging
          },
        },
      }),
    )
    const cancel = client.stream('status.watch', { connection: 'c' }, numbers().on as never)
    await new Promise((resolve) => setTimeout(resolve, 10))
    cancel()
    await until(() => aborted)
    expect(bugs).toEqual([])
  })

  it('ends with the problem that its source meets', async () => {
    const { client, bugs } = inMemory(
      fixtureHandlers({
        streams: {
          'run.events': async function* () {
            yield { number: 1, value: { seq: 1, at: 1, kind: 'contact-back' } }
            throw new EngineError('unreachable', 'pi.local')
          },
        },
      }),
    )
    const { seen, ends, on } = numbers()
    client.stream('run.events', someRun, on)
    await until(() => ends.length === 1)
    expect(seen).toEqual([1])
    expect(ends[0]).toMatchObject({ ok: false, problem: { code: 'unreachable' } })
    expect(bugs).toEqual([])
  })

  it('whose source repeats a number, or brings an event of another shape, is a bug', async () => {
    for (const second of [
      { number: 1, value: { seq: 1, at: 1, kind: 'contact-back' } },
      { number: 2, value: { seq: 2 } },
    ]) {
      const { client, bugs } = inMemory(
        fixtureHandlers({
          streams: {
            'run.events': async function* () {
              yield { number: 1, value: { seq: 1, at: 1, kind: 'contact-back' } }
              yield second as never
            },
          },
        }),
      )
      const { ends, on } = numbers()
      client.stream('run.events', someRun, on)
      await until(() => ends.length === 1)
      expect(ends[0]).toMatchObject({ problem: { code: 'bug' } })
      expect(bugs).toHaveLength(1)
    }
  })

  it('with a wrong input or an unknown name ends with a problem', async () => {
    const { client } = inMemory(fixtureHandlers())
    const { ends, on } = numbers()
    client.stream('run.events', { run: 1 } as never, on)
    client.stream('toString' as never, {} as never, on)
    await until(() => ends.length === 2)
    expect(ends).toMatchObject([{ problem: { code: 'bug' } }, { problem: { code: 'bug' } }])
  })

  it('goes on over any number of drops without a gap or a repetition', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 150 }), { maxLength: 5 }), async (drops) => {
        const length = 400
        const { client, drop, open } = inMemory(
          fixtureHandlers({ streams: { 'run.events': countingRun(length).follow } }),
        )
        const { seen, ends, on } = numbers()
        client.stream('run.events', someRun, on)
        for (const further of drops) {
          const target = Math.min(length - 1, seen.length + further)
          await until(() => seen.length >= target)
          drop()
          await new Promise((resolve) => setImmediate(resolve))
          open()
        }
        await until(() => ends.length === 1)
        expect(seen).toEqual(upTo(length))
      }),
      { numRuns: 15 },
    )
  })

  it('that cannot replay goes on behind a drop, numbered as it is sent', async () => {
    const line = (n: number) => [{ at: 1, service: 's', level: 'info', text: String(n) }] as never
    const { client, drop, open, bugs } = inMemory(
      fixtureHandlers({
        streams: {
          'logs.follow': async function* () {
            for (let number = 1; number <= 3; number++) yield { number, value: line(number) }
            await new Promise(() => {})
          },
        },
      }),
      options({ checkOutputs: false }),
    )
    const { seen, ends, on } = numbers()
    client.stream('logs.follow', { connection: 'c', services: [], lines: 3 }, on as never)
    await until(() => seen.length === 3)
    drop()
    open()
    await until(() => seen.length === 6)
    expect(seen).toEqual([1, 2, 3, 4, 5, 6])
    expect([ends, bugs]).toEqual([[], []])
  })

  it('asks for what the window can deal with, and for more in halves', async () => {
    const { client, wire } = inMemory(
      fixtureHandlers({ streams: { 'run.events': countingRun(CREDIT * 2).follow } }),
    )
    const { ends, on } = numbers()
    client.stream('run.events', someRun, on)
    await until(() => ends.length === 1)
    const asks = wire.map((text) => JSON.parse(text) as { kind: string; credit?: number })
    expect(asks.find(({ kind }) => kind === 'subscribe')?.credit).toBe(CREDIT)
    expect(asks.filter(({ kind }) => kind === 'credit').map(({ credit }) => credit)).toEqual([32, 32, 32, 32])
  })
})
