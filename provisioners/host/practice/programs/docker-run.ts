/**
 * docker run, as far as a program is asked to look at its own settings (one short life without a network), or to do one thing
 * in the background for a time that is known from the start.
 */
import type { Container, Mount, PublishedPort } from '../docker/container.ts'
import type { LocalImage } from '../docker/engine.ts'
import { fullName } from '../docker/registry.ts'
import { PracticeError } from '../practice-error.ts'
import { readFlags, type Flags } from '../process/flags.ts'
import type { Process } from '../process/process.ts'
import { behaviourOf } from '../services/index.ts'
import { insideOf } from '../services/inside.ts'

/** What the daemon answers when it cannot start what it was asked for. */
const REFUSED = 125

export async function run(process: Process, args: readonly string[]): Promise<number> {
  const flags = readFlags(
    'docker run',
    args,
    [
      '-d|--detach',
      '--rm',
      '--pull=',
      '--network=',
      '-u|--user=',
      '-m|--memory=',
      '--mount=',
      '--tmpfs=',
      '--entrypoint=',
      '-l|--label=',
      '-p|--publish=',
    ],
    { firstRestEnds: true },
  )
  if (!flags.has('--rm') || flags.value('--pull') !== 'never')
    throw new PracticeError('docker run', 'anything but --rm --pull never')
  const detached = flags.has('-d')
  if (!detached && (flags.value('--network') !== 'none' || flags.has('-p') || flags.has('-l')))
    throw new PracticeError('docker run', 'in the foreground, anything but --network none')
  const [image = '', ...argv] = flags.rest
  const { machine } = process
  const { name, tag } = fullName(image)
  const found = machine.docker.images.get(`${name}:${tag}`)
  if (!found) {
    process.err(`docker: Error response from daemon: No such image: ${image}.\n`)
    return REFUSED
  }
  const mounts = [...flags.values('--mount').map(bind), ...flags.values('--tmpfs').map(tmpfs)]
  const missing = mounts.find(({ type, source }) => type === 'bind' && !machine.files.exists(source))
  if (missing) {
    process.err(
      `docker: Error response from daemon: invalid mount config for type "bind": bind source path does not exist: ${missing.source}.\n`,
    )
    return REFUSED
  }
  if (detached) return inBackground(process, flags, found, mounts)
  const behaviour = behaviourOf(image)
  const entrypoint = flags.value('--entrypoint') ?? behaviour.entrypoint
  if (!behaviour.selfCheck) throw new PracticeError('docker run', `${image} ${entrypoint} ${argv.join(' ')}`)
  await process.sleep(behaviour.bootSeconds)
  const container = shortLived(image, found.published.id, flags.value('-u') ?? '', mounts, entrypoint, argv)
  const trouble = behaviour.selfCheck(insideOf(machine, container), [entrypoint, ...argv])
  for (const line of trouble?.log ?? []) process.err(`${line}\n`)
  return trouble?.status ?? 0
}

/** With `timeout` as its first program it is known when it ends; --rm then removes it. */
function inBackground(process: Process, flags: Flags, image: LocalImage, mounts: readonly Mount[]): number {
  const { docker } = process.machine
  const [name = '', ...argv] = flags.rest
  const seconds = Number(argv[0])
  if (flags.value('--entrypoint') !== 'timeout' || !(seconds > 0) || flags.has('--network'))
    throw new PracticeError('docker run', '--detach without an end that is known')
  const container = docker.create(
    `practice_${process.machine.hex(6)}`,
    {
      ...shortLived(name, image.published.id, flags.value('-u') ?? '', mounts, 'timeout', argv).spec,
      ports: flags.values('-p').map(publishedPort),
      labels: Object.fromEntries(
        flags.values('-l').map((label) => [label.split('=')[0] ?? '', label.split('=')[1] ?? '']),
      ),
      goneAfterSeconds: seconds,
    },
    image,
  )
  const trouble = docker.run(container)
  if (trouble === null) process.out(`${container.id}\n`)
  else {
    docker.remove(container)
    process.err(`docker: Error response from daemon: ${trouble}\n`)
  }
  return trouble === null ? 0 : REFUSED
}

function publishedPort(text: string): PublishedPort {
  const found = /^(\d+):(\d+)$/.exec(text)
  if (!found) throw new PracticeError('docker run', `--publish ${text}`)
  return { address: '', published: Number(found[1]), target: Number(found[2]), protocol: 'tcp' }
}

function bind(text: string): Mount {
  const parts = new Map(text.split(',').map((part) => part.split('=', 2) as [string, string | undefined]))
  const source = parts.get('source')
  const target = parts.get('target')
  if (parts.get('type') !== 'bind' || source === undefined || target === undefined)
    throw new PracticeError('docker run', `the mount ${text}`)
  return { type: 'bind', source, target, readOnly: parts.has('readonly') }
}

const tmpfs = (text: string): Mount => ({
  type: 'tmpfs',
  source: '',
  target: text.split(':')[0] ?? '',
  readOnly: false,
})

function shortLived(
  image: string,
  imageId: string,
  user: string,
  mounts: readonly Mount[],
  entrypoint: string,
  command: readonly string[],
): Container {
  return {
    id: '',
    name: '',
    spec: {
      image,
      entrypoint: [entrypoint],
      command,
      environment: {},
      user,
      mounts,
      ports: [],
      networks: [],
      health: null,
      labels: {},
      restart: 'no',
      memoryBytes: 0,
    },
    imageId,
    created: 0,
    address: '',
    state: 'running',
    startedAt: 0,
    finishedAt: 0,
    exitCode: 0,
    restartCount: 0,
    up: true,
    restartAt: null,
    failingSince: null,
    wasHealthy: false,
    log: [],
  }
}
