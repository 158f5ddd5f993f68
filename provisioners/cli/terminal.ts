/** What the command line says and asks; a password is typed unseen. */
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

export const say = (line: string): void => void process.stdout.write(`${line}\n`)

/**
 * @returns what was typed, or null where there is no terminal to ask at
 */
export async function ask(question: string, hidden = false): Promise<string | null> {
  if (!process.stdin.isTTY) return null
  process.stderr.write(question)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({
    input: process.stdin,
    output: hidden ? silent : process.stderr,
    terminal: true,
  })
  try {
    return await lines.question('')
  } finally {
    lines.close()
    if (hidden) process.stderr.write('\n')
  }
}
