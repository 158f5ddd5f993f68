/** WhatsApp (mautrix-whatsapp). */
import { images } from '../images.ts'
import { keys, text } from '../stack/strict/shape.ts'
import { mautrix } from './mautrix.ts'

export const whatsapp = mautrix({
  id: 'whatsapp',
  name: 'WhatsApp',
  what: 'Chats and groups of WhatsApp',
  tier: 'offered',
  caveat:
    'Your phone stays the main device: it must be online at least every two weeks, or WhatsApp signs the bridge out.',
  image: images.whatsapp,
  program: '/usr/bin/mautrix-whatsapp',
  port: 29318,
  prefix: '!wa',
  network: () => ({ os_name: 'Bramble' }),
  networkKeys: keys({ os_name: text() }),
  firstWords: [
    'Open a chat with {@whatsappbot} and send {login qr}.',
    'On the phone: WhatsApp, Settings, Linked devices, Link a device; scan the code.',
    'Chats appear after about a minute.',
  ],
  memoryUseMiB: 80,
  downloadMiB: 60,
})
