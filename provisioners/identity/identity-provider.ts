/** What a provider's file says: questions for its owner, what to click there, and what MAS is told of it. */
import type { Resource } from '../engine/resource.ts'
import { withInitial, type Field, type Settings } from '../model/field.ts'
import type { Intent } from '../model/intent.ts'
import type { Secret } from '../model/secret.ts'
import type { Provider } from '../model/sign-in.ts'
import type { Addresses } from '../matrix/address.ts'
import type { Upstream, UpstreamSettings } from '../matrix/upstream.ts'
import type { Contribution } from '../stack/contribution.ts'

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

/** `anyone`: the whole world can have an account there. */
export type Audience = 'anyone' | 'yours'
/** `verified`: what is imported is only what the provider says it has proven. */
export type Email = 'verified' | 'unverified' | 'none'

/** Where an answer decides it, a function of the answers. */
type BySettings<T> = T | ((settings: Settings) => T)

export interface IdentityProvider {
  readonly id: string
  readonly name: string
  /** One line: for whom it is. */
  readonly what: string
  readonly where: 'here' | 'elsewhere'
  /** Whether anybody in the world can have an account there: it then never lets everyone in. */
  readonly audience: BySettings<Audience>
  /** Whether its e-mail addresses are proven; only then may a list of addresses decide who comes in. */
  readonly email: BySettings<Email>
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
  /** For those that run here: a link with which the first person enters once. Made when asked for, and kept nowhere. */
  invitation?(place: Place, means: InvitationMeans): Promise<IdentityInvitation>
}

export interface IdentityInvitation {
  readonly url: Secret
  /** Seconds since the epoch. */
  readonly expires: number
}

/** What an invitation is made with: somebody who carries requests into the stack, and the secrets of the Pi. */
export interface InvitationMeans {
  ask(request: {
    readonly service: string
    readonly port: number
    readonly method: 'GET' | 'POST'
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: string
  }): Promise<{ readonly status: number; readonly body: string }>
  secret(id: string): Secret
  /** Seconds since the epoch. */
  readonly now: number
}

export const defineIdentityProvider = (provider: IdentityProvider): IdentityProvider => provider

export const audienceOf = ({ audience }: IdentityProvider, settings: Settings): Audience =>
  typeof audience === 'function' ? audience(settings) : audience

export const emailOf = ({ email }: IdentityProvider, settings: Settings): Email =>
  typeof email === 'function' ? email(settings) : email

/** An entry's answers, with the initial values of what was left out. */
export const settingsOf = (entry: Pick<Provider, 'settings'>, { fields }: IdentityProvider): Settings =>
  withInitial(fields, entry.settings)
