/** Bluesky (mautrix-bluesky). */
import { images } from '../images.ts'
import { mautrix } from './mautrix.ts'

export const bluesky = mautrix({
  id: 'bluesky',
  name: 'Bluesky',
  what: 'Direct messages of Bluesky',
  tier: 'offered',
  caveat: 'Chats only: posts stay where they are.',
  image: images.bluesky,
  program: '/usr/bin/mautrix-bluesky',
  port: 29340,
  prefix: '!bsky',
  firstWords: [
    'In Bluesky: Settings, Privacy and security, App passwords; make one that may read direct messages.',
    'Open a chat with {@blueskybot} and send {login}.',
    'The bot asks for the server ({bsky.social}, unless yours is another), your handle, and the app password.',
  ],
  memoryUseMiB: 60,
  downloadMiB: 55,
})
