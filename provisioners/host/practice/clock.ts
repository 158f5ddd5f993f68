/** Time on the practice Pi: real time, unless the practice runs faster than life. */

/** How long a process waits; ends early when it is told to stop. */
export class Clock {
  readonly #now: () => number
  readonly #speed: number
  /** Seconds that the model is ahead of the caller's clock, because sleeps were shortened. */
  #ahead = 0

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
  async sleep(seconds: number, signal?: AbortSignal): Promise<void> {
    const due = this.now() + seconds
    await pause(seconds * this.#speed * 1000, signal)
    // two sleepers at once share the same time: the clock is moved to the later end, not by the sum
    if (signal?.aborted !== true && this.now() < due) this.#ahead += due - this.now()
  }
}

function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve()
    // even a pause of nothing lets others run, as a real machine would
    if (milliseconds <= 0) return void setImmediate(resolve)
    const done = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal?.addEventListener('abort', done)
  })
}
