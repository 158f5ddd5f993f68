/** The SQL that the practice PostgreSQL understands: exactly what Bramble sends, and an outcry at anything else. */
import { createHash } from 'node:crypto'
import { PracticeError } from '../practice-error.ts'
import type { User } from '../services/accounts.ts'
import { isVerifier, verifierOf, type Cluster } from './cluster.ts'

/** The server refused a statement. */
export class SqlError extends Error {}

type Row = readonly string[]

/** Runs a script as psql does: statements one after another, and `\gexec` runs what a query returns. */
export function runScript(
  cluster: Cluster,
  script: string,
  row: (values: Row) => void,
  database = 'postgres',
): void {
  for (const { text, executes } of split(script)) {
    const rows = runStatement(cluster, text, database)
    if (executes)
      for (const values of rows) for (const value of values) runStatement(cluster, value, database)
    else rows.forEach(row)
  }
}

/** Splits at semicolons and at `\gexec`, outside quotes. */
function split(script: string): { text: string; executes: boolean }[] {
  const found: { text: string; executes: boolean }[] = []
  let text = ''
  let quote = ''
  for (let at = 0; at < script.length; at += 1) {
    const character = script[at] as string
    if (quote !== '') {
      if (character === quote) quote = ''
      text += character
    } else if (character === "'" || character === '"') {
      quote = character
      text += character
    } else if (character === ';' || script.startsWith('\\gexec', at)) {
      const executes = character !== ';'
      found.push({ text: text.trim(), executes })
      text = ''
      if (executes) at += '\\gexec'.length - 1
    } else text += character
  }
  if (quote !== '') throw new SqlError('unterminated quoted string')
  // at its end psql runs what has no semicolon, too, but nobody should rely on that
  if (text.trim() !== '') throw new PracticeError('psql', `a statement without its end: ${shown(text)}`)
  return found
}

const name = '"((?:[^"]|"")+)"'
const string = "'((?:[^']|'')*)'"
const pattern = (source: string) => new RegExp(`^${source.replaceAll(' ', '\\s+')}$`)

const createRole = pattern(`CREATE ROLE ${name} LOGIN`)
const alterRole = pattern(`ALTER ROLE ${name} LOGIN PASSWORD ${string}`)
const forgetPassword = /^ALTER ROLE (\w+) PASSWORD NULL$/
const createDatabase = pattern(
  `CREATE DATABASE ${name} OWNER ${name} TEMPLATE template0 ENCODING 'UTF8'( LC_COLLATE ${string} LC_CTYPE ${string})?`,
)
const dropDatabase = pattern(`DROP DATABASE IF EXISTS ${name} WITH \\(FORCE\\)`)
const dropRole = pattern(`DROP ROLE IF EXISTS ${name}`)
const unlessRole = pattern(
  `SELECT ${string} WHERE NOT EXISTS \\(SELECT FROM pg_roles WHERE rolname = ${string}\\)`,
)
const unlessDatabase = pattern(
  `SELECT ${string} WHERE NOT EXISTS \\(SELECT FROM pg_database WHERE datname = ${string}\\)`,
)
const listRoles =
  "SELECT 'role', rolname, encode(sha256(convert_to(coalesce(rolpassword, ''), 'UTF8')), 'hex') FROM pg_authid WHERE rolcanlogin"
const listDatabases =
  "SELECT 'database', datname, pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database"

/** People of Synapse by an expression; those of PostgreSQL and of JavaScript are the same for what is taken here. */
const people = pattern(
  `SELECT name FROM users WHERE appservice_id IS NULL AND name ~ ${string} ORDER BY name LIMIT (\\d+)`,
)

function listPeople(cluster: Cluster, database: string, source: string, limit: number): readonly Row[] {
  if (!/^(?:[\w@:^$.|()*=+\/-]|\?:|\\[.+*?()|[\]{}^$\\])*$/.test(source))
    throw new PracticeError('psql', `the expression ${source}`)
  // Synapse makes its tables at its first start; the practice one with the first account
  if (database !== 'synapse') throw new SqlError('relation "users" does not exist')
  return [...(cluster.databases.get(database)?.rows ?? [])]
    .filter(([key]) => key.startsWith('users '))
    .map(([, row]) => row as User)
    .filter(({ name, appserviceId }) => appserviceId === null && new RegExp(source).test(name))
    .map(({ name }) => [name])
    .toSorted(([one = ''], [other = '']) => (one < other ? -1 : 1))
    .slice(0, limit)
}

function runStatement(cluster: Cluster, statement: string, database: string): readonly Row[] {
  const flat = statement.replace(/\s+/g, ' ').trim()
  if (flat === listRoles)
    return [...cluster.roles.values()]
      .filter(({ canLogin }) => canLogin)
      .map((role) => [
        'role',
        role.name,
        createHash('sha256')
          .update(role.verifier ?? '')
          .digest('hex'),
      ])
  if (flat === listDatabases)
    return [...cluster.databases.values()].map((one) => [
      'database',
      one.name,
      one.owner,
      one.encoding,
      one.collate,
      one.ctype,
    ])
  let match = unlessRole.exec(statement)
  if (match) return cluster.roles.has(string1(match[2])) ? [] : [[string1(match[1])]]
  match = unlessDatabase.exec(statement)
  if (match) return cluster.databases.has(string1(match[2])) ? [] : [[string1(match[1])]]
  match = people.exec(statement)
  if (match) return listPeople(cluster, database, string1(match[1]), Number(match[2]))
  match = createRole.exec(statement)
  if (match) {
    const role = identifier(match[1])
    if (cluster.roles.has(role)) throw new SqlError(`role "${role}" already exists`)
    cluster.roles.set(role, { name: role, canLogin: true, verifier: null })
    return []
  }
  match = alterRole.exec(statement)
  if (match) {
    const role = cluster.roles.get(identifier(match[1]))
    if (!role) throw new SqlError(`role "${identifier(match[1])}" does not exist`)
    const given = string1(match[2])
    role.verifier = isVerifier(given) ? given : verifierOf(given, role.name)
    role.canLogin = true
    return []
  }
  match = forgetPassword.exec(statement)
  if (match) {
    const role = cluster.roles.get(match[1] ?? '')
    if (!role) throw new SqlError(`role "${match[1]}" does not exist`)
    role.verifier = null
    return []
  }
  match = dropDatabase.exec(statement)
  if (match) {
    cluster.databases.delete(identifier(match[1]))
    return []
  }
  match = dropRole.exec(statement)
  if (match) {
    const role = identifier(match[1])
    const owned = [...cluster.databases.values()].some(({ owner }) => owner === role)
    if (owned) throw new SqlError(`role "${role}" cannot be dropped because some objects depend on it`)
    cluster.roles.delete(role)
    return []
  }
  match = createDatabase.exec(statement)
  if (match) {
    const [database, owner] = [identifier(match[1]), identifier(match[2])]
    if (cluster.databases.has(database)) throw new SqlError(`database "${database}" already exists`)
    if (!cluster.roles.has(owner)) throw new SqlError(`role "${owner}" does not exist`)
    cluster.createDatabase(database, owner, match[4] ?? cluster.locale, match[5] ?? cluster.locale)
    return []
  }
  throw new PracticeError('psql', `the statement ${shown(statement)}`)
}

const identifier = (text: string | undefined) => (text ?? '').replaceAll('""', '"')
const string1 = (text: string | undefined) => (text ?? '').replaceAll("''", "'")

/** A bug report must not carry a password along. */
const shown = (statement: string) => statement.replace(/'(?:[^']|'')*'/g, "'…'").trim()
