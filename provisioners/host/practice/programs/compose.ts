/** docker compose: config, up and logs over the file that is really there. */
import { ComposeFileError, readProject, type Project } from '../docker/compose-file.ts'
import { up } from '../docker/compose-up.ts'
import { Errno } from '../files/errno.ts'
import { PracticeError } from '../practice-error.ts'
import { readFlags, type Flags } from '../process/flags.ts'
import { absolute, type Process } from '../process/process.ts'
import { logs } from './compose-logs.ts'
import { versionOf } from './docker-info.ts'

/** @param reaches says whether the daemon answers, in its own words when it does not */
export async function compose(
  process: Process,
  args: readonly string[],
  reaches: () => boolean,
): Promise<number> {
  const flags = readFlags(
    'docker compose',
    args,
    ['-p|--project-name=', '--project-directory=', '-f|--file='],
    {
      firstRestEnds: true,
    },
  )
  const [verb = '', ...rest] = flags.rest
  if (verb === 'version') {
    const options = readFlags('docker compose version', rest, ['--short'])
    if (!options.has('--short')) throw new PracticeError('docker compose version', 'its long form')
    process.out(`${versionOf(process, ['docker-compose-plugin', 'docker-compose'])}\n`)
    return 0
  }
  const project = readFile(process, flags)
  if (typeof project === 'number') return project
  switch (verb) {
    case 'config': {
      const options = readFlags('docker compose config', rest, ['-q|--quiet'])
      if (!options.has('-q')) throw new PracticeError('docker compose config', 'without --quiet')
      return 0
    }
    case 'up': {
      const options = readFlags('docker compose up', rest, [
        '-d|--detach',
        '--wait',
        '--wait-timeout=',
        '--remove-orphans',
        '--no-start',
      ])
      if (options.has('-d') === options.has('--no-start'))
        throw new PracticeError('docker compose up', 'with neither or both of --detach and --no-start')
      if (!reaches()) return 1
      for (const name of options.rest)
        if (!project.services.some((service) => service.name === name)) {
          process.err(`no such service: ${name}\n`)
          return 1
        }
      return up(process, project, {
        services: options.rest,
        wait: options.has('--wait'),
        waitSeconds: Number(options.value('--wait-timeout') ?? Infinity),
        removeOrphans: options.has('--remove-orphans'),
        start: options.has('-d'),
      })
    }
    case 'logs':
      return reaches() ? logs(process, project, rest) : 1
    default:
      throw new PracticeError('docker compose', verb)
  }
}

function readFile(process: Process, flags: Flags): Project | number {
  const file = flags.value('-f')
  const name = flags.value('-p')
  if (file === undefined || name === undefined || !flags.has('--project-directory'))
    throw new PracticeError(
      'docker compose',
      'a project without --file, --project-name and --project-directory',
    )
  try {
    return readProject(process.machine.files.read(absolute(process, file), process.who), name)
  } catch (error) {
    if (error instanceof Errno) {
      process.err(`open ${file}: ${error.message.toLowerCase()}\n`)
      return 14
    }
    if (!(error instanceof ComposeFileError)) throw error
    process.err(`${error.message}\n`)
    return 15
  }
}
