/** Google Messages: SMS and RCS of an Android phone (mautrix-gmessages). */
import { images } from '../images.ts'
import { keys, text, yesNo } from '../stack/strict/shape.ts'
import { mautrix } from './mautrix.ts'

export const gmessages = mautrix({
  id: 'gmessages',
  name: 'Google Messages',
  what: 'SMS and RCS of an Android phone',
  tier: 'offered',
  caveat:
    'The phone sends and receives: it must be on and online, with Google Messages as its app for messages.',
  image: images.gmessages,
  program: '/usr/bin/mautrix-gmessages',
  port: 29336,
  prefix: '!gm',
  fields: [
    {
      name: 'takeBack',
      label: 'Take the connection back by itself',
      help: 'Opening Google Messages in a browser pushes the bridge aside. It then comes back without being asked, and the browser loses its connection.',
      kind: 'switch',
      initial: false,
    },
  ],
  network: (settings) => ({
    device_meta: { os: 'Bramble' },
    aggressive_reconnect: settings['takeBack'] === true,
  }),
  networkKeys: keys({ device_meta: keys({ os: text() }), aggressive_reconnect: yesNo }),
  firstWords: [
    'Open a chat with {@gmessagesbot} and send {login google}.',
    'In a private browser window, sign in at messages.google.com, and copy a request as cURL as the bot explains.',
    'The phone shows three pictures: tap the one that the bot names.',
  ],
  memoryUseMiB: 70,
  downloadMiB: 55,
})
