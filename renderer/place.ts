/** Where in the app one is, and how much of it outlives a reload: ids only. */

export type Page =
  'overview' | 'services' | 'bridges' | 'outside' | 'logs' | 'people' | 'changes' | 'settings'

/** A server whose page is opened. */
export interface OpenedServer {
  connection: string
  name: string
  practice: boolean
  /** A newer Bramble has set it up: it is only looked at. */
  newer: boolean
  /** A run that is shown at once. */
  run: string | null
}

/** What is kept for a reload. A connection id is the main process's; without it, it means nothing. */
export type Kept =
  | { at: 'setup'; connection: string; practice: boolean; run: string | null; lives: boolean }
  | { at: 'server'; connection: string; practice: boolean; page: Page; run: string | null }

const pages: readonly string[] = [
  'overview',
  'services',
  'bridges',
  'outside',
  'logs',
  'people',
  'changes',
  'settings',
] satisfies Page[]

/** One line of words that hold no space. */
export function writeKept(kept: Kept): string {
  const rest =
    kept.at === 'setup'
      ? [kept.lives ? 'lives' : 'new', kept.run ?? '-']
      : [kept.page, ...(kept.run === null ? [] : [kept.run])]
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
  if (at === 'server' && run !== '' && pages.includes(first))
    return { at, connection, practice, page: first as Page, run: run ?? null }
  return null
}
