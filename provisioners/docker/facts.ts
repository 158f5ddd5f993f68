/** What is known about Docker on the machine. A missing tool is an answer. */
import type { Answer } from '../host/host.ts'
import type { Fact } from '../engine/resource.ts'
import { queryPackages } from '../system/commands.ts'
import { parsePackages, parseUnit, type Unit } from '../system/parse.ts'
import * as commands from './commands.ts'

export interface Engine {
  /** Null without a client. */
  readonly client: string | null
  /** Null while the daemon does not answer. */
  readonly server: string | null
}

interface Info {
  readonly ServerVersion?: string
  readonly ServerErrors?: readonly string[]
  readonly ClientInfo?: {
    readonly Version?: string
    readonly Plugins?: readonly { readonly Name?: string; readonly Version?: string }[] | null
  }
}

const infoOf = (answer: Answer): Info => (jsonLine(answer) ?? {}) as Info

export const engine: Fact<Engine> = {
  id: 'docker.engine',
  command: commands.readInfo(),
  parse(answer) {
    const seen = infoOf(answer)
    const down = (seen.ServerErrors ?? []).length > 0
    return { client: seen.ClientInfo?.Version ?? null, server: (!down && seen.ServerVersion) || null }
  },
}

/**
 * The Compose plugin's version; null where there is none. Version 5 follows 2 (Docker Compose's release notes). Asked of the
 * client's own list of plugins: `docker compose version` takes a quarter of a second for it.
 */
export const composeVersion: Fact<string | null> = {
  id: 'docker.compose',
  command: commands.readInfo(),
  parse: (answer) =>
    infoOf(answer)
      .ClientInfo?.Plugins?.find(({ Name }) => Name === 'compose')
      ?.Version?.replace(/^v/, '') || null,
}

export interface DaemonInfo {
  /** Whether memory limits are kept; the daemon accepts them silently where not. */
  readonly memoryLimit: boolean
  readonly swarm: boolean
  readonly rootless: boolean
}

/** Null while the daemon does not answer. */
export const daemonInfo: Fact<DaemonInfo | null> = {
  id: 'docker.info',
  command: commands.readInfo(),
  parse(answer) {
    const seen = answer.status === 0 ? (jsonLine(answer) as Record<string, unknown> | null) : null
    if (seen === null) return null
    const security = Array.isArray(seen['SecurityOptions']) ? seen['SecurityOptions'] : []
    const swarm = seen['Swarm'] as { LocalNodeState?: string } | undefined
    return {
      memoryLimit: seen['MemoryLimit'] === true,
      swarm: swarm?.LocalNodeState === 'active',
      rootless: security.some((option) => typeof option === 'string' && option.includes('rootless')),
    }
  },
}

/** The daemon's settings as they are; null without a file. Kept as text: what cannot be read is not overwritten. */
export const daemonFile: Fact<string | null> = {
  id: 'docker.daemon-json',
  command: commands.readDaemonJson(),
  parse(answer) {
    if (answer.status !== 0) throw new Error(`${commands.DAEMON_JSON} is there and cannot be read`)
    return answer.stdout.trim() === '' ? null : answer.stdout
  },
}

export const unit: Fact<Unit> = {
  id: 'docker.unit',
  command: commands.readUnit(),
  parse: ({ stdout }) => parseUnit(stdout),
}

/** Every package that brings Docker in one of its shapes (Docker's documentation, Install on Debian). */
export const DOCKER_PACKAGES = [
  'docker-ce',
  'docker-ce-cli',
  'containerd.io',
  'docker-buildx-plugin',
  'docker-compose-plugin',
  'docker.io',
  'docker-cli',
  'docker-compose',
  'docker-doc',
  'podman-docker',
  'containerd',
  'runc',
  'iptables',
] as const

/** Names of those that are installed. */
export const packages: Fact<ReadonlySet<string>> = {
  id: 'docker.packages',
  command: queryPackages(DOCKER_PACKAGES),
  parse: (answer) =>
    new Set(
      [...parsePackages(answer.stdout)].flatMap(([name, { status }]) =>
        status === 'installed' ? [name] : [],
      ),
    ),
}

export const snap: Fact<boolean> = {
  id: 'docker.snap',
  command: commands.findSnap(),
  parse: (answer) => answer.status === 0,
}

/** Whether Docker's repository answers; null where curl is not there to ask. */
export const repositoryReachable: Fact<boolean | null> = {
  id: 'docker.repository',
  command: commands.reachRepository(),
  timeoutSeconds: 10,
  parse: (answer) => (answer.status === 127 ? null : answer.status === 0),
}

/** Whether an older entry for Docker's repository is in use. */
export const oldList: Fact<boolean> = {
  id: 'docker.old-list',
  command: commands.readOldList(),
  parse: (answer) => answer.status === 0 && /^\s*deb\s[^#]*download\.docker\.com/m.test(answer.stdout),
}

export interface Container {
  readonly name: string
  /** Compose project; empty for one that was started by hand. */
  readonly project: string
  readonly running: boolean
  /** Host ports that it publishes. */
  readonly ports: readonly number[]
}

/** Every container on the machine, whoever owns it; none while the daemon does not answer. */
export const containers: Fact<readonly Container[]> = {
  id: 'docker.containers',
  command: commands.listContainers(),
  capBytes: 1024 * 1024,
  parse: (answer) => (answer.status === 0 ? parseContainers(answer.stdout) : []),
}

/** Reads `docker ps --format json`: one object a line. */
export function parseContainers(text: string): Container[] {
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return []
    const seen = JSON.parse(line) as Record<string, string>
    const labels = seen['Labels'] ?? ''
    const ports = [...(seen['Ports'] ?? '').matchAll(/:(\d+)(?:-(\d+))?->/g)]
    return [
      {
        name: seen['Names'] ?? '',
        project: /(?:^|,)com\.docker\.compose\.project=([^,]*)/.exec(labels)?.[1] ?? '',
        running: seen['State'] === 'running',
        ports: [...new Set(ports.flatMap((found) => range(Number(found[1]), Number(found[2] ?? found[1]))))],
      },
    ]
  })
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, Math.min(to - from, 1000)) + 1 }, (_, index) => from + index)

/** The first line that is an object; null for anything else. */
function jsonLine(answer: Answer): unknown {
  const line = answer.stdout.split('\n').find((text) => text.startsWith('{'))
  if (line === undefined) return null
  try {
    return JSON.parse(line) as unknown
  } catch {
    return null
  }
}
