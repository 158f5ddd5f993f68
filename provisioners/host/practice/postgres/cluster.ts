/** A PostgreSQL data directory: roles, databases, and who may sign in. */
import { createHmac, createHash, pbkdf2Sync } from 'node:crypto'

export interface Role {
  readonly name: string
  canLogin: boolean
  /** SCRAM verifier; null for none, and then nobody signs in by password. */
  verifier: string | null
}

export interface Database {
  readonly name: string
  owner: string
  readonly encoding: string
  readonly collate: string
  readonly ctype: string
  /** What the programs keep in it, as far as the practice needs it. */
  readonly rows: Map<string, unknown>
}

export class Cluster {
  readonly roles = new Map<string, Role>()
  readonly databases = new Map<string, Database>()
  readonly locale: string
  readonly #proved = new Map<string, string>()

  /** A new data directory, as initdb leaves it. */
  constructor(superuser: string, password: string, locale: string) {
    this.locale = locale
    this.roles.set(superuser, { name: superuser, canLogin: true, verifier: verifierOf(password, superuser) })
    for (const name of ['postgres', 'template1', 'template0'])
      this.createDatabase(name, superuser, locale, locale)
  }

  #fits(verifier: string, password: string): boolean {
    // thousands of rounds are for attackers; whoever was right once need not prove it again
    if (this.#proved.get(verifier) === password) return true
    if (!matches(verifier, password)) return false
    this.#proved.set(verifier, password)
    return true
  }

  createDatabase(name: string, owner: string, collate: string, ctype: string): void {
    this.databases.set(name, { name, owner, encoding: 'UTF8', collate, ctype, rows: new Map() })
  }

  /** Signs in over the network. Returns the server's own words where it refuses. */
  signIn(user: string, password: string, database: string): { database: Database } | { fatal: string } {
    const role = this.roles.get(user)
    if (!role?.canLogin || role.verifier === null || !this.#fits(role.verifier, password))
      return { fatal: `FATAL:  password authentication failed for user "${user}"` }
    const found = this.databases.get(database)
    return found ? { database: found } : { fatal: `FATAL:  database "${database}" does not exist` }
  }
}

/** `SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>` */
const form = /^SCRAM-SHA-256\$(\d+):([A-Za-z0-9+/=]+)\$([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)$/

export const isVerifier = (text: string): boolean => form.test(text)

function matches(verifier: string, password: string): boolean {
  const match = form.exec(verifier)
  if (!match) return false
  const salted = pbkdf2Sync(password, Buffer.from(match[2] ?? '', 'base64'), Number(match[1]), 32, 'sha256')
  return storedKey(salted) === match[3]
}

/** What the server itself makes of a plain password. */
export function verifierOf(password: string, seed: string): string {
  const salt = createHash('sha256').update(`practice salt ${seed}`).digest().subarray(0, 16)
  const salted = pbkdf2Sync(password, salt, 4096, 32, 'sha256')
  const server = createHmac('sha256', salted).update('Server Key').digest('base64')
  return `SCRAM-SHA-256$4096:${salt.toString('base64')}$${storedKey(salted)}:${server}`
}

function storedKey(salted: Buffer): string {
  const client = createHmac('sha256', salted).update('Client Key').digest()
  return createHash('sha256').update(client).digest('base64')
}
