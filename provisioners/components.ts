/** The one list of all components, and what they add up to for an intent. The engine is handed this. */
import type { Check } from './engine/check.ts'
import type { Fact, Resource } from './engine/resource.ts'
import { renderState } from './engine/state.ts'
import { defaultIntent, type Intent } from './model/intent.ts'
import type { CheckupLine } from './model/health.ts'
import type { FileForPeople } from './model/reach.ts'
import type { RunTask } from './model/task.ts'
import type { CatalogEntry } from './model/proof.ts'
import type { SecretSpec } from './model/secret.ts'
import { dockerChecks } from './docker/checks.ts'
import { dockerLine } from './docker/checkup.ts'
import * as dockerFacts from './docker/facts.ts'
import { dockerResources } from './docker/resources.ts'
import type { ProblemCode } from './model/problem.ts'
import { bridgesOf } from './bridges/index.ts'
import { bridgeNamesFree } from './bridges/names.ts'
import { explainUnwell, withReasons } from './bridges/last-words.ts'
import { explainRefusal } from './ingress/certificates/refusals.ts'
import { identityOf } from './identity/index.ts'
import { identityCatalog } from './identity/view.ts'
import { addressesOf } from './matrix/address.ts'
import { caddy } from './matrix/caddy.ts'
import { cloudflared } from './matrix/cloudflared.ts'
import { addressChecks } from './matrix/checks.ts'
import { element } from './matrix/element.ts'
import { filesFor } from './matrix/for-people.ts'
import { labelsFor } from './matrix/for-proxies.ts'
import { mas } from './matrix/mas.ts'
import { postgres } from './matrix/postgres.ts'
import { matrixProofs } from './matrix/resources.ts'
import { synapse } from './matrix/synapse.ts'
import { catalogEntries, memoryBytes } from './stack/catalog.ts'
import { serviceRuns } from './stack/checks.ts'
import type { Service } from './stack/contribution.ts'
import { fold, openPorts, publishedPorts, type Stack } from './stack/fold.ts'
import { onNetwork } from './stack/joined.ts'
import { onLoopback } from './stack/loopback.ts'
import { PROJECT } from './stack/paths.ts'
import { stackResources } from './stack/resources.ts'
import { systemChecks } from './system/checks.ts'
import * as systemCheckup from './system/checkup.ts'
import { systemResources } from './system/resources.ts'
import * as tailscale from './tailscale/index.ts'
import { forget } from './forget.ts'
import { answersReader, undo } from './undo.ts'
import type { Command } from './shell/command.ts'
import { lastAct, uninstallResources } from './uninstall.ts'
import { secretsOnTheWay, wayIn } from './way-in.ts'

/** Everything that the components add for an intent. */
export const stackOf = (intent: Intent): Stack => assemble(intent, identityOf(intent))

/**
 * In the order of the routing table: Element Web takes what is left.
 *
 * @param identity what the intent's providers add
 */
export function assemble(
  intent: Intent,
  identity: Pick<ReturnType<typeof identityOf>, 'contributions' | 'upstreams'>,
): Stack {
  const { front } = addressesOf(intent)
  const bridged = bridgesOf(intent)
  const parts = [
    postgres.contribute(intent),
    ...identity.contributions,
    mas(intent, identity.upstreams),
    synapse(intent, bridged.registrations),
    element.contribute(intent),
    ...bridged.contributions,
  ].filter((part) => part !== null)
  const routes = parts.flatMap((part) => part.routes)
  if (front.kind !== 'theirs') {
    const tunnel = cloudflared.contribute(intent)
    return fold([...parts, caddy.contribute(intent, routes), ...(tunnel ? [tunnel] : [])])
  }
  if (front.reach.by === 'loopback') return fold(onLoopback(parts, routes))
  const { network } = front.reach
  const found = onNetwork(parts, routes, network, labelsFor(addressesOf(intent), routes))
  return fold(found.parts, found.joined)
}

/** What a person puts somewhere else, besides what Bramble does on the Pi: the texts, and where each goes. */
export const filesForPeople = (intent: Intent): FileForPeople[] => filesFor(intent, stackOf(intent).routes)

/** Ports that this server's own containers publish already. */
const ownPorts: Fact<readonly number[]> = {
  ...dockerFacts.containers,
  id: 'stack.own-ports',
  parse: (answer) =>
    dockerFacts.containers
      .parse(answer)
      .filter(({ project }) => project === PROJECT)
      .flatMap(({ ports }) => ports),
}

/** In dependency order. */
export function resources(intent: Intent): Resource[] {
  const identity = identityOf(intent)
  const stack = assemble(intent, identity)
  const way = wayIn(intent, stack)
  return [
    ...systemResources(portsOf(stack.services.flatMap(publishedPorts)), ownPorts),
    ...way.before,
    ...bridgeNamesFree(intent),
    ...dockerResources(PROJECT),
    ...stackResources(
      stack,
      [...way.proofs, ...identity.resources, ...matrixProofs(intent)],
      way.gates,
      renderState(intent),
    ),
  ]
}

/** What the components know about the last lines of a step that failed, and of services that were not well then. */
export const explain = (
  code: ProblemCode,
  output: readonly string[],
  lastWords: ReadonlyMap<string, readonly string[]> = new Map(),
): { detail: string; evidence: readonly string[] } | null => {
  if (code === 'certificate-refused') return explainRefusal(output)
  return code === 'not-healthy' ? explainUnwell(lastWords) : null
}

export { lastWords } from './stack/facts.ts'

/** How answers that were stored once are read. */
export const readAnswers = answersReader(stackOf)

/** Nothing to download, and a few containers that start. */
const shortWork = { memoryBytes: 0, workSeconds: 60, bytesPerSecond: 3_000_000 }

/** What a task of its own is to bring about. */
export function task(task: RunTask): {
  name: string
  resources: readonly Resource[]
  secretSpecs: readonly SecretSpec[]
  estimate: ReturnType<typeof estimate>
  last?: Command
} {
  if (task.kind === 'undo')
    return { name: 'Undo', resources: undo(task.to, readAnswers), secretSpecs: [], estimate: shortWork }
  if (task.kind === 'forget')
    return { name: 'Forget', resources: forget(task.bridge), secretSpecs: [], estimate: shortWork }
  if (task.kind === 'uninstall')
    return {
      name: 'Uninstall',
      resources: uninstallResources(task.data),
      secretSpecs: [],
      estimate: shortWork,
      last: lastAct(task.data),
    }
  if (task.kind !== 'tailnet') throw new TypeError(`nobody does the task ${task.kind} yet`)
  return {
    name: task.settings.machineName,
    resources: [
      ...systemResources([], ownPorts).filter(({ id }) => id !== 'ports'),
      ...tailscale.joinResources(task.settings),
    ],
    secretSpecs: [tailscale.tailscaleKey],
    // a package, and a person who opens a link
    estimate: { memoryBytes: 60 * 1024 ** 2, workSeconds: 60, bytesPerSecond: 3_000_000 },
  }
}

/** Those that stay on the Pi. */
export const keptSecretSpecs = (intent: Intent): readonly SecretSpec[] => stackOf(intent).secrets

/** Those that a plan may need: the key to a tailnet is used once, and kept nowhere. */
export const secretSpecs = (intent: Intent): readonly SecretSpec[] => [
  ...keptSecretSpecs(intent),
  ...secretsOnTheWay(intent),
]

export const services = (intent: Intent): readonly Service[] => stackOf(intent).services

/** The whole health catalogue, causes before what they explain. */
export function checks(intent: Intent): Check[] {
  const stack = stackOf(intent)
  const known = [
    ...systemChecks(),
    ...dockerChecks(),
    ...stack.services.map(serviceRuns),
    ...stack.checks,
    ...addressChecks(addressesOf(intent)),
    ...wayIn(intent, stack).checks,
  ]
  const all = withReasons(known, intent)
  const codes = new Set(all.map(({ code }) => code))
  return all.map((check) => ({ ...check, dependsOn: check.dependsOn.filter((code) => codes.has(code)) }))
}

/** What the plan says without asking the Pi. */
export function estimate(intent: Intent): {
  memoryBytes: number
  workSeconds: number
  bytesPerSecond: number
} {
  return {
    memoryBytes: memoryBytes(services(intent)),
    // installing Docker, first start of the database and of Synapse on a Pi 4 with a card
    workSeconds: 240,
    bytesPerSecond: 3_000_000,
  }
}

/** What the check-up asks, in one wave; as root, or the ports' owners stay unnamed. */
export const checkupFacts = {
  ...systemCheckup.checkupFacts,
  engine: dockerFacts.engine,
  compose: dockerFacts.composeVersion,
  containers: dockerFacts.containers,
}

type SeenOf<F> = { readonly [K in keyof F]: F[K] extends Fact<infer T> ? T : never }

export type CheckupSeen = SeenOf<typeof checkupFacts>

/** @param means the laptop's own time in seconds since the epoch, and whether root can be reached */
export function checkup(
  seen: CheckupSeen,
  means: {
    readonly now: number
    readonly sudo: 'ready' | 'password' | 'none'
    /** Known to be this server's, besides what its containers publish now. */
    readonly ownPorts?: readonly number[]
  },
): CheckupLine[] {
  const own = seen.containers.filter(({ project }) => project === PROJECT)
  const ownPorts = [...own.flatMap(({ ports }) => ports), ...(means.ownPorts ?? [])]
  return [...systemCheckup.checkup(seen, { ...means, ownPorts }), dockerLine(seen.engine, seen.compose)]
}

/** Ports that must be free on the host, because other machines reach the server there; by TCP, and some by UDP as well. */
export const neededPorts = (intent: Intent): readonly number[] => portsOf(services(intent).flatMap(openPorts))

/** @param ports such as `443/udp` */
const portsOf = (ports: readonly string[]): number[] => [
  ...new Set(ports.map((port) => Number.parseInt(port))),
]

/** For the wizard: what is always there, and what can be ticked. */
export function catalog(intent: Intent): CatalogEntry[] {
  const without = new Set(services({ ...intent, extras: { elementWeb: false } }).map(({ id }) => id))
  const all = stackOf({ ...intent, extras: { elementWeb: true } })
  return all.services.flatMap((service) =>
    catalogEntries(
      { ...all, id: service.id, services: [service] },
      without.has(service.id) ? 'always' : 'extra',
    ),
  )
}

/** The same before any intent exists: sizes do not depend on the answers. */
export function appCatalog(): CatalogEntry[] {
  const intent = defaultIntent('raspberrypi')
  return [...catalog(intent), ...identityCatalog(intent.address)]
}

export { machineName } from './system/checkup.ts'
export { addressesOf } from './matrix/address.ts'
export { caCertificate } from './matrix/facts.ts'
export { nameOfData } from './matrix/name.ts'
export { ADMIN_CLIENT_ID, MAS_INTERNAL_PORT } from './matrix/mas-config.ts'
export { MAIL_PASSWORD, secrets as coreSecrets } from './matrix/secrets.ts'
