/** psql and pg_isready, inside the practice PostgreSQL container. */
import { clusterOf } from '../services/postgres.ts'
import { insideOf } from '../services/inside.ts'
import { runScript, SqlError } from '../postgres/sql.ts'
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import type { Process } from '../process/process.ts'
import type { KnownProgram } from './index.ts'

export const postgresPrograms: Record<string, KnownProgram> = {
  psql: { run: psql },
  pg_isready: { run: isReady },
}

const SOCKET = '/var/run/postgresql/.s.PGSQL.5432'

function psql(process: Process): number {
  const flags = readFlags('psql', process.args, [
    '-X|--no-psqlrc',
    '-q|--quiet',
    '-A|--no-align',
    '-t|--tuples-only',
    '-F|--field-separator=',
    '-v|--set=',
    '-U|--username=',
    '-d|--dbname=',
  ])
  for (const needed of ['-X', '-q', '-A', '-t'])
    if (!flags.has(needed)) throw new PracticeError('psql', `its answers without ${needed}`)
  const { inside: container, machine } = process
  if (!container?.up) {
    process.err(`psql: error: connection to server on socket "${SOCKET}" failed: No such file or directory\n`)
    return 2
  }
  const cluster = clusterOf(insideOf(machine, container))
  const fatal = (message: string) => {
    process.err(`psql: error: connection to server on socket "${SOCKET}" failed: FATAL:  ${message}\n`)
    return 2
  }
  const user = flags.value('-U') ?? 'root'
  const database = flags.value('-d') ?? user
  if (!cluster?.roles.has(user)) return fatal(`role "${user}" does not exist`)
  if (!cluster.databases.has(database)) return fatal(`database "${database}" does not exist`)
  try {
    const row = (values: readonly string[]) => process.out(`${values.join(flags.value('-F') ?? '|')}\n`)
    runScript(cluster, process.input, row, database)
    return 0
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    if (!flags.values('-v').includes('ON_ERROR_STOP=1'))
      throw new PracticeError('psql', 'a failure without ON_ERROR_STOP=1')
    process.err(`psql:<stdin>:1: ERROR:  ${error.message}\n`)
    machine.docker.say(container, `ERROR:  ${error.message}`)
    return 3
  }
}

function isReady(process: Process): number {
  const flags = readFlags('pg_isready', process.args, [
    '-q|--quiet',
    '-U|--username=',
    '-d|--dbname=',
    '-h|--host=',
  ])
  const up = process.inside?.up === true
  const where = flags.value('-h') ?? '/var/run/postgresql'
  if (!flags.has('-q')) process.out(`${where}:5432 - ${up ? 'accepting connections' : 'no response'}\n`)
  return up ? 0 : 2
}
