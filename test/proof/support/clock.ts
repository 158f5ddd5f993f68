/** Time that passes only when everything that could still answer has answered: what hangs is then late, and nothing else is. */
import type { Later } from '../../../provisioners/host/asking.ts'

export class LadderClock {
  /** Milliseconds that have passed. */
  now = 0
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>()
  #hanging = 0

  readonly later: Later = (milliseconds, run) => {
    const timer = { at: this.now + milliseconds, run }
    this.#timers.add(timer)
    return () => {
      if (this.#timers.delete(timer)) this.#lookSoon()
    }
  }

  /** Something will never answer. */
  hang(): void {
    this.#hanging += 1
    this.#lookSoon()
  }

  /** Whoever goes on because of an answer has gone on by then. */
  #lookSoon(): void {
    setImmediate(() => setImmediate(() => this.#look()))
  }

  #look(): void {
    if (this.#timers.size === 0 || this.#timers.size > this.#hanging) return
    const [next] = [...this.#timers].sort((a, b) => a.at - b.at)
    if (next === undefined) return
    this.#timers.delete(next)
    this.#hanging -= 1
    this.now = Math.max(this.now, next.at)
    next.run()
    this.#lookSoon()
  }
}
