/** Where in the app one is, and how much of it outlives a reload: ids only. */

export type Page = 'overview' | 'services' | 'bridges' | 'outside' | 'logs' | 'people'

/** What is kept for a reload. A connection id is the main process's; without it, it means nothing. */
export type Kept =
  | { at: 'setup'; connection: string; practice: boolean; run: string | null; lives: boolean }
  | { at: 'server'; connection: string; practice: boolean; page: Page }

const pages: readonly string[] = [
  'overview',
  'services',
  'bridges',
  'outside',
  'logs',
  'people',
] satisfies Page[]

/** One line of words that hold no space. */
export function writeKept(kept: Kept): string {
  const rest = kept.at === 'setup' ? [kept.lives ? 'lives' : 'new', kept.run ?? '-'] : [kept.page]
  return [kept.at, kept.connection, kept.practice ? 'practice' : 'real', ...rest].join(' ')
}

/** Null for anything that this version did not write. */
export function readKept(text: string | null): Kept | null {
  const [at, connection, kind, ...rest] = (text ?? '').split(' ')
  if (!connection || (kind !== 'practice' && kind !== 'real')) return null
  const practice = kind === 'practice'
  const [first = '', run, more] = rest
  if (more !== undefined) return null
  if (at === 'setup' && run && (first === 'lives' || first === 'new'))
    return { at, connection, practice, run: run === '-' ? null : run, lives: first === 'lives' }
  if (at === 'server' && run === undefined && pages.includes(first))
    return { at, connection, practice, page: first as Page }
  return null
}
