/** One connection that is opened when it is needed and again when it was lost. */
import type { Host } from './host/host.ts'

export interface Connection {
  /** The live host, or a new one; whoever asks at the same time gets the same. */
  readonly connect: () => Promise<Host>
  readonly close: () => Promise<void>
}

/** @param open makes a new connection; throws while the Pi cannot be reached */
export function keepConnected(open: () => Promise<Host>): Connection {
  let current: Promise<Host> | null = null
  const connect = (): Promise<Host> => {
    if (current) return current
    const opening = open()
    current = opening
    const forget = (): void => {
      if (current === opening) current = null
    }
    opening.then((host) => void host.lost.then(forget), forget)
    return opening
  }
  return {
    connect,
    async close() {
      const last = current
      current = null
      await last?.then(
        (host) => host.close(),
        () => undefined,
      )
    },
  }
}
