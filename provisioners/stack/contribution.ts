/** What any component may add to the stack. The stack knows components only as this data. */
import type { Check } from '../engine/check.ts'
import type { Severity } from '../model/health.ts'
import type { Intent } from '../model/intent.ts'
import type { Secret, SecretSpec } from '../model/secret.ts'
import type { Text } from '../model/text.ts'
import type { SiteId } from './site.ts'
import type { Shape } from './strict/shape.ts'

/** A file of a service's store directory; rendered from the intent and the secrets, the same bytes every time. */
export interface StoreFile {
  /** Name inside the store directory, such as `homeserver.yaml`. */
  readonly name: string
  readonly mode: number
  /** What its program reads of it. Only files without keys, such as PEM, have none; a name that ends in .yaml or .json needs one. */
  readonly shape?: Shape
  render(secret: (id: string) => Secret): Text
}

export interface Store {
  /** The directory inside the container. */
  readonly mount: string
  /** Each file is mounted alone at MOUNT/NAME: for a directory of the image that holds other things too. */
  readonly eachFile?: true
  readonly files: readonly StoreFile[]
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
  /** Files of the store, and where they are mounted (read-only); absent when it needs none. */
  readonly store?: Store
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
  /**
   * It waits by itself while one of those is away. Compose is then not told of them: it stops whatever depends on a service that it
   * makes anew (Compose, pkg/compose/convergence.go, stopDependentContainers).
   */
  readonly patient?: true
  /**
   * How the program checks its settings without starting: arguments of its image, the first one its entrypoint. It is run with the
   * store at its place, empty data directories and no network, before anything is switched to these settings.
   */
  readonly selfCheck?: readonly [string, ...string[]]
  /** How bad it is when it does not run; `blocks` where nothing is said. */
  readonly severity?: Severity
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

/** One line of the public routing table. First match wins, and what is `not-found` comes before all else (routes/table.ts). */
export interface Route {
  readonly site: SiteId
  /** Both are matched against the decoded path, so that no escape gets around a block; `prefix` is a literal start of it. */
  readonly match: { readonly kind: 'regex' | 'prefix'; readonly pattern: string } | { readonly kind: 'all' }
  readonly to:
    | {
        readonly kind: 'service'
        readonly service: string
        readonly port: number
        /** Names of headers of the request that are not passed on: what they open is not for the world. */
        readonly withoutHeaders?: readonly string[]
      }
    | { readonly kind: 'text'; readonly body: string }
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

/** The one component that needs to know what all others want routed. */
export interface Proxy {
  readonly id: string
  contribute(intent: Intent, routes: readonly Route[]): Contribution
}
