/** Climbs the ladder: asks everything at once that can be asked at once, in parts whose times add up to less than 20 seconds. */
import type { Ask, Call, Met } from '../model/outside.ts'
import { diagnose, type Diagnosis } from './diagnose.ts'
import { isPrivate, isTailnet, lookUp, type NameFound } from './names.ts'
import { isCutOff, isPrivateWith, type Observed } from './observed.ts'
import { madeBy, rungsFor, type Rung } from './rungs.ts'
import { federates, isOpen, type Question, type View } from './view.ts'

/** The name and the door; then the connection; then the rest, and one more to take away what was made. The tester all the while. */
const SECONDS = { door: 3, connect: 4, rung: 5, away: 1, tester: 15 } as const

/** Never throws for what the network or a server does. */
export async function prove(question: Question, view: View): Promise<Diagnosis> {
  return diagnose(await observe(question, view))
}

export async function observe(question: Question, view: View): Promise<Observed> {
  const open = isOpen(question)
  const tester = federates(question) ? view.ask(testerCall(question.serverName)) : null
  const [here, pi, name, apex, door] = await Promise.all([
    view.resolve(question.host),
    open ? view.resolve(question.pi) : [],
    open ? lookUp(question.host, view) : null,
    open && question.apexElsewhere ? lookUp(question.serverName, view) : null,
    askDoor(question, view),
  ])
  const rungs = rungsFor(question, view)
  const way = wayTo(question, name, here, view)
  const [connects, hereMet] = await Promise.all([
    Promise.all(
      way.addresses.map(async (address) => ({ address, met: await way.ask(versions(question, address)) })),
    ),
    elsewhere(name, here) ? view.ask(versions(question, here[0] ?? null)) : null,
  ])
  const found = connects.find(({ met }) => isPrivateWith(met))
  const seen = {
    question,
    rungs,
    name,
    here,
    sameHome: pi.length > 0 && pi.every((one) => isPrivate(one) && !isTailnet(one)),
    door,
    connects,
    hereMet,
  }
  // the Pi itself is asked where this computer cannot get to it, and is no witness against it
  const through = found === undefined && isCutOff(seen) ? question.door : null
  const reach: Reach | null = through
    ? { ask: view.fromPi, at: through.at }
    : found === undefined
      ? null
      : { ask: way.ask, ...(found.address !== null && { address: found.address }) }
  const met = await climb(rungs, reach, {
    question,
    view,
    apex,
    versions: through ? null : (found?.met ?? null),
  })
  return { ...seen, from: through ? 'pi' : way.from, met, tester: tester === null ? null : await tester }
}

/** Which view counts, and where the server is looked for there; a null address asks by the name. */
function wayTo(
  question: Question,
  name: NameFound | null,
  here: readonly string[],
  view: View,
): { from: Observed['from']; ask: Ask; addresses: readonly (string | null)[] } {
  if (name === null) {
    if (here.length > 0) return { from: 'here', ask: view.ask, addresses: [null] }
    return question.mode === 'home'
      ? { from: 'here', ask: view.ask, addresses: [question.pi] }
      : { from: 'pi', ask: view.fromPi, addresses: [null] }
  }
  if (name.kind === 'unasked')
    return {
      from: here.some(isPrivate) ? 'here' : 'outside',
      ask: view.ask,
      addresses: here.length > 0 ? [null] : [],
    }
  return { from: 'outside', ask: view.ask, addresses: name.addresses.filter((one) => !isPrivate(one)) }
}

/** Whether this computer's own lookup leads to another place, and one that tells something: inside a tailnet it tells nothing. */
const elsewhere = (name: NameFound | null, here: readonly string[]): boolean =>
  name?.kind === 'found' &&
  here.length > 0 &&
  !here.some((one) => name.addresses.includes(one)) &&
  !here.every(isTailnet)

const versionsUrl = ({ matrix }: Question): string => `${matrix}_matrix/client/versions`

function versions(question: Question, address: string | null): Call {
  const url = versionsUrl(question)
  return { method: 'GET', url, seconds: SECONDS.connect, ...trusting(question), ...placed(url, address) }
}

const trusting = ({ ca }: Question): Pick<Call, 'ca'> => (ca === null ? {} : { ca })

const placed = (url: string, address: string | null): Pick<Call, 'at'> =>
  address === null ? {} : { at: { host: address, port: Number(new URL(url).port || 443) } }

async function askDoor(question: Question, { fromPi }: View): Promise<Met | null> {
  if (question.door === null) return null
  const { at, clear } = question.door
  const url = versionsUrl(question)
  return fromPi({
    method: 'GET',
    url: clear ? url.replace('https:', 'http:') : url,
    at,
    seconds: SECONDS.door,
    ...(clear ? { headers: { 'x-forwarded-proto': 'https' } } : trusting(question)),
  })
}

/** How the server's own addresses are asked once it is known where it is. */
interface Reach {
  readonly ask: Ask
  /** By this address at whatever port is asked, or at this one place. */
  readonly address?: string
  readonly at?: { readonly host: string; readonly port: number }
}

async function climb(
  rungs: readonly Rung[],
  reach: Reach | null,
  known: { question: Question; view: View; apex: NameFound | null; versions: Met | null },
): Promise<Map<string, Met>> {
  const { question, view, apex } = known
  const asked = rungs.map(async (rung): Promise<[string, Met] | null> => {
    if (rung.code === 'answers' && known.versions !== null) return [rung.code, known.versions]
    const call: Call = { ...rung.call, seconds: SECONDS.rung, ...trusting(question) }
    if (rung.part === 'apex') return [rung.code, await askApex(call, apex, view)]
    if (reach === null) return null
    const at = reach.at ?? placed(call.url, reach.address ?? null).at
    const where = at === undefined ? {} : { at }
    const met = await reach.ask({ ...call, ...where })
    if (rung.code === 'qr' && met.ok) {
      const made = madeBy(met, question.matrix)
      if (made !== null)
        await reach.ask({
          method: 'DELETE',
          url: made,
          seconds: SECONDS.away,
          ...trusting(question),
          ...where,
        })
    }
    return [rung.code, met]
  })
  return new Map((await Promise.all(asked)).filter((one) => one !== null))
}

/** Another web server, at a name of its own, which is looked up as everybody else does. */
async function askApex(call: Call, apex: NameFound | null, { ask }: View): Promise<Met> {
  if (apex === null || apex.kind === 'unasked') return ask(call)
  const address = apex.addresses.find((one) => !isPrivate(one))
  if (address !== undefined) return ask({ ...call, ...placed(call.url, address) })
  const detail = apex.addresses[0] === undefined ? 'it leads nowhere' : `it leads to ${apex.addresses[0]}`
  return { ok: false, why: 'name', detail, certificate: null }
}

/** Of the Matrix Foundation; asked about what is public by nature (Synapse, docs/federate.md). */
const testerCall = (serverName: string): Call => ({
  method: 'GET',
  url: `https://federationtester.matrix.org/api/report?server_name=${encodeURIComponent(serverName)}`,
  seconds: SECONDS.tester,
})
