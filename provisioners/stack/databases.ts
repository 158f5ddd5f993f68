/** Roles and databases: how to look at them, and SQL that makes them, however often it runs. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Means } from '../engine/resource.ts'
import type { Text } from '../model/text.ts'
import type { Database } from './contribution.ts'
import { identifier, literal, plainSql, sql, statements, type Fragment } from './sql.ts'
import { scramVerifier } from './scram.ts'

/** One row a role that may sign in (with a hash of its verifier) and one a database (with its owner and locale). */
export const listDatabases: Text = statements([
  sql`SELECT 'role', rolname, encode(sha256(convert_to(coalesce(rolpassword, ''), 'UTF8')), 'hex') FROM pg_authid WHERE rolcanlogin;`,
  sql`SELECT 'database', datname, pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database;`,
])

export interface DatabasesSeen {
  /** Hash of each role's verifier, by role. */
  readonly roles: ReadonlyMap<string, string>
  readonly databases: ReadonlyMap<
    string,
    { readonly owner: string; readonly encoding: string; readonly collate: string }
  >
}

/** Reads the rows of `listDatabases`. */
export function parseDatabases(text: string): DatabasesSeen {
  const roles = new Map<string, string>()
  const databases = new Map<string, { owner: string; encoding: string; collate: string }>()
  for (const line of text.split('\n')) {
    const [kind, name, third, encoding, collate] = line.split('\t')
    if (kind === 'role' && name && third) roles.set(name, third)
    if (kind === 'database' && name && third)
      databases.set(name, { owner: third, encoding: encoding ?? '', collate: collate ?? '' })
  }
  return { roles, databases }
}

/** What is missing, in words; empty when all is there. */
export function missingDatabases(seen: DatabasesSeen, wanted: readonly Database[], means: Means): string[] {
  return wanted.flatMap((database) => {
    const missing: string[] = []
    const verifier = scramVerifier(means.secret(database.passwordSecret), database.role).reveal()
    const role = seen.roles.get(database.role)
    if (role === undefined) missing.push(`role ${database.role}`)
    else if (role !== bytesToHex(sha256(utf8ToBytes(verifier)))) missing.push(`password of ${database.role}`)
    if (!seen.databases.has(database.name)) missing.push(`database ${database.name}`)
    return missing
  })
}

/**
 * Makes roles and databases that are missing and sets passwords; what is there stays. Passwords go as verifiers: a failed
 * ALTER ROLE prints its statement in the server's log.
 */
export function makeDatabases(wanted: readonly Database[], means: Means): Text {
  return statements(
    wanted.flatMap((database) => {
      const role = identifier(database.role)
      const verifier = scramVerifier(means.secret(database.passwordSecret), database.role)
      return [
        unlessThere(sql`CREATE ROLE ${role} LOGIN`, sql`pg_roles WHERE rolname = ${literal(database.role)}`),
        sql`ALTER ROLE ${role} LOGIN PASSWORD ${literal(verifier)};`,
        unlessThere(createDatabase(database), sql`pg_database WHERE datname = ${literal(database.name)}`),
      ]
    }),
  )
}

/**
 * Deletes databases and their roles, however often it runs. FORCE ends the sessions that are still in one
 * (PostgreSQL's documentation, DROP DATABASE).
 */
export function dropDatabases(gone: readonly Pick<Database, 'name' | 'role'>[]): Text {
  return statements(
    gone.flatMap(({ name, role }) => [
      sql`DROP DATABASE IF EXISTS ${identifier(name)} WITH (FORCE);`,
      sql`DROP ROLE IF EXISTS ${identifier(role)};`,
    ]),
  )
}

/** Synapse refuses to start unless its database is UTF8 with the C locale (Synapse, docs/postgres.md). */
function createDatabase(database: Database): Fragment {
  const start = sql`CREATE DATABASE ${identifier(database.name)} OWNER ${identifier(database.role)} TEMPLATE template0 ENCODING 'UTF8'`
  return database.locale === 'C' ? sql`${start} LC_COLLATE 'C' LC_CTYPE 'C'` : start
}

/** CREATE DATABASE knows no IF NOT EXISTS and no transaction; psql runs what a query returns. */
const unlessThere = (statement: Fragment, condition: Fragment): Fragment =>
  sql`SELECT ${literal(plainSql(statement))} WHERE NOT EXISTS (SELECT FROM ${condition}) \\gexec`
