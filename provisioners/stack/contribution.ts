/** What any component may add to the stack. The stack knows components only as this data. */
import type { Check } from '../engine/check.ts'
import type { Intent } from '../model/intent.ts'
import type { Secret, SecretSpec } from '../model/secret.ts'
import type { Text } from '../model/text.ts'

/** A file of a service's store directory; rendered from the intent and the secrets, the same bytes every time. */
export interface StoreFile {
  /** Name inside the store directory, such as `homeserver.yaml`. */
  readonly name: string
  readonly mode: number
  render(secret: (id: string) => Secret): Text
}

export interface Service {
  /** Compose service name. */
  readonly id: string
  readonly name: string
  /** What it does, in the words of the Services screen. */
  readonly what: string
  readonly image: string
  /** uid and gid that read the store directory and own the data directories. */
  readonly user: { readonly uid: number; readonly gid: number }
  /** Files of the store, and where the directory is mounted (read-only); absent when it needs none. */
  readonly store?: { readonly mount: string; readonly files: readonly StoreFile[] }
  /** Host directories under /opt/bramble/data, by name, and where they are mounted. */
  readonly data?: readonly { readonly name: string; readonly mount: string }[]
  /** Everything else of the Compose service, as an object: command, environment, ports, healthcheck, tmpfs, … */
  readonly compose: Readonly<Record<string, unknown>>
  readonly memoryLimitMiB: number
  /** Typical use, for the sum on the Extras screen. */
  readonly memoryUseMiB: number
  /** Compressed size of the image for arm64, about. */
  readonly downloadMiB: number
  readonly diskMiB: number
  /** Services that must run first. */
  readonly after: readonly string[]
  /** Which URL the Pi can poll from inside the Synapse container when the image has no probe of its own. */
  readonly probe?: { readonly url: string }
}

/** A PostgreSQL database and the role that owns it. */
export interface Database {
  readonly name: string
  readonly role: string
  readonly passwordSecret: string
  /** Synapse insists on the C locale. */
  readonly locale: 'C' | 'default'
}

/** One line of the public routing table. First match wins. */
export interface Route {
  readonly site: 'main' | 'sign-in'
  /** `regex` is matched against the raw path; `prefix` is a literal start of it. */
  readonly match: { readonly kind: 'regex' | 'prefix'; readonly pattern: string } | { readonly kind: 'all' }
  readonly to:
    | { readonly kind: 'service'; readonly service: string; readonly port: number }
    | { readonly kind: 'not-found' }
}

export interface Contribution {
  readonly id: string
  readonly services: readonly Service[]
  readonly databases: readonly Database[]
  readonly routes: readonly Route[]
  readonly secrets: readonly SecretSpec[]
  readonly checks: readonly Check[]
}

/** A component: what it adds for an intent, or null where the intent does not want it. */
export interface Component {
  readonly id: string
  contribute(intent: Intent): Contribution | null
}
