/** Messenger (mautrix-meta): from 26.08 on this image does nothing else, and its settings have no mode. */
import { images } from '../images.ts'
import { mautrix } from './mautrix.ts'

export const facebook = mautrix({
  id: 'facebook',
  name: 'Messenger',
  what: 'Chats of Facebook Messenger',
  tier: 'offered',
  caveat:
    'Facebook knows no programs of others: it may ask you to prove that it was you, or lock the account for a while.',
  image: images.facebook,
  program: '/usr/bin/mautrix-meta',
  port: 29319,
  prefix: '!fb',
  firstWords: [
    'Open a chat with {@facebookbot} and send {login messenger-lite}.',
    'The bot asks for your Facebook name and password, and for a code if your account wants one.',
    'If Facebook refuses that, send {login facebook}: the bot explains how a browser that is signed in helps.',
  ],
  memoryUseMiB: 90,
  downloadMiB: 60,
})
