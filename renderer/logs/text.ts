/** What a program printed, made safe to show: hostile text stays text. */

export type Level = 'plain' | 'warning' | 'error'

const LONGEST = 4000
/** Colours, cursor movements, window titles. */
// oxlint-disable-next-line no-control-regex
const ESCAPES = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g
/** Control characters but tab, and those that turn the direction of the text around. */
// oxlint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** @returns lines without escapes; of a line that was redrawn, its last state */
export function cleanText(text: string): string[] {
  return text
    .replace(/\r\n/g, '\n')
    .split('\n')
    .map((line) => cleanLine(line.slice(line.replace(/\r+$/, '').lastIndexOf('\r') + 1)))
    .filter((line) => line !== '')
}

export function cleanLine(line: string): string {
  const clean = line.replace(ESCAPES, '').replace(HIDDEN, '').trimEnd()
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean
}

const ERROR = /\b(error|fatal|panic|critical|emerg|traceback|failed|failure)\b/i
const WARNING = /\b(warn|warning|deprecated)\b/i
const CALM =
  /\b(0|no|without) (errors?|failures?|warnings?)\b|\b(errors?|failed|failures?|warnings?)\s*[:=]\s*0\b/gi

/** How serious a line looks, for programs that do not say. */
export function levelOf(line: string): Level {
  const rest = line.replace(CALM, '')
  if (ERROR.test(rest)) return 'error'
  return WARNING.test(rest) ? 'warning' : 'plain'
}
