/** What a bridge's file says: questions for its owner, what it adds to the stack, and how people sign in to the network. */
import { withInitial, type Field, type Settings } from '../model/field.ts'
import type { Intent } from '../model/intent.ts'
import type { SecretSpec } from '../model/secret.ts'
import { addressesOf } from '../matrix/address.ts'
import type { Registration } from '../matrix/registration.ts'
import type { Contribution } from '../stack/contribution.ts'

/** Everything that a bridge's file is asked with. */
export interface BridgePlace {
  /** The answers by the names of the fields, with the initial values filled in. */
  readonly settings: Settings
  /** The server's permanent name. */
  readonly serverName: string
}

/** How people sign in to the network: in this app, by the bridge's own API, or with words to its bot. */
export type NetworkSignIn =
  | {
      readonly by: 'app'
      /** Port of the bridge, where its API answers too. */
      readonly port: number
      /** Id of the secret that opens it. */
      readonly secret: string
    }
  | { readonly by: 'bot' }

export interface Bridge {
  /** Its key in the answers; never changes. */
  readonly id: string
  /** The network, as its people call it. */
  readonly name: string
  /** One line: what it brings into the chats. */
  readonly what: string
  readonly tier: 'offered' | 'advanced'
  /** What is to be known before it is chosen: limits, rules of the network, risks. */
  readonly caveat?: string
  readonly fields: readonly Field[]
  /** The bot's name, what stands between @ and the colon. */
  readonly bot: string
  readonly signIn: NetworkSignIn
  /** What to do first, a sentence each; `{…}` in braces are words to send to the bot or to copy. */
  readonly firstWords: readonly string[]
  /** Ids of bridges that cannot be there at the same time, because they claim the same names. */
  readonly clashes?: readonly string[]
  /** Name of its database and of the role that owns it; null where it has none. */
  readonly database: string | null
  contribute(place: BridgePlace): {
    readonly contribution: Contribution
    readonly registration: Registration
  }
}

export const defineBridge = (bridge: Bridge): Bridge => bridge

export const serviceOf = ({ id }: Pick<Bridge, 'id'>): string => `bridge-${id}`

/** What the secrets of a bridge are called on the Pi; they outlive the bridge, so that it comes back as the same one. */
export const secretOf = (bridge: Pick<Bridge, 'id'>, what: string): string => `bridge-${bridge.id}-${what}`

/** What a secret that the owner brings is called. */
export const givenSecretOf = (bridge: Pick<Bridge, 'id'>, field: string): string =>
  secretOf(
    bridge,
    field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
  )

/** The secrets that every bridge has towards Synapse. */
export const registrationSecrets = (bridge: Pick<Bridge, 'id' | 'name'>): SecretSpec[] => [
  { id: secretOf(bridge, 'as-token'), label: `${bridge.name} bridge token`, kind: 'token' },
  { id: secretOf(bridge, 'hs-token'), label: `Synapse token for the ${bridge.name} bridge`, kind: 'token' },
  { id: secretOf(bridge, 'sender'), label: `${bridge.name} bridge sender`, kind: 'localpart' },
]

export const placeOf = (bridge: Bridge, intent: Pick<Intent, 'address' | 'bridges'>): BridgePlace => ({
  settings: withInitial(bridge.fields, intent.bridges[bridge.id] ?? {}),
  serverName: addressesOf(intent).serverName,
})
