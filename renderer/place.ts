/** Where in the app one is, and how much of it outlives a reload: ids only. */

export type Page = 'overview' | 'services' | 'logs'

/** What is kept for a reload. A connection id is the main process's; without it, it means nothing. */
export type Kept =
  | { at: 'setup'; connection: string; practice: boolean; run: string | null }
  | { at: 'server'; connection: string; practice: boolean; page: Page }

const pages: readonly string[] = ['overview', 'services', 'logs'] satisfies Page[]

/** One line of words that hold no space. */
export function writeKept(kept: Kept): string {
  const last = kept.at === 'setup' ? (kept.run ?? '-') : kept.page
  return [kept.at, kept.connection, kept.practice ? 'practice' : 'real', last].join(' ')
}

/** Null for anything that this version did not write. */
export function readKept(text: string | null): Kept | null {
  const [at, connection, kind, last, ...rest] = (text ?? '').split(' ')
  if (!connection || !last || rest.length > 0 || (kind !== 'practice' && kind !== 'real')) return null
  const practice = kind === 'practice'
  if (at === 'setup') return { at, connection, practice, run: last === '-' ? null : last }
  if (at === 'server' && pages.includes(last)) return { at, connection, practice, page: last as Page }
  return null
}
