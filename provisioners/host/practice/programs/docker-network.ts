/** docker network: list, create, connect and disconnect. */
import { formatted } from '../docker/format.ts'
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import { complain, type Process } from '../process/process.ts'

/** What every Docker has. */
const BUILT_IN = [
  ['bridge', 'bridge'],
  ['host', 'host'],
  ['none', 'null'],
] as const

export function network(process: Process, args: readonly string[]): number {
  const [verb = '', ...rest] = args
  switch (verb) {
    case 'ls':
      return list(process, rest)
    case 'create':
      return create(process, rest)
    case 'rm':
      return remove(process, rest)
    case 'connect':
      return connect(process, rest)
    case 'disconnect':
      return disconnect(process, rest)
    default:
      throw new PracticeError('docker network', verb)
  }
}

function list(process: Process, args: readonly string[]): number {
  const flags = readFlags('docker network ls', args, ['--no-trunc', '--format='])
  const format = flags.value('--format')
  if (format === undefined) throw new PracticeError('docker network ls', 'its table: ask with --format')
  const { docker } = process.machine
  const made = [...docker.networks].map(([name, { labels }]) => ({ name, driver: 'bridge', labels }))
  for (const { name, driver, labels } of [
    ...BUILT_IN.map(([name, driver]) => ({ name, driver, labels: {} })),
    ...made,
  ])
    process.out(
      `${formatted(format, {
        Driver: driver,
        IPv6: 'false',
        Internal: 'false',
        Labels: Object.entries(labels)
          .map(([key, value]) => `${key}=${value}`)
          .join(','),
        Name: name,
        Scope: 'local',
      })}\n`,
    )
  return 0
}

function create(process: Process, args: readonly string[]): number {
  const { rest } = readFlags('docker network create', args, [])
  const { networks } = process.machine.docker
  const [name = ''] = rest
  if (networks.has(name))
    return complain(process, `Error response from daemon: network with name ${name} already exists`)
  networks.set(name, { labels: {} })
  process.out(`${process.machine.hex(64)}\n`)
  return 0
}

function remove(process: Process, args: readonly string[]): number {
  const { docker } = process.machine
  let status = 0
  for (const name of readFlags('docker network rm', args, []).rest) {
    const used = [...docker.all()].some((one) => one.networks.some((other) => other.name === name))
    if (!docker.networks.has(name))
      status = complain(process, `Error response from daemon: network ${name} not found`)
    else if (used)
      status = complain(
        process,
        `Error response from daemon: error while removing network: network ${name} has active endpoints`,
      )
    else {
      docker.networks.delete(name)
      process.out(`${name}\n`)
    }
  }
  return status
}

function connect(process: Process, args: readonly string[]): number {
  const flags = readFlags('docker network connect', args, ['--alias=', '--link='])
  const [name = '', container = ''] = flags.rest
  const { docker } = process.machine
  const one = docker.find(container)
  if (!docker.networks.has(name))
    return complain(process, `Error response from daemon: network ${name} not found`)
  if (!one) return complain(process, `Error response from daemon: No such container: ${container}`)
  if (one.networks.some((other) => other.name === name))
    return complain(
      process,
      `Error response from daemon: endpoint with name ${one.name} already exists in network ${name}`,
    )
  one.networks = [...one.networks, { name, aliases: flags.values('--alias') }]
  return 0
}

function disconnect(process: Process, args: readonly string[]): number {
  const [name = '', container = ''] = readFlags('docker network disconnect', args, []).rest
  const one = process.machine.docker.find(container)
  if (!one) return complain(process, `Error response from daemon: No such container: ${container}`)
  if (!one.networks.some((other) => other.name === name))
    return complain(
      process,
      `Error response from daemon: container ${one.id} is not connected to network ${name}`,
    )
  one.networks = one.networks.filter((other) => other.name !== name)
  return 0
}
