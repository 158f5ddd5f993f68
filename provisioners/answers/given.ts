/** Secrets that the owner brings, in a file that only its owner reads: never in the answers, a command line or the environment. */
import { open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { parseDocument } from 'yaml'
import type { GivenSecrets } from '../engine/secrets.ts'
import { EngineError } from '../model/engine-error.ts'
import { Secret, type SecretSpec } from '../model/secret.ts'

/** The longest of them is a private key. */
const LIMIT_BYTES = 64 * 1024

/** What is in a secrets file, by name; whether the answers ask for it is not known yet. */
export type Brought = ReadonlyMap<string, Secret>

/**
 * @param path a YAML or JSON file: one line a secret, `NAME: VALUE`, or `NAME: {file: PATH}` for one with a file of its own,
 *   whose path counts from the secrets file
 * @throws EngineError intent-invalid for a file that others can read, cannot be read, or has another form
 */
export async function readSecretsFile(path: string): Promise<Brought> {
  const text = await readPrivately(path)
  // prettyErrors would repeat lines of the file
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: true })
  const value =
    document.errors.length === 0 ? safely(() => document.toJS({ maxAliasCount: 0 }) as unknown) : null
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(`${path} must have one line a secret: its name, a colon, and the secret in quotes.`)
  const found = new Map<string, Secret>()
  for (const [name, inner] of Object.entries(value))
    found.set(name, new Secret(await valueOf(name, inner, path), name))
  return found
}

async function valueOf(name: string, value: unknown, path: string): Promise<string> {
  const file =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)['file'] : undefined
  const text =
    typeof file === 'string'
      ? (await readPrivately(resolve(dirname(path), file))).replace(/\r?\n$/, '')
      : value
  if (typeof text !== 'string')
    throw wrong(`Put the secret “${name}” in quotes, or say where it is: {file: PATH}.`)
  if (text === '' || text.includes('\0')) throw wrong(`The secret “${name}” is empty, or no text.`)
  return text
}

/**
 * Takes from what was brought what the answers ask for.
 *
 * @param specs all secrets of the intent
 * @throws EngineError intent-invalid for a name that nothing asks for: it is likely misspelt
 */
export function givenFor(brought: Brought, specs: readonly SecretSpec[]): GivenSecrets {
  const asked = specs.filter(({ kind }) => kind === 'given')
  const unknown = [...brought.keys()].filter((name) => !asked.some(({ id }) => id === name))
  if (unknown.length > 0)
    throw new EngineError(
      'intent-invalid',
      `The answers ask for no secret with the name ${unknown.map((name) => `“${name}”`).join(', ')}.`,
      asked.length === 0
        ? ['They ask for none at all.']
        : asked.map(({ id, label }) => `They ask for ${id}: ${label}.`),
    )
  return new Map(
    asked.flatMap(({ id, label }) => {
      const secret = brought.get(id)
      return secret ? [[id, new Secret(secret.reveal(), label)]] : []
    }),
  )
}

/** Reads a file through one handle, so that what was judged is what is read. */
async function readPrivately(path: string): Promise<string> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw wrong(
      `${path} cannot be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}.`,
    )
  })
  try {
    const { mode, size } = await handle.stat()
    // Windows has no such modes: files in a person's own folders are theirs alone
    if (process.platform !== 'win32' && (mode & 0o077) !== 0)
      throw wrong(`Others on this computer can read ${path}. Close it to them first: chmod 600 ${path}`)
    if (size > LIMIT_BYTES) throw wrong(`${path} is too large to be a file of secrets.`)
    return await handle.readFile('utf8')
  } catch (error) {
    if (error instanceof EngineError) throw error
    throw wrong(`${path} cannot be read: ${(error as Error).message}.`)
  } finally {
    await handle.close()
  }
}

const wrong = (detail: string): EngineError => new EngineError('intent-invalid', detail)

function safely(read: () => unknown): unknown {
  try {
    return read()
  } catch {
    return null
  }
}
