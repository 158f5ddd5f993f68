/** Text that may hold secrets: file contents are built from parts, so that they can be written and can be shown. */
import { HIDDEN, Secret } from './secret.ts'

export type Text = readonly (string | Secret)[]

/** The real content, for the file itself. */
export function reveal(text: Text): string {
  return text.map((part) => (part instanceof Secret ? part.reveal() : part)).join('')
}

/** The same content with every secret replaced by `[hidden]`, for people. */
export function masked(text: Text): string {
  return text.map((part) => (part instanceof Secret ? HIDDEN : part)).join('')
}

/** Whether any part of the text is secret. */
export function holdsSecret(text: Text): boolean {
  return text.some((part) => part instanceof Secret)
}
