/** The docker client. */
import { imageRow, inspected, psRow, statsRow } from '../docker/describe.ts'
import type { Container } from '../docker/container.ts'
import { formatted } from '../docker/format.ts'
import { healthOf } from '../docker/health.ts'
import { fullName } from '../docker/registry.ts'
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import { complain, type Process } from '../process/process.ts'
import { compose } from './compose.ts'
import { info, PLUGIN, version } from './docker-info.ts'
import { network } from './docker-network.ts'
import { run } from './docker-run.ts'
import type { KnownProgram } from './index.ts'

const CLIENT = '/usr/bin/docker'
export const dockerPrograms: Record<string, KnownProgram> = {
  docker: { run: docker, files: [CLIENT] },
  dockerd: { run: dockerd, files: ['/usr/bin/dockerd', '/usr/sbin/dockerd'] },
}

async function docker(process: Process): Promise<number> {
  const [command = '', ...args] = process.args
  const { machine } = process
  if (command === 'compose') {
    if (!machine.files.exists(PLUGIN))
      return complain(process, "unknown command: docker compose\n\nRun 'docker --help' for more information")
    return compose(process, args, () => reaches(process))
  }
  if (command === 'version') return version(process, args, reaches(process))
  if (command === 'info') return info(process, args, reaches(process))
  if (!reaches(process)) return 1
  switch (command) {
    case 'ps':
      return ps(process, args)
    case 'inspect':
      return inspect(process, args)
    case 'image':
      return image(process, args)
    case 'network':
      return network(process, args)
    case 'run':
      return run(process, args)
    case 'exec':
      return exec(process, args)
    case 'restart':
    case 'start':
    case 'stop':
    case 'rm':
      return change(process, command, args)
    case 'stats':
      return stats(process, args)
    default:
      throw new PracticeError('docker', command)
  }
}

/** Whether the daemon answers this user; says so when it does not. */
function reaches(process: Process): boolean {
  const { units } = process.machine
  const service = units.find('docker.service')
  // systemd holds the socket, and starts the service for whoever knocks
  if (service?.active === 'inactive' && units.find('docker.socket')?.active === 'active') units.start(service)
  if (!process.machine.docker.running) {
    process.err(
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n',
    )
    return false
  }
  if (process.who.uid !== 0) {
    process.err(
      'permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock\n',
    )
    return false
  }
  return true
}

async function ps(process: Process, args: readonly string[]): Promise<number> {
  const flags = readFlags('docker ps', args, [
    '-a|--all',
    '-q|--quiet',
    '--no-trunc',
    '--format=',
    '-f|--filter=',
  ])
  const { docker: engine } = process.machine
  const fits = filtersOf(process, flags.values('-f'))
  // newest first, as Docker lists them
  for (const one of [...engine.all()].reverse()) {
    if (!flags.has('-a') && one.state !== 'running' && one.state !== 'restarting') continue
    if (!(await fits(one))) continue
    if (flags.has('-q')) process.out(`${flags.has('--no-trunc') ? one.id : one.id.slice(0, 12)}\n`)
    else {
      const row = await psRow(process.machine, one, flags.has('--no-trunc'))
      process.out(`${formatted(needed(flags.value('--format'), 'docker ps'), row)}\n`)
    }
  }
  return 0
}

/** Values of one key are alternatives, and of several keys each must fit (docker ps, Filtering). */
function filtersOf({ machine }: Process, given: readonly string[]): (one: Container) => Promise<boolean> {
  const filters = given.map((filter) => {
    const [, key = '', value = ''] = /^(label|status|health)=(.+)$/.exec(filter) ?? []
    if (key === '') throw new PracticeError('docker ps', `the filter ${filter}`)
    return { key, value }
  })
  const has = async (one: Container, { key, value }: { key: string; value: string }): Promise<boolean> => {
    if (key === 'status') return one.state === value
    if (key === 'health') return (await healthOf(machine, one)).status === value
    const [label = '', wanted] = value.split('=', 2)
    const found = one.spec.labels[label]
    return wanted === undefined ? found !== undefined : found === wanted
  }
  return async (one) => {
    const keys = new Map<string, boolean>()
    for (const filter of filters) {
      // each label is a demand of its own
      const key = filter.key === 'label' ? `label ${filter.value}` : filter.key
      keys.set(key, keys.get(key) === true || (await has(one, filter)))
    }
    return [...keys.values()].every(Boolean)
  }
}

async function inspect(process: Process, args: readonly string[]): Promise<number> {
  const flags = readFlags('docker inspect', args, ['-f|--format='])
  let status = 0
  for (const name of flags.rest) {
    const one = process.machine.docker.find(name)
    if (!one) {
      process.err(`Error: No such object: ${name}\n`)
      status = 1
      continue
    }
    const object = await inspected(process.machine, one)
    process.out(`${formatted(needed(flags.value('-f'), 'docker inspect'), object)}\n`)
  }
  return status
}

function image(process: Process, args: readonly string[]): number {
  const [verb, ...rest] = args
  const { machine } = process
  if (verb === 'rm') return removeImages(process, rest)
  const flags = readFlags(`docker image ${verb}`, rest, [
    '-f|--format=',
    ...(verb === 'ls' ? ['--no-trunc', '-q|--quiet'] : []),
  ])
  if (verb === 'ls' && flags.has('-q')) {
    const [wanted = '', ...more] = flags.rest
    if (wanted === '' || more.length > 0)
      throw new PracticeError('docker image ls --quiet', flags.rest.join(' '))
    const { name, tag } = fullName(wanted)
    const there = machine.docker.images.get(`${name}:${tag}`)
    if (there) process.out(`${there.published.id.replace('sha256:', '').slice(0, 12)}\n`)
    return 0
  }
  const format = needed(flags.value('-f'), `docker image ${verb}`)
  if (verb === 'ls') {
    if (flags.rest.length > 0) throw new PracticeError('docker image ls', flags.rest.join(' '))
    for (const one of machine.docker.images.values())
      process.out(`${formatted(format, imageRow(machine, one, flags.has('--no-trunc')))}\n`)
    return 0
  }
  if (verb !== 'inspect') throw new PracticeError('docker image', String(verb))
  let status = 0
  for (const name of flags.rest) {
    const full = fullName(name)
    const found = machine.docker.images.get(`${full.name}:${full.tag}`)
    if (found)
      process.out(`${formatted(format, { Id: found.published.id, Size: found.published.unpackedBytes })}\n`)
    else {
      process.err(`Error response from daemon: No such image: ${name}\n`)
      status = 1
    }
  }
  return status
}

function removeImages(process: Process, args: readonly string[]): number {
  const { docker: engine } = process.machine
  let status = 0
  for (const wanted of readFlags('docker image rm', args, []).rest) {
    const { name, tag } = fullName(wanted)
    const found = engine.images.get(`${name}:${tag}`)
    const used = engine.all().find((one) => {
      const of = fullName(one.spec.image)
      return `${of.name}:${of.tag}` === `${name}:${tag}`
    })
    if (found && !used) {
      engine.images.delete(`${name}:${tag}`)
      process.out(`Untagged: ${wanted}\n`)
      continue
    }
    process.err(
      used
        ? `Error response from daemon: conflict: unable to remove repository reference "${wanted}" (must force) - container ${used.id.slice(0, 12)} is using its referenced image\n`
        : `Error response from daemon: No such image: ${wanted}\n`,
    )
    status = 1
  }
  return status
}

async function exec(process: Process, args: readonly string[]): Promise<number> {
  const flags = readFlags('docker exec', args, ['-i|--interactive', '-u|--user='], { firstRestEnds: true })
  const [name = '', ...argv] = flags.rest
  const one = process.machine.docker.find(name)
  if (!one) return complain(process, `Error response from daemon: No such container: ${name}`)
  if (one.state !== 'running') {
    process.err(`Error response from daemon: container ${one.id} is not running\n`)
    return 1
  }
  return process.exec(argv, {
    inside: one,
    environment: one.spec.environment,
    // without --interactive nothing reaches the program's standard input
    input: flags.has('-i') ? process.input : '',
  })
}

type Change = 'restart' | 'start' | 'stop' | 'rm'

async function change(process: Process, verb: Change, args: readonly string[]): Promise<number> {
  const declared = { restart: ['-t|--time='], stop: ['-t|--time='], start: [], rm: ['-f|--force'] }[verb]
  const flags = readFlags(`docker ${verb}`, args, declared)
  let status = 0
  for (const name of flags.rest) {
    const one = process.machine.docker.find(name)
    const trouble = one
      ? await changeOne(process, verb, one, verb === 'rm' && flags.has('-f'))
      : `No such container: ${name}`
    if (trouble === null) process.out(`${name}\n`)
    else {
      process.err(`Error response from daemon: ${trouble}\n`)
      status = 1
    }
  }
  return status
}

async function changeOne(
  process: Process,
  verb: Change,
  one: Container,
  force: boolean,
): Promise<string | null> {
  const { docker: engine } = process.machine
  if (verb === 'rm') {
    if (one.state === 'running' && !force)
      return `cannot remove container "/${one.name}": container is running: stop the container before removing or force remove`
    engine.remove(one)
    return null
  }
  await process.sleep(0.5)
  if (verb !== 'start') engine.stopContainer(one)
  return verb !== 'stop' && one.state !== 'running' ? engine.run(one) : null
}

/** One sample of each running container; the real one takes two seconds for it. */
async function stats(process: Process, args: readonly string[]): Promise<number> {
  const flags = readFlags('docker stats', args, ['--no-stream', '--format='])
  if (!flags.has('--no-stream')) throw new PracticeError('docker stats', 'without --no-stream')
  await process.sleep(0.5)
  for (const one of process.machine.docker.all())
    if (one.state === 'running')
      process.out(
        `${formatted(needed(flags.value('--format'), 'docker stats'), statsRow(process.machine, one))}\n`,
      )
  return 0
}

function dockerd(process: Process): number {
  const flags = readFlags('dockerd', process.args, ['--validate', '--config-file='])
  if (!flags.has('--validate')) throw new PracticeError('dockerd', 'anything but --validate')
  const file = flags.value('--config-file') ?? '/etc/docker/daemon.json'
  try {
    JSON.parse(process.machine.files.read(file))
    process.out('configuration OK\n')
    return 0
  } catch {
    process.err(`unable to configure the Docker daemon with file ${file}: invalid character in JSON\n`)
    return 1
  }
}

function needed(format: string | undefined, program: string): string {
  if (format === undefined) throw new PracticeError(program, 'its table: ask with --format')
  return format
}
