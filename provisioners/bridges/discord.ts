/** Discord (mautrix-discord 0.7, whose settings have the older form of the family: mautrix-go 0.16). */
import { images } from '../images.ts'
import { toYaml } from '../stack/yaml.ts'
import type { Secret } from '../model/secret.ts'
import { defineBridge, type BridgePlace } from './bridge.ts'
import {
  appserviceSettings,
  botOf,
  contributionOf,
  databaseOf,
  databaseSettings,
  homeserverSettings,
  idsOf,
  logging,
  puppetSecrets,
  registrationOfMember,
  serviceOfMember,
  type Member,
} from './family.ts'
import { encryptField, historyField } from './fields.ts'
import { discordKeys } from './known-keys/discord.ts'

const part: Member = {
  id: 'discord',
  name: 'Discord',
  what: 'Servers and direct messages of Discord',
  tier: 'offered',
  caveat:
    'Discord forbids other programs to use a person’s account, and may close one that does. A bot account of your own is allowed.',
  image: images.discord,
  program: '/usr/bin/mautrix-discord',
  port: 29334,
  prefix: '!discord',
  firstWords: [
    'Open a chat with {@discordbot} and send {login-qr}.',
    'On the phone: Discord, Settings, Scan QR code; scan it, and approve.',
    'If Discord asks for a captcha, send {login-token user} and the token of a browser that is signed in; for a bot account, {login-token bot} and its token.',
    'Then {guilds} lists your servers, and says how to choose those that come along.',
  ],
  memoryUseMiB: 90,
  downloadMiB: 60,
}
const ids = idsOf(part)
const fields = [
  encryptField(
    false,
    'Off at first for Discord: this bridge cannot vouch for its own device, so apps that want proof send it no keys, and it could not read you.',
  ),
  historyField,
]

function settingsOf({ settings, serverName }: BridgePlace, secret: (id: string) => Secret): object {
  const history = settings['history'] === true
  return {
    homeserver: homeserverSettings(serverName),
    appservice: {
      ...appserviceSettings(part, secret),
      database: databaseSettings(part, secret(ids.database)),
    },
    bridge: {
      username_template: `${part.id}_{{.}}`,
      command_prefix: part.prefix,
      sync_direct_chat_list: true,
      double_puppet_server_map: {},
      double_puppet_allow_discovery: false,
      login_shared_secret_map: puppetSecrets(serverName, secret),
      backfill: {
        forward_limits: {
          initial: history ? { dm: 50, channel: 50, thread: 20 } : none,
          missed: history ? { dm: 500, channel: 200, thread: 50 } : none,
        },
      },
      encryption: {
        allow: true,
        default: settings['encrypt'] === true,
        appservice: false,
        msc4190: true,
        require: false,
        allow_key_sharing: true,
      },
      provisioning: { shared_secret: secret(ids.provisioning) },
      permissions: { [serverName]: 'user' },
    },
    logging,
  }
}

const none = { dm: 0, channel: 0, thread: 0 }

export const discord = defineBridge({
  id: part.id,
  name: part.name,
  what: part.what,
  tier: part.tier,
  ...(part.caveat !== undefined && { caveat: part.caveat }),
  fields,
  bot: botOf(part),
  // its API is of the first version, which knows no steps
  signIn: { by: 'bot' },
  firstWords: part.firstWords,
  database: databaseOf(part),
  contribute: (place) => ({
    registration: registrationOfMember(part),
    contribution: contributionOf(
      part,
      serviceOfMember(part, { shape: discordKeys, render: (secret) => toYaml(settingsOf(place, secret)) }),
      fields,
      [],
    ),
  }),
})
