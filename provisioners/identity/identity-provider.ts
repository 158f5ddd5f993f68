/** What a provider's file says: questions for its owner, what to click there, and what MAS is told of it. */
import type { Resource } from '../engine/resource.ts'
import type { Intent } from '../model/intent.ts'
import type { Provider } from '../model/sign-in.ts'
import type { Addresses } from '../matrix/address.ts'
import type { Upstream, UpstreamSettings } from '../matrix/upstream.ts'
import type { Contribution } from '../stack/contribution.ts'

/** One question. The wizard draws it, the answers file is checked against it. */
export interface Field {
  readonly name: string
  readonly label: string
  readonly help?: string
  readonly placeholder?: string
  /**
   * `https`: an address that begins so, kept byte for byte; `host`: a host name; `secret`: never stored with the answers;
   * `pem`: a secret of several lines; `choice`: one of `choices`; `switch`: yes or no.
   */
  readonly kind: 'text' | 'https' | 'host' | 'secret' | 'pem' | 'choice' | 'switch'
  readonly optional?: true
  readonly initial?: string | boolean
  readonly choices?: readonly { readonly value: string; readonly label: string }[]
  /** What a text must look like, and the sentence for one that does not. */
  readonly pattern?: { readonly source: string; readonly words: string }
}

/** The answers by the names of the fields, with the initial values filled in. */
export type Settings = Readonly<Record<string, string | boolean>>

/** What a guide and an entry are made from. */
export interface Place {
  readonly entry: Provider
  readonly settings: Settings
  readonly addresses: Addresses
  /** The ULID of the entry. */
  readonly id: string
  readonly redirect: string
  readonly backchannel: string
}

export interface IdentityProvider {
  readonly id: string
  readonly name: string
  /** One line: for whom it is. */
  readonly what: string
  readonly where: 'here' | 'elsewhere'
  /** Whether anybody in the world can have an account there: it then never lets everyone in. */
  readonly audience: 'anyone' | 'yours'
  /** Whether its e-mail addresses are proven; only then may a list of addresses decide who comes in. */
  readonly email: 'verified' | 'unverified' | 'none'
  /** Said before it can be chosen, where it is not yet to be relied on. */
  readonly experimental?: string
  /** Memory that it takes on this machine, for those that run here. */
  readonly memoryMiB?: number
  readonly fields: readonly Field[]
  /** One sentence that says why it cannot run with the rest of the answers, or null; absent where nothing speaks against it. */
  refuses?(intent: Intent): string | null
  /** What to do at the provider, step by step; `{…}` in braces are the values to copy. */
  guide(place: Place): readonly string[]
  /** Whose client it is at the provider: for most a field, for those here a fixed name. */
  clientId(place: Place): string
  upstream(place: Place): UpstreamSettings
  /** Sign in with Apple only. */
  apple?(place: Place): NonNullable<Upstream['apple']>
  /** For those that run here: services, databases, routes, secrets, checks. */
  contribute?(place: Place, intent: Intent): Contribution
  /** For those that run here: what is true of them once they run, such as the client and the first person. */
  resources?(place: Place, intent: Intent): readonly Resource[]
}

export const defineIdentityProvider = (provider: IdentityProvider): IdentityProvider => provider
