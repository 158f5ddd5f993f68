/** OpenSSH's known_hosts: reading one (ours, or the user's), and keeping our own. Format: sshd(8), SSH_KNOWN_HOSTS FILE FORMAT. */
import { createHmac, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { EngineError } from '../model/engine-error.ts'
import { keyType } from './host-key.ts'

export interface KnownKey {
  readonly type: string
  /** The key in SSH's wire form. */
  readonly blob: Buffer
  readonly revoked: boolean
}

/** Where host keys are known from. */
export interface KnownHosts {
  /** The app's own file; made when the first key is accepted. */
  readonly store: string
  /** Files of others, only ever read: `~/.ssh/known_hosts`. */
  readonly others?: readonly string[]
}

/**
 * The keys known for a host, one list per source, our own first.
 *
 * @throws EngineError host-key-unknown for a file that is there and cannot be read: nothing is trusted then
 */
export async function knownKeys(files: KnownHosts, host: string, port: number): Promise<KnownKey[][]> {
  const paths = [files.store, ...(files.others ?? [])]
  return Promise.all(paths.map(async (path) => keysFor(await read(path), host, port)))
}

/**
 * Remembers a key in our own file, in place of every other key that this file has for the host; revocations stay. Written
 * beside, synced, renamed; for the owner's eyes only.
 *
 * @throws EngineError host-key-unknown when the file cannot be read or written
 */
export async function remember(files: KnownHosts, host: string, port: number, blob: Buffer): Promise<void> {
  const text = await read(files.store)
  const kept = text.split('\n').filter((line) => {
    const entry = parseLine(line)
    return line.trim() !== '' && !(entry && !entry.revoked && matches(entry.hosts, lookupName(host, port)))
  })
  const added = `${lookupName(host, port)} ${keyType(blob)} ${blob.toString('base64')}`
  await replace(files.store, [...kept, added, ''].join('\n'))
}

/** The keys that a known_hosts text has for a host. Lines that make no sense are passed over, as ssh does. */
export function keysFor(text: string, host: string, port: number): KnownKey[] {
  const name = lookupName(host, port)
  return text.split('\n').flatMap((line) => {
    const entry = parseLine(line)
    return entry && matches(entry.hosts, name)
      ? [{ type: entry.type, blob: entry.blob, revoked: entry.revoked }]
      : []
  })
}

interface Entry extends KnownKey {
  readonly hosts: string
}

function parseLine(line: string): Entry | null {
  const fields = line.trim().split(/[ \t]+/)
  if (fields[0] === '' || fields[0]?.startsWith('#')) return null
  const mark = fields[0]?.startsWith('@') ? fields.shift() : undefined
  // A certificate authority vouches for host certificates, which ssh2 does not speak: such a line tells nothing here.
  if (mark !== undefined && mark !== '@revoked') return null
  const [hosts, type, key] = fields
  if (!hosts || !type || !key || !/^[A-Za-z0-9+/]+={0,2}$/.test(key)) return null
  const blob = Buffer.from(key, 'base64')
  return keyType(blob) === type ? { hosts, type, blob, revoked: mark === '@revoked' } : null
}

/** How ssh writes a host down: the port only when it is not 22. */
function lookupName(host: string, port: number): string {
  const lower = host.toLowerCase()
  return port === 22 ? lower : `[${lower}]:${port}`
}

/** Whether a first field means this host: hashed, or a list of patterns where one negative match decides. */
function matches(hosts: string, name: string): boolean {
  const hashed = /^\|1\|([A-Za-z0-9+/=]+)\|([A-Za-z0-9+/=]+)$/.exec(hosts)
  if (hashed) {
    const [, salt = '', digest = ''] = hashed
    return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === digest
  }
  const patterns = hosts.toLowerCase().split(',')
  const hit = (pattern: string) => wildcard(pattern).test(name)
  return (
    patterns.some((pattern) => !pattern.startsWith('!') && hit(pattern)) &&
    !patterns.some((pattern) => pattern.startsWith('!') && hit(pattern.slice(1)))
  )
}

function wildcard(pattern: string): RegExp {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`)
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw new EngineError('host-key-unknown', `${path} cannot be read`, [String(error)])
  }
}

async function replace(path: string, text: string): Promise<void> {
  const staged = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(staged, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(staged, path)
  } catch (error) {
    await rm(staged, { force: true })
    throw new EngineError('host-key-unknown', `${path} cannot be written`, [String(error)])
  }
}
