/** Folds what the components add into one stack, and refuses two that want the same thing. Pure; names no component. */
import type { Check } from '../engine/check.ts'
import type { SecretSpec } from '../model/secret.ts'
import type { Contribution, Database, Route, Service } from './contribution.ts'
import { servicesJoined } from './checks.ts'
import type { Joined } from './joined.ts'
import { storeKey } from './written.ts'

export interface Stack {
  readonly services: readonly Service[]
  readonly databases: readonly Database[]
  readonly routes: readonly Route[]
  readonly secrets: readonly SecretSpec[]
  readonly checks: readonly Check[]
  /** The network of others that some services join; absent where none does. */
  readonly joined?: Joined
}

/**
 * @throws TypeError for a collision or a name that nothing answers to: both are bugs of a component
 */
export function fold(contributions: readonly Contribution[], joined?: Joined): Stack {
  const stack: Stack = {
    services: contributions.flatMap((part) => part.services),
    databases: contributions.flatMap((part) => part.databases),
    routes: contributions.flatMap((part) => part.routes),
    secrets: [storeKey, ...contributions.flatMap((part) => part.secrets)],
    checks: [...contributions.flatMap((part) => part.checks), ...(joined ? [servicesJoined(joined)] : [])],
    ...(joined && { joined }),
  }
  const claims: Readonly<Record<string, readonly string[]>> = {
    component: contributions.map((part) => part.id),
    service: stack.services.map((service) => service.id),
    'published port': stack.services.flatMap(publishedPorts),
    'data directory': stack.services.flatMap(({ data }) => (data ?? []).map(({ name }) => name)),
    database: stack.databases.map((database) => database.name),
    'database role': stack.databases.map((database) => database.role),
    secret: stack.secrets.map((secret) => secret.id),
    check: stack.checks.map((check) => check.code),
    route: stack.routes.map((route) => `${route.site} ${JSON.stringify(route.match)}`),
  }
  for (const [what, names] of Object.entries(claims)) distinct(what, names)
  for (const service of stack.services) distinctFiles(service)
  known(stack)
  return stack
}

/** Host ports of a service, such as `443/udp`, from Compose's short `[address:]host:container[/protocol]`. */
export const publishedPorts = (service: Service): string[] =>
  published(service).map(({ port, protocol }) => `${port}/${protocol}`)

/** Those that other machines reach too. */
export const openPorts = (service: Service): string[] =>
  published(service)
    .filter(({ address }) => !address.startsWith('127.'))
    .map(({ port, protocol }) => `${port}/${protocol}`)

function published(service: Service): { address: string; port: string; protocol: string }[] {
  const ports = service.compose['ports']
  if (!Array.isArray(ports)) return []
  return ports.map((entry: unknown) => {
    const found = /^(?:([\d.]+):)?(\d+):\d+(?:\/(tcp|udp))?$/.exec(String(entry))
    if (!found) throw new TypeError(`${service.id} publishes ${String(entry)}, which is not host:container`)
    return { address: found[1] ?? '0.0.0.0', port: found[2] ?? '', protocol: found[3] ?? 'tcp' }
  })
}

function distinctFiles(service: Service): void {
  const names = (service.store?.files ?? []).map((file) => file.name)
  distinct(`file of ${service.id}`, names)
  for (const name of names)
    if (!/^[a-z0-9][a-z0-9._-]*$/.test(name)) throw new TypeError(`${service.id} has a file called ${name}`)
}

function known(stack: Stack): void {
  const services = new Set(stack.services.map((service) => service.id))
  const secrets = new Set(stack.secrets.map((secret) => secret.id))
  for (const service of stack.services)
    for (const other of service.after)
      if (!services.has(other))
        throw new TypeError(`${service.id} comes after ${other}, which does not exist`)
  for (const { to } of stack.routes)
    if (to.kind === 'service' && !services.has(to.service))
      throw new TypeError(`a route leads to ${to.service}, which does not exist`)
  for (const database of stack.databases)
    if (!secrets.has(database.passwordSecret))
      throw new TypeError(
        `the database ${database.name} wants the secret ${database.passwordSecret}, which does not exist`,
      )
}

function distinct(what: string, names: readonly string[]): void {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) throw new TypeError(`the ${what} ${name} is claimed twice`)
    seen.add(name)
  }
}
