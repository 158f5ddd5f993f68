/** Merges Bramble's wishes into the daemon's settings: whatever is there stays. Pure. */

export type Merged =
  /** Nothing is missing. */
  | { readonly kind: 'same' }
  | { readonly kind: 'changed'; readonly text: string; readonly added: readonly string[] }
  /** What is there is no JSON object: never overwritten. */
  | { readonly kind: 'unreadable' }

/**
 * Logs that rotate (the default never does) and containers that outlive an update of Docker (Docker's documentation, Configure logging drivers).
 *
 * @param text the file as it is; null without one
 * @param swarm a swarm refuses to start with live-restore
 */
export function mergeDaemonJson(text: string | null, swarm: boolean): Merged {
  const there = read(text)
  if (there === null) return { kind: 'unreadable' }
  const wishes: Record<string, unknown> = {}
  // options belong to their driver: one without the other is somebody's choice
  if (!('log-driver' in there) && !('log-opts' in there)) {
    wishes['log-driver'] = 'local'
    wishes['log-opts'] = { 'max-size': '10m', 'max-file': '3' }
  }
  if (!('live-restore' in there) && !swarm) wishes['live-restore'] = true
  const added = Object.keys(wishes)
  if (added.length === 0) return { kind: 'same' }
  return { kind: 'changed', text: `${JSON.stringify({ ...there, ...wishes }, null, 2)}\n`, added }
}

function read(text: string | null): Record<string, unknown> | null {
  if (text === null) return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
