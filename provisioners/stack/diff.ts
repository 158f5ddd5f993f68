/** What changes in a file, line by line and without secrets, for the Review. Pure. */
import type { DiffLine, FileDiff } from '../model/plan.ts'
import { HIDDEN, scrub, Secret } from '../model/secret.ts'
import { holdsSecret, masked, type Text } from '../model/text.ts'

/** Beyond this many lines on either side, everything is shown as replaced: the table of the search grows with both. */
const SEARCH_LIMIT = 2000

export interface FileChange {
  readonly path: string
  /** What is there; null for a new file. */
  readonly before: string | null
  readonly after: Text
  /** In words for people. */
  readonly readers: string
  /** Known secret values, which the old side may hold. */
  readonly secrets: Iterable<Secret>
}

export function fileDiff(change: FileChange): FileDiff {
  const after = linesOf(masked(change.after))
  const secret = holdsSecret(change.after)
  const before = change.before === null ? null : hideBefore(change.before, change, after)
  return {
    path: change.path,
    state: before === null ? 'new' : 'changed',
    readers: change.readers,
    secret,
    lines:
      before === null
        ? after.map((text, at) => ({ kind: 'added', text, line: at + 1 }))
        : diffLines(before, after),
  }
}

/**
 * The old side, with nothing secret in it: known values go; a line shaped like a new line that has a secret loses what
 * stands in its place (a value that was changed meanwhile is known to nobody); and in a file with secrets, so does
 * whatever is called one and goes away.
 */
function hideBefore(before: string, change: FileChange, after: readonly string[]): string[] {
  const lines = linesOf(scrub(before, change.secrets))
  if (!holdsSecret(change.after)) return lines
  if (change.after.every((part) => typeof part !== 'string' || part.trim() === '')) return [HIDDEN]
  const shapes = after
    .filter((line) => line.includes(HIDDEN))
    .map((line) => ({ line, shape: new RegExp(`^${line.split(HIDDEN).map(escape).join('.*')}$`) }))
  return lines.map((line) => {
    const found = shapes.find(({ shape }) => shape.test(line))
    if (found) return found.line
    return after.includes(line) ? line : line.replace(calledSecret, `$1${HIDDEN}`)
  })
}

const calledSecret = /((?:password|passwd|secret|token|key)"?\s*[:=]\s*)\S.*$/i

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const linesOf = (text: string): string[] => text.replace(/\n$/, '').split('\n')

/** Longest common subsequence; equal heads and tails are taken off first. */
export function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  let head = 0
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1
  let tail = 0
  while (
    tail < before.length - head &&
    tail < after.length - head &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail += 1
  const middle = searchMiddle(
    before.slice(head, before.length - tail),
    after.slice(head, after.length - tail),
    head,
  )
  const same = (from: number, to: number): DiffLine[] =>
    after.slice(from, to).map((text, at) => ({ kind: 'same', text, line: from + at + 1 }))
  return [...same(0, head), ...middle, ...same(after.length - tail, after.length)]
}

function searchMiddle(before: readonly string[], after: readonly string[], offset: number): DiffLine[] {
  const removed = (at: number): DiffLine => ({
    kind: 'removed',
    text: before[at] ?? '',
    line: offset + at + 1,
  })
  const added = (at: number): DiffLine => ({ kind: 'added', text: after[at] ?? '', line: offset + at + 1 })
  if (before.length > SEARCH_LIMIT || after.length > SEARCH_LIMIT)
    return [...before.map((_, at) => removed(at)), ...after.map((_, at) => added(at))]
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1))
  const length = (i: number, j: number): number => lengths[i]?.[j] ?? 0
  for (let i = before.length - 1; i >= 0; i -= 1)
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const best =
        before[i] === after[j] ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1))
      const row = lengths[i]
      if (row) row[j] = best
    }
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push({ kind: 'same', text: after[j] ?? '', line: offset + j + 1 })
      i += 1
      j += 1
    } else if (i < before.length && (j >= after.length || length(i + 1, j) >= length(i, j + 1))) {
      lines.push(removed(i))
      i += 1
    } else {
      lines.push(added(j))
      j += 1
    }
  }
  return lines
}

/**
 * Text of a file that is on the Pi, with the secrets that it holds as secrets: its diff must not show them. What was a secret
 * then may be none any more that is kept, so whatever looks like one is hidden as well.
 */
export function hideIn(text: string, secrets: readonly Secret[]): Text {
  const [secret, ...others] = secrets
  if (secret === undefined) return hideLookalikes(text)
  const value = secret.reveal()
  if (value === '') return hideIn(text, others)
  return text.split(value).flatMap((piece, at) => [...(at === 0 ? [] : [secret]), ...hideIn(piece, others)])
}

/** What stands behind a name such as `as_token:`, the password of an address, and every long word of a key's letters. */
const lookalike =
  /((?<=(?:password|passwd|secret|token|key)"?[ \t]*[:=][ \t]*)[^\s|>][^\n]*|(?<=:\/\/[^\s:@/]*:)[^\s@]+(?=@)|[A-Za-z0-9+/_-]{24,}={0,2})/i

const hideLookalikes = (text: string): Text =>
  text.split(lookalike).map((piece, at) => (at % 2 === 1 ? new Secret(piece, 'earlier secret') : piece))
