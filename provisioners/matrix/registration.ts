/** Application services: what Synapse is told of a program that acts for others (Matrix specification, Application Service API, Registration). */
import type { Secret } from '../model/secret.ts'
import type { Text } from '../model/text.ts'
import type { StoreFile } from '../stack/contribution.ts'
import { toYaml } from '../stack/yaml.ts'
import { registrationKeys } from './known-keys/registration.ts'

/** Users or aliases that a program may act as. */
export interface Namespace {
  /** A regular expression for what stands between the sign and the colon; the server's name is put behind it. */
  readonly localpart: string
  /** Whether nobody else may have such a name. */
  readonly exclusive: boolean
}

export interface Registration {
  /** Once in a server, and for ever: Synapse knows the program by it. */
  readonly id: string
  /** Where Synapse sends events; null for a program that only asks. */
  readonly url: string | null
  /** Ids of the secrets. */
  readonly asToken: string
  readonly hsToken: string
  /**
   * Whom Synapse takes the program itself for. `secret`: a random name, never the bot's or a person's, for Synapse refuses that
   * user's sync (synapse/handlers/sync.py); `name`: the bot itself, for programs that never sync.
   */
  readonly sender: { readonly secret: string } | { readonly name: string }
  readonly users: readonly Namespace[]
  readonly aliases?: readonly Namespace[]
  /**
   * The program reads the file too, and takes regular expressions that begin with the sign itself: no ^ before it. Synapse looks from
   * the beginning anyway (synapse/appservice/__init__.py).
   */
  readonly fromSign?: true
  /** Whether it is told who types and who has read. */
  readonly ephemeral: boolean
  /** Whether it makes devices of its own for encryption (MSC4190). */
  readonly devices: boolean
}

/** The file's name in Synapse's store. */
export const registrationFile = ({ id }: Registration): string => `registration-${id}.yaml`

/** @param serverName the server's permanent name, what stands behind the colon of every user */
export function renderRegistration(
  registration: Registration,
  serverName: string,
  secret: (id: string) => Secret,
): Text {
  const { id, url, sender, users, aliases, fromSign, ephemeral, devices } = registration
  const space = (sign: string, of: readonly Namespace[]): object[] =>
    of.map(({ localpart, exclusive }) => ({
      regex: `${fromSign ? '' : '^'}${sign}${localpart}:${literally(serverName)}$`,
      exclusive,
    }))
  return toYaml({
    id,
    url,
    as_token: secret(registration.asToken),
    hs_token: secret(registration.hsToken),
    sender_localpart: 'name' in sender ? sender.name : secret(sender.secret),
    rate_limited: false,
    namespaces: { users: space('@', users), aliases: space('#', aliases ?? []), rooms: [] },
    // before 1.156 Synapse reads the first alone, after 1.156.0 the second (Synapse, CHANGES.md 1.156 and 1.157)
    ...(ephemeral ? { 'de.sorunome.msc2409.push_ephemeral': true, receive_ephemeral: true } : {}),
    ...(devices ? { 'io.element.msc4190': true } : {}),
  })
}

/** As a file of Synapse's own store: one that is listed is always there, and readable for it alone. */
export const registrationOf = (registration: Registration, serverName: string): StoreFile => ({
  name: registrationFile(registration),
  mode: 0o600,
  shape: registrationKeys,
  render: (secret) => renderRegistration(registration, serverName, secret),
})

/** A text as a regular expression that means just it. */
export const literally = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$]/g, String.raw`\$&`)
