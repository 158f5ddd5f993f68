/** Containers and images in the words of `docker ps`, `docker inspect` and `docker image ls`. */
import type { Machine } from '../machine.ts'
import { behaviourOf } from '../services/index.ts'
import type { Container } from './container.ts'
import type { LocalImage } from './engine.ts'
import { binarySize, humanDuration, humanSize, timestamp } from './format.ts'
import { healthOf } from './health.ts'
import { familiarName } from './registry.ts'

/** One object of `docker ps --format json`. */
export async function psRow(
  machine: Machine,
  one: Container,
  full: boolean,
): Promise<Record<string, string>> {
  const now = machine.clock.now()
  const health = await healthOf(machine, one)
  const command = [
    ...(one.spec.entrypoint ?? [behaviourOf(one.spec.image).entrypoint]),
    ...one.spec.command,
  ].join(' ')
  const shown = full ? command : `${command.slice(0, 19)}…`
  return {
    Command: `"${shown}"`,
    CreatedAt: zoned(one.created),
    ID: full ? one.id : one.id.slice(0, 12),
    // shortened unless --no-trunc was said
    Image: full ? one.spec.image : familiarName(one.spec.image),
    Labels: Object.entries(one.spec.labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
    LocalVolumes: '0',
    Mounts: one.spec.mounts.flatMap(({ type, source }) => (type === 'bind' ? [source] : [])).join(','),
    Names: one.name,
    Networks: one.networks.map(({ name }) => name).join(','),
    Ports: one.state === 'running' ? portsOf(one) : '',
    RunningFor: `${humanDuration(now - one.created)} ago`,
    Size: '0B',
    State: one.state,
    Status: statusOf(one, now, health.status),
  }
}

function portsOf(one: Container): string {
  return one.spec.ports
    .flatMap(({ address, published, target, protocol }) =>
      (address === '' ? ['0.0.0.0', '[::]'] : [address]).map(
        (from) => `${from}:${published}->${target}/${protocol}`,
      ),
    )
    .join(', ')
}

function statusOf(one: Container, now: number, health: string): string {
  switch (one.state) {
    case 'created':
      return 'Created'
    case 'exited':
      return `Exited (${one.exitCode}) ${humanDuration(now - one.finishedAt)} ago`
    case 'restarting':
      return `Restarting (${one.exitCode}) ${humanDuration(now - one.finishedAt)} ago`
    case 'running': {
      const words = health === 'none' ? '' : ` (${health === 'starting' ? 'health: starting' : health})`
      return `Up ${humanDuration(now - one.startedAt)}${words}`
    }
  }
}

/** The object of `docker inspect`, as far as anybody reads it. */
export async function inspected(machine: Machine, one: Container): Promise<Record<string, unknown>> {
  const health = await healthOf(machine, one)
  const { spec } = one
  return {
    Id: one.id,
    Created: timestamp(one.created),
    Path: spec.entrypoint?.[0] ?? behaviourOf(spec.image).entrypoint,
    Args: [...(spec.entrypoint?.slice(1) ?? []), ...spec.command],
    State: {
      Status: one.state,
      Running: one.state === 'running' || one.state === 'restarting',
      Paused: false,
      Restarting: one.state === 'restarting',
      OOMKilled: false,
      Dead: false,
      Pid: one.state === 'running' ? 4000 + Number.parseInt(one.id.slice(0, 3), 16) : 0,
      ExitCode: one.exitCode,
      Error: '',
      StartedAt: timestamp(one.startedAt),
      FinishedAt: timestamp(one.finishedAt),
      ...(health.status !== 'none' && {
        Health: {
          Status: health.status,
          FailingStreak: one.failingSince === null ? 0 : 1,
          Log:
            health.status === 'starting' && health.output === ''
              ? []
              : [
                  {
                    Start: timestamp(machine.clock.now()),
                    End: timestamp(machine.clock.now()),
                    ExitCode: health.exitCode,
                    Output: health.output,
                  },
                ],
        },
      }),
    },
    Image: one.imageId,
    Name: `/${one.name}`,
    RestartCount: one.restartCount,
    HostConfig: { Memory: spec.memoryBytes, RestartPolicy: { Name: spec.restart, MaximumRetryCount: 0 } },
    Mounts: spec.mounts
      .filter(({ type }) => type === 'bind')
      .map(({ source, target, readOnly }) => ({
        Type: 'bind',
        Source: source,
        Destination: target,
        Mode: '',
        RW: !readOnly,
        Propagation: 'rprivate',
      })),
    Config: {
      User: spec.user,
      Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
      Cmd: spec.command,
      Image: spec.image,
      Entrypoint: spec.entrypoint,
      Labels: spec.labels,
    },
    NetworkSettings: {
      Ports: Object.fromEntries(
        spec.ports.map(({ address, published, target, protocol }) => [
          `${target}/${protocol}`,
          [{ HostIp: address === '' ? '0.0.0.0' : address, HostPort: String(published) }],
        ]),
      ),
      Networks: Object.fromEntries(
        one.networks.map(({ name, aliases }) => [
          name,
          {
            Aliases: aliases,
            IPAddress: one.state === 'running' ? one.address : '',
            DNSNames: [one.name, ...aliases],
          },
        ]),
      ),
    },
  }
}

/** One object of `docker stats --format json`; zeros where the kernel does not count. */
export function statsRow(machine: Machine, one: Container): Record<string, string> {
  const used = machine.memoryLimits && one.up ? behaviourOf(one.spec.image).memoryBytes : 0
  const limit = machine.memoryLimits ? one.spec.memoryBytes || machine.options.memoryBytes : 0
  return {
    BlockIO: '0B / 0B',
    CPUPerc: one.up ? '0.42%' : '0.00%',
    Container: one.id.slice(0, 12),
    ID: one.id.slice(0, 12),
    MemPerc: limit === 0 ? '0.00%' : `${((used / limit) * 100).toFixed(2)}%`,
    MemUsage: `${binarySize(used)} / ${binarySize(limit)}`,
    Name: one.name,
    NetIO: '1.2kB / 1.1kB',
    PIDs: one.up ? '12' : '1',
  }
}

/** One object of `docker image ls --format json`. */
export function imageRow(
  machine: Machine,
  { published, pulledAt }: LocalImage,
  full: boolean,
): Record<string, string> {
  return {
    Containers: 'N/A',
    CreatedAt: zoned(pulledAt),
    CreatedSince: `${humanDuration(machine.clock.now() - pulledAt)} ago`,
    Digest: '<none>',
    ID: full ? published.id : published.id.slice(7, 19),
    Repository: familiarName(published.name),
    SharedSize: 'N/A',
    Size: humanSize(published.unpackedBytes),
    Tag: published.tag,
    UniqueSize: 'N/A',
    VirtualSize: humanSize(published.unpackedBytes),
  }
}

const zoned = (seconds: number) =>
  `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`
