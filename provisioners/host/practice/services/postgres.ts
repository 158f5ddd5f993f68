/** PostgreSQL's image: makes a data directory on its first start, and keeps what is in it ever after. */
import { Cluster } from '../postgres/cluster.ts'
import { PracticeError } from '../practice-error.ts'
import { fails, type Behaviour } from './behaviour.ts'
import type { Inside } from './inside.ts'

const PORT = 5432
/** Up to version 17; later ones keep it one directory higher. */
const DATA = '/var/lib/postgresql/data'

export const postgres: Behaviour = {
  programs: ['psql', 'pg_isready'],
  uid: 999,
  bootSeconds: 1.6,
  memoryBytes: 96 * 1024 ** 2,
  entrypoint: 'docker-entrypoint.sh',
  imageHealth: null,
  boot(inside) {
    const { machine } = inside
    const directory = inside.hostPath(DATA)
    if (directory === null) throw new PracticeError('postgres', `a container without a mount at ${DATA}`)
    const node = machine.files.find(directory)
    if (node?.kind !== 'directory') return fails(`initdb: error: could not access directory "${DATA}"`)
    const major = /:(\d+)/.exec(inside.container.spec.image.split('/').at(-1) ?? '')?.[1] ?? ''
    const made = machine.files.readIfThere(`${directory}/PG_VERSION`)?.trim()
    if (made !== undefined) {
      if (made !== major)
        return fails(
          `FATAL:  database files are incompatible with server`,
          `DETAIL:  The data directory was initialized by PostgreSQL version ${made}, which is not compatible with this version ${major}.`,
        )
      if (!machine.clusters.has(node.inode))
        throw new PracticeError('postgres', 'a data directory that was made elsewhere')
      return null
    }
    if (node.entries.size > 0) return fails(`initdb: error: directory "${DATA}" exists but is not empty`)
    const password = superuserPassword(inside)
    if ('trouble' in password) return fails(password.trouble)
    const locale = /--locale=(\S+)/.exec(inside.container.spec.environment['POSTGRES_INITDB_ARGS'] ?? '')?.[1]
    machine.clusters.set(node.inode, new Cluster('postgres', password.text, locale ?? 'en_US.utf8'))
    machine.files.write(`${directory}/PG_VERSION`, `${major}\n`)
    layOutDatabases(inside)
    machine.files.chown(directory, { uid: 999, gid: 999 })
    machine.files.chmod(directory, 0o700)
    machine.disk.claim(`cluster ${node.inode}`, 48 * 1024 ** 2)
    return null
  },
  greeting: () => [
    'LOG:  practice: this stands for PostgreSQL and keeps roles and databases in memory only',
    'LOG:  database system is ready to accept connections',
  ],
  listens: (_, port) => port === PORT,
  // it speaks its own language there, and hangs up on HTTP
  http: () => ({ status: 0, headers: {}, body: '' }),
}

/** Numbers of the databases that initdb makes; those made later have numbers from 16384 on. */
const BUILT_IN: Readonly<Record<string, number>> = { template1: 1, template0: 4, postgres: 5 }
const FIRST_NUMBER = 16_384

/** A directory a database, by its number. */
export function layOutDatabases(inside: Inside): void {
  const cluster = clusterOf(inside)
  const directory = inside.hostPath(DATA)
  if (!cluster || directory === null) return
  let next = FIRST_NUMBER
  for (const name of cluster.databases.keys())
    inside.machine.files.mkdir(`${directory}/base/${BUILT_IN[name] ?? next++}`, { parents: true })
}

/** The data that a container works on; undefined before its first start. */
export function clusterOf(inside: Inside): Cluster | undefined {
  const node = inside.machine.files.find(inside.hostPath(DATA) ?? '/nowhere')
  return node && inside.machine.clusters.get(node.inode)
}

function superuserPassword(inside: Inside): { text: string } | { trouble: string } {
  const { POSTGRES_PASSWORD: given, POSTGRES_PASSWORD_FILE: file } = inside.container.spec.environment
  if (given !== undefined && given !== '') return { text: given }
  if (file === undefined)
    return { trouble: 'Error: Database is uninitialized and superuser password is not specified.' }
  const found = inside.read(file)
  if ('trouble' in found)
    return { trouble: `/usr/local/bin/docker-entrypoint.sh: line 22: ${file}: ${found.trouble}` }
  return { text: found.text.trim() }
}

/** Signs in to a database over the network, as libpq does. Null when all is well. */
export function signIn(
  inside: Inside,
  target: { host: string; port: number; user: string; password: string; database: string },
): { trouble: string } | { database: NonNullable<ReturnType<Cluster['databases']['get']>> } {
  const at = `connection to server at "${target.host}", port ${target.port} failed`
  const reached = inside.connect(target.host, target.port)
  if ('trouble' in reached)
    return {
      trouble:
        reached.trouble === 'refused'
          ? `${at}: Connection refused`
          : `could not translate host name "${target.host}" to address: Name or service not known`,
    }
  const cluster = clusterOf(reached.inside)
  if (!cluster) return { trouble: `${at}: FATAL:  the database system is starting up` }
  const entered = cluster.signIn(target.user, target.password, target.database)
  return 'fatal' in entered ? { trouble: `${at}: ${entered.fatal}` } : { database: entered.database }
}
