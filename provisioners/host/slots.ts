/** A small semaphore. */

export class Slots {
  private free: number
  private waiting: { resolve: (release: () => void) => void; reject: (error: Error) => void }[] = []
  private closed: Error | null = null

  constructor(count: number) {
    this.free = count
  }

  /** Waits for a place; the result gives it back and may be called more than once. */
  take(): Promise<() => void> {
    if (this.closed) return Promise.reject(this.closed)
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject })
      this.serve()
    })
  }

  /** Nobody gets a place any more, and all who wait are told why. */
  close(reason: Error): void {
    this.closed ??= reason
    for (const { reject } of this.waiting.splice(0)) reject(reason)
  }

  private serve(): void {
    while (this.free > 0) {
      const next = this.waiting.shift()
      if (!next) return
      this.free -= 1
      let held = true
      next.resolve(() => {
        if (!held) return
        held = false
        this.free += 1
        this.serve()
      })
    }
  }
}
