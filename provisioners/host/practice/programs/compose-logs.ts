/** The logs of the practice containers: what their programs said, and nothing that did not happen. */
import type { Container } from '../docker/container.ts'
import type { Project } from '../docker/compose-file.ts'
import type { DockerEngine } from '../docker/engine.ts'
import { timestamp } from '../docker/format.ts'
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import type { Process } from '../process/process.ts'

export async function logs(process: Process, project: Project, args: readonly string[]): Promise<number> {
  const flags = readFlags('docker compose logs', args, [
    '--no-color',
    '-t|--timestamps',
    '-f|--follow',
    '-n|--tail=',
  ])
  if (!flags.has('--no-color') || !flags.has('-t'))
    throw new PracticeError('docker compose logs', 'without --no-color --timestamps')
  const wanted = (one: Container) =>
    one.spec.labels['com.docker.compose.project'] === project.name &&
    (flags.rest.length === 0 || flags.rest.includes(one.spec.labels['com.docker.compose.service'] ?? ''))
  const width = Math.max(...project.services.map(({ name }) => name.length + 2))
  const { docker } = process.machine
  const tail = Number(flags.value('--tail') ?? Infinity)
  /** Number of the last entry of each container that was printed. */
  const sent = new Map<string, number>()
  const print = () => {
    const fresh = docker
      .all()
      .filter(wanted)
      .flatMap((one) => {
        const last = sent.get(one.id) ?? one.log.at(-1 - tail)?.number ?? 0
        sent.set(one.id, one.log.at(-1)?.number ?? 0)
        return one.log
          .filter(({ number }) => number > last)
          .map((entry) => ({ ...entry, service: one.spec.labels['com.docker.compose.service'] ?? '' }))
      })
    fresh.sort((a, b) => a.at - b.at)
    for (const { service, at, text } of fresh)
      process.out(`${`${service}-1`.padEnd(width)} | ${timestamp(at)} ${text}\n`)
  }
  print()
  while (flags.has('-f')) {
    await process.wait((wake) => soon(docker, wake))
    print()
  }
  return 0
}

/** When a container says something; and now and then anyway, for what only shows when somebody looks. */
function soon(docker: DockerEngine, wake: () => void): () => void {
  const forget = docker.watch(() => void setImmediate(wake))
  const timer = setTimeout(wake, 1000)
  timer.unref()
  return () => {
    forget()
    clearTimeout(timer)
  }
}
