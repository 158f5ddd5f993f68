/** `bramble people …`: the accounts and invitations of the server on the Pi, from a terminal. */
import type { Engine } from '../engine.ts'
import { EngineError } from '../model/engine-error.ts'
import type { Intent } from '../model/intent.ts'
import { newPassword, username, type Person } from '../model/people.ts'
import { Secret } from '../model/secret.ts'
import type { Terminal } from './commands.ts'

export interface PeopleOptions {
  /** What stands behind `people`: an action, and a name. */
  readonly words: readonly string[]
  readonly yes: boolean
  readonly json: boolean
  readonly uses: string
  readonly days: string
  readonly admin: boolean
  readonly off: boolean
  readonly 'new-password': boolean
}

/**
 * @param intent as it is stored on the Pi
 * @returns the exit status
 * @throws EngineError intent-invalid for words that are none, not-found for a name that nobody has; those of `Engine.people`
 */
export async function people(
  { people: all }: Engine,
  intent: Intent,
  options: PeopleOptions,
  { say, ask }: Terminal,
): Promise<number> {
  const [action = 'list', name = ''] = options.words
  const told = (person: Person): number => {
    say(options.json ? JSON.stringify(person) : line(person))
    return 0
  }
  const named = async (): Promise<Person> => {
    const found = name === '' ? null : await all.find(name, intent)
    if (found === null) throw new EngineError('not-found', `Nobody here has the name “${name}”.`)
    return found
  }
  /** Asks before nobody is left who may run the server. */
  const careful = async (change: (evenLastAdmin: boolean) => Promise<Person>): Promise<number> => {
    try {
      return told(await change(options.yes))
    } catch (error) {
      if (!(error instanceof EngineError) || error.code !== 'last-admin') throw error
      if (!/^y/i.test((await ask(`${error.detail} Do it anyway? [y/N] `)) ?? '')) throw error
      return told(await change(true))
    }
  }

  switch (action) {
    case 'list': {
      let after: string | undefined
      do {
        const page = await all.list({ search: name, ...(after !== undefined && { after }) }, intent)
        if (after === undefined && page.standIn !== null) say(`! a stand-in for ${page.standIn} answered`)
        page.people.forEach(told)
        after = page.next ?? undefined
      } while (after !== undefined)
      return 0
    }
    case 'create': {
      if (!username.safeParse(name).success)
        throw new EngineError(
          'intent-invalid',
          `“${name}” can be no user name: small letters, digits and . _ = - / + only.`,
        )
      const password = options['new-password'] ? all.newPassword() : await typed(name, ask)
      const person = await all.create({ username: name, password, admin: options.admin }, intent)
      told(person)
      // asked for, and shown here only
      if (options['new-password']) say(`password: ${password.reveal()}`)
      return 0
    }
    case 'invite': {
      const [uses, days] = [within(options.uses, 1000, '--uses'), within(options.days, 365, '--days')]
      const made = await all.invite({ uses, days })
      const { address } = await all.invitations(intent)
      say(options.json ? JSON.stringify({ ...made, address }) : `page: ${address}\ncode: ${made.code}`)
      return 0
    }
    case 'lock': {
      const { id } = await named()
      return careful((evenLastAdmin) => all.lock(id, { evenLastAdmin }, intent))
    }
    case 'unlock':
      return told(await all.unlock((await named()).id, intent))
    case 'admin': {
      const { id } = await named()
      return careful((evenLastAdmin) => all.setAdmin(id, !options.off, { evenLastAdmin }, intent))
    }
    default:
      throw new EngineError(
        'intent-invalid',
        `There is no “people ${action}”: list, create, invite, lock, unlock and admin are there.`,
      )
  }
}

const line = (person: Person): string =>
  [
    person.userId,
    person.admin && 'runs the server',
    person.locked && 'locked',
    person.deactivated && 'closed',
  ]
    .filter(Boolean)
    .join(', ')

async function typed(name: string, ask: Terminal['ask']): Promise<Secret> {
  const text = await ask(`Password for ${name}: `, true)
  if (text === null)
    throw new EngineError(
      'intent-invalid',
      'There is no terminal to type a password at: --new-password makes one.',
    )
  if (!newPassword.safeParse(text).success)
    throw new EngineError('intent-invalid', 'A password has eight characters or more.')
  return new Secret(text, 'password')
}

function within(text: string, most: number, option: string): number {
  const number = Number(text)
  if (/^[0-9]+$/.test(text) && number >= 1 && number <= most) return number
  throw new EngineError('intent-invalid', `${option} takes a number from 1 to ${most}.`)
}
