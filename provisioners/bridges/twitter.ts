/** X, which was Twitter (mautrix-twitter). */
import { images } from '../images.ts'
import { mautrix } from './mautrix.ts'

export const twitter = mautrix({
  id: 'twitter',
  name: 'X',
  what: 'Direct messages of X (Twitter)',
  tier: 'offered',
  caveat:
    'Chats only: posts stay where they are. X knows no programs of others, and may lock an account that uses one.',
  image: images.twitter,
  program: '/usr/bin/mautrix-twitter',
  port: 29327,
  prefix: '!twitter',
  firstWords: [
    'In a browser that is signed in to x.com, find the cookies ct0 and auth_token.',
    'Open a chat with {@twitterbot}, send {login cookies}, and give it both.',
  ],
  memoryUseMiB: 70,
  downloadMiB: 55,
})
