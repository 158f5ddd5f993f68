/** What has to be taken away at the end, however the end comes. */

/** Aborted by SIGINT and SIGTERM. */
export const stopped = new AbortController()

const tasks: (() => Promise<unknown>)[] = []
let ending: Promise<void> | null = null

/** The last one added runs first. */
export const atEnd = (task: () => Promise<unknown>): void => void tasks.unshift(task)

/** Runs all of them, once. */
export function end(): Promise<void> {
  return (ending ??= (async () => {
    for (const task of tasks)
      try {
        await task()
      } catch (error) {
        tell(`left behind: ${String(error)}`)
      }
  })())
}

/** Standard output is for figures only. */
export const tell = (line: string): void => void process.stderr.write(`bench: ${line}\n`)

// Not `once`: from a terminal the signal comes twice, npm hands its own on.
for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.on(signal, () => {
    stopped.abort()
    void end().then(() => process.exit(status))
  })
