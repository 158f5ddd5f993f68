/** Time on the practice Pi: real time, unless the practice runs faster than life. */

interface Sleeper {
  readonly due: number
  wake(): void
}

export class Clock {
  readonly #now: () => number
  readonly #speed: number
  /** Seconds that the model is ahead of the caller's clock, because sleeps were shortened. */
  #ahead = 0
  /** Those who wait at speed 0, where nobody really does: the one whose time comes first is woken first. */
  readonly #sleepers = new Set<Sleeper>()
  #ticking = false

  /**
   * @param now seconds since the epoch
   * @param speed real seconds per second of the model: 1 is life-like, 0 never waits
   */
  constructor(now: () => number, speed: number) {
    this.#now = now
    this.#speed = speed
  }

  /** Seconds since the epoch. */
  now(): number {
    return this.#now() + this.#ahead
  }

  /** Sets the clock wrong, or right again. */
  shift(seconds: number): void {
    this.#ahead += seconds
  }

  /** Resolves when the time is over or the signal aborts. */
  sleep(seconds: number, signal?: AbortSignal): Promise<void> {
    const due = this.now() + seconds
    return new Promise((resolve) => {
      if (signal?.aborted === true) return resolve()
      let cancel = () => {}
      const stop = () => {
        cancel()
        signal?.removeEventListener('abort', stop)
        resolve()
      }
      const wake = () => {
        if (this.now() < due) this.#ahead += due - this.now()
        stop()
      }
      signal?.addEventListener('abort', stop)
      cancel = this.#speed === 0 ? this.#queue({ due, wake }) : later(seconds * this.#speed, wake)
    })
  }

  #queue(sleeper: Sleeper): () => void {
    this.#sleepers.add(sleeper)
    this.#tick()
    return () => this.#sleepers.delete(sleeper)
  }

  /** One sleeper at a time, after everything that can run without waiting has run. */
  #tick(): void {
    if (this.#ticking || this.#sleepers.size === 0) return
    this.#ticking = true
    setImmediate(() => {
      this.#ticking = false
      let first: Sleeper | undefined
      for (const sleeper of this.#sleepers) if (!first || sleeper.due < first.due) first = sleeper
      if (!first) return
      this.#sleepers.delete(first)
      first.wake()
      this.#tick()
    })
  }
}

function later(seconds: number, wake: () => void): () => void {
  const timer = setTimeout(wake, seconds * 1000)
  return () => clearTimeout(timer)
}
