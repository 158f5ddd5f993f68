/** One request to a web server, by whichever way leads there, and its answer as a value: a failure is an answer too. */

export interface WebRequest {
  readonly method: 'GET' | 'POST'
  /** An https address. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** `not-asked`: the way itself is closed, which says nothing of the server. */
export type WebTrouble = 'name' | 'refused' | 'certificate' | 'timeout' | 'other' | 'not-asked'

export type WebAnswer =
  | {
      readonly ok: true
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      /** At most 256 KiB of it. */
      readonly body: string
    }
  | { readonly ok: false; readonly why: WebTrouble; readonly detail: string }

/** A way to the web. Never throws for what the network or a server does. */
export type Web = (request: WebRequest) => Promise<WebAnswer>

/** What came of knocking at a port. `no-way`: it was not tried from there, so nothing follows. */
export type Knocked =
  /** At most 4 KiB of what was said. */
  | { readonly kind: 'answered'; readonly text: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'silent' }
  | { readonly kind: 'no-way' }

/** Connects to an address, says something in clear, and hears what is said. Never throws for what the network does. */
export type Knock = (target: {
  readonly address: string
  readonly port: number
  readonly say: string
}) => Promise<Knocked>
