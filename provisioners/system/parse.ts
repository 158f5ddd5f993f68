/** Parsers of the machine's longer answers; lines that make no sense are passed over. */

export interface Os {
  /** `debian`, `ubuntu`, `raspbian`; empty when unknown. */
  readonly id: string
  readonly codename: string
  /** Major version, such as 13; 0 when the system has none (testing, unstable). */
  readonly major: number
  readonly name: string
}

/** Reads /etc/os-release, whose values may be quoted (os-release(5)). */
export function parseOsRelease(text: string): Os {
  const values = new Map<string, string>()
  for (const line of text.split('\n')) {
    const found = /^([A-Z0-9_]+)=(?:"([^"]*)"|'([^']*)'|(\S*))\s*$/.exec(line)
    if (found) values.set(found[1] ?? '', found[2] ?? found[3] ?? found[4] ?? '')
  }
  // both stand in addresses of repositories
  const identifier = (key: string): string => /^[a-z0-9._-]+$/.exec(values.get(key) ?? '')?.[0] ?? ''
  return {
    id: identifier('ID'),
    codename: identifier('VERSION_CODENAME'),
    major: Number.parseInt(values.get('VERSION_ID') ?? '', 10) || 0,
    name: values.get('PRETTY_NAME') ?? values.get('ID') ?? '',
  }
}

export interface Mount {
  readonly target: string
  readonly source: string
  readonly kind: string
  readonly sizeBytes: number
  readonly freeBytes: number
}

/** Reads findmnt's JSON; older ones write sizes as strings. */
export function parseMounts(text: string): Mount[] {
  if (text.trim() === '') return []
  const parsed = JSON.parse(text) as { filesystems?: readonly Record<string, unknown>[] }
  return (parsed.filesystems ?? []).flatMap((entry) => {
    const { target, source, fstype, size, avail } = entry
    if (typeof target !== 'string') return []
    return [
      {
        target,
        source: typeof source === 'string' ? source : '',
        kind: typeof fstype === 'string' ? fstype : '',
        sizeBytes: Number(size ?? 0) || 0,
        freeBytes: Number(avail ?? 0) || 0,
      },
    ]
  })
}

/** The file system that a path is on or would be on; the last mount over a target is the one in sight. */
export function mountOf(mounts: readonly Mount[], path: string): Mount | null {
  let best: Mount | null = null
  for (const mount of mounts) {
    const covers = mount.target === '/' || path === mount.target || path.startsWith(`${mount.target}/`)
    if (covers && (best === null || mount.target.length >= best.target.length)) best = mount
  }
  return best
}

export type DiskKind = 'sd' | 'usb' | 'nvme' | 'other'

/** From the root's device (Raspberry Pi's documentation). */
export function diskKind(source: string): DiskKind {
  if (source.startsWith('/dev/mmcblk')) return 'sd'
  if (source.startsWith('/dev/nvme')) return 'nvme'
  if (source.startsWith('/dev/sd')) return 'usb'
  return 'other'
}

export interface Listener {
  readonly address: string
  readonly port: number
  /** Name of the process; empty when the kernel does not tell. */
  readonly process: string
}

/** Reads `ss -Hltnp`: `LISTEN 0 4096 *:80 *:* users:(("caddy",pid=7,fd=3))`. */
export function parseListeners(text: string): Listener[] {
  return text.split('\n').flatMap((line) => {
    const found = /^LISTEN\s+\d+\s+\d+\s+(\S+):(\d+)\s+\S+(?:\s+users:\(\("([^"]*)")?/.exec(line.trim())
    return found ? [{ address: found[1] ?? '', port: Number(found[2]), process: found[3] ?? '' }] : []
  })
}

export interface PackageState {
  /** dpkg's own word: `installed`, `half-configured`, `not-installed`, … */
  readonly status: string
  readonly version: string
}

/** Reads lines of name, status and version with tabs between. */
export function parsePackages(text: string): ReadonlyMap<string, PackageState> {
  const found = new Map<string, PackageState>()
  for (const line of text.split('\n')) {
    const [name, status, version] = line.split('\t')
    if (name && status) found.set(name, { status, version: version ?? '' })
  }
  return found
}

export interface Unit {
  readonly loaded: boolean
  readonly active: boolean
  readonly enabled: boolean
}

/** Reads what `showUnit` prints: a line `Name=value` each. */
export function parseUnit(text: string): Unit {
  const of = (name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(text)?.[1] ?? ''
  return {
    loaded: of('LoadState') === 'loaded',
    active: of('ActiveState') === 'active',
    enabled: of('UnitFileState') === 'enabled',
  }
}
