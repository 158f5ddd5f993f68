/** Instagram: mautrix-meta's repository, but images of its own, whose tags begin with “ig-” and whose program kept the old name. */
import { images } from '../images.ts'
import { mautrix } from './mautrix.ts'

export const instagram = mautrix({
  id: 'instagram',
  name: 'Instagram',
  what: 'Direct messages of Instagram',
  tier: 'offered',
  caveat:
    'Instagram knows no programs of others: it may ask you to prove that it was you, or lock the account for a while.',
  image: images.instagram,
  program: '/usr/bin/mautrix-meta',
  port: 29330,
  prefix: '!ig',
  firstWords: [
    'Open a chat with {@instagrambot} and send {login}.',
    'In a private browser window, sign in at instagram.com, open the developer tools (F12), Network, and copy any request to “graphql” as cURL.',
    'Send what you copied to the bot, and close the window without signing out.',
  ],
  memoryUseMiB: 90,
  downloadMiB: 60,
})
