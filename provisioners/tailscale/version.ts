/** Which versions of Tailscale can serve. Pure. */

/**
 * From here on `serve` and `funnel` are asked as Bramble asks them, with `--bg` and a port (Tailscale's change log, 1.52). Funnel
 * itself is older: it came to everybody with 1.38.3 (Tailscale's documentation, Funnel).
 */
const OLDEST_MINOR = 52
/** Their Funnel lets nobody in: mended by commit 3dc29a5a9, first released in 1.102.2 (tailscale/tailscale issues 20739, 20746). */
const BROKEN = /^1\.102\.[01](?!\d)/

export type Fitness = 'fit' | 'old' | 'broken'

/** @param version such as `1.102.3` or `1.102.3-t0123-g4567`; what cannot be read is old */
export function fitness(version: string): Fitness {
  const found = /^(\d{1,4})\.(\d{1,4})\.\d{1,4}(?!\d)/.exec(version)
  const [major, minor] = [Number(found?.[1] ?? 0), Number(found?.[2] ?? 0)]
  if (BROKEN.test(version)) return 'broken'
  return major > 1 || (major === 1 && minor >= OLDEST_MINOR) ? 'fit' : 'old'
}

/** The same as a pattern over the first line of `tailscale version`, for who waits on the Pi; a test holds the two together. */
export const FIT_LINE =
  '^(1[.](5[2-9]|[6-9][0-9]|10[013-9]|1[1-9][0-9]|[2-9][0-9][0-9]|[1-9][0-9][0-9][0-9])[.][0-9]|1[.]102[.]([2-9]|[1-9][0-9])|([2-9]|[1-9][0-9]+)[.][0-9]+[.][0-9])'

/** Why a version is not used, as half a sentence. */
export const whyUnfit = (of: Exclude<Fitness, 'fit'>): string =>
  of === 'broken'
    ? 'lets nobody in through Funnel (its successor mends that)'
    : 'is too old to be asked for what a server needs'
