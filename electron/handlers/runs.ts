/** Keeps the events of each run for windows that reload; the Pi's own journal is the truth. */
import type { RunEvent, TimedEvent } from '../../provisioners/model/run-event.ts'

interface Kept {
  readonly events: RunEvent[]
  /** Wakes everyone who waits for the next event. */
  wake: () => void
  next: Promise<void>
  ended: boolean
  failure: unknown
  readonly stop: AbortController
}

/** One follower a run, however many windows watch it. */
export class RunRegistry {
  readonly #runs = new Map<string, Kept>()

  /**
   * @param after number of the last event already seen
   * @param source follows the run on the Pi; called once a run
   */
  async *events(
    run: string,
    source: (signal: AbortSignal) => AsyncIterable<TimedEvent>,
    from: { after: number; signal: AbortSignal },
  ): AsyncGenerator<{ number: number; value: RunEvent }> {
    const kept = this.#runs.get(run) ?? this.#begin(run, source)
    const aborted = new Promise<void>((resolve) =>
      from.signal.addEventListener('abort', () => resolve(), { once: true }),
    )
    for (let index = from.after; ; index++) {
      while (index >= kept.events.length && !kept.ended) {
        await Promise.race([kept.next, aborted])
        if (from.signal.aborted) return
      }
      const value = kept.events[index]
      if (value === undefined) {
        if (kept.failure !== undefined) throw kept.failure
        return
      }
      yield { number: value.seq, value }
    }
  }

  close(): void {
    for (const kept of this.#runs.values()) kept.stop.abort()
  }

  #begin(run: string, source: (signal: AbortSignal) => AsyncIterable<TimedEvent>): Kept {
    const kept: Kept = {
      events: [],
      wake: () => {},
      next: Promise.resolve(),
      ended: false,
      failure: undefined,
      stop: new AbortController(),
    }
    const arm = (): void => {
      kept.next = new Promise((resolve) => (kept.wake = resolve))
    }
    arm()
    this.#runs.set(run, kept)
    const follow = async (): Promise<void> => {
      try {
        for await (const event of source(kept.stop.signal)) {
          kept.events.push({ seq: kept.events.length + 1, ...event } as RunEvent)
          kept.wake()
          arm()
        }
      } catch (error) {
        kept.failure = error
        // What failed may be tried again by the next window that asks.
        this.#runs.delete(run)
      } finally {
        kept.ended = true
        kept.wake()
      }
    }
    void follow()
    return kept
  }
}
