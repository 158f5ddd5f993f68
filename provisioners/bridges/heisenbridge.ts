/**
 * Heisenbridge: IRC as a bouncer does it. Its settings are a command line and the registration, which it reads itself; what it
 * remembers, it keeps in its own account on the server (its __main__.py). No database, and no encryption.
 */
import { images } from '../images.ts'
import { registrationOf, type Registration } from '../matrix/registration.ts'
import type { Service } from '../stack/contribution.ts'
import { defineBridge, registrationSecrets, secretOf, serviceOf, type BridgePlace } from './bridge.ts'

const PORT = 9898
const BOT = 'heisenbridge'
const bridge = { id: 'heisenbridge', name: 'Heisenbridge' }
const user = { uid: 1337, gid: 1337 }
const MOUNT = '/config'

const registration: Registration = {
  id: bridge.id,
  url: `http://${serviceOf(bridge)}:${PORT}`,
  asToken: secretOf(bridge, 'as-token'),
  hsToken: secretOf(bridge, 'hs-token'),
  // it never asks to sync, and calls itself by this name
  sender: { name: BOT },
  // exactly one, or it does not start
  users: [{ localpart: 'irc_.*', exclusive: true }],
  fromSign: true,
  ephemeral: false,
  devices: false,
}

const service = ({ settings, serverName }: BridgePlace): Service => {
  const file = registrationOf(registration, serverName)
  const owner = settings['owner']
  return {
    id: serviceOf(bridge),
    name: 'Heisenbridge',
    what,
    image: images.heisenbridge,
    user,
    store: { mount: MOUNT, files: [file] },
    compose: {
      user: `${user.uid}:${user.gid}`,
      // arguments: the image has no script before its program
      command: [
        '-c',
        `${MOUNT}/${file.name}`,
        '-l',
        '0.0.0.0',
        '-p',
        String(PORT),
        ...(typeof owner === 'string' && owner !== '' ? ['-o', `@${owner}:${serverName}`] : []),
        'http://synapse:8008',
      ],
      stop_grace_period: '10s',
      healthcheck: {
        // it listens only once Synapse has taken its token
        test: [
          'CMD',
          'python3',
          '-c',
          `import urllib.request; urllib.request.urlopen('http://127.0.0.1:${PORT}/_matrix/mau/live', timeout=4)`,
        ],
        interval: '30s',
        timeout: '10s',
        retries: 4,
        start_period: '120s',
      },
    },
    memoryLimitMiB: 256,
    memoryUseMiB: 60,
    downloadMiB: 60,
    diskMiB: 180,
    after: ['synapse'],
    patient: true,
  }
}

const what = 'IRC networks, in the manner of a bouncer'

export const heisenbridge = defineBridge({
  ...bridge,
  what,
  tier: 'advanced',
  caveat:
    'It cannot read encrypted chats: an app that encrypts every direct chat cannot talk to it. Unless you name its owner, that is the first person of this server who writes to it. It and the other IRC bridge want the same names, so only one of them can be there.',
  clashes: ['irc'],
  fields: [
    {
      name: 'owner',
      label: 'Its owner',
      help: 'Who decides over networks and who else may use them: the part of the account’s name before the colon, without the @. Left empty, the first person who writes to it.',
      placeholder: 'anna',
      kind: 'text',
      optional: true,
      pattern: {
        source: '^[a-z0-9._=/+-]{1,200}$',
        words: 'write the account’s name as it stands between @ and the colon.',
      },
    },
  ],
  bot: BOT,
  signIn: { by: 'bot' },
  firstWords: [
    'Open a chat with {@heisenbridge}, not encrypted, and send {HELP}.',
    'Add a network with {ADDNETWORK libera}, its server with {ADDSERVER libera irc.libera.chat 6697 --tls}, and open it with {OPEN libera}.',
    'In the room that opens, {NICK anna} sets your nick, {CONNECT} connects, and {JOIN #channel} joins.',
  ],
  database: null,
  contribute: (place) => ({
    registration,
    contribution: {
      id: serviceOf(bridge),
      services: [service(place)],
      databases: [],
      routes: [],
      secrets: registrationSecrets(bridge).filter(({ id }) => id !== secretOf(bridge, 'sender')),
      checks: [],
    },
  }),
})
