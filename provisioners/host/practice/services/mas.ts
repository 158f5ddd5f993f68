/** The Matrix Authentication Service: strict about its secrets, and the keeper of accounts. */
import { createPrivateKey } from 'node:crypto'
import { provision } from './accounts.ts'
import { fails, type Behaviour, type Trouble, shown } from './behaviour.ts'
import { PracticeError } from '../practice-error.ts'
import type { Inside } from './inside.ts'
import { masAnswer } from './mas-http.ts'
import { signIn } from './postgres.ts'
import { at, list, readYaml, text, type Settings } from './settings.ts'

export const mas: Behaviour = {
  // distroless: no shell, no curl
  programs: [],
  uid: 65532,
  bootSeconds: 1.4,
  memoryBytes: 58 * 1024 ** 2,
  entrypoint: 'mas-cli',
  imageHealth: null,
  boot(inside) {
    const settings = masSettings(inside)
    if ('trouble' in settings) return settings.trouble
    const { read } = settings
    return sections(read) ?? secrets(inside, read) ?? database(inside, read)
  },
  // it opens no file that the settings name
  selfCheck(inside, argv) {
    const path = argv.at(-1)
    if (argv.slice(0, -1).join(' ') !== 'mas-cli config check --config' || path === undefined)
      throw new PracticeError('mas-cli', argv.join(' '))
    const settings = masSettings(inside, path)
    return 'trouble' in settings ? settings.trouble : sections(settings.read)
  },
  greeting: () => [
    'WARN practice: this stands for the Matrix Authentication Service; accounts made here exist here only',
    'INFO mas_cli::commands::server: Server started',
  ],
  listens(inside, port) {
    const settings = masSettings(inside)
    return (
      'read' in settings &&
      list(settings.read, 'http', 'listeners').some((listener) => portOf(listener) === port)
    )
  },
  logLine: (request, status) => `INFO practice: ${shown(request)} was answered with ${status}`,
  http(inside, port, request) {
    const settings = masSettings(inside)
    const read = 'read' in settings ? settings.read : {}
    const listener = list(read, 'http', 'listeners').find((candidate) => portOf(candidate) === port)
    const resources = list(listener, 'resources').map((resource) => text(resource, 'name') ?? '')
    const entered = enter(inside, read)
    const given = masAnswer(
      { inside, settings: read, resources, database: 'database' in entered ? entered.database : null },
      request,
    )
    if (request.method === 'POST' && request.path === '/api/admin/v1/users' && given.status === 201)
      provision(inside, read, request)
    return given
  },
}

export function masSettings(
  inside: Inside,
  path = inside.container.spec.environment['MAS_CONFIG'] ?? '/config.yaml',
): { read: Settings } | { trouble: Trouble } {
  const file = inside.read(path)
  const read = 'text' in file ? readYaml(file.text) : null
  return read ? { read } : { trouble: fails(`Error: could not load configuration ${path}`) }
}

const portOf = (listener: unknown): number => Number(at(listener, 'binds', 0, 'port'))

function sections(settings: Settings): Trouble | null {
  if (at(settings, 'secrets') === undefined || at(settings, 'matrix') === undefined)
    return fails('Error: missing field `secrets` or `matrix`')
  if (text(settings, 'http', 'public_base') === undefined) return fails('Error: missing field `public_base`')
  for (const listener of list(settings, 'http', 'listeners'))
    if (list(listener, 'resources').length === 0 || list(listener, 'binds').length === 0)
      return fails('Error: listener has no resources or no binds')
  return null
}

function secrets(inside: Inside, settings: Settings): Trouble | null {
  const given = (place: readonly string[], key: string): string | Trouble => {
    const file = text(settings, ...place, `${key}_file`)
    if (file === undefined) return text(settings, ...place, key) ?? fails(`Error: missing field \`${key}\``)
    const found = inside.read(file)
    return 'text' in found ? found.text : fails(`Error: failed to read ${file}: ${found.trouble}`)
  }
  const encryption = given(['secrets'], 'encryption')
  if (typeof encryption !== 'string') return encryption
  // not trimmed: a newline at its end is enough
  if (!/^[0-9a-fA-F]{64}$/.test(encryption)) return fails('Error: secrets.encryption: invalid hex string')
  const shared = given(['matrix'], 'secret')
  if (typeof shared !== 'string') return shared
  for (const client of list(settings, 'clients')) {
    const file = text(client, 'client_secret_file')
    if (file !== undefined && 'trouble' in inside.read(file)) return fails(`Error: failed to read ${file}`)
  }
  return keys(inside, settings)
}

function keys(inside: Inside, settings: Settings): Trouble | null {
  let rsa = false
  for (const key of list(settings, 'secrets', 'keys')) {
    const file = text(key, 'key_file')
    const found = file === undefined ? { text: text(key, 'key') ?? '' } : inside.read(file)
    if ('trouble' in found) return fails(`Error: failed to read ${file}: ${found.trouble}`)
    try {
      rsa ||= createPrivateKey(found.text).asymmetricKeyType === 'rsa'
    } catch {
      return fails(`Error: could not load the key ${file ?? ''}: unsupported format`)
    }
  }
  return rsa ? null : fails('Error: no RSA key in secrets.keys')
}

function enter(inside: Inside, settings: Settings): ReturnType<typeof signIn> {
  const place = at(settings, 'database')
  const file = text(place, 'password_file')
  const password = file === undefined ? { text: text(place, 'password') ?? '' } : inside.read(file)
  if ('trouble' in password) return { trouble: `failed to read ${file}: ${password.trouble}` }
  return signIn(inside, {
    host: text(place, 'host') ?? 'localhost',
    port: Number(at(place, 'port') ?? 5432),
    user: text(place, 'username') ?? '',
    password: password.text.trim(),
    database: text(place, 'database') ?? '',
  })
}

function database(inside: Inside, settings: Settings): Trouble | null {
  const entered = enter(inside, settings)
  return 'trouble' in entered ? fails(`Error: could not connect to the database: ${entered.trouble}`) : null
}
