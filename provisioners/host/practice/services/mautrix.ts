/** A bridge of the mautrix family, by the repository of its image: the programs of 26.04 and later, and the older one for Discord. */
import type { Container } from '../docker/container.ts'
import { PracticeError } from '../practice-error.ts'
import { json, type Behaviour, type HttpAnswer, type HttpRequest, type Trouble } from './behaviour.ts'
import type { Inside } from './inside.ts'
import { provision } from './mautrix-provisioning.ts'
import { line, mautrixSettings, type MautrixSettings } from './mautrix-settings.ts'
import { converse, LATER, openDatabase } from './mautrix-start.ts'

interface Kind {
  readonly repository: string
  /** The Messenger image's other half, which has the same repository and program. */
  readonly instagram: boolean
}

/** Programs that keep the layout of before 2024. */
const legacyOnes = ['discord']

/** Whether the conversation with Synapse is over; by container and the moment of its start. */
const ready = new WeakMap<Container, number>()

export function mautrix({ repository, instagram }: Kind): Behaviour {
  const kind = { repository, legacy: legacyOnes.includes(repository) }
  const program = `/usr/bin/mautrix-${repository}`
  const network = instagram ? 'instagram' : repository
  const owner = kind.legacy ? `mautrix-${repository}` : `megabridge/mautrix-${repository}`

  /** What it was started with; a script of the image's own where nothing is said. */
  const started = (inside: Inside): { readonly path: string } | { readonly trouble: Trouble } => {
    const { entrypoint, command } = inside.container.spec
    const argv = [...(entrypoint ?? []), ...command]
    if (argv.length === 0 || argv[0] === '/docker-run.sh') return { trouble: script(inside, program) }
    if (argv[0] !== program)
      return { trouble: { status: 127, log: [`exec: "${argv[0]}": no such file or directory`] } }
    const at = argv.findIndex((word) => word === '-c' || word === '--config')
    const path = argv[at + 1]
    const rest = argv.filter((_, index) => index > 0 && index !== at && index !== at + 1)
    if (at < 0 || path === undefined || rest.some((word) => word !== '--no-update' && word !== '-n'))
      throw new PracticeError(program, argv.slice(1).join(' '))
    return { path }
  }
  const settingsOf = (inside: Inside) => {
    const given = started(inside)
    return 'trouble' in given ? given : mautrixSettings(inside, given.path, kind)
  }
  const comeUp = (inside: Inside, settings: MautrixSettings): Trouble | typeof LATER | null => {
    const opened = openDatabase(inside, settings, owner)
    if ('trouble' in opened) return opened.trouble
    if (settings.port === 0)
      return {
        status: 23,
        log: [line('fatal', 'Neither appservice HTTP listener nor websocket is enabled')],
      }
    return converse(inside, settings, opened.database)
  }

  return {
    programs: ['curl'],
    uid: 1337,
    bootSeconds: 2.2,
    memoryBytes: 62 * 1024 ** 2,
    entrypoint: '/docker-run.sh',
    imageHealth: null,
    listensEarly: true,
    boot(inside) {
      ready.delete(inside.container)
      const read = settingsOf(inside)
      if ('trouble' in read) return read.trouble
      const came = comeUp(inside, read.settings)
      if (came === null) ready.set(inside.container, inside.container.startedAt)
      return came === LATER ? null : came
    },
    greeting: (inside) => [
      line(
        'warn',
        `practice: this stands for mautrix-${network}; it reaches no network and carries no messages`,
      ),
      line('info', 'Initializing bridge', { name: `mautrix-${network}` }),
      isReady(inside)
        ? line('info', 'Bridge started')
        : line('error', 'Failed to connect to homeserver, retrying in 10 seconds...'),
    ],
    listens(inside, port, local = false) {
      const read = settingsOf(inside)
      return (
        'settings' in read &&
        read.settings.port === port &&
        (local || !['127.0.0.1', 'localhost'].includes(read.settings.hostname))
      )
    },
    http(inside, _, request) {
      const read = settingsOf(inside)
      if ('trouble' in read) return json(500, {})
      const { settings } = read
      const [route = ''] = request.path.split('?')
      if (route === '/_matrix/mau/live') return json(200, {})
      if (route === '/_matrix/mau/ready') return json(tried(inside, settings) ? 200 : 500, {})
      if (route === '/_matrix/app/v1/ping') return pinged(settings, request)
      const opened = openDatabase(inside, settings, owner)
      if (!kind.legacy && route.startsWith('/_matrix/provision/v3/') && 'database' in opened)
        return provision({ inside, settings, database: opened.database, network }, request)
      return json(404, { errcode: 'M_UNRECOGNIZED', error: 'Unrecognized endpoint' })
    },
  }

  /** Every look at it is another try: Synapse may have come up after it. */
  function tried(inside: Inside, settings: MautrixSettings): boolean {
    if (isReady(inside)) return true
    const came = comeUp(inside, settings)
    if (came === null) ready.set(inside.container, inside.container.startedAt)
    else if (came !== LATER) inside.machine.docker.fail(inside.container, came)
    return came === null
  }
}

const isReady = ({ container }: Inside): boolean => ready.get(container) === container.startedAt

function pinged({ hsToken }: MautrixSettings, { headers }: HttpRequest): HttpAnswer {
  return headers['authorization'] === `Bearer ${hsToken}`
    ? json(200, {})
    : json(401, { errcode: 'M_UNKNOWN_TOKEN', error: 'Invalid access token' })
}

/** The images' own script: it makes what is missing and ends, and so never runs the program (docker-run.sh of each). */
function script(inside: Inside, program: string): Trouble {
  if ('trouble' in inside.read('/data/config.yaml'))
    return {
      status: 0,
      log: [
        "Didn't find a config file.",
        'Copied default config file to /data/config.yaml',
        'Modify that config file to your liking.',
        'Start the container again after that to generate the registration file.',
      ],
    }
  if ('trouble' in inside.read('/data/registration.yaml'))
    return {
      status: 0,
      log: [
        "Didn't find a registration file.",
        'Generated one for you.',
        'See https://docs.mau.fi/bridges/general/registering-appservices.html on how to use it.',
      ],
    }
  throw new PracticeError(program, 'its own script with both files there')
}
