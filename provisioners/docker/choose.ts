/** Which Docker this machine gets, decided from what was seen, so that the plan can say which one it will be. Pure. */
import type { Engine } from './facts.ts'

/** Docker's own packages (Docker's documentation, Install on Debian). */
export const REPOSITORY_PACKAGES = [
  'docker-ce',
  'docker-ce-cli',
  'containerd.io',
  'docker-buildx-plugin',
  'docker-compose-plugin',
]
/** Debian 13's own bring Compose v2; Debian 12's do not (Docker's documentation, Install on Debian). */
export const DISTRIBUTION_PACKAGES = ['docker.io', 'docker-cli', 'docker-compose', 'iptables']
const DISTRIBUTION_SINCE = 13
/** These take the same files as Docker's own packages. */
const CONFLICTING = [
  'docker.io',
  'docker-cli',
  'docker-doc',
  'docker-compose',
  'podman-docker',
  'containerd',
  'runc',
]

export const OLDEST_ENGINE = 24
const OLDEST_COMPOSE = 2

export interface DockerSeen {
  readonly engine: Engine
  readonly compose: string | null
  readonly packages: ReadonlySet<string>
  readonly snap: boolean
  readonly rootless: boolean
  /** Containers of others than Bramble. */
  readonly foreignContainers: number
  /** Null where it could not be asked. */
  readonly reachable: boolean | null
  readonly oldList: boolean
  readonly os: { readonly id: string; readonly codename: string; readonly major: number }
}

export type Choice =
  | { readonly kind: 'keep'; readonly version: string }
  | { readonly kind: 'repository'; readonly distribution: string; readonly remove: readonly string[] }
  | { readonly kind: 'distribution' }
  | { readonly kind: 'refuse'; readonly because: 'snap' | 'rootless' | 'in-use' }
  /** Neither source has a Docker that fits. */
  | { readonly kind: 'none' }

export function chooseDocker(seen: DockerSeen): Choice {
  if (seen.snap) return { kind: 'refuse', because: 'snap' }
  if (seen.rootless) return { kind: 'refuse', because: 'rootless' }
  const version = seen.engine.server ?? seen.engine.client
  const fits = major(version) >= OLDEST_ENGINE
  if (version !== null && fits && major(seen.compose) >= OLDEST_COMPOSE) return { kind: 'keep', version }
  // what is there already decides who brings the missing half
  if (seen.packages.has('docker-ce')) return repository(seen, [])
  if (fits && seen.packages.has('docker.io')) return { kind: 'distribution' }
  const remove = CONFLICTING.filter((name) => seen.packages.has(name))
  if (seen.reachable !== false && repositoryFor(seen.os.id) !== null && seen.os.codename !== '') {
    if (remove.length > 0 && seen.foreignContainers > 0) return { kind: 'refuse', because: 'in-use' }
    return repository(seen, remove)
  }
  const debian = seen.os.id === 'debian' && (seen.os.major >= DISTRIBUTION_SINCE || seen.os.major === 0)
  return debian ? { kind: 'distribution' } : { kind: 'none' }
}

const repository = (seen: DockerSeen, remove: readonly string[]): Choice => ({
  kind: 'repository',
  distribution: repositoryFor(seen.os.id) ?? 'debian',
  remove,
})

const repositoryFor = (id: string): string | null =>
  id === 'debian' || id === 'raspbian' ? 'debian' : id === 'ubuntu' ? 'ubuntu' : null

/** The first number of a version such as `28.3.1`, `v2.40.3-desktop.1` or `5.0.0`; 0 when there is none. */
export const major = (version: string | null): number => Number(/^v?(\d+)\./.exec(version ?? '')?.[1] ?? 0)

/** Docker's repository as apt reads it (deb822; Docker's documentation, Install on Debian). */
export const sourcesFile = (url: string, suite: string, architecture: string, keyring: string): string =>
  [
    'Types: deb',
    `URIs: ${url}`,
    `Suites: ${suite}`,
    'Components: stable',
    `Architectures: ${architecture}`,
    `Signed-By: ${keyring}`,
    '',
  ].join('\n')
