/** How the program of an image behaves: what it needs to come up, and what it answers. */
import type { Inside } from './inside.ts'

export interface HttpRequest {
  readonly method: string
  /** Path and query, as sent. */
  readonly path: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /**
   * Where the program takes its time: so many seconds of the machine's own time, and what it says then. Whoever cannot wait takes
   * the answer that stands beside it.
   */
  readonly later?: { readonly seconds: number; answer(): HttpAnswer }
}

/** An authority that everybody trusts. */
export const PUBLIC = 'public'

/** Why a program ended right after its start. */
export interface Trouble {
  readonly status: number
  readonly log: readonly string[]
}

export interface Behaviour {
  /** Programs that the image holds and that somebody runs in it. */
  readonly programs: readonly string[]
  readonly uid: number
  readonly bootSeconds: number
  readonly memoryBytes: number
  /** Path of the program, and its arguments when Compose gives none. */
  readonly entrypoint: string
  /** The test that the image itself brings, for a container that sets none. */
  readonly imageHealth: readonly string[] | null
  /** Null when it comes up. */
  boot(inside: Inside): Trouble | null
  /**
   * What it says of its settings when it is asked to look at them and not to start; null when it takes them. Absent for a program
   * that cannot be asked.
   */
  selfCheck?(inside: Inside, argv: readonly string[]): Trouble | null
  /** What it logs once it is up. */
  greeting(inside: Inside): readonly string[]
  /** Whether something listens; `local`: for the container itself, not for others. */
  listens(inside: Inside, port: number, local?: boolean): boolean
  /** Whether it listens already while it comes up: another program answers it only after asking back. */
  readonly listensEarly?: true
  http(inside: Inside, port: number, request: HttpRequest): HttpAnswer
  /** What it logs about a request; absent where the program logs none. */
  logLine?(request: HttpRequest, status: number): string
  /**
   * Who signed what it shows for a name on a port: a root in PEM, PUBLIC, or nothing where it has no certificate for the name. Null
   * where the port speaks plain HTTP.
   */
  certificate?(inside: Inside, port: number, host: string): { readonly authority: string } | null
}

/** Without its query, which may hold what no log should. */
export const shown = ({ method, path }: HttpRequest): string => `${method} ${path.split('?')[0]}`

export const json = (status: number, body: unknown): HttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

export const plain = (status: number, body: string): HttpAnswer => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body,
})

export const fails = (...log: readonly string[]): Trouble => ({ status: 1, log })
