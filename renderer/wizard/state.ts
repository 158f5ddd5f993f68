/** Everything that the set-up knows, as one value and one pure function. Passwords are never part of it. */
import type { PresentedKey, SignedIn } from '../../electron/contract/api.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import type { TestLine } from '../../provisioners/model/test-line.ts'
import { joining } from './address/join-answers.ts'
import { addressOf, freshReach, nameOf, proposedReach, reachOf, type Reach } from './address/reach.ts'
import type { JoinSettings } from '../../provisioners/model/reach.ts'
import { serverNameOf } from '../../provisioners/model/address.ts'
import { otherAddress, staleTests } from './stale.ts'
import { furthestOf, indexOf, neighbour, type StepId } from './steps.ts'

/** What the person said. Going back, a dropped connection or a failed run leave all of it as it is. */
export interface Answers {
  /** As typed: a host, or a host and a port. */
  address: string
  user: string
  way: 'password' | 'key' | 'agent'
  keyPath: string
  /** What the owner calls the server. */
  name: string
  /** How it is reached, and its name for ever. */
  reach: Reach
  elementWeb: boolean
  bridges: Intent['bridges']
  /** The intent's own parts, by its own names; as typed, so that the model may not take them yet. */
  signIn: Intent['signIn']
  mail: Intent['mail']
  branding: Intent['branding']
  server: Intent['server']
}

export { MAIL_TEST } from './stale.ts'

export interface SetupState {
  step: StepId
  /** How far one has been; earlier steps can be gone to. */
  furthest: StepId
  practice: boolean
  answers: Answers
  /** What the last test of each provider's entry, or of the mail, found; gone when what was tested changes. */
  tests: Readonly<Record<string, readonly TestLine[]>>
  /** Answers that the person gave: what the Pi proposes does not replace them. */
  given: readonly (keyof Answers)[]
  /** What the set-up starts from: the Pi's stored intent, or its proposal. */
  base: Intent | null
  /** What is stored on the Pi; null on a first visit. */
  stored: Intent | null
  /** A server lives there already, so what the Pi proposes is what it has stored. */
  lives: boolean
  link: Link | null
  run: string | null
  /** The run that joins the tailnet, from its start until it has ended well or is left. */
  join: string | null
  /** Whether such a run was started here: then the Pi is no longer untouched. */
  joined: boolean
  /** Whether the run has come to its end: until then the earlier steps are closed. */
  runEnded: boolean
  /** The sign-in ended by itself: say so, kindly. */
  dropped: boolean
}

/** A connection to the Pi, by its id. */
export interface Link {
  connection: string
  /** Null after a reload, when only the id is known. */
  key: PresentedKey | null
  /** Whether the fingerprint's question has been answered. */
  trusted: boolean
  signedIn: SignedIn | null
}

export type SetupAction =
  | { type: 'answer'; patch: Partial<Answers> }
  | { type: 'tested'; key: string; lines: readonly TestLine[] }
  | { type: 'untested'; key: string }
  | { type: 'go'; step: StepId }
  | { type: 'back' }
  | { type: 'next' }
  | { type: 'presented'; key: PresentedKey }
  | { type: 'trusted' }
  | { type: 'signed-in'; signedIn: SignedIn; base: Intent }
  | { type: 'proposed'; base: Intent }
  | { type: 'run'; run: string }
  | { type: 'join'; run: string; settings: JoinSettings }
  | { type: 'join-left' }
  | { type: 'run-ended'; well: boolean }
  | { type: 'dropped' }

export const freshAnswers: Answers = {
  address: '',
  user: '',
  way: 'password',
  keyPath: '',
  name: '',
  reach: freshReach,
  elementWeb: true,
  bridges: {},
  signIn: {
    accounts: true,
    registration: 'invitation',
    passwordStrength: 3,
    passwordRecovery: false,
    allowedEmails: [],
    captcha: null,
    providers: [],
  },
  mail: null,
  branding: {},
  server: {
    memory: 'small',
    uploadMiB: 50,
    keepRemoteMediaDays: 30,
    urlPreviews: false,
    presence: false,
    federation: { with: 'all' },
    qrSignIn: true,
    logLevel: 'WARNING',
  },
}

export function startSetup(practice: boolean): SetupState {
  return {
    step: 'find',
    furthest: 'find',
    practice,
    answers: practice ? { ...freshAnswers, user: 'pi' } : freshAnswers,
    tests: {},
    given: [],
    base: null,
    stored: null,
    lives: false,
    link: null,
    run: null,
    join: null,
    joined: false,
    runEnded: false,
    dropped: false,
  }
}

/** The set-up after a reload: the connection's id is all that is known, and a run's if there is one. */
export function resumeSetup(
  connection: string,
  practice: boolean,
  run: string | null,
  lives = false,
): SetupState {
  const step = run === null ? 'check-up' : 'install'
  const link = { connection, key: null, trusted: true, signedIn: null }
  return { ...startSetup(practice), step, furthest: step, link, run, lives }
}

export function reduce(state: SetupState, action: SetupAction): SetupState {
  switch (action.type) {
    case 'answer':
      return answered(state, action.patch)
    case 'tested':
      return { ...state, tests: { ...state.tests, [action.key]: action.lines } }
    case 'untested':
      return { ...state, tests: without(state.tests, [action.key]) }
    case 'go':
      return indexOf(action.step) <= indexOf(state.furthest) ? { ...state, step: action.step } : state
    case 'back':
      return { ...state, step: neighbour(state.step, -1) }
    case 'next': {
      const step = neighbour(state.step, 1)
      return { ...state, step, furthest: furthestOf(state.furthest, step) }
    }
    case 'presented':
      return { ...state, link: linkOf(action.key) }
    case 'trusted':
      return state.link === null ? state : { ...state, link: { ...state.link, trusted: true } }
    case 'signed-in':
      if (state.link === null) return state
      return {
        ...proposed(state, action.base, action.signedIn.intent),
        lives: action.signedIn.intent !== null,
        link: { ...state.link, signedIn: action.signedIn },
        dropped: false,
      }
    case 'proposed':
      return proposed(state, action.base, state.lives ? action.base : state.stored)
    case 'run':
      return {
        ...state,
        run: action.run,
        runEnded: false,
        step: 'install',
        furthest: furthestOf(state.furthest, 'install'),
      }
    case 'join':
      return joining(state, action.run, action.settings)
    case 'join-left':
      return { ...state, join: null }
    case 'run-ended':
      return action.well
        ? { ...state, runEnded: true, lives: true, stored: intentOf(state) }
        : { ...state, runEnded: true }
    case 'dropped':
      return { ...state, link: null, step: 'find', furthest: 'find', dropped: true }
  }
}

/** The intent that the answers make; null before the Pi was asked. */
export function intentOf({ base, answers }: SetupState): Intent | null {
  if (base === null) return null
  return {
    ...base,
    name: answers.name.trim(),
    address: addressOf(answers.reach),
    extras: { ...base.extras, elementWeb: answers.elementWeb },
    bridges: answers.bridges,
    signIn: answers.signIn,
    mail: answers.mail,
    branding: answers.branding,
    server: answers.server,
  }
}

/** Whether the answers differ from what is stored on the Pi. */
export function isDirty(state: SetupState): boolean {
  return state.stored !== null && JSON.stringify(intentOf(state)) !== JSON.stringify(state.stored)
}

/** The fingerprint was met before, or belongs to no machine at all. */
function linkOf(key: PresentedKey): Link {
  const trusted = key.verdict === 'known' || key.verdict === 'practice'
  return { connection: key.connection, key, trusted, signedIn: null }
}

/** Another address is another Pi: its connection and how far one came with it are void, the answers are not. */
function answered(state: SetupState, patch: Partial<Answers>): SetupState {
  const given = [...new Set([...state.given, ...(Object.keys(patch) as (keyof Answers)[])])]
  const answers = { ...state.answers, ...patch }
  const moved = patch.address !== undefined && patch.address.trim() !== state.answers.address.trim()
  const stale = staleTests(state.answers, answers)
  const tests = without(state.tests, stale)
  // Another way to sign in goes through its question again, with what is asked there.
  const through: StepId | null = otherAddress(state.answers, answers)
    ? 'address'
    : stale.length > 0
      ? 'people'
      : null
  const furthest =
    through !== null && indexOf(state.furthest) > indexOf(through)
      ? furthestOf(state.step, through)
      : state.furthest
  if (!moved) return { ...state, answers, given, tests, furthest }
  const next = {
    ...state,
    answers,
    given,
    tests: {},
    link: null,
    base: null,
    furthest: state.step,
    run: null,
    join: null,
    joined: false,
  }
  if (state.stored === null) return next
  // The other Pi's name for ever was not an answer.
  return {
    ...next,
    stored: null,
    lives: false,
    given: given.filter((name) => name !== 'reach'),
    answers: { ...answers, reach: { ...answers.reach, confirmed: '' } },
  }
}

const without = (tests: SetupState['tests'], keys: readonly string[]): SetupState['tests'] =>
  Object.fromEntries(Object.entries(tests).filter(([key]) => !keys.includes(key)))

/** Fills in what the person has not answered. The name of a server that lives is the Pi's, whatever was typed. */
function proposed(state: SetupState, base: Intent, stored: Intent | null): SetupState {
  const answers = { ...state.answers }
  if (!state.given.includes('name')) answers.name = base.name
  if (!state.given.includes('elementWeb')) answers.elementWeb = base.extras.elementWeb
  if (!state.given.includes('bridges')) answers.bridges = base.bridges
  if (!state.given.includes('signIn')) answers.signIn = base.signIn
  if (!state.given.includes('mail')) answers.mail = base.mail
  if (!state.given.includes('branding')) answers.branding = base.branding
  if (!state.given.includes('server')) answers.server = base.server
  if (stored !== null) {
    const changed = state.given.includes('reach') && nameOf(answers.reach) === serverNameOf(stored.address)
    if (!changed) answers.reach = reachOf(stored.address, answers.reach)
  } else if (!state.given.includes('reach')) {
    // where a run goes on, what the Pi answers is what that run installs
    answers.reach = state.run === null ? proposedReach(base.address) : reachOf(base.address)
  }
  return { ...state, base, stored, answers }
}
