/** Open shells of one kind, used one after another and opened again when they died. */
import type { ShellSession } from './shell-session.ts'
import { Slots } from './slots.ts'

export class ShellPool {
  private readonly idle: ShellSession[] = []
  private readonly slots: Slots
  private readonly open: () => Promise<ShellSession>

  /** @param most shells at the same time; further callers wait */
  constructor(most: number, open: () => Promise<ShellSession>) {
    this.slots = new Slots(most)
    this.open = open
  }

  /** Lends a shell for one use. */
  async use<T>(work: (session: ShellSession) => Promise<T>): Promise<T> {
    const release = await this.slots.take()
    try {
      let session = this.idle.pop()
      while (session?.dead) session = this.idle.pop()
      session ??= await this.open()
      try {
        return await work(session)
      } finally {
        if (!session.dead) this.idle.push(session)
      }
    } finally {
      release()
    }
  }
}
