/** Intents with bridges, and what they render, for tests: secrets are made up, the same every time. */
import fc from 'fast-check'
import { parse } from 'yaml'
import { placeOf, type Bridge, type BridgePlace } from '../../provisioners/bridges/bridge.ts'
import { doublePuppetSecrets } from '../../provisioners/bridges/double-puppet.ts'
import { bridges } from '../../provisioners/bridges/index.ts'
import { services, stackOf } from '../../provisioners/components.ts'
import { renderRegistration } from '../../provisioners/matrix/registration.ts'
import { isSecretField, withInitial, type Field, type Settings } from '../../provisioners/model/field.ts'
import { intentSchema, type Intent } from '../../provisioners/model/intent.ts'
import type { Secret } from '../../provisioners/model/secret.ts'
import { reveal } from '../../provisioners/model/text.ts'
import type { Service } from '../../provisioners/stack/contribution.ts'
import { compose } from '../../provisioners/stack/compose.ts'
import { fakeSecretsOf, secretOf } from '../stack/fake.ts'

export type Tree = Record<string, unknown>

/** What must be answered, and has no answer of its own. */
const answers: Readonly<Record<string, Settings>> = { telegram: { apiId: '1234567' } }

export const minimal = ({ id }: Pick<Bridge, 'id'>): Settings => answers[id] ?? {}

/** @param own answers of single bridges, in place of the fewest possible */
export const withBridges = (
  ids: readonly string[],
  own: Readonly<Record<string, Settings>> = {},
  serverName = 'brookside.example',
): Intent =>
  intentSchema.parse({
    version: 2,
    name: 'Brookside',
    address: { mode: 'domain', serverName, host: `matrix.${serverName}` },
    signIn: {},
    bridges: Object.fromEntries(ids.map((id) => [id, own[id] ?? minimal({ id })])),
  })

/** Which bridges can be there together. */
export const compatible = (ids: readonly string[]): boolean =>
  ids.every(
    (id) => !bridges.find((bridge) => bridge.id === id)?.clashes?.some((other) => ids.includes(other)),
  )

/** As many as can be there together: one way of each clash. */
export const together = bridges.map(({ id }) => id).filter((id) => id !== 'irc')

export const familyIds = bridges.filter(({ database }) => database !== null).map(({ id }) => id)

/** Any answers that the fields take. */
export const settingsArb = (fields: readonly Field[]): fc.Arbitrary<Settings> =>
  fc.record(
    Object.fromEntries(
      fields.filter((field) => !isSecretField(field)).map((field) => [field.name, valueArb(field)]),
    ),
  )

function valueArb(field: Field): fc.Arbitrary<string | boolean> {
  if (field.kind === 'switch') return fc.boolean()
  if (field.kind === 'choice') return fc.constantFrom(...(field.choices ?? []).map(({ value }) => value))
  const text = fc.stringMatching(new RegExp(field.pattern?.source ?? '^[a-z]{1,9}$'))
  return field.optional ? fc.oneof(fc.constant(''), text) : text
}

/** Names that would break a regular expression or a YAML file that is not careful. */
export const hostileNames = [
  'brookside.example',
  'a.b-c.d',
  'xn--nxasmq6b.example',
  'a--b.c-d.e0.example:8448',
  '10.1.2.3:8448',
  '1e5.0x10.example',
] as const

export const placeWith = (
  bridge: Bridge,
  serverName: string,
  settings: Settings = minimal(bridge),
): BridgePlace => ({
  settings: withInitial(bridge.fields, settings),
  serverName,
})

/** Secrets of one bridge alone: only declared ones are there. */
export const secretsOf =
  (bridge: Bridge) =>
  (id: string): Secret => {
    const { secrets } = bridge.contribute(placeWith(bridge, 'x.example')).contribution
    const spec = [...secrets, ...doublePuppetSecrets].find((candidate) => candidate.id === id)
    if (!spec) throw new Error(`the ${bridge.id} bridge does not declare ${id}`)
    return secretOf(spec)
  }

/** What a bridge adds at a place: its service, its settings as its program reads them, and its registration as Synapse does. */
export function rendered(bridge: Bridge, place: BridgePlace) {
  const { contribution, registration } = bridge.contribute(place)
  const [service] = contribution.services
  if (!service) throw new Error(`${bridge.id} has no service`)
  const secret = secretsOf(bridge)
  return {
    contribution,
    service,
    known: registration,
    registrationText: reveal(renderRegistration(registration, place.serverName, secret)),
    registration: parse(reveal(renderRegistration(registration, place.serverName, secret))) as Tree,
    files: new Map((service.store?.files ?? []).map((file) => [file.name, reveal(file.render(secret))])),
    settings: settingsOf(service, secret),
  }
}

function settingsOf(service: Service, secret: (id: string) => Secret): Tree | null {
  const file = service.store?.files.find(({ name }) => name === 'config.yaml')
  return file ? (parse(reveal(file.render(secret))) as Tree) : null
}

export const placeIn = (bridge: Bridge, intent: Intent): BridgePlace => placeOf(bridge, intent)

export const composeText = (intent: Intent): string =>
  compose(
    stackOf(intent),
    new Map(services(intent).flatMap(({ id, store }) => (store ? [[id, `${id}-1`]] : []))),
  ).text

/** The registrations in Synapse's store, by their names, as text. */
export function registrationsOf(intent: Intent): Map<string, string> {
  const secret = fakeSecretsOf(intent)
  const store = services(intent).find(({ id }) => id === 'synapse')?.store
  return new Map(
    (store?.files ?? [])
      .filter(({ name }) => name.startsWith('registration-'))
      .map((file) => [file.name, reveal(file.render(secret))]),
  )
}

export const at = (tree: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Tree | null | undefined)?.[key], tree)
