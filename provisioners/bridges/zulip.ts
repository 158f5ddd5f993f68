/** Zulip (mautrix-zulip). */
import { images } from '../images.ts'
import { mautrix } from './mautrix.ts'

export const zulip = mautrix({
  id: 'zulip',
  name: 'Zulip',
  what: 'Channels and direct messages of Zulip',
  tier: 'advanced',
  caveat: 'The bridge is young, and much of Zulip is not carried over yet.',
  image: images.zulip,
  program: '/usr/bin/mautrix-zulip',
  port: 29342,
  prefix: '!zulip',
  firstWords: [
    'In Zulip: Settings, Account & privacy, Show or change your API key.',
    'Open a chat with {@zulipbot} and send {login}.',
    'The bot asks for the address of the organisation, your e-mail address and the key.',
  ],
  memoryUseMiB: 60,
  downloadMiB: 55,
})
