/** Whole processes, timed. */
import { spawn } from 'node:child_process'
import { stopped } from './ending.ts'

export interface Ran {
  /** Wall time from before the start until the end of the process and of its output. */
  readonly seconds: number
  readonly stdout: string
}

interface Options {
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly input?: string | Buffer
  /** What ends it early; null lets it come to its end, for taking things away. */
  readonly until?: AbortSignal | null
}

/** @throws Error for any exit status but 0, with the end of what was said */
export function run(
  program: string,
  args: readonly string[],
  { env, input = '', until = stopped.signal }: Options = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const began = process.hrtime.bigint()
    const child = spawn(program, args, {
      env: env ?? process.env,
      ...(until && { signal: until }),
      killSignal: 'SIGINT',
    })
    let stdout = ''
    let stderr = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.stdin.on('error', () => {}) // it may end before it has read everything
    child.stdin.end(input)
    child.once('error', reject)
    child.once('close', (status) => {
      const seconds = Number(process.hrtime.bigint() - began) / 1e9
      if (status === 0) resolve({ seconds, stdout })
      else reject(new Error(`${program} ended with status ${status}\n${(stdout + stderr).slice(-4000)}`))
    })
  })
}
