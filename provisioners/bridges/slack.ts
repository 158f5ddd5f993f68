/** Slack (mautrix-slack). */
import { images } from '../images.ts'
import { keys, yesNo } from '../stack/strict/shape.ts'
import { mautrix } from './mautrix.ts'

export const slack = mautrix({
  id: 'slack',
  name: 'Slack',
  what: 'Channels and direct messages of Slack',
  tier: 'offered',
  caveat: 'A workspace belongs to somebody: ask them first whether its messages may be brought here.',
  image: images.slack,
  program: '/usr/bin/mautrix-slack',
  port: 29335,
  prefix: '!slack',
  fields: [
    {
      name: 'onlyDirect',
      label: 'Direct messages only',
      help: 'Leaves the channels of the workspace out.',
      kind: 'switch',
      initial: false,
    },
  ],
  network: (settings) => ({ dm_only: settings['onlyDirect'] === true }),
  networkKeys: keys({ dm_only: yesNo }),
  firstWords: [
    'In a browser that is signed in to the workspace, find its token (it begins with xoxc-) and the cookie named d (it begins with xoxd-).',
    'Open a chat with {@slackbot} and send {login token}, then both.',
  ],
  memoryUseMiB: 80,
  downloadMiB: 60,
})
