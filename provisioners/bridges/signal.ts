/** Signal (mautrix-signal). */
import { images } from '../images.ts'
import { keys, text } from '../stack/strict/shape.ts'
import { mautrix } from './mautrix.ts'

export const signal = mautrix({
  id: 'signal',
  name: 'Signal',
  what: 'Chats and groups of Signal',
  tier: 'offered',
  caveat:
    'Your phone stays the main device. If it is away for about a month, Signal signs the bridge out as it does every linked device.',
  image: images.signal,
  program: '/usr/bin/mautrix-signal',
  port: 29328,
  prefix: '!signal',
  network: () => ({ device_name: 'Bramble' }),
  networkKeys: keys({ device_name: text() }),
  firstWords: [
    'Open a chat with {@signalbot} and send {login}.',
    'On the phone: Signal, Settings, Linked devices, Link a new device; scan the code.',
    'If the phone offers to transfer your messages, accept: older ones come along only then.',
  ],
  memoryUseMiB: 110,
  downloadMiB: 75,
})
