/** `docker compose up`: what is missing is created, what has changed is replaced, what fits is left alone. */
import type { Process } from '../process/process.ts'
import type { Container } from './container.ts'
import type { Project, ProjectService } from './compose-file.ts'
import { healthOf } from './health.ts'
import { pullImage } from './pull.ts'
import { fullName } from './registry.ts'

export interface UpOptions {
  /** Empty means all. */
  readonly services: readonly string[]
  readonly wait: boolean
  readonly waitSeconds: number
  readonly removeOrphans: boolean
  /** False: what is new is made and not started. */
  readonly start: boolean
}

/** How often Compose looks whether a container is well. */
const POLL_SECONDS = 0.5

export async function up(process: Process, project: Project, options: UpOptions): Promise<number> {
  const { docker } = process.machine
  const chosen = withDependencies(project, options.services)
  const progress = (kind: string, name: string, state: string) => process.err(` ${kind} ${name}  ${state}\n`)
  const ours = docker.all().filter((one) => one.spec.labels['com.docker.compose.project'] === project.name)
  const orphans = ours.filter((one) => !project.services.some(({ name }) => name === serviceOf(one)))
  for (const orphan of orphans) {
    if (!options.removeOrphans) {
      process.err(`Found orphan containers ([${orphan.name}]) for this project.\n`)
      continue
    }
    docker.remove(orphan)
    progress('Container', orphan.name, 'Removed')
  }
  const network = `${project.name}_default`
  if (!docker.networks.has(network)) {
    docker.networks.set(network, { labels: { 'com.docker.compose.project': project.name } })
    progress('Network', network, 'Created')
  }
  for (const service of chosen) {
    const trouble =
      (options.start ? await dependencies(process, project, service, progress) : null) ??
      (await bring(process, project, service, { progress, start: options.start }))
    if (trouble !== null) {
      process.err(`${trouble}\n`)
      return 1
    }
  }
  if (!options.wait) return 0
  const limit = { at: process.machine.clock.now() + options.waitSeconds, seconds: options.waitSeconds }
  for (const service of chosen) {
    const trouble = await well(process, project, service, limit, 'healthy')
    if (trouble !== null) {
      process.err(`${trouble}\n`)
      return 1
    }
    progress('Container', nameOf(project, service.name), service.spec.health ? 'Healthy' : 'Started')
  }
  return 0
}

function withDependencies(project: Project, names: readonly string[]): readonly ProjectService[] {
  if (names.length === 0) return project.services
  const needed = new Set(names)
  for (const service of [...project.services].reverse())
    if (needed.has(service.name)) for (const { service: other } of service.after) needed.add(other)
  return project.services.filter(({ name }) => needed.has(name))
}

async function dependencies(
  process: Process,
  project: Project,
  service: ProjectService,
  progress: (kind: string, name: string, state: string) => void,
): Promise<string | null> {
  for (const { service: other, condition } of service.after) {
    const name = nameOf(project, other)
    const needed = project.services.find((candidate) => candidate.name === other) as ProjectService
    progress('Container', name, 'Waiting')
    const trouble = await well(
      process,
      project,
      needed,
      { at: Infinity, seconds: Infinity },
      condition === 'service_healthy' ? 'healthy' : 'started',
    )
    if (trouble !== null) return `dependency failed to start: ${trouble}`
    if (condition === 'service_healthy') progress('Container', name, 'Healthy')
  }
  return null
}

/** @returns why it is not well, or null once it is */
async function well(
  process: Process,
  project: Project,
  service: ProjectService,
  limit: { readonly at: number; readonly seconds: number },
  needed: 'started' | 'healthy',
): Promise<string | null> {
  const { docker, clock } = process.machine
  const name = nameOf(project, service.name)
  for (;;) {
    const one = docker.find(name)
    if (!one) return `no container found for project "${project.name}"`
    if (one.state === 'exited') return `container ${name} exited (${one.exitCode})`
    if (one.state === 'running') {
      if (needed === 'started' || !service.spec.health) return null
      const { status } = await healthOf(process.machine, one)
      if (status === 'healthy') return null
      if (status === 'unhealthy') return `container ${name} is unhealthy`
    }
    if (clock.now() >= limit.at) return `application not healthy after ${limit.seconds}s`
    await process.sleep(POLL_SECONDS)
  }
}

async function bring(
  process: Process,
  project: Project,
  service: ProjectService,
  {
    progress,
    start: starts,
  }: { progress: (kind: string, name: string, state: string) => void; start: boolean },
): Promise<string | null> {
  const { docker, files } = process.machine
  const name = nameOf(project, service.name)
  const found = docker
    .all()
    .find(
      (one) =>
        one.spec.labels['com.docker.compose.project'] === project.name && serviceOf(one) === service.name,
    )
  const full = fullName(service.spec.image)
  const key = `${full.name}:${full.tag}`
  if (!docker.images.has(key)) {
    progress('Image', service.spec.image, 'Pulling')
    const trouble = await pull(process, service.spec.image)
    if (trouble !== null) return `Error response from daemon: ${trouble}`
    progress('Image', service.spec.image, 'Pulled')
  }
  const image = docker.images.get(key)
  if (!image) return `Error response from daemon: No such image: ${service.spec.image}`
  const fits =
    found?.spec.labels['com.docker.compose.config-hash'] === service.hash &&
    found.imageId === image.published.id
  if (found && fits) {
    if (found.state === 'running') {
      progress('Container', name, 'Running')
      return null
    }
    return starts ? start(process, found, progress) : null
  }
  for (const source of service.neededSources)
    if (!files.exists(source))
      return `Error response from daemon: invalid mount config for type "bind": bind source path does not exist: ${source}`
  if (found) {
    await process.sleep(0.4)
    docker.remove(found)
    progress('Container', name, 'Recreate')
  } else progress('Container', name, 'Creating')
  await process.sleep(0.2)
  for (const mount of service.spec.mounts)
    if (mount.type === 'bind' && !files.exists(mount.source)) files.mkdir(mount.source, { parents: true })
  const made = docker.create(name, service.spec, image)
  progress('Container', name, found ? 'Recreated' : 'Created')
  return starts ? start(process, made, progress) : null
}

async function start(
  process: Process,
  container: Container,
  progress: (kind: string, name: string, state: string) => void,
): Promise<string | null> {
  progress('Container', container.name, 'Starting')
  await process.sleep(0.3)
  const trouble = process.machine.docker.run(container)
  if (trouble !== null) return `Error response from daemon: ${trouble}`
  progress('Container', container.name, 'Started')
  return null
}

async function pull(process: Process, image: string): Promise<string | null> {
  let failure: string | null = null
  const line = (event: unknown) => {
    if (typeof event === 'object' && event !== null && 'error' in event) failure = String(event.error)
  }
  const refused = await pullImage(image, {
    machine: process.machine,
    line,
    sleep: (seconds) => process.sleep(seconds),
  })
  return refused?.message ?? failure
}

const nameOf = (project: Project, service: string) => `${project.name}-${service}-1`
const serviceOf = (one: Container) => one.spec.labels['com.docker.compose.service'] ?? ''
