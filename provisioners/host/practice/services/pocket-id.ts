/** Pocket ID: strict about its environment and its two keys, and the keeper of people and clients. */
import { fails, plain, type Behaviour, type Trouble, shown } from './behaviour.ts'
import type { Inside } from './inside.ts'
import { pocketIdAnswer, type PocketIdState } from './pocket-id-http.ts'

const DATA = '/app/data'
const FILE = `${DATA}/pocket-id.db`
const PORT = 1411

const KNOWN = [
  'APP_URL',
  'APP_NAME',
  'ENCRYPTION_KEY_FILE',
  'STATIC_API_KEY_FILE',
  'TRUST_PROXY',
  'ALLOW_INSECURE_CALLBACK_URLS',
  'ANALYTICS_DISABLED',
  'VERSION_CHECK_DISABLED',
  'UI_CONFIG_DISABLED',
  'ALLOW_USER_SIGNUPS',
  'ALLOW_OWN_ACCOUNT_EDIT',
  'REQUIRE_USER_EMAIL',
]

export const pocketId: Behaviour = {
  programs: ['pocket-id'],
  uid: 0,
  bootSeconds: 1.2,
  memoryBytes: 44 * 1024 ** 2,
  entrypoint: '/app/docker/entrypoint.sh',
  imageHealth: ['CMD', '/app/pocket-id', 'healthcheck'],
  boot: (inside) => environment(inside) ?? keys(inside) ?? data(inside),
  greeting: () => ['WRN practice: this stands for Pocket ID; passkeys cannot be made here'],
  listens: (_, port) => port === PORT,
  logLine: (request, status) => `INF practice: ${shown(request)} was answered with ${status}`,
  http(inside, _, request) {
    const state = load(inside)
    if (!state) return plain(500, '')
    const answer = pocketIdAnswer(
      {
        state,
        apiKey: readKey(inside, 'STATIC_API_KEY_FILE').trim(),
        newId: () => `${inside.machine.hex(8)}-${inside.machine.hex(4)}-4${inside.machine.hex(3)}`,
      },
      request,
    )
    save(inside, state)
    return answer
  },
}

function environment({ container }: Inside): Trouble | null {
  const { environment: given } = container.spec
  const unknown = Object.keys(given).filter((name) => !KNOWN.includes(name))
  if (unknown.length > 0) return fails(`ERR practice: no such setting: ${unknown.join(', ')}`)
  const url = URL.parse(given['APP_URL'] ?? '')
  if (url?.protocol !== 'https:') return fails('ERR Configuration error: APP_URL is not a valid URL')
  if (given['APP_URL'] !== url.origin)
    return fails('ERR Configuration error: APP_URL must not contain a path')
  return null
}

/** The content of a key's file; empty where it cannot be read. */
function readKey(inside: Inside, name: string): string {
  const file = inside.read(inside.container.spec.environment[name] ?? '')
  return 'text' in file ? file.text : ''
}

function keys(inside: Inside): Trouble | null {
  const encryption = readKey(inside, 'ENCRYPTION_KEY_FILE')
  if (encryption.length < 16) return fails('ERR ENCRYPTION_KEY must be at least 16 bytes long')
  // the real one takes it as part of the key, and finds out when the file is written anew without it
  if (encryption.endsWith('\n')) return fails('ERR practice: the encryption key ends with a line break')
  if (readKey(inside, 'STATIC_API_KEY_FILE').trim().length < 16)
    return fails('ERR when set, STATIC_API_KEY must be at least 16 characters long')
  return null
}

function data(inside: Inside): Trouble | null {
  if (!inside.writable(DATA)) return fails(`ERR unable to open database file: ${FILE}: permission denied`)
  if (!load(inside)) save(inside, { clients: {}, users: {} })
  return null
}

function load(inside: Inside): PocketIdState | null {
  const text = inside.machine.files.readIfThere(inside.hostPath(FILE) ?? '/nowhere')
  return text === undefined ? null : (JSON.parse(text) as PocketIdState)
}

function save(inside: Inside, state: PocketIdState): void {
  const path = inside.hostPath(FILE)
  if (path === null) return
  const text = JSON.stringify(state)
  if (inside.machine.files.readIfThere(path) === text) return
  inside.machine.files.write(path, text, { mode: 0o600 })
  inside.machine.files.chown(path, { uid: inside.uid, gid: inside.uid })
}
