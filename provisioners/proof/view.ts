/** What the ladder needs of the world, and where it is told that the server is. */
import type { Address } from '../model/address.ts'
import type { Ask } from '../model/outside.ts'
import type { ServerOptions } from '../model/options.ts'

export interface View {
  /** By this computer's own lookup; empty when the name leads nowhere. */
  resolve(name: string): Promise<string[]>
  /** From this computer. */
  readonly ask: Ask
  /** From the Pi; what is not an address is looked up there. */
  readonly fromPi: Ask
  /** Whether an Ed25519 signature over a text holds; key and signature in base64. */
  verify(key: string, text: string, signature: string): boolean
}

/** How the Pi itself asks its own front door, past names and routers. */
export interface Door {
  readonly at: { readonly host: string; readonly port: number }
  /** Whether another program ends the encryption, so that the door is asked in clear. */
  readonly clear: boolean
  /** Whether nobody there means that the server is down: another's proxy may be on another machine. */
  readonly sure: boolean
}

export interface Question {
  readonly mode: Address['mode']
  /** Name of the proxy that was there before, where there is one. */
  readonly proxy: string | null
  /** Where the server itself answers. */
  readonly host: string
  readonly serverName: string
  /** Bases, with a slash at the end. */
  readonly matrix: string
  readonly signIn: string
  /** Whether other people's web server answers for the server's name. */
  readonly apexElsewhere: boolean
  readonly elementWeb: boolean
  readonly server: Pick<ServerOptions, 'federation' | 'qrSignIn' | 'uploadMiB'>
  /** The authority that signs the server's certificate, PEM; null for those that everybody trusts. */
  readonly ca: string | null
  /** Where the Pi itself was reached from here. */
  readonly pi: string
  readonly door: Door | null
  /** Seconds since the epoch. */
  readonly now: number
}

/** Modes that the whole internet reaches: with federation, and asked past the names of the home and of the tailnet. */
export const isOpen = ({ mode }: Pick<Question, 'mode'>): boolean => mode !== 'home' && mode !== 'tailnet'

/** Whether other servers are to reach this one. */
export const federates = (question: Pick<Question, 'mode' | 'server'>): boolean =>
  isOpen(question) && question.server.federation.with !== 'none'
