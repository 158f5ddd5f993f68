/** `bramble bridges …`: the bridges of the server on the Pi and the accounts behind them, from a terminal. */
import { renderUnicodeCompact } from 'uqr'
import type { Bridges, Whose } from '../bridges.ts'
import type { Engine } from '../engine.ts'
import type { BridgeCard, LoginStep } from '../model/bridges.ts'
import { EngineError } from '../model/engine-error.ts'
import type { Intent } from '../model/intent.ts'
import { plainText } from '../stack/logs.ts'
import type { Terminal } from './commands.ts'

export interface BridgesOptions {
  /** What stands behind `bridges`: an action, a bridge, a person, an account. */
  readonly words: readonly string[]
  readonly json: boolean
  readonly flow?: string | undefined
}

/**
 * @param intent as it is stored on the Pi
 * @returns the exit status: 0, or 1 where the list has a bridge that does not work
 * @throws EngineError intent-invalid for words that are none, not-found for a bridge or account that is none; those of
 *   `Engine.bridges`
 */
export async function bridges(
  { bridges: all }: Engine,
  intent: Intent,
  options: BridgesOptions,
  terminal: Terminal,
): Promise<number> {
  const [action = 'list', bridge = '', user = '', account = ''] = options.words
  const { say } = terminal
  if (action === 'list') {
    const cards = await all.list(intent)
    for (const card of cards) say(options.json ? JSON.stringify(card) : lineOf(card))
    return cards.every(({ state }) => state === 'works' || state === 'removed') ? 0 : 1
  }
  if (!['accounts', 'sign-in', 'sign-out'].includes(action))
    throw new EngineError(
      'intent-invalid',
      `There is no “bridges ${action}”: list, accounts, sign-in and sign-out are there.`,
    )
  if (bridge === '' || user === '')
    throw new EngineError('intent-invalid', `“bridges ${action}” takes a bridge and the name of a person.`)
  const whose = { bridge, user }
  if (action === 'sign-in') return signIn(all, whose, intent, options, terminal)
  const logins = await all.logins(whose, intent)
  if (action === 'accounts') {
    for (const login of logins)
      say(
        options.json
          ? JSON.stringify(login)
          : [login.name, login.state, login.detail].filter(Boolean).join(', '),
      )
    return 0
  }
  const named = logins.filter(({ id, name }) => account === '' || id === account || name === account)
  const [login, ...more] = named
  if (!login) throw new EngineError('not-found', `${user} has no such account here.`)
  if (more.length > 0)
    throw new EngineError(
      'intent-invalid',
      `Which account? ${named.map(({ name }) => name).join(', ')}: name it behind the person.`,
    )
  await all.signOut(whose, login.id, intent)
  if (!options.json) say(`signed out: ${login.name}`)
  return 0
}

const lineOf = ({ id, state, bot, why, remedy }: BridgeCard): string =>
  [`${id}: ${state}, ${bot}`, why, remedy].filter(Boolean).join('\n  ')

async function signIn(
  all: Bridges,
  whose: Whose,
  intent: Intent,
  options: BridgesOptions,
  terminal: Terminal,
): Promise<number> {
  const { say } = terminal
  let step = await all.signIn(whose, await flowOf(all, whose, intent, options, terminal), intent)
  let before: LoginStep | null = null
  for (;;) {
    if (JSON.stringify(step) !== JSON.stringify(before))
      for (const line of options.json ? [JSON.stringify(step)] : shown(step)) say(line)
    before = step
    switch (step.kind) {
      case 'show':
        step = await all.wait(whose, step, intent)
        break
      case 'ask':
      case 'cookies':
        step = await all.answer(whose, step, await answersTo(step, terminal), intent)
        break
      case 'done':
        return 0
      case 'elsewhere':
        if (!options.json)
          say('This step cannot be done here: open a chat with the bridge’s bot and send it “login”.')
        return 1
    }
  }
}

async function flowOf(
  all: Bridges,
  whose: Whose,
  intent: Intent,
  { flow }: BridgesOptions,
  { say, ask }: Terminal,
): Promise<string> {
  const flows = await all.flows(whose, intent)
  const ids = flows.map(({ id }) => id)
  const [only, ...more] = ids
  if (flow === undefined && only !== undefined && more.length === 0) return only
  if (flow === undefined)
    for (const { id, name, description } of flows)
      say(`${id}: ${[name, description].filter(Boolean).join('; ')}`)
  const chosen = flow ?? (await ask('Which way? ')) ?? ''
  if (ids.includes(chosen)) return chosen
  throw new EngineError(
    'intent-invalid',
    `There is no way “${chosen}” to sign in here. With --flow one of these is chosen: ${ids.join(', ')}.`,
  )
}

/** The field's own words, and how what is typed is called to its end. */
async function answersTo(
  step: Extract<LoginStep, { kind: 'ask' | 'cookies' }>,
  { say, ask }: Terminal,
): Promise<Record<string, string>> {
  const answers: Record<string, string> = {}
  const typed = async (question: string, hidden: boolean): Promise<string> => {
    const text = await ask(`${plainText(question)}: `, hidden)
    if (text === null)
      throw new EngineError('intent-invalid', 'There is no terminal to answer the network at.')
    return text
  }
  if (step.kind === 'cookies') {
    // each of them opens the account as a password does
    for (const { id, required } of step.fields)
      answers[id] = await typed(required ? id : `${id} (may stay empty)`, true)
    return Object.fromEntries(
      Object.entries(answers).filter(
        ([id, value]) => value !== '' || step.fields.some((field) => field.id === id && field.required),
      ),
    )
  }
  for (const { id, name, description, type, options, initial } of step.fields) {
    if (description !== '') say(description)
    if (options.length > 0) say(plainText(options.join(', ')))
    const text = await typed(`${name || id}${initial === '' ? '' : ` [${initial}]`}`, HIDDEN.includes(type))
    answers[id] = text === '' ? initial : text
  }
  return answers
}

const HIDDEN = ['password', 'token']

/** Light on dark, whatever the terminal's own colours are: a camera needs it so. */
const drawn = (text: string): string[] =>
  renderUnicodeCompact(text, { ecc: 'M', border: 2 })
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => `\u001b[97;40m${line}\u001b[0m`)

function shown(step: LoginStep): string[] {
  const { instructions } = step
  const words = instructions === '' ? [] : instructions.split('\n')
  switch (step.kind) {
    case 'show':
      return [...words, ...(step.as === 'qr' ? drawn(step.data) : [step.data].filter(Boolean))]
    case 'cookies':
      return [...words, `From a browser that is signed in at ${step.url}`]
    case 'done':
      return [...words, `signed in: ${step.account}`]
    case 'ask':
    case 'elsewhere':
      return words
  }
}
