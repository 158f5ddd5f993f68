/**
 * Hookshot: here for feeds alone. What others would send to it from outside (webhooks of GitHub, GitLab, Jira, or one's own) needs a
 * public path to it, which no address of Bramble opens. Its encryption needs experiments of Synapse and a Redis, so it has none.
 */
import { images } from '../images.ts'
import { literally, registrationOf, type Registration } from '../matrix/registration.ts'
import type { Service } from '../stack/contribution.ts'
import { toYaml } from '../stack/yaml.ts'
import { defineBridge, registrationSecrets, secretOf, serviceOf, type BridgePlace } from './bridge.ts'
import { hookshotKeys } from './known-keys/hookshot.ts'

const PORT = 9993
const BOT = 'hookshot'
const bridge = { id: 'hookshot', name: 'Hookshot' }
const user = { uid: 1337, gid: 1337 }
const MOUNT = '/config'
const passkey = secretOf(bridge, 'passkey')

const registration: Registration = {
  id: bridge.id,
  url: `http://${serviceOf(bridge)}:${PORT}`,
  asToken: secretOf(bridge, 'as-token'),
  hsToken: secretOf(bridge, 'hs-token'),
  // without encryption it never asks to sync
  sender: { name: BOT },
  users: [{ localpart: literally(BOT), exclusive: true }],
  ephemeral: true,
  devices: false,
}

const settingsOf = ({ settings, serverName }: BridgePlace): object => ({
  bridge: { domain: serverName, url: 'http://synapse:8008', port: PORT, bindAddress: '0.0.0.0' },
  logging: { level: 'info', colorize: false, json: true, timestampFormat: 'HH:mm:ss:SSS' },
  passFile: `${MOUNT}/passkey.pem`,
  // it does not start without one (its src/App/BridgeApp.ts), so it gets one that only itself can reach
  listeners: [{ port: 9000, bindAddress: '127.0.0.1', resources: ['webhooks'] }],
  permissions: [{ actor: serverName, services: [{ service: '*', level: 'manageConnections' }] }],
  feeds: {
    enabled: true,
    pollIntervalSeconds: Number(settings['minutes']) * 60,
    pollTimeoutSeconds: 30,
    pollConcurrency: 2,
  },
  bot: { displayname: 'Hookshot' },
})

const service = (place: BridgePlace): Service => {
  const known = registrationOf(registration, place.serverName)
  return {
    id: serviceOf(bridge),
    name: 'Hookshot',
    what,
    image: images.hookshot,
    user,
    store: {
      mount: MOUNT,
      files: [
        { name: 'config.yaml', mode: 0o600, shape: hookshotKeys, render: () => toYaml(settingsOf(place)) },
        known,
        { name: 'passkey.pem', mode: 0o600, render: (secret) => [secret(passkey)] },
      ],
    },
    compose: {
      user: `${user.uid}:${user.gid}`,
      working_dir: '/data',
      command: [
        'node',
        '/bin/matrix-hookshot/App/BridgeApp.js',
        `${MOUNT}/config.yaml`,
        `${MOUNT}/${known.name}`,
      ],
      tmpfs: [`/data:uid=${user.uid},gid=${user.gid},mode=0700`],
      stop_grace_period: '10s',
      healthcheck: {
        test: [
          'CMD',
          'node',
          '-e',
          `fetch('http://127.0.0.1:${PORT}/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))`,
        ],
        interval: '30s',
        timeout: '10s',
        retries: 4,
        start_period: '180s',
      },
    },
    memoryLimitMiB: 512,
    memoryUseMiB: 150,
    downloadMiB: 190,
    diskMiB: 600,
    after: ['synapse'],
    patient: true,
  }
}

const what = 'News of RSS and Atom feeds, in rooms of your choice'

export const hookshot = defineBridge({
  ...bridge,
  what,
  tier: 'advanced',
  caveat:
    'Feeds only: webhooks would need a public address of their own, and there is none. It cannot read encrypted rooms. What a feed says while it is stopped is not told afterwards.',
  fields: [
    {
      name: 'minutes',
      label: 'How often it looks',
      kind: 'choice',
      initial: '10',
      choices: [
        { value: '10', label: 'every ten minutes' },
        { value: '60', label: 'every hour' },
      ],
    },
  ],
  bot: BOT,
  signIn: { by: 'bot' },
  firstWords: [
    'Make a room that is not encrypted, invite {@hookshot}, and let it change the room’s settings (moderator).',
    'Send {!hookshot feed https://example.org/news.xml} with the address of a feed.',
    'The list is {!hookshot feed list}; all commands are in {!hookshot help}.',
  ],
  database: null,
  contribute: (place) => ({
    registration,
    contribution: {
      id: serviceOf(bridge),
      services: [service(place)],
      databases: [],
      routes: [],
      secrets: [
        ...registrationSecrets(bridge).filter(({ id }) => id !== secretOf(bridge, 'sender')),
        { id: passkey, label: 'Hookshot key for what it remembers', kind: 'rsa4096' },
      ],
      checks: [],
    },
  }),
})
