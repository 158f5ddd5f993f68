/** The bridges of one server, and the accounts behind them: each call looks for the bridge on the Pi and asks its own API over SSH. */
import type { z } from 'zod'
import { bridgeOf, bridges as known } from './bridges/index.ts'
import { serviceOf, type Bridge } from './bridges/bridge.ts'
import * as cards from './bridges/cards.ts'
import * as api from './bridges/provisioning/index.ts'
import { look } from './engine/look.ts'
import { storedSecrets } from './engine/secrets.ts'
import type { Host } from './host/host.ts'
import { http, httpWithin, type HttpResponse } from './host/http.ts'
import { serverNameOf } from './model/address.ts'
import type { BridgeCard, LoginFlow, LoginStep, NetworkLogin } from './model/bridges.ts'
import type { Intent } from './model/intent.ts'
import { EngineError } from './model/engine-error.ts'
import { username } from './model/people.ts'
import { Secret } from './model/secret.ts'
import * as facts from './stack/facts.ts'
import { addressOf } from './stack/observe.ts'

export interface BridgesMeans {
  connect(): Promise<Host>
  /** How long `wait` waits for the network before it answers with what is shown already; 60 unless told. */
  readonly waitSeconds?: number
}

/** Whose account of which network. */
export interface Whose {
  readonly bridge: string
  /** The part before the colon. */
  readonly user: string
}

/**
 * What may go wrong with any of them: the EngineErrors of the host, not-found where the bridge is not there, bridge-unwell where it
 * does not answer, bridge-refused where it says no. A bridge that refuses a step has ended the sign-in: it is begun anew.
 */
export interface Bridges {
  /** Those of the answers, and those that have left data. */
  list(intent: Intent): Promise<BridgeCard[]>
  logins(whose: Whose, intent: Intent): Promise<NetworkLogin[]>
  flows(whose: Whose, intent: Intent): Promise<LoginFlow[]>
  signIn(whose: Whose, flow: string, intent: Intent): Promise<LoginStep>
  /** @param answers by the fields' ids; kept nowhere */
  answer(
    whose: Whose,
    at: { login: string; step: string },
    answers: Readonly<Record<string, string>>,
    intent: Intent,
  ): Promise<LoginStep>
  /** While something is shown: the next step, or the same one with what is to be shown now. */
  wait(whose: Whose, at: { login: string; step: string }, intent: Intent): Promise<LoginStep>
  signOut(whose: Whose, login: string, intent: Intent): Promise<void>
}

/** A sign-in that has begun and not ended, and where it stands. */
interface UnderWay extends Whose {
  readonly answer: api.StepAnswer
}

/** Networks are slow to start with: a QR code needs a connection to them. */
const START_SECONDS = 90
/** A bridge of before mautrix-go 0.30 ends a sign-in whose request is dropped: there is no asking again. */
const PATIENT_SECONDS = 600
const MOST_UNDER_WAY = 20

export function createBridges(means: BridgesMeans): Bridges {
  /** By the bridge's id of each; what is shown is kept here only, and goes when it ends. */
  const underWay = new Map<string, UnderWay>()
  const waitSeconds = means.waitSeconds ?? 60

  const keep = (whose: Whose, answer: api.StepAnswer): void => {
    underWay.delete(answer.login)
    if (answer.step.kind === 'done' || answer.step.kind === 'elsewhere') return
    underWay.set(answer.login, { ...whose, answer })
    for (const [oldest] of underWay) {
      if (underWay.size <= MOST_UNDER_WAY) break
      underWay.delete(oldest)
    }
  }
  const heldAt = (whose: Whose, { login, step }: { login: string; step: string }): api.StepAnswer => {
    const found = underWay.get(login)
    if (found?.bridge !== whose.bridge || found.user !== whose.user || found.answer.id !== step)
      throw new EngineError(
        'not-found',
        'This sign-in is over, or it began in another window. Begin it anew.',
      )
    return found.answer
  }
  /** Takes note of a step; what ended goes, and a finished one is told by the name that the network has for it. */
  const next = async (reached: Reached, whose: Whose, asked: Promise<api.StepAnswer>): Promise<LoginStep> => {
    const answer = await asked
    keep(whose, answer)
    if (answer.step.kind !== 'done') return answer.step
    const account = await reached
      .ask('GET', ['whoami'], api.whoami)
      .then((logins) => logins.find(({ id }) => id === answer.account)?.name)
      // it is signed in, whatever becomes of the name
      .catch(() => undefined)
    return account === undefined ? answer.step : { ...answer.step, account }
  }

  return {
    async list(intent) {
      const host = await means.connect()
      const seen = await look(host, [
        { facts: { containers: facts.ownContainers, databases: facts.databases } },
      ])
      const containers = seen.get(facts.ownContainers.id) as cards.ContainersSeen
      const databases = seen.get(facts.databases.id) as cards.DatabasesThere
      const unwell = known.filter((bridge) => cards.needsWhy(bridge, intent, containers))
      const askers = unwell.map((bridge) => ({ facts: { log: cards.logOf(bridge) } }))
      const logs = askers.length === 0 ? new Map<string, unknown>() : await look(host, askers)
      return known.flatMap((bridge) => {
        const lines = (logs.get(cards.logOf(bridge).id) ?? []) as readonly string[]
        return cards.cardOf(bridge, intent, { containers, databases, lines }) ?? []
      })
    },
    async logins(whose, intent) {
      const reached = await reach(means, whose, intent)
      return reached.ask('GET', ['whoami'], api.whoami)
    },
    async flows(whose, intent) {
      const reached = await reach(means, whose, intent)
      return reached.ask('GET', ['login', 'flows'], api.flows)
    },
    async signIn(whose, flow, intent) {
      const reached = await reach(means, whose, intent)
      return next(
        reached,
        whose,
        reached.ask('POST', ['login', 'start', flow], api.stepAnswer, { body: {}, seconds: START_SECONDS }),
      )
    },
    async answer(whose, at, answers, intent) {
      const held = heldAt(whose, at)
      if (held.step.kind !== 'ask' && held.step.kind !== 'cookies')
        throw new EngineError('bridge-refused', 'Nothing is asked here: it is waited for.')
      const wanted = held.step.fields.map(({ id }) => id)
      const body = Object.fromEntries(
        wanted.flatMap((id) => (Object.hasOwn(answers, id) ? [[id, answers[id]]] : [])),
      )
      const reached = await reach(means, whose, intent)
      const typed = Object.values(answers)
        .filter((value) => value !== '')
        .map((value) => new Secret(value, 'what was typed'))
      return next(
        reached,
        whose,
        reached
          .ask('POST', ['login', 'step', held.login, held.id, held.type], api.stepAnswer, {
            body,
            txn: held.txn,
            typed,
            seconds: START_SECONDS,
          })
          .catch((error: unknown) => {
            // every refusal ends a sign-in (mautrix-go, bridgev2/login.go, LoginProcess); a connection that broke does not
            if (!(error instanceof EngineError) || error.code !== 'connection-lost')
              underWay.delete(held.login)
            throw error
          }),
      )
    },
    async wait(whose, at, intent) {
      const held = heldAt(whose, at)
      if (held.step.kind !== 'show')
        throw new EngineError('bridge-refused', 'Nothing is waited for here: an answer is asked.')
      const reached = await reach(means, whose, intent)
      const patience = held.txn === null ? PATIENT_SECONDS : waitSeconds
      const answer = await reached.wait(held, patience).catch((error: unknown) => {
        if (!(error instanceof EngineError) || error.code !== 'connection-lost') underWay.delete(held.login)
        throw error
      })
      return answer === null ? held.step : next(reached, whose, Promise.resolve(answer))
    },
    async signOut(whose, login, intent) {
      // to the bridge this word means every account at once
      if (login === 'all' || login === '')
        throw new EngineError('not-found', 'There is no account of that name here.')
      const reached = await reach(means, whose, intent)
      await reached.ask('POST', ['logout', login], api.ignored, { body: {} })
    },
  }
}

interface Asked {
  readonly body?: object
  readonly txn?: string | null
  readonly typed?: readonly Secret[]
  readonly seconds?: number
}

interface Reached {
  ask<T>(method: 'GET' | 'POST', path: readonly string[], shape: z.ZodType<T>, asked?: Asked): Promise<T>
  /** @returns null where the network is not satisfied yet; the sign-in goes on meanwhile */
  wait(held: api.StepAnswer, seconds: number): Promise<api.StepAnswer | null>
}

/** @throws EngineError not-found where the bridge does not run or the name can be nobody's, bridge-refused for one without such an API */
async function reach(means: BridgesMeans, { bridge: id, user }: Whose, intent: Intent): Promise<Reached> {
  const bridge = bridgeOf(id)
  const { signIn } = bridge
  if (signIn.by !== 'app')
    throw new EngineError('bridge-refused', `People sign in to ${bridge.name} with words to the bot.`)
  if (!username.safeParse(user).success) throw new EngineError('not-found', 'Nobody here can have that name.')
  const address = addressOf(serviceOf(bridge))
  const host = await means.connect()
  const seen = await look(host, [{ facts: { address, storedSecrets } }])
  const at = seen.get(address.id) as string
  const secret = (seen.get(storedSecrets.id) as ReadonlyMap<string, Secret>).get(signIn.secret)
  if (at === '' || !secret)
    throw new EngineError('not-found', `The ${bridge.name} bridge does not run on this Pi.`)
  const asking: api.Asking = { secret, user: `@${user}:${serverNameOf(intent.address)}` }
  const opened = (): ReturnType<Host['forward']> => open(host, { host: at, port: signIn.port }, bridge)
  return {
    async ask(method, path, shape, { typed, seconds = 20, ...more } = {}) {
      const answer = await http(await opened(), api.requestOf(asking, method, path, more), seconds)
      return api.readAnswer(answer, shape, typed)
    },
    async wait(held, seconds) {
      const path = ['login', 'step', held.login, held.id, held.type]
      const call = api.requestOf(asking, 'POST', path, { txn: held.txn, body: {} })
      const answer: HttpResponse | null = await httpWithin(await opened(), call, seconds)
      return answer === null ? null : api.readAnswer(answer, api.stepAnswer)
    },
  }
}

async function open(
  host: Host,
  target: { host: string; port: number },
  { name }: Bridge,
): ReturnType<Host['forward']> {
  try {
    return await host.forward(target)
  } catch (error) {
    // it runs, and does not listen: it is starting, or about to end
    if (error instanceof EngineError && error.code === 'refused')
      throw new EngineError('bridge-unwell', `The ${name} bridge does not listen. It may still be starting.`)
    throw error
  }
}
