/** Telegram (mautrix-telegram, the Go program of 26.04 and later). */
import { images } from '../images.ts'
import { among, keys, text, whole, yesNo } from '../stack/strict/shape.ts'
import { mautrix } from './mautrix.ts'

/** How many chats its own examples check when they look for new ones. */
const LOOKED_AT = 100

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
    {
      name: 'chats',
      label: 'Chats that come along at once',
      help: 'The ones last written in. All others come with their next message.',
      kind: 'choice',
      initial: '15',
      choices: [
        { value: '15', label: 'the last 15' },
        { value: '50', label: 'the last 50' },
        { value: '200', label: 'the last 200' },
        { value: 'all', label: 'all of them' },
      ],
    },
    {
      name: 'stickers',
      label: 'Moving stickers',
      help: 'Apps for Matrix cannot show Telegram’s own kind, so the Pi converts each one that is new to it.',
      kind: 'choice',
      initial: 'gif',
      choices: [
        { value: 'gif', label: 'as moving GIF pictures' },
        { value: 'webp', label: 'as moving WebP pictures: smaller, but not every app moves them' },
        { value: 'png', label: 'as still pictures: the least work' },
      ],
    },
  ],
  network(settings, secret) {
    const chats = settings['chats'] === 'all' ? -1 : Number(settings['chats'])
    return {
      api_id: Number(settings['apiId']),
      api_hash: secret('apiHash'),
      animated_sticker: { target: settings['stickers'] },
      // those that are not looked at cannot come along
      sync: {
        update_limit: chats < 0 ? -1 : Math.max(chats, LOOKED_AT),
        create_limit: chats,
        direct_chats: true,
      },
    }
  },
  networkKeys: keys(
    {
      api_id: whole(1, 999_999_999),
      api_hash: text(/^.{16,}$/),
      animated_sticker: keys({ target: among('disable', 'gif', 'png', 'webp', 'webm') }),
      sync: keys({ update_limit: whole(-1), create_limit: whole(-1), direct_chats: yesNo }),
    },
    ['api_id', 'api_hash'],
  ),
  firstWords: [
    'Open a chat with {@telegrambot} and send {login qr}.',
    'On the phone: Telegram, Settings, Devices, Link desktop device; scan the code.',
    'If your account has a second password, the bot asks for it.',
  ],
  memoryUseMiB: 90,
  downloadMiB: 60,
})
