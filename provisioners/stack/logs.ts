/** The logs of the stack's containers: how to follow them, and how a line reads. */
import { currentCompose, paths, PROJECT } from './paths.ts'
import type { LogLine } from '../model/proof.ts'
import { sh, type Command } from '../shell/command.ts'

/**
 * @param services Compose service names; none means all
 * @param lines how many past lines of each to begin with
 */
export const followLogs = (services: readonly string[], lines: number): Command =>
  sh`docker compose --project-name ${PROJECT} --project-directory ${paths.root} --file ${currentCompose} logs --no-color --timestamps --follow --tail ${lines} ${services}`

/** The last lines of one service, as above. */
export const lastLogs = (service: string, lines: number): Command =>
  sh`docker compose --project-name ${PROJECT} --project-directory ${paths.root} --file ${currentCompose} logs --no-color --timestamps --tail ${lines} ${service}`

/**
 * `synapse-1  | 2026-11-21T09:12:09.123456789Z text`: Compose's own form with --timestamps. Compose 2.26 puts a terminal's
 * "erase the line" before it although nobody asked for a terminal (seen).
 */
const form = /^([a-z0-9_-]+?)-\d+ +\| (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z) ?(.*)$/s

/** Escape sequences of terminals: colours, and the ones that do harm (titles, clipboards). */
const escapes = /\u001b(?:\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** Takes escape sequences and control characters out of anything that a host printed. */
export const plainText = (text: string): string => text.replace(escapes, '').replace(controls, '')

/** Null for a line that no container wrote (Compose's own remarks). */
export function readLogLine(line: string): LogLine | null {
  const match = form.exec(plainText(line))
  if (!match) return null
  const text = (match[3] ?? '').slice(0, 8192)
  return { service: match[1] ?? '', at: Date.parse(match[2] ?? '') / 1000, level: level(text), text }
}

/** By the word that Python, Rust, Go and PostgreSQL put near the start, never by what a message happens to say later. */
function level(text: string): LogLine['level'] {
  const start = text.slice(0, 120)
  if (/\b(ERROR|CRITICAL|FATAL|PANIC|panic:)\b|"level":"(error|fatal|panic)"/.test(start)) return 'error'
  if (/\b(WARN|WARNING)\b|"level":"warn"/.test(start)) return 'warning'
  return 'plain'
}

/** Whole lines out of pieces of output, a batch a piece. */
export async function* readLogLines(pieces: AsyncIterable<string>): AsyncGenerator<LogLine[]> {
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n')
    // A line without end must not fill the memory.
    rest = (lines.pop() ?? '').slice(0, 65_536)
    const batch = lines.map(readLogLine).filter((line) => line !== null)
    if (batch.length > 0) yield batch
  }
}
