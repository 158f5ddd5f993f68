/** IRC, everybody with an own nick (mautrix-irc). Its own list of networks is left as it is: Libera, OFTC, IRCnet, Ergo. */
import { images } from '../images.ts'
import { mautrix } from './mautrix.ts'

export const irc = mautrix({
  id: 'irc',
  name: 'IRC (mautrix)',
  what: 'Channels and chats of IRC networks',
  tier: 'advanced',
  caveat:
    'It has no releases yet: the Pi gets what its authors had last on the day when you add it. It and Heisenbridge want the same names, so only one of them can be there.',
  image: images.irc,
  program: '/usr/bin/mautrix-irc',
  port: 29343,
  prefix: '!irc',
  clashes: ['heisenbridge'],
  firstWords: [
    'Open a chat with {@ircbot} and send {login}.',
    'The bot asks for the network ({libera}, {oftc}, {ircnet} or {ergo}), your nick, and its password; a single {:} stands for none.',
  ],
  memoryUseMiB: 60,
  downloadMiB: 55,
})
