/** The servers that this computer remembers, so that Home can show them; the Pi itself holds the truth. */
import { join } from 'node:path'
import { z } from 'zod'
import { readPrivate, writePrivate } from '../../provisioners/index.ts'
import { savedServer, type SavedServer, type Target } from '../contract/api.ts'

const file = z.array(savedServer)

/** One Pi is one entry of the list, however often it is met. */
export const idOf = (target: Target): string =>
  target.kind === 'ssh' ? `${target.host}:${target.port}` : 'practice'

export class Servers {
  readonly #path: string
  /** Writes follow one another: two windows may look at the same time. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(folder: string) {
    this.#path = join(folder, 'servers.json')
  }

  /** An unreadable file is no reason to show nothing else: it counts as empty and is kept until the next change. */
  async list(): Promise<SavedServer[]> {
    const text = await readPrivate(this.#path)
    if (text === null) return []
    try {
      return file.parse(JSON.parse(text))
    } catch {
      return []
    }
  }

  remember(server: Omit<SavedServer, 'id'>): Promise<void> {
    const id = idOf(server.target)
    return this.#change((servers) => [{ ...server, id }, ...servers.filter((known) => known.id !== id)])
  }

  forget(id: string): Promise<void> {
    return this.#change((servers) => servers.filter((known) => known.id !== id))
  }

  #change(how: (servers: SavedServer[]) => SavedServer[]): Promise<void> {
    const next = this.#last.then(async () => {
      await writePrivate(this.#path, `${JSON.stringify(how(await this.list()), null, 2)}\n`)
    })
    this.#last = next.catch(() => undefined)
    return next
  }
}
