/** Whether the names of an own domain lead to the Pi: everything is asked from two sides, and judged by `ingress/`. */
import { containers } from './docker/facts.ts'
import { look } from './engine/look.ts'
import type { Fact } from './engine/resource.ts'
import type { Host } from './host/host.ts'
import { apexUrls, type ApexSeen } from './ingress/apex-files.ts'
import { readDnsJson, silent } from './ingress/dns-json.ts'
import { judgeDomain, type Names } from './ingress/judge.ts'
import {
  ACCEPT,
  answersOf,
  questionsFor,
  questionUrl,
  resolverFact,
  resolvers,
  type Answers,
  type DnsQuestion,
  type View,
} from './ingress/resolvers.ts'
import {
  echoServices,
  readEcho,
  whereabouts,
  whereaboutsFacts,
  type Family,
  type PiSeen,
} from './ingress/whereabouts.ts'
import { addressesOf } from './matrix/address.ts'
import { wellKnown } from './matrix/apex.ts'
import type { Address } from './model/address.ts'
import { EngineError } from './model/engine-error.ts'
import type { DomainView } from './model/reach.ts'
import type { Web, WebAnswer } from './model/web.ts'
import {
  bounded,
  LIMITS,
  tryPorts,
  type DomainMeans,
  type Here,
  type SeenFromPi,
  type Within,
} from './reach-domain-ports.ts'
import { PROJECT } from './stack/paths.ts'
import { listeners } from './system/facts.ts'

/**
 * @throws EngineError intent-invalid for an address that is no own domain, and those of the host; what the net does is never
 *   thrown
 */
export async function checkDomain(address: Address, means: DomainMeans): Promise<DomainView> {
  if (address.mode !== 'domain')
    throw new EngineError('intent-invalid', `The address is of the kind “${address.mode}”.`)
  const names: Names =
    address.identityHost === undefined ? [address.host] : [address.host, address.identityHost]
  const questions = questionsFor(names)
  const host = await means.connect()
  const within = bounded(means)
  const { web } = means.fromHere
  const [seen, views, here, apex] = await Promise.all([
    within(LIMITS.looking, lookFromPi(host, questions), nothingSeen),
    viewsFromHere(web, questions, within),
    standingHere(web, within),
    apexSeen(address, web, within),
  ])
  const at = whereabouts(seen.pi)
  const all = [...seen.views, ...views]
  const ports = await tryPorts({ host, name: address.host, at, seen, views: all, here }, means, within)
  return judgeDomain(names, { views: all, pi: seen.pi, ports, apex })
}

const unseen: PiSeen = {
  echo4a: null,
  echo4b: null,
  echo6a: null,
  echo6b: null,
  ownAddresses: null,
  routerAddress: null,
}
const nothingSeen: SeenFromPi = { pi: unseen, views: [], listeners: null, own: [] }

async function lookFromPi(host: Host, questions: readonly DnsQuestion[]): Promise<SeenFromPi> {
  const dns = resolvers.map((resolver) => ({ resolver, fact: resolverFact(resolver, questions) }))
  const seen = await look(host, [
    { facts: { ...whereaboutsFacts, listeners, containers } },
    ...dns.map(({ fact }) => ({ facts: { fact } })),
  ])
  const of = <T>(fact: Fact<T>): T => seen.get(fact.id) as T
  const pi = Object.entries(whereaboutsFacts).map(([name, fact]) => [name, of<unknown>(fact)])
  return {
    pi: Object.fromEntries(pi) as unknown as PiSeen,
    views: dns.map(({ resolver, fact }) => ({ from: 'pi', resolver, answers: of<Answers>(fact) })),
    listeners: of(listeners),
    own: of(containers).flatMap(({ project, ports }) => (project === PROJECT ? ports : [])),
  }
}

/** The second of two places: names lead to the same from everywhere, once they are settled. */
function viewsFromHere(web: Web, questions: readonly DnsQuestion[], within: Within): Promise<View[]> {
  return Promise.all(
    resolvers.map(async (resolver): Promise<View> => {
      const entries = questions.map(async (question) => {
        const answer = await ask(web, questionUrl(resolver, question), within, ACCEPT)
        const looked = answer.ok
          ? readDnsJson(answer.status, answer.body, question.name, question.type)
          : silent
        return [question, looked] as const
      })
      return { from: 'here', resolver, answers: answersOf(await Promise.all(entries)) }
    }),
  )
}

const notAsked: WebAnswer = { ok: false, why: 'timeout', detail: '' }

const ask = (
  web: Web,
  url: string,
  within: Within,
  headers: Readonly<Record<string, string>> = {},
): Promise<WebAnswer> => within(LIMITS.looking, web({ method: 'GET', url, headers }), notAsked)

/** One service is enough here: it only tells whether this computer is in the same home. */
async function standingHere(web: Web, within: Within): Promise<Here> {
  const [service] = echoServices
  if (!service) return { 4: null, 6: null }
  const of = async (family: Family): Promise<string | null> => {
    const answer = await ask(web, service.url[family], within)
    return answer.ok && answer.status === 200 ? readEcho(service, family, answer.body) : null
  }
  const [four, six] = await Promise.all([of(4), of(6)])
  return { 4: four, 6: six }
}

/** How many times the address of a file may lead on to another (Matrix specification, server-server API, 2.1). */
const HOPS = 3

async function apexSeen(
  address: Extract<Address, { mode: 'domain' }>,
  web: Web,
  within: Within,
): Promise<ApexSeen | null> {
  const addresses = addressesOf({ address })
  if (!addresses.apexElsewhere) return null
  const read = async (url: string): Promise<WebAnswer> => {
    let at = url
    for (let hop = 0; ; hop++) {
      const answer = await web({ method: 'GET', url: at, headers: { origin: 'https://app.element.io' } })
      const next =
        answer.ok && answer.status >= 300 && answer.status < 400 ? answer.headers['location'] : undefined
      if (next === undefined || hop === HOPS || !URL.canParse(next, at)) return answer
      at = new URL(next, at).href
    }
  }
  const urls = apexUrls(addresses.serverName)
  const [client, server] = await Promise.all(
    [urls.client, urls.server].map((url) => within(LIMITS.looking, read(url), notAsked)),
  )
  return {
    serverName: addresses.serverName,
    files: wellKnown(addresses),
    client: client ?? notAsked,
    server: server ?? notAsked,
  }
}
