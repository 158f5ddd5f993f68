/** The one list of all components, and what they add up to for an intent. The engine is handed this. */
import type { Check } from './engine/check.ts'
import type { Recall } from './engine/examine.ts'
import type { Fact, Resource } from './engine/resource.ts'
import { renderState } from './engine/state.ts'
import { defaultIntent, type Intent } from './model/intent.ts'
import type { CheckupLine } from './model/health.ts'
import type { FileForPeople } from './model/reach.ts'
import type { CatalogEntry } from './model/proof.ts'
import type { SecretSpec } from './model/secret.ts'
import { dockerChecks } from './docker/checks.ts'
import { dockerLine } from './docker/checkup.ts'
import * as dockerFacts from './docker/facts.ts'
import { dockerResources } from './docker/resources.ts'
import type { ProblemCode } from './model/problem.ts'
import { bridgeNamesFree } from './bridges/names.ts'
import { explainUnwell, withReasons } from './bridges/last-words.ts'
import { explainRefusal } from './ingress/certificates/refusals.ts'
import { identityOf } from './identity/index.ts'
import { identityCatalog } from './identity/view.ts'
import { addressesOf } from './matrix/address.ts'
import { addressChecks } from './matrix/checks.ts'
import { filesFor } from './matrix/for-people.ts'
import { matrixProofs } from './matrix/resources.ts'
import { catalogEntries, memoryBytes } from './stack/catalog.ts'
import { serviceRuns } from './stack/checks.ts'
import type { Service } from './stack/contribution.ts'
import * as stackFacts from './stack/facts.ts'
import { openPorts, publishedPorts } from './stack/fold.ts'
import { PROJECT } from './stack/paths.ts'
import { recallSecrets, type StoresSeen } from './stack/recall.ts'
import { stackResources } from './stack/resources.ts'
import { systemChecks } from './system/checks.ts'
import * as systemCheckup from './system/checkup.ts'
import { systemResources } from './system/resources.ts'
import { secretsOnTheWay, wayIn } from './way-in.ts'
import { assemble, ownPorts, stackOf } from './assembled.ts'

/** What a person puts somewhere else, besides what Bramble does on the Pi: the texts, and where each goes. */
export const filesForPeople = (intent: Intent): FileForPeople[] => filesFor(intent, stackOf(intent).routes)

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

/** Secrets whose files are lost are read where the services use them. */
export const recall = (intent: Intent): Recall => {
  const stack = stackOf(intent)
  const used = {
    stores: stackFacts.currentStores,
    texts: stackFacts.storeTexts,
    hashes: stackFacts.storeHashes,
  }
  return {
    facts: used,
    find: (seen, lost, known) => recallSecrets(stack, lost, known, seen as unknown as StoresSeen),
  }
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

export { assemble, stackOf } from './assembled.ts'
export { readAnswers, task } from './tasks.ts'
export { machineName } from './system/checkup.ts'
export { addressesOf } from './matrix/address.ts'
export { caCertificate } from './matrix/facts.ts'
export { nameOfData } from './matrix/name.ts'
export { ADMIN_CLIENT_ID, MAS_INTERNAL_PORT } from './matrix/mas-config.ts'
export { MAIL_PASSWORD, secrets as coreSecrets } from './matrix/secrets.ts'
