/** Heisenbridge: IRC for Matrix; its registration is all that it is told, and it keeps nothing itself. */
import { PracticeError } from '../practice-error.ts'
import { fails, json, type Behaviour, type Trouble } from './behaviour.ts'
import type { Inside } from './inside.ts'
import { readYaml, text, type Settings } from './settings.ts'

interface Started {
  readonly registration: Settings
  readonly homeserver: string
  readonly address: string
  readonly port: number
}

export const heisenbridge: Behaviour = {
  programs: [],
  uid: 0,
  bootSeconds: 1.8,
  memoryBytes: 44 * 1024 ** 2,
  entrypoint: 'python',
  imageHealth: null,
  listensEarly: true,
  boot(inside) {
    const started = startedWith(inside)
    if ('status' in started) return started
    const server = URL.parse(started.homeserver)
    const bot = text(started.registration, 'sender_localpart') ?? ''
    const ask = (method: string, path: string) =>
      server
        ? inside.http(server.hostname, Number(server.port || 80), {
            method,
            path,
            headers: {
              host: server.host,
              authorization: `Bearer ${text(started.registration, 'as_token') ?? ''}`,
            },
            body: '',
          })
        : { trouble: 'unknown-name' as const }
    const whoami = ask('GET', '/_matrix/client/v3/account/whoami')
    if ('trouble' in whoami) return fails(`ERROR: Failed to connect to homeserver: ${whoami.trouble}`)
    if (whoami.status !== 200)
      return fails(`mautrix.errors.request.MUnknownToken: ${text(JSON.parse(whoami.body), 'error') ?? ''}`)
    return JSON.parse(whoami.body).user_id.startsWith(`@${bot}:`)
      ? null
      : fails('ERROR: The registration belongs to another user')
  },
  greeting: () => [
    'WARNING practice: this stands for Heisenbridge; it reaches no IRC network',
    'INFO:root:Startup complete!',
  ],
  listens(inside, port, local = false) {
    const started = startedWith(inside)
    return (
      'port' in started &&
      started.port === port &&
      (local || !['127.0.0.1', 'localhost'].includes(started.address))
    )
  },
  http(inside, _, { path, headers }) {
    const started = startedWith(inside)
    const token = 'registration' in started ? (text(started.registration, 'hs_token') ?? '') : ''
    if (headers['authorization'] !== `Bearer ${token}`)
      return json(401, { errcode: 'M_UNKNOWN_TOKEN', error: 'Invalid auth token' })
    return path.startsWith('/_matrix/app/v1/') ? json(200, {}) : json(404, { errcode: 'M_UNRECOGNIZED' })
  },
}

/** Its command line (heisenbridge/__main__.py): options, and the homeserver's address at last. */
function startedWith(inside: Inside): Started | Trouble {
  const { entrypoint, command } = inside.container.spec
  const argv = [...(entrypoint ?? []), ...command]
  const values = new Map<string, string>()
  const rest: string[] = []
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? ''
    const option = options[word]
    if (option === 'value') values.set(short[word] ?? word, argv[(at += 1)] ?? '')
    else if (option === undefined && word.startsWith('-')) throw new PracticeError('heisenbridge', word)
    else if (option === undefined) rest.push(word)
  }
  const path = values.get('-c') ?? 'registration.yaml'
  const file = inside.read(path)
  if ('trouble' in file) return fails(`ERROR: ${path}: ${file.trouble}`)
  const registration = readYaml(file.text)
  if (!registration) return fails(`ERROR: ${path} is no registration`)
  return {
    registration,
    homeserver: rest.filter((word) => /^https?:/.test(word)).at(-1) ?? 'http://localhost:8008',
    address: values.get('-l') ?? '127.0.0.1',
    port: Number(values.get('-p') ?? 9898),
  }
}

const short: Readonly<Record<string, string>> = {
  '--config': '-c',
  '--listen-address': '-l',
  '--listen-port': '-p',
  '--owner': '-o',
}
const options: Readonly<Record<string, 'value' | 'flag'>> = {
  '-c': 'value',
  '--config': 'value',
  '-l': 'value',
  '--listen-address': 'value',
  '-p': 'value',
  '--listen-port': 'value',
  '-o': 'value',
  '--owner': 'value',
  '-v': 'flag',
  '--verbose': 'flag',
  '-m': 'flag',
}
