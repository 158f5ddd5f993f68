/** Follows a run on the Pi by its journal, through lost connections, until its queue ends. */
import type { Host } from '../host/host.ts'
import { EngineError } from '../model/engine-error.ts'
import type { TimedEvent } from '../model/run-event.ts'
import { activeRuns, followJournal, readJournal } from './commands.ts'
import { JournalReader } from './journal.ts'

export interface FollowMeans {
  /** The live connection, or a new one; throws while the Pi cannot be reached. */
  connect(): Promise<Host>
  sleep(seconds: number, signal: AbortSignal): Promise<void>
  now(): number
}

/** Seconds between attempts to reach the Pi again: quick at first, then patient. */
const pauses = [0.5, 1, 2, 5, 10]

/**
 * @param signal ends following; the run itself goes on
 * @returns every event of the run from its first, as it happens; ends after `finished`, or after `queue-ended` when
 *   the app that started the run has not yet looked again
 */
export async function* follow(
  run: string,
  means: FollowMeans,
  signal: AbortSignal,
): AsyncGenerator<TimedEvent> {
  const reader = new JournalReader()
  let lost = false
  let attempt = 0
  for (;;) {
    try {
      const host = await means.connect()
      if (lost) yield { at: means.now(), kind: 'contact-back' }
      lost = false
      attempt = 0
      // What is there already, and whether anything still writes: a dead run is not waited for.
      const [journal, active] = await host.ask([
        { command: readJournal(run, reader.offset), timeoutSeconds: 30, capBytes: 64 * 1024 * 1024 },
        { command: activeRuns(), timeoutSeconds: 10, capBytes: 65_536 },
      ])
      const alive = active?.stdout.includes(run) ?? false
      if (!journal || journal.status !== 0) {
        if (!alive) throw new EngineError('not-found', `There is no run ${run} on this Pi.`)
        // The runner was started a moment ago and has not written its first line.
        await means.sleep(0.3, signal)
        continue
      }
      const known = reader.read(journal.stdout)
      yield* known
      if (known.some(isEnd)) return
      if (!alive) {
        yield { at: means.now(), kind: 'queue-ended', outcome: 'interrupted' }
        return
      }
      reader.rewind()
      const stop = new AbortController()
      const both = AbortSignal.any([signal, stop.signal])
      try {
        for await (const piece of host.follow(followJournal(run, reader.offset), both)) {
          const events = reader.read(piece)
          yield* events
          if (events.some(isEnd)) return
        }
      } finally {
        stop.abort()
      }
      if (signal.aborted) return
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof EngineError) || !isLoss(error)) throw error
      reader.rewind()
      if (!lost) yield { at: means.now(), kind: 'contact-lost', detail: error.detail }
      lost = true
      await means.sleep(pauses[Math.min(attempt++, pauses.length - 1)] ?? 10, signal)
      if (signal.aborted) return
    }
  }
}

const isEnd = (event: TimedEvent): boolean => event.kind === 'queue-ended' || event.kind === 'finished'

/** Failures that time heals; anything else (a wrong password, a changed key) is told at once. */
const isLoss = (error: EngineError): boolean =>
  error.code === 'connection-lost' || error.code === 'unreachable' || error.code === 'refused'
