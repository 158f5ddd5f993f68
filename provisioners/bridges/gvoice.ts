/** Google Voice (mautrix-gvoice). */
import { images } from '../images.ts'
import { mautrix } from './mautrix.ts'

export const gvoice = mautrix({
  id: 'gvoice',
  name: 'Google Voice',
  what: 'Text messages of Google Voice',
  tier: 'advanced',
  caveat:
    'A private Google account can receive but not send: that needs a program that is not in this bridge’s image. Accounts of Google Workspace can do both.',
  image: images.gvoice,
  program: '/usr/bin/mautrix-gvoice',
  port: 29338,
  prefix: '!gv',
  firstWords: [
    'In a private browser window, sign in at voice.google.com.',
    'Open a chat with {@gvoicebot} and send {login}: the bot names the cookies that it needs.',
  ],
  memoryUseMiB: 70,
  downloadMiB: 55,
})
