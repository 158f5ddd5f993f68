/** Whether the ports 80 and 443 lead to the Pi: it says a word there for a moment, and is asked for it from two sides. */
import { look } from './engine/look.ts'
import type { Host } from './host/host.ts'
import type { PortsSeen } from './ingress/home-lines.ts'
import { sameNetwork } from './ingress/ip.ts'
import * as knocking from './ingress/knocking.ts'
import { PORTS, type Port, type PortTried, type Standpoint } from './ingress/ports.ts'
import { hear, type View } from './ingress/resolvers.ts'
import type { Family, PiSeen, Whereabouts } from './ingress/whereabouts.ts'
import type { Knock, Knocked, Web } from './model/web.ts'
import type { Listener } from './system/parse.ts'

/** How this computer asks: over https, and by knocking at a port. */
export interface FromHere {
  readonly web: Web
  readonly knock: Knock
}

export interface DomainMeans {
  connect(): Promise<Host>
  readonly fromHere: FromHere
  random(bytes: number): Uint8Array
  sleep(seconds: number, signal: AbortSignal): Promise<void>
}

/** The parts of the whole check, one after another; together with what is between them no more than 20 seconds. */
export const LIMITS = { looking: 10, listening: 4, knocking: 5 } as const

export type Within = <T>(seconds: number, work: Promise<T>, otherwise: T) => Promise<T>

/** What does not come in time counts as what it would be without an answer. */
export const bounded =
  ({ sleep }: Pick<DomainMeans, 'sleep'>): Within =>
  async (seconds, work, otherwise) => {
    const over = new AbortController()
    try {
      return await Promise.race([work, sleep(seconds, over.signal).then(() => otherwise)])
    } finally {
      over.abort()
    }
  }

export type Here = Readonly<Record<Family, string | null>>

/** What one wave of the Pi brought. */
export interface SeenFromPi {
  readonly pi: PiSeen
  readonly views: readonly View[]
  /** Who holds ports; null where it could not be read. */
  readonly listeners: readonly Listener[] | null
  /** Ports that this server's own containers publish. */
  readonly own: readonly number[]
}

interface Ground {
  readonly host: Host
  /** The server's own. */
  readonly name: string
  readonly at: Whereabouts
  readonly seen: SeenFromPi
  readonly views: readonly View[]
  readonly here: Here
}

/** @returns null where there is no address to try, which is told by other lines */
export async function tryPorts(
  ground: Ground,
  means: DomainMeans,
  within: Within,
): Promise<PortsSeen | null> {
  const { seen, at, host, name } = ground
  const targets = targetsOf(ground)
  if (targets.length === 0) return null
  if (seen.listeners === null) return { kind: 'not-tried', why: 'Who listens on the Pi could not be read.' }
  const holds = (port: Port): Listener | undefined => seen.listeners?.find((one) => one.port === port)
  const taken = PORTS.filter((port) => holds(port) && !seen.own.includes(port))
  // one that is just ending, or another computer's
  if (taken.some((port) => knocking.isListener(holds(port)?.process ?? '')))
    return { kind: 'not-tried', why: 'Another check is at the ports at this moment.' }
  if (taken.length > 0)
    return { kind: 'taken', by: taken.map((port) => ({ port, process: holds(port)?.process ?? '' })) }
  const free = PORTS.filter((port) => !holds(port))
  const token = Buffer.from(means.random(12)).toString('hex')
  const over = new AbortController()
  const ended = drain(host.follow(knocking.listenAt(free, token), over.signal), free.length > 0)
  try {
    const heard =
      free.length === 0 || (await within(LIMITS.listening, hearsItself(host, free, token, ended), false))
    if (!heard) return { kind: 'not-tried', why: 'The Pi could not listen at its ports for a moment.' }
    const held = PORTS.filter((port) => !free.includes(port))
    const tried = await knockAtAll(targets, { host, name, token, knock: means.fromHere.knock }, within)
    return {
      kind: 'tried',
      tried,
      ours: knocking.saysOurs(token, held),
      standpoints: standpoints(ground.here, at),
    }
  } finally {
    over.abort()
    await within(1, ended, undefined)
  }
}

/** Ends when the listener does, for whatever reason. */
async function drain(output: AsyncIterable<string>, begin: boolean): Promise<void> {
  if (!begin) return
  try {
    for await (const _ of output);
  } catch {
    // that it does not listen is seen by asking it
  }
}

async function hearsItself(
  host: Host,
  ports: readonly Port[],
  token: string,
  ended: Promise<void>,
): Promise<boolean> {
  const facts = ports.map((port) => knocking.listening(port, token))
  const all = look(
    host,
    facts.map((fact) => ({ facts: { fact } })),
  ).then((seen) => facts.every((fact) => seen.get(fact.id) === true))
  return Promise.race([all, ended.then(() => false)])
}

interface Target {
  readonly address: string
  readonly family: Family
}

/** Behind a carrier's address nothing comes in, and that is told; IPv6 counts where a name leads there. */
function targetsOf({ at, name, views }: Ground): Target[] {
  const mapped = at.wan !== null && at.wan !== at.ipv4 && !at.own4.includes(at.ipv4 ?? '')
  const six = hear(views, { name, type: 'AAAA' }).different.some(({ kind }) => kind === 'found')
  return [
    ...(at.ipv4 !== null && !mapped ? [{ address: at.ipv4, family: 4 as const }] : []),
    ...(at.ipv6 !== null && (six || at.ipv4 === null) ? [{ address: at.ipv6, family: 6 as const }] : []),
  ]
}

async function knockAtAll(
  targets: readonly Target[],
  from: { readonly host: Host; readonly name: string; readonly token: string; readonly knock: Knock },
  within: Within,
): Promise<PortTried[]> {
  const say = knocking.knockText(from.name, from.token)
  const nobody: Knocked = { kind: 'silent' }
  const four = targets.find(({ family }) => family === 4)
  const rounds = PORTS.map((port) => knocking.roundTrip(four?.address ?? '', port, from.name, from.token))
  const roundTrips = four
    ? within(
        LIMITS.knocking,
        look(
          from.host,
          rounds.map((fact) => ({ facts: { fact } })),
        ),
        new Map(),
      )
    : Promise.resolve(new Map<string, unknown>())
  return Promise.all(
    targets.flatMap(({ address, family }) =>
      PORTS.map(async (port, index): Promise<PortTried> => {
        const [here, round] = await Promise.all([
          within(LIMITS.knocking, from.knock({ address, port, say }), nobody),
          roundTrips,
        ])
        const pi = family === 4 ? (round.get(rounds[index]?.id ?? '') as Knocked | undefined) : undefined
        return { port, family, address, here, pi: pi ?? { kind: 'no-way' } }
      }),
    ),
  )
}

function standpoints(here: Here, at: Whereabouts): Readonly<Record<Family, Standpoint>> {
  const four =
    here[4] === null || at.ipv4 === null ? 'unknown' : here[4] === at.ipv4 ? 'same-home' : 'outside'
  const six =
    here[6] === null || at.ipv6 === null ? 'unknown' : sameNetwork(here[6], at.ipv6) ? 'same-home' : 'outside'
  return { 4: four, 6: six }
}
