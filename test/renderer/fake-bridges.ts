/** Bridges, and differences on the Pi, for the pictures: what a server with WhatsApp and Telegram answers. */
import { wrongBridges } from '../../provisioners/bridges/index.ts'
import { bridgeViews } from '../../provisioners/bridges/view.ts'
import type {
  BridgeCard,
  BridgeView,
  LoginFlow,
  LoginStep,
  NetworkLogin,
} from '../../provisioners/model/bridges.ts'
import type { ChangesView } from '../../provisioners/model/changes.ts'
import type { PlanView } from '../../provisioners/model/plan.ts'
import { removePlan } from './fake-plan.ts'

export const cards: BridgeCard[] = [
  {
    id: 'whatsapp',
    name: 'WhatsApp',
    state: 'works',
    why: '',
    remedy: '',
    bot: '@whatsappbot:brookside.example',
    signIn: 'app',
    firstWords: ['Open a chat with {@whatsappbot} and send {login qr}.'],
  },
  {
    id: 'telegram',
    name: 'Telegram',
    state: 'unwell',
    why: 'Telegram does not know the API id.',
    remedy: 'Copy it again from my.telegram.org/apps.',
    bot: '@telegrambot:brookside.example',
    signIn: 'app',
    firstWords: ['Open a chat with {@telegrambot} and send {login qr}.'],
  },
]

export const logins: NetworkLogin[] = [
  { id: '491701234567', name: '+49 170 1234567', state: 'connected', detail: '' },
]

export const qrStep: LoginStep = {
  kind: 'show',
  login: 'login-1',
  step: 'fi.mau.whatsapp.login.qr',
  instructions: 'Scan the code with WhatsApp on the phone.',
  as: 'qr',
  data: '2@AbCdEfGhIjKlMnOpQrStUvWxYz0123456789',
}

const card = (id: string, name: string, more: Partial<BridgeCard> = {}): BridgeCard => ({
  id,
  name,
  state: 'works',
  why: '',
  remedy: '',
  bot: `@${id}bot:brookside.example`,
  signIn: 'app',
  firstWords: [`Open a chat with {@${id}bot} and send {login qr}.`, 'On the phone: scan the code.'],
  ...more,
})
const discord = card('discord', 'Discord', { signIn: 'bot' })

export const allCards: BridgeCard[] = [...cards, card('signal', 'Signal', { state: 'starting' }), discord]
export const botCards: BridgeCard[] = [discord]
export const unwellCards: BridgeCard[] = [
  card('telegram', 'Telegram', {
    state: 'unwell',
    why: 'Telegram does not know the API id.',
    remedy: 'Copy it again from my.telegram.org/apps.',
  }),
  card('signal', 'Signal', { state: 'unwell' }),
  card('whatsapp', 'WhatsApp', { state: 'stopped' }),
  card('discord', 'Discord', { state: 'missing', signIn: 'bot' }),
]
export const removedCards: BridgeCard[] = [
  ...cards.slice(0, 1),
  card('telegram', 'Telegram', { state: 'removed' }),
]

/** Every state of an account, over the people of the fake world. */
export function loginsOf(user: string): NetworkLogin[] {
  const login = (state: NetworkLogin['state'], detail = ''): NetworkLogin => ({
    id: `${user}-${state}`,
    name: '+49 170 1234567',
    state,
    detail,
  })
  const of: Record<string, NetworkLogin[]> = {
    jonas: [login('connected'), login('connecting')],
    mia: [login('signed-out', 'The phone signed it out.'), login('interrupted')],
    petra: [login('trouble', 'WhatsApp asks for a newer version.'), login('unknown')],
  }
  return of[user] ?? []
}

const advanced = (id: string, name: string, what: string): BridgeView => ({
  id,
  name,
  what,
  tier: 'advanced',
  caveat: 'It is little used, and may break when the network changes.',
  fields: [],
  secrets: {},
  memoryMiB: 60,
  downloadMiB: 40,
  diskMiB: 120,
})

/** What there is, and some that few want. */
export const catalog = (): BridgeView[] => [
  ...bridgeViews(),
  { ...advanced('slack', 'Slack', 'Channels and direct messages of Slack'), tier: 'offered', caveat: '' },
  advanced('zulip', 'Zulip', 'Streams of Zulip'),
  advanced('irc', 'IRC', 'Channels of IRC networks'),
]

export const flows: LoginFlow[] = [
  { id: 'qr', name: 'QR code', description: 'Scan a code with the phone.' },
  { id: 'phone', name: 'Phone number', description: 'Type your number, then a code on the phone.' },
]

export const codeStep: LoginStep = {
  ...qrStep,
  instructions: 'Type this code in WhatsApp on the phone, under Linked devices.',
  as: 'code',
  data: 'ABCD-EFGH',
}

export const emojiStep: LoginStep = {
  ...qrStep,
  instructions: 'Tap the same picture on the phone.',
  as: 'emoji',
  data: '🐘',
}

export const askStep: LoginStep = {
  kind: 'ask',
  login: 'login-1',
  step: 'fi.mau.telegram.login.password',
  instructions: 'Your account has a second password.',
  fields: [
    {
      id: 'phone',
      name: 'Phone number',
      description: 'With the country, as in +49.',
      type: 'phone_number',
      pattern: '',
      options: [],
      initial: '',
    },
    {
      id: 'code',
      name: 'Code',
      description: 'From a message in Telegram.',
      type: '2fa_code',
      pattern: '',
      options: [],
      initial: '',
    },
    {
      id: 'password',
      name: 'Password',
      description: '',
      type: 'password',
      pattern: '',
      options: [],
      initial: '',
    },
    {
      id: 'region',
      name: 'Region',
      description: '',
      type: 'select',
      pattern: '',
      options: ['Europe', 'Elsewhere'],
      initial: '',
    },
  ],
}

export const cookieStep: LoginStep = {
  kind: 'cookies',
  login: 'login-1',
  step: 'fi.mau.twitter.login.cookies',
  instructions: 'Sign in to X in a browser.',
  url: 'https://x.com',
  fields: [
    { id: 'auth_token', required: true, pattern: '' },
    { id: 'ct0', required: false, pattern: '' },
  ],
}

export const deletePlan: PlanView = {
  ...removePlan,
  id: 'plan-4',
  changes: [
    {
      phase: 'configure',
      resource: 'forget:telegram',
      title: 'Delete the database of Telegram',
      summary: 'with everything in it',
      kind: 'remove',
      certainty: 'certain',
      files: [],
      commands: [],
    },
  ],
  downtimeSeconds: 0,
  restarts: [],
}

export const noChanges: ChangesView = { edited: [], others: [], kept: [], undo: null }

export const fakeBridges = {
  'bridges.catalog': () => bridgeViews(),
  'bridges.wrong': ({ bridges }: Parameters<typeof wrongBridges>[0]) => {
    const found: Record<string, Record<string, string>> = {}
    for (const { bridge, field, words } of wrongBridges({ bridges }))
      (found[bridge] ??= {})[field ?? ''] = words
    return found
  },
  'bridges.list': () => cards,
  'bridges.logins': () => logins,
  'bridges.flows': () => [{ id: 'qr', name: 'QR', description: 'Scan a code with the phone.' }],
  'bridges.signIn': () => qrStep,
  'bridges.answer': () => qrStep,
  'bridges.wait': (): LoginStep => ({ kind: 'done', instructions: 'Signed in.', account: '+49 170 1234567' }),
  'bridges.signOut': () => ({}),
  'changes.look': () => noChanges,
}
