/** A container: what it was made from, and what became of it. */

export interface Mount {
  readonly type: 'bind' | 'tmpfs'
  /** Path on the host; empty for a tmpfs. */
  readonly source: string
  readonly target: string
  readonly readOnly: boolean
}

export interface PublishedPort {
  /** Empty means every address. */
  readonly address: string
  readonly published: number
  readonly target: number
  readonly protocol: 'tcp' | 'udp'
}

export interface HealthCheck {
  readonly test: readonly string[]
  readonly intervalSeconds: number
  readonly startPeriodSeconds: number
  readonly startIntervalSeconds: number
  readonly retries: number
}

export interface ContainerSpec {
  readonly image: string
  readonly entrypoint: readonly string[] | null
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** As given: `uid`, `uid:gid` or empty. */
  readonly user: string
  readonly mounts: readonly Mount[]
  readonly ports: readonly PublishedPort[]
  readonly networks: readonly { readonly name: string; readonly aliases: readonly string[] }[]
  readonly health: HealthCheck | null
  readonly labels: Readonly<Record<string, string>>
  readonly restart: 'no' | 'always' | 'unless-stopped' | 'on-failure'
  readonly memoryBytes: number
  /** For a container that ends by itself and is then removed: after how many seconds. */
  readonly goneAfterSeconds?: number
}

export interface LogEntry {
  /** Counts up; stays the same when older ones are dropped. */
  readonly number: number
  /** Seconds since the epoch. */
  readonly at: number
  readonly text: string
}

export interface Container {
  readonly id: string
  name: string
  readonly spec: ContainerSpec
  readonly imageId: string
  readonly created: number
  readonly address: string
  state: 'created' | 'running' | 'restarting' | 'exited'
  startedAt: number
  finishedAt: number
  exitCode: number
  restartCount: number
  /** Whether its program has passed its own start, and found all that it needs. */
  up: boolean
  /** When a restart is due, in seconds since the epoch; null when none is. */
  restartAt: number | null
  /** Since when its health check has failed without a break; null while it passes or was never asked. */
  failingSince: number | null
  wasHealthy: boolean
  readonly log: LogEntry[]
}
