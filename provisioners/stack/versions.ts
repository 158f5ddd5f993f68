/**
 * Which version of an image is the higher one, and when the one in use stays. Programs change their data on the way up and
 * know no way back (Synapse, docs/upgrade.md; mautrix-go, dbutil), so that nothing here ever leads down. Pure.
 */

export interface Image {
  /** With its registry, without its tag. */
  readonly name: string
  readonly tag: string
}

/** Reads `registry/name:tag`; null for anything else, such as one named by its digest. */
export function readImage(image: string): Image | null {
  const found = /^([^\s@]*[^\s@:/]):([A-Za-z0-9_][A-Za-z0-9_.-]{0,127})$/.exec(image)
  return found ? { name: found[1] ?? '', tag: found[2] ?? '' } : null
}

interface Version {
  /** What stands before the number and belongs to one line of images, such as `ig-`. */
  readonly line: string
  readonly numbers: readonly number[]
}

/**
 * Numbers with dots; before them the name of a line and a `v`, behind them the system that the image is built on (`-trixie`).
 * What a release is not yet (`-rc`, `-beta`) is no version that can be compared.
 */
function readVersion(tag: string): Version | null {
  const found = /^((?:[a-z]+-)?)v?(\d{1,9}(?:\.\d{1,9}){0,5})(-[a-z]+)?$/.exec(tag)
  if (!found || /^-(rc|alpha|beta|pre|dev|preview|snapshot|nightly|test)/.test(found[3] ?? '')) return null
  return { line: found[1] ?? '', numbers: (found[2] ?? '').split('.').map(Number) }
}

/** @returns below 0 where `a` is the lower version, above 0 where it is the higher; null where nobody can say */
export function compareTags(a: string, b: string): number | null {
  // whatever its form, it is no lower than itself
  if (a === b) return 0
  const [one, other] = [readVersion(a), readVersion(b)]
  if (one === null || other === null || one.line !== other.line) return null
  const length = Math.max(one.numbers.length, other.numbers.length)
  for (let at = 0; at < length; at += 1) {
    const difference = (one.numbers[at] ?? 0) - (other.numbers[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** An image that stays though another one is pinned. */
export interface KeptImage {
  readonly image: string
  readonly tag: string
  /** `newer`: it has changed its data already; `major`: another major version cannot read them; `unknown`: nobody can compare. */
  readonly because: 'newer' | 'major' | 'unknown'
}

export interface UsedImages {
  /** The service's image in the settings that are in use; null where it has none there. */
  readonly current: string | null
  /** Those that it had in settings that were good once. */
  readonly before: readonly string[]
}

/**
 * @param wanted the image that a plan would take
 * @returns what it must take instead; null where the wanted one is right
 */
export function keepImage(wanted: string, used: UsedImages): KeptImage | null {
  const want = readImage(wanted)
  if (want === null) return null
  const current = used.current === null ? null : sameImage(used.current, want)
  if (current && current.tag !== want.tag && compareTags(current.tag, want.tag) === null)
    return { image: used.current ?? '', tag: current.tag, because: 'unknown' }
  let highest = want
  for (const image of [used.current, ...used.before]) {
    const one = image === null ? null : sameImage(image, want)
    if (one && (compareTags(one.tag, highest.tag) ?? 0) > 0) highest = one
  }
  const kept =
    current && isPostgres(want) && majorOf(current.tag) !== majorOf(highest.tag) ? current : highest
  if (kept.tag === want.tag) return null
  const because = (compareTags(kept.tag, want.tag) ?? 0) > 0 && !otherMajor(kept, want) ? 'newer' : 'major'
  return { image: `${kept.name}:${kept.tag}`, tag: kept.tag, because }
}

function sameImage(image: string, as: Image): Image | null {
  const read = readImage(image)
  return read && read.name === as.name ? read : null
}

/** A data directory belongs to one major version (PostgreSQL's documentation, Upgrading a PostgreSQL Cluster). */
const isPostgres = ({ name }: Image): boolean => name.endsWith('/postgres')
const majorOf = (tag: string): number | undefined => readVersion(tag)?.numbers[0]
const otherMajor = (one: Image, other: Image): boolean =>
  isPostgres(one) && majorOf(one.tag) !== majorOf(other.tag)

/** Why, as a sentence of the plan. */
export function whyKept({ tag, because }: KeptImage): string {
  switch (because) {
    case 'newer':
      return `Stays at ${tag}: its data were already changed for it.`
    case 'major':
      return `Stays at ${tag}: another major version cannot read its data.`
    case 'unknown':
      return `Stays at ${tag}, which Bramble cannot compare with its own version.`
  }
}
