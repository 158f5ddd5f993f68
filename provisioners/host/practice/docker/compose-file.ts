/** Reads a Compose file as Compose does: strictly, and only what the practice Pi can act on. */
import { createHash } from 'node:crypto'
import { parse } from 'yaml'
import { PracticeError } from '../practice-error.ts'
import { behaviourOf } from '../services/index.ts'
import type { ContainerSpec, HealthCheck, Mount, PublishedPort } from './container.ts'

export interface ProjectService {
  readonly name: string
  readonly spec: ContainerSpec
  /** What decides whether a container still fits. */
  readonly hash: string
  readonly after: readonly { readonly service: string; readonly condition: string }[]
  /** Bind mounts whose source must be there already. */
  readonly neededSources: readonly string[]
}

export interface Project {
  readonly name: string
  readonly services: readonly ProjectService[]
}

/** The file is not valid: Compose says so and ends with 15. */
export class ComposeFileError extends Error {}

/** Keys that change nothing about a practice container, but that Compose knows. */
const ignored = [
  'cap_add',
  'cap_drop',
  'external_links',
  'extra_hosts',
  'hostname',
  'init',
  'logging',
  'pids_limit',
  'read_only',
  'security_opt',
  'shm_size',
  'stop_grace_period',
  'stop_signal',
  'working_dir',
]
const understood = [
  'image',
  'command',
  'entrypoint',
  'environment',
  'user',
  'volumes',
  'tmpfs',
  'ports',
  'depends_on',
  'healthcheck',
  'restart',
  'labels',
  'mem_limit',
]

/** @throws ComposeFileError for what Compose refuses, PracticeError for what is only not modelled */
export function readProject(text: string, name: string): Project {
  let document: unknown
  try {
    document = parse(text)
  } catch (error) {
    throw new ComposeFileError(`yaml: ${error instanceof Error ? error.message : String(error)}`)
  }
  const file = object(interpolated(document), 'the file')
  for (const key of Object.keys(file))
    if (key !== 'name' && key !== 'services')
      throw new PracticeError('docker compose', `the top-level key ${key}`)
  const services = Object.entries(object(file['services'], 'services')).map(([id, value]) =>
    readService(id, object(value, id), name),
  )
  if (services.length === 0) throw new ComposeFileError('no service selected')
  for (const service of services)
    for (const { service: other } of service.after)
      if (!services.some((candidate) => candidate.name === other))
        throw new ComposeFileError(
          `service "${service.name}" depends on undefined service "${other}": invalid compose project`,
        )
  return { name, services: inOrder(services) }
}

/** Compose replaces `${NAME}`; a dollar sign that is meant is written twice. */
function interpolated(value: unknown): unknown {
  if (typeof value === 'string') {
    if (/(^|[^$])(\$\$)*\$([^$]|$)/.test(value))
      throw new PracticeError('docker compose', `the variable in “${value}”`)
    return value.replaceAll('$$', '$')
  }
  if (Array.isArray(value)) return value.map(interpolated)
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolated(item)]))
  return value
}

function readService(name: string, value: Record<string, unknown>, project: string): ProjectService {
  for (const key of Object.keys(value))
    if (!understood.includes(key) && !ignored.includes(key))
      throw new PracticeError('docker compose', `the key ${key} of the service ${name}`)
  const image = value['image']
  if (typeof image !== 'string')
    throw new ComposeFileError(`service "${name}" has neither an image nor a build context specified`)
  const { depends_on: dependsOn, ...hashed } = value
  const hash = createHash('sha256').update(JSON.stringify(hashed)).digest('hex')
  const volumes = list(value['volumes']).map((volume) => readVolume(name, volume))
  const labels = stringMap(value['labels'])
  const spec: ContainerSpec = {
    image,
    entrypoint: value['entrypoint'] === undefined ? null : words(value['entrypoint'], `${name}.entrypoint`),
    command: value['command'] === undefined ? [] : words(value['command'], `${name}.command`),
    environment: stringMap(value['environment']),
    user: value['user'] === undefined ? '' : scalar(value['user'], `${name}.user`),
    mounts: [
      ...volumes.map(({ mount }) => mount),
      ...list(value['tmpfs']).map((target) => ({
        type: 'tmpfs' as const,
        source: '',
        target: String(target).split(':')[0] ?? '',
        readOnly: false,
      })),
    ],
    ports: list(value['ports']).map((port) => readPort(String(port))),
    networks: [{ name: `${project}_default`, aliases: [name] }],
    health: readHealth(value['healthcheck'], image),
    restart: readRestart(value['restart']),
    memoryBytes: value['mem_limit'] === undefined ? 0 : readBytes(scalar(value['mem_limit'], 'mem_limit')),
    labels: {
      ...labels,
      'com.docker.compose.project': project,
      'com.docker.compose.service': name,
      'com.docker.compose.config-hash': hash,
      'com.docker.compose.container-number': '1',
      'com.docker.compose.oneoff': 'False',
    },
  }
  return {
    name,
    spec,
    hash,
    after: readDependencies(dependsOn),
    neededSources: volumes.flatMap(({ needed, mount }) => (needed ? [mount.source] : [])),
  }
}

function readVolume(service: string, value: unknown): { mount: Mount; needed: boolean } {
  if (typeof value === 'string')
    throw new PracticeError('docker compose', `the short volume ${value} of ${service}`)
  const volume = object(value, `a volume of ${service}`)
  const { type, source, target, read_only: readOnly, bind, ...other } = volume
  if (
    type !== 'bind' ||
    typeof source !== 'string' ||
    typeof target !== 'string' ||
    Object.keys(other).length > 0
  )
    throw new PracticeError('docker compose', `the volume ${JSON.stringify(volume)}`)
  const createsPath = bind === undefined || object(bind, 'bind')['create_host_path'] !== false
  return { mount: { type: 'bind', source, target, readOnly: readOnly === true }, needed: !createsPath }
}

function readPort(text: string): PublishedPort {
  const match = /^(?:([\d.]+):)?(\d+):(\d+)(?:\/(tcp|udp))?$/.exec(text)
  if (!match) throw new PracticeError('docker compose', `the port ${text}`)
  return {
    address: match[1] ?? '',
    published: Number(match[2]),
    target: Number(match[3]),
    protocol: match[4] === 'udp' ? 'udp' : 'tcp',
  }
}

function readDependencies(value: unknown): ProjectService['after'] {
  if (value === undefined) return []
  if (Array.isArray(value))
    return value.map((service) => ({ service: String(service), condition: 'service_started' }))
  return Object.entries(object(value, 'depends_on')).map(([service, options]) => {
    const condition = scalar(object(options, 'depends_on')['condition'], 'condition')
    if (condition !== 'service_started' && condition !== 'service_healthy')
      throw new PracticeError('docker compose', `the condition ${condition}`)
    return { service, condition }
  })
}

/** Without a test of its own, a service keeps its image's. */
function readHealth(value: unknown, image: string): HealthCheck | null {
  const {
    test,
    interval,
    timeout: _,
    retries,
    start_period: period,
    start_interval: first,
    disable,
    ...other
  } = object(value ?? {}, 'healthcheck')
  if (Object.keys(other).length > 0)
    throw new PracticeError('docker compose', `healthcheck.${Object.keys(other)[0]}`)
  if (disable === true) return null
  const own = typeof test === 'string' ? ['CMD-SHELL', test] : list(test).map(String)
  const words = test === undefined ? (behaviourOf(image).imageHealth ?? ['NONE']) : own
  const check = {
    test: words,
    intervalSeconds: readSeconds(interval, 30),
    retries: Number(retries ?? 3),
    startPeriodSeconds: readSeconds(period, 0),
    startIntervalSeconds: readSeconds(first, 5),
  }
  return words[0] === 'NONE' ? null : check
}

function readSeconds(value: unknown, standard: number): number {
  if (value === undefined) return standard
  let seconds = 0
  const text = scalar(value, 'a duration')
  const rest = text.replace(/(\d+(?:\.\d+)?)(ms|s|m|h)/g, (_, number: string, unit: string) => {
    seconds += Number(number) * { ms: 0.001, s: 1, m: 60, h: 3600 }[unit as 'ms' | 's' | 'm' | 'h']
    return ''
  })
  if (rest !== '') throw new ComposeFileError(`invalid duration ${text}`)
  return seconds
}

function readBytes(text: string): number {
  const match = /^(\d+)([bkmg]?)b?$/i.exec(text)
  if (!match) throw new ComposeFileError(`invalid size: '${text}'`)
  return Number(match[1]) * 1024 ** 'bkmg'.indexOf((match[2] || 'b').toLowerCase())
}

function readRestart(value: unknown): ContainerSpec['restart'] {
  const known = ['no', 'always', 'unless-stopped', 'on-failure'] as const
  const found = known.find((policy) => policy === (value ?? 'no'))
  if (!found) throw new ComposeFileError(`invalid restart policy: ${JSON.stringify(value)}`)
  return found
}

function inOrder(services: readonly ProjectService[]): readonly ProjectService[] {
  const sorted: ProjectService[] = []
  const visit = (service: ProjectService): void => {
    if (sorted.includes(service)) return
    for (const { service: other } of service.after)
      visit(services.find(({ name }) => name === other) as ProjectService)
    sorted.push(service)
  }
  services.forEach(visit)
  return sorted
}

function object(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ComposeFileError(`${what} must be a mapping`)
  return value as Record<string, unknown>
}

function list(value: unknown): readonly unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? (value as readonly unknown[]) : [value]
}

function words(value: unknown, what: string): readonly string[] {
  if (typeof value === 'string')
    throw new PracticeError('docker compose', `${what} as one string: give a list`)
  return list(value).map(String)
}

function scalar(value: unknown, what: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new ComposeFileError(`${what} must be a string`)
}

function stringMap(value: unknown): Record<string, string> {
  if (value === undefined) return {}
  if (Array.isArray(value))
    return Object.fromEntries(
      value.map((item) => {
        const [name = '', ...rest] = String(item).split('=')
        return [name, rest.join('=')]
      }),
    )
  return Object.fromEntries(
    Object.entries(object(value, 'a map')).map(([key, item]) => [key, scalar(item, key)]),
  )
}
