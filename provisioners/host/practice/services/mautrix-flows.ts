/**
 * The sign-ins of an imaginary network, under the names and in the order that each bridge of the family really has; every text says
 * that it is practice. What is taken and what is refused is made up.
 */

/** What a step of a script asks for. */
export type Scripted =
  | {
      readonly kind: 'show'
      readonly id: string
      readonly as: 'qr' | 'code' | 'emoji'
      readonly instructions: string
      /** One after the other, each for so many seconds of the machine's time. */
      readonly data: readonly string[]
      readonly seconds: number
    }
  | {
      readonly kind: 'ask'
      readonly id: string
      readonly instructions: string
      readonly fields: readonly ScriptedField[]
    }
  | {
      readonly kind: 'cookies'
      readonly id: string
      readonly instructions: string
      readonly url: string
      readonly cookies: readonly string[]
    }

export interface ScriptedField {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly description: string
  readonly pattern?: string
  readonly options?: readonly string[]
  /** What the imaginary network says to a wrong answer; wrong is what does not match. */
  readonly right?: RegExp
  readonly wrong?: { readonly errcode: string; readonly error: string; readonly status: number }
}

export interface Flow {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly steps: readonly Scripted[]
}

const PRACTICE = 'Practice: no real account is touched.'

const qr = (network: string, words: string): Flow => ({
  id: 'qr',
  name: 'QR',
  description: `${PRACTICE} Show a code and wait`,
  steps: [
    {
      kind: 'show',
      id: `fi.mau.${network}.login.qr`,
      as: 'qr',
      instructions: `${PRACTICE} ${words} Here it is taken for scanned after a while.`,
      data: [`practice-${network}-first`, `practice-${network}-second`],
      seconds: 12,
    },
  ],
})

const number: ScriptedField = {
  id: 'phone_number',
  type: 'phone_number',
  name: 'Phone number',
  description: 'Your phone number, with + and the code of the country',
  right: /^\+[0-9]{6,15}$/,
  wrong: { errcode: 'M_BAD_JSON', error: 'Practice: phone number must start with +', status: 400 },
}

const secondPassword: Scripted = {
  kind: 'ask',
  id: 'fi.mau.telegram.login.password',
  instructions: `${PRACTICE} Any password will do, except “wrong”.`,
  fields: [
    {
      id: 'password',
      type: 'password',
      name: 'Password',
      description: 'The second password of the account',
      right: /^(?!wrong$).+/,
      wrong: {
        errcode: 'FI.MAU.TELEGRAM.INVALID_PASSWORD',
        error: 'Practice: incorrect password',
        status: 400,
      },
    },
  ],
}

const codeStep: Scripted = {
  kind: 'ask',
  id: 'fi.mau.telegram.login.code',
  instructions: `${PRACTICE} The code is five digits; 00000 is refused.`,
  fields: [
    {
      id: 'code',
      type: '2fa_code',
      name: 'Code',
      description: 'The code that the app on your phone shows',
      pattern: '^[0-9]{5}$',
      right: /^(?!00000)[0-9]{5}$/,
      wrong: {
        errcode: 'FI.MAU.TELEGRAM.PHONE_CODE_INVALID',
        error: 'Practice: invalid code',
        status: 400,
      },
    },
  ],
}

const telegramPhone: Flow = {
  id: 'phone',
  name: 'Phone number',
  description: `${PRACTICE} A code comes in the app on your phone`,
  steps: [
    {
      kind: 'ask',
      id: 'fi.mau.telegram.login.phone_number',
      instructions: PRACTICE,
      fields: [number],
    },
    codeStep,
    secondPassword,
  ],
}

const whatsappPhone: Flow = {
  id: 'phone',
  name: 'Pairing code',
  description: `${PRACTICE} Type a code on your phone`,
  steps: [
    { kind: 'ask', id: 'fi.mau.whatsapp.login.phone', instructions: PRACTICE, fields: [number] },
    {
      kind: 'show',
      id: 'fi.mau.whatsapp.login.code',
      as: 'code',
      instructions: `${PRACTICE} Type it on the phone; here it is taken for typed after a while.`,
      data: ['PRAC-TICE'],
      seconds: 12,
    },
  ],
}

const plainField = (id: string, type: string, name: string): ScriptedField => ({
  id,
  type,
  name,
  description: '',
})

const form = (id: string, network: string, ...fields: ScriptedField[]): Flow => ({
  id,
  name: id,
  description: PRACTICE,
  steps: [{ kind: 'ask', id: `fi.mau.${network}.login.${id}`, instructions: PRACTICE, fields: [...fields] }],
})

const cookies = (id: string, network: string, url: string, ...names: string[]): Flow => ({
  id,
  name: id,
  description: `${PRACTICE} Values of a browser that is signed in`,
  steps: [
    {
      kind: 'cookies',
      id: `fi.mau.${network}.login.${id}`,
      instructions: `${PRACTICE} Any values will do.`,
      url,
      cookies: names,
    },
  ],
})

const emoji: Scripted = {
  kind: 'show',
  id: 'fi.mau.gmessages.login.emoji',
  as: 'emoji',
  instructions: `${PRACTICE} Tap it on the phone; here it is taken for tapped after a while.`,
  data: ['🦊'],
  seconds: 8,
}

/** By network: flow ids are those of the real bridges. */
const flows: Readonly<Record<string, readonly Flow[]>> = {
  signal: [qr('signal', 'On the phone: Signal, Linked devices; scan the code.')],
  whatsapp: [qr('whatsapp', 'On the phone: WhatsApp, Linked devices; scan the code.'), whatsappPhone],
  telegram: [telegramPhone, qr('telegram', 'On the phone: Telegram, Devices; scan the code.')],
  meta: [
    cookies('facebook', 'meta', 'https://www.facebook.com/', 'c_user', 'xs', 'datr'),
    form(
      'messenger-lite',
      'meta',
      plainField('email', 'email', 'Email'),
      plainField('password', 'password', 'Password'),
    ),
  ],
  instagram: [cookies('instagram', 'instagram', 'https://www.instagram.com/', 'sessionid', 'csrftoken')],
  gmessages: [
    {
      ...cookies('google', 'gmessages', 'https://accounts.google.com/', 'SID', 'HSID'),
      steps: [...cookies('google', 'gmessages', 'https://accounts.google.com/', 'SID', 'HSID').steps, emoji],
    },
    qr('gmessages', 'On the phone: Messages, Device pairing; scan the code.'),
  ],
  slack: [
    form('email', 'slack', plainField('email', 'email', 'Email')),
    form(
      'token',
      'slack',
      plainField('auth_token', 'token', 'Token'),
      plainField('cookie_token', 'token', 'Cookie'),
    ),
  ],
  twitter: [
    cookies('cookies', 'twitter', 'https://x.com/', 'ct0', 'auth_token'),
    form(
      'password',
      'twitter',
      plainField('username', 'username', 'User name'),
      plainField('password', 'password', 'Password'),
    ),
  ],
  bluesky: [
    form(
      'password',
      'bluesky',
      { ...plainField('domain', 'domain', 'Server'), pattern: '^[a-z0-9.-]+$' },
      plainField('username', 'username', 'Handle'),
      plainField('password', 'password', 'App password'),
    ),
  ],
  gvoice: [cookies('cookies', 'gvoice', 'https://voice.google.com/', 'SID', 'HSID')],
  linkedin: [cookies('cookies', 'linkedin', 'https://www.linkedin.com/', 'li_at', 'JSESSIONID')],
  zulip: [
    form(
      'apitoken',
      'zulip',
      plainField('url', 'url', 'Server'),
      plainField('email', 'email', 'Email'),
      plainField('token', 'token', 'API key'),
    ),
  ],
  irc: [
    form(
      'nick',
      'irc',
      { ...plainField('network', 'select', 'Network'), options: ['practice-one', 'practice-two'] },
      plainField('nick', 'username', 'Nick'),
    ),
  ],
}

export const flowsOf = (network: string): readonly Flow[] => flows[network] ?? []
