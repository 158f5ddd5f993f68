/** Backpressure for one stream: its source is pulled only as far as the window has granted credit. */

export interface Numbered {
  readonly number: number
  readonly value: unknown
}

/** More than this a window cannot have granted by mistake. */
const MAX_CREDIT = 100_000

export class Flow {
  readonly #abort = new AbortController()
  #credit: number
  #wake: () => void = () => undefined

  constructor(credit: number) {
    this.#credit = credit
  }

  /** Aborted when the stream is over, whoever ended it. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  grant(credit: number): void {
    this.#credit = Math.min(this.#credit + credit, MAX_CREDIT)
    this.#wake()
  }

  cancel(): void {
    this.#abort.abort()
    this.#wake()
  }

  /**
   * The source's events. Leaving the loop, cancelling, or the source's end returns the source's iterator.
   *
   * @param after number of the last event that was seen
   * @param replays whether the numbers are the source's own, and then must grow: one that repeats itself is a bug. Any
   *   other source begins anew when the window comes back, so it is numbered here.
   */
  async *events(
    source: AsyncIterable<Numbered>,
    after: number,
    replays: boolean,
  ): AsyncGenerator<Numbered, void> {
    const iterator = source[Symbol.asyncIterator]()
    let last = after
    try {
      while (await this.#credited()) {
        const next = await unlessAborted(iterator.next(), this.signal)
        if (next === undefined || next.done === true) return
        const number = replays ? next.value.number : last + 1
        if (number <= last) throw new Error(`event ${number} came after event ${last}`)
        last = number
        this.#credit -= 1
        yield { number, value: next.value.value }
      }
    } finally {
      this.cancel()
      // Not awaited: a generator returns only after the step that it hangs in, and may then complain of the abort.
      iterator.return?.().then(undefined, () => undefined)
    }
  }

  /** Waits for credit; false once cancelled. */
  async #credited(): Promise<boolean> {
    while (this.#credit === 0 && !this.signal.aborted)
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    return !this.signal.aborted
  }
}

/** The promise's value, or undefined as soon as the signal aborts; leaves no listener behind. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined)
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
