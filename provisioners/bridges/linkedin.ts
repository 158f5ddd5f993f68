/** LinkedIn (mautrix-linkedin). */
import { images } from '../images.ts'
import { mautrix } from './mautrix.ts'

export const linkedin = mautrix({
  id: 'linkedin',
  name: 'LinkedIn',
  what: 'Messages of LinkedIn',
  tier: 'advanced',
  caveat:
    'LinkedIn’s rules forbid programs of others, and it may limit an account that uses one. The bridge is young.',
  image: images.linkedin,
  program: '/usr/bin/mautrix-linkedin',
  port: 29341,
  prefix: '!linkedin',
  firstWords: [
    'In a private browser window, sign in at linkedin.com, open the developer tools (F12), Network, and copy a request as cURL.',
    'Open a chat with {@linkedinbot}, send {login}, and then what you copied.',
  ],
  memoryUseMiB: 70,
  downloadMiB: 55,
})
