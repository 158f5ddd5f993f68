/** Parsers of what the stack's questions answer; lines that make no sense are passed over. */

/** One file or directory of a listing. */
export interface Entry {
  readonly kind: 'directory' | 'file' | 'other'
  /** Octal digits, such as `600`. */
  readonly mode: string
  readonly uid: number
  readonly gid: number
}

/** Reads lines of kind, mode, uid, gid and path. */
export function parseListing(text: string): ReadonlyMap<string, Entry> {
  const entries = new Map<string, Entry>()
  for (const line of text.split('\n')) {
    const found = /^(\S) ([0-7]+) (\d+) (\d+) (\/.*)$/.exec(line)
    if (!found) continue
    const kind = found[1] === 'd' ? 'directory' : found[1] === 'f' ? 'file' : 'other'
    entries.set(found[5] ?? '', { kind, mode: found[2] ?? '', uid: Number(found[3]), gid: Number(found[4]) })
  }
  return entries
}

/** Reads sha256sum's lines: path to hash. */
export function parseHashes(text: string): ReadonlyMap<string, string> {
  const hashes = new Map<string, string>()
  for (const line of text.split('\n')) {
    const found = /^([0-9a-f]{64}) [ *](\/.*)$/.exec(line)
    if (found) hashes.set(found[2] ?? '', found[1] ?? '')
  }
  return hashes
}

/** Reads lines of path, NUL, text of a line: path to text. */
export function parseTexts(text: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const line of text.split('\n')) {
    const at = line.indexOf('\0')
    if (at < 0) continue
    const path = line.slice(0, at)
    texts.set(path, `${texts.get(path) ?? ''}${line.slice(at + 1)}\n`)
  }
  return texts
}

/** Reads lines of a time in seconds since the epoch and a path. */
export function parseTimes(text: string): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const line of text.split('\n')) {
    const found = /^(\d+(?:\.\d+)?) (\/.*)$/.exec(line)
    if (found) times.set(found[2] ?? '', Number(found[1]))
  }
  return times
}

export interface OwnContainer {
  readonly service: string
  readonly image: string
  readonly revision: string
  /** Docker's own word: created, running, paused, restarting, removing, exited, dead. */
  readonly state: string
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy'
  readonly restarts: number
  /** Seconds since the epoch; null when it never ran. */
  readonly startedAt: number | null
  readonly exitCode: number
  /** Host paths that it has mounted. */
  readonly mounts: readonly string[]
  /** Last output of its health check. */
  readonly healthOutput: string
  /** Its names in each network, by the network's name. */
  readonly networks: ReadonlyMap<string, readonly string[]>
}

/** Reads `docker inspect --format '{{json .}}'`: one object a line. */
export function parseInspected(text: string, revisionLabel: string): OwnContainer[] {
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return []
    const seen = JSON.parse(line) as Inspected
    const labels = seen.Config?.Labels ?? {}
    const service = labels['com.docker.compose.service']
    // `docker compose run` leaves one-off containers, which are nobody's service
    if (!service || labels['com.docker.compose.oneoff'] === 'True') return []
    const started = Date.parse(seen.State?.StartedAt ?? '')
    return [
      {
        service,
        image: seen.Config?.Image ?? '',
        revision: labels[revisionLabel] ?? '',
        state: seen.State?.Status ?? '',
        health: healthOf(seen.State?.Health?.Status),
        restarts: seen.RestartCount ?? 0,
        startedAt: started > 0 ? Math.floor(started / 1000) : null,
        exitCode: seen.State?.ExitCode ?? 0,
        mounts: (seen.Mounts ?? []).flatMap((mount) => (mount.Source ? [mount.Source] : [])),
        healthOutput: seen.State?.Health?.Log?.at(-1)?.Output?.trim().slice(0, 500) ?? '',
        networks: new Map(
          Object.entries(seen.NetworkSettings?.Networks ?? {}).map(([name, of]) => [name, of?.Aliases ?? []]),
        ),
      },
    ]
  })
}

interface Inspected {
  RestartCount?: number
  Config?: { Image?: string; Labels?: Record<string, string> | null }
  State?: {
    Status?: string
    StartedAt?: string
    ExitCode?: number
    Health?: { Status?: string; Log?: readonly { Output?: string }[] | null } | null
  }
  Mounts?: readonly { Source?: string }[] | null
  NetworkSettings?: { Networks?: Record<string, { Aliases?: readonly string[] | null } | null> | null }
}

function healthOf(status: string | undefined): OwnContainer['health'] {
  return status === 'starting' || status === 'healthy' || status === 'unhealthy' ? status : 'none'
}

/** Names of images as Docker lists them: `docker.io/library/caddy:2` is listed as `caddy:2`. */
export const familiarName = (image: string): string => image.replace(/^docker\.io\/(library\/)?/, '')

/** Reads `docker image ls --format '{{json .}}'`: familiar names with tags. */
export function parseImages(text: string): ReadonlySet<string> {
  const names = text.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return []
    const { Repository, Tag } = JSON.parse(line) as { Repository?: string; Tag?: string }
    return Repository && Tag ? [familiarName(`${Repository}:${Tag}`)] : []
  })
  return new Set(names)
}
