/** However little the net answers, the check comes to its end: time is counted here, not waited for. */
import { describe, expect, it } from 'vitest'
import type { Host } from '../../provisioners/host/host.ts'
import { checkDomain } from '../../provisioners/reach-domain.ts'
import { LIMITS, type FromHere } from '../../provisioners/reach-domain-ports.ts'
import { createPracticePi } from '../../provisioners/host/practice/index.ts'
import { apex } from './world.ts'

const never = <T>(): Promise<T> => new Promise<T>(() => {})

/** A clock that goes on when nothing else does: the next waiting sleep is the next thing that happens. */
function clock() {
  let now = 0
  const waiting = new Set<{ readonly at: number; readonly wake: () => void }>()
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 500; turn++) await Promise.resolve()
  }
  return {
    now: () => now,
    sleep: (seconds: number, signal: AbortSignal): Promise<void> =>
      new Promise((resolve) => {
        const entry = { at: now + seconds, wake: resolve }
        waiting.add(entry)
        signal.addEventListener('abort', () => (waiting.delete(entry), resolve()), { once: true })
      }),
    async until<T>(work: Promise<T>): Promise<T> {
      let done = false
      void work.then(
        () => (done = true),
        () => (done = true),
      )
      for (;;) {
        await settle()
        if (done) return work
        const [next] = [...waiting].sort((one, other) => one.at - other.at)
        if (!next) throw new Error('nothing would ever happen')
        waiting.delete(next)
        now = next.at
        next.wake()
      }
    },
  }
}

const random = (bytes: number): Uint8Array => new Uint8Array(bytes)
const silentHere: FromHere = { web: () => never(), knock: () => never() }

// oxlint-disable-next-line require-yield -- what listens and is never spoken to
async function* nothing(signal: AbortSignal): AsyncGenerator<string> {
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

/** A Pi that answers its first wave, and then only listens. */
async function listening(endless: boolean): Promise<Host> {
  const pi = createPracticePi({ now: () => 0, speed: 0 })
  const host = await pi.connect()
  let waves = 0
  return {
    ...(host as object),
    ask: (questions: Parameters<Host['ask']>[0]) => {
      waves += 1
      if (waves === 1) return host.ask(questions)
      // it hears itself, and nobody else
      return waves === 2
        ? Promise.resolve(questions.map(() => ({ status: 0, stdout: '', stderr: '', truncated: false })))
        : never()
    },
    // one that does not end when it is told to
    follow: (_: unknown, signal: AbortSignal) => nothing(endless ? new AbortController().signal : signal),
  } as unknown as Host
}

describe('the check of a domain', () => {
  it('adds its limits up to 20 seconds', () => {
    const last = 1
    expect(Object.values(LIMITS).reduce((sum, limit) => sum + limit, last)).toBeLessThanOrEqual(20)
  })

  it.each([
    [
      'nobody answers, the Pi neither',
      async () => ({ ask: never, follow: (_: unknown, s: AbortSignal) => nothing(s) }) as unknown as Host,
      LIMITS.looking,
    ],
    ['nobody answers after the first look', () => listening(false), 20],
    ['and what listens does not end', () => listening(true), 20],
  ])('ends when %s', async (_, host, most) => {
    const time = clock()
    const connected = await host()
    const view = await time.until(
      checkDomain(apex, { connect: async () => connected, fromHere: silentHere, random, sleep: time.sleep }),
    )
    expect(time.now()).toBeGreaterThan(0)
    expect(time.now()).toBeLessThanOrEqual(most)
    // nothing that was not seen is in the way
    expect(view.lines.filter(({ verdict }) => verdict === 'in-the-way')).toEqual([])
    expect(view.lines.map(({ code }) => code)).toContain('apex-files-missing')
  })
})
