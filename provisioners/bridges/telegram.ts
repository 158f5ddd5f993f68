/** Telegram (mautrix-telegram, the Go program of 26.04 and later). */
import { images } from '../images.ts'
import { keys, text, whole } from '../stack/strict/shape.ts'
import { mautrix } from './mautrix.ts'

export const telegram = mautrix({
  id: 'telegram',
  name: 'Telegram',
  what: 'Chats, groups and channels of Telegram',
  tier: 'offered',
  image: images.telegram,
  program: '/usr/bin/mautrix-telegram',
  port: 29317,
  prefix: '!tg',
  fields: [
    {
      name: 'apiId',
      label: 'API id',
      help: 'Telegram lets no program in without one. Sign in at my.telegram.org/apps, make an app of any name (without the word “telegram”, and leave its URL empty), and copy “App api_id”. It is neither your phone number nor your user id, and it opens no account.',
      placeholder: '1234567',
      kind: 'text',
      // a whole number that fits Go's int32
      pattern: { source: '^[1-9][0-9]{0,8}$', words: 'it is a number of up to nine digits.' },
    },
    {
      name: 'apiHash',
      label: 'API hash',
      help: 'From the same page, “App api_hash”: 32 letters and digits.',
      kind: 'secret',
      pattern: {
        source: '^[0-9a-f]{32}$',
        words: 'it is 32 characters, each a digit or a letter from a to f.',
      },
    },
  ],
  network: (settings, secret) => ({ api_id: Number(settings['apiId']), api_hash: secret('apiHash') }),
  networkKeys: keys({ api_id: whole(1, 999_999_999), api_hash: text(/^.{16,}$/) }, ['api_id', 'api_hash']),
  firstWords: [
    'Open a chat with {@telegrambot} and send {login qr}.',
    'On the phone: Telegram, Settings, Devices, Link desktop device; scan the code.',
    'If your account has a second password, the bot asks for it.',
  ],
  memoryUseMiB: 90,
  downloadMiB: 60,
})
