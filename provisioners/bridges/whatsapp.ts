/** WhatsApp (mautrix-whatsapp). */
import { images } from '../images.ts'
import { keys, text, yesNo } from '../stack/strict/shape.ts'
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
  fields: [
    {
      name: 'wholeYear',
      label: 'Ask the phone for chats of a whole year',
      help: 'Else it sends those of about three months. It takes longer, and counts for the first sign-in only.',
      kind: 'switch',
      initial: false,
    },
    {
      name: 'status',
      label: 'Bring status updates along',
      help: 'They come into one quiet room.',
      kind: 'switch',
      initial: true,
    },
  ],
  network: (settings) => ({
    os_name: 'Bramble',
    enable_status_broadcast: settings['status'] === true,
    history_sync: { request_full_sync: settings['wholeYear'] === true },
  }),
  networkKeys: keys({
    os_name: text(),
    enable_status_broadcast: yesNo,
    history_sync: keys({ request_full_sync: yesNo }),
  }),
  firstWords: [
    'Open a chat with {@whatsappbot} and send {login qr}.',
    'On the phone: WhatsApp, Settings, Linked devices, Link a device; scan the code.',
    'Chats appear after about a minute.',
  ],
  memoryUseMiB: 80,
  downloadMiB: 60,
})
