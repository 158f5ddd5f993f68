/** Bridges, and differences on the Pi, for the pictures: what a server with WhatsApp and Telegram answers. */
import { wrongBridges } from '../../provisioners/bridges/index.ts'
import { bridgeViews } from '../../provisioners/bridges/view.ts'
import type { BridgeCard, LoginStep, NetworkLogin } from '../../provisioners/model/bridges.ts'
import type { ChangesView } from '../../provisioners/model/changes.ts'

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
