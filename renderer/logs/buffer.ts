/** The newest log lines, bounded: a window that stays open for a week stays light. */
import type { LogLine } from '../../provisioners/model/proof.ts'
import { cleanLine, type Level } from './text.ts'

export interface BufferedLine {
  /** Counts from 1 for as long as the log is followed. */
  number: number
  at: number
  service: string
  level: Level
  text: string
}

export interface LogBuffer {
  lines: readonly BufferedLine[]
  /** Lines received, kept or not. */
  count: number
}

/** Beyond the most, a tenth goes at once, so that not every line moves the whole list. */
export const MOST = 10_000

export const emptyBuffer: LogBuffer = { lines: [], count: 0 }

export function append(buffer: LogBuffer, fresh: readonly LogLine[]): LogBuffer {
  if (fresh.length === 0) return buffer
  const added = fresh.map((line, index) => ({
    number: buffer.count + index + 1,
    at: line.at,
    service: cleanLine(line.service),
    level: line.level,
    text: cleanLine(line.text),
  }))
  const all = [...buffer.lines, ...added]
  const lines = all.length > MOST ? all.slice(-Math.floor(MOST * 0.9)) : all
  return { lines, count: buffer.count + fresh.length }
}

export const dropped = (buffer: LogBuffer): number => buffer.count - buffer.lines.length

const RANK = { plain: 0, warning: 1, error: 2 } as const

/** Lines at least as serious as `level`. */
export function atLeast(lines: readonly BufferedLine[], level: Level): readonly BufferedLine[] {
  return level === 'plain' ? lines : lines.filter((line) => RANK[line.level] >= RANK[level])
}

/** Positions of the lines that hold the text, whatever its case. */
export function hitsOf(lines: readonly BufferedLine[], search: string): number[] {
  const wanted = search.trim().toLowerCase()
  if (wanted === '') return []
  return lines.flatMap((line, index) => (line.text.toLowerCase().includes(wanted) ? [index] : []))
}
