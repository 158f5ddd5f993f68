/** What was proved from outside the Pi, and what a person needs to go on. */
import { z } from 'zod'

/** The header by which a stand-in of the lab says what it stands for; no real program sends it. */
export const STAND_IN_HEADER = 'x-bramble-stand-in'

export const probeSchema = z.strictObject({
  code: z.string(),
  title: z.string(),
  /** `skipped`: nobody could ask, or what is asked does not belong to this server. */
  outcome: z.enum(['works', 'fails', 'skipped']),
  /** Milliseconds, a date, or what was seen. */
  detail: z.string(),
  /** From where it was asked: this computer, the Pi, or past every name of the home network and the tailnet. */
  from: z.enum(['here', 'pi', 'outside']),
  /** Stable name of the likely cause, such as `port-closed`; empty when it works. */
  cause: z.string(),
  /** The likely cause, and what to do; empty when it works, and where there is nothing to say. */
  why: z.string(),
  remedy: z.string(),
})

export const proofView = z.strictObject({
  probes: z.array(probeSchema),
  /** Code of the first rung that is broken; what comes after it may only follow from it. Null when all holds. */
  broken: z.string().nullable(),
  /** The address people open, with its scheme. */
  address: z.string(),
  /** The server's permanent name. */
  serverName: z.string(),
  /** Why an account cannot be made here, when the sign-in service is only a stand-in; else null. */
  standIn: z.string().nullable(),
  /** How the first person comes in: by an account made here, by a link of the identity service here, or by a provider's button. */
  firstPerson: z.strictObject({
    account: z.boolean(),
    link: z.boolean(),
    /** What the buttons say. */
    buttons: z.array(z.string()),
  }),
})

/** A root certificate to install by hand, public by nature. */
export const rootCertificate = z.strictObject({
  pem: z.string(),
  /** SHA-256 of the certificate, hex in pairs. */
  fingerprint: z.string(),
  name: z.string(),
  /** Seconds since the epoch. */
  expires: z.number(),
})

export const logLine = z.strictObject({
  /** Seconds since the epoch. */
  at: z.number(),
  service: z.string(),
  level: z.enum(['plain', 'warning', 'error']),
  text: z.string(),
})

/** One component as the Extras screen draws it. */
export const catalogEntry = z.strictObject({
  id: z.string(),
  name: z.string(),
  what: z.string(),
  /** Always there, the owner's choice among the extras, or a way to sign in that runs on this machine. */
  choice: z.enum(['always', 'extra', 'identity']),
  memoryMiB: z.number(),
  diskMiB: z.number(),
  downloadMiB: z.number(),
})

export type Probe = z.infer<typeof probeSchema>
export type ProofView = z.infer<typeof proofView>
export type RootCertificate = z.infer<typeof rootCertificate>
export type LogLine = z.infer<typeof logLine>
export type CatalogEntry = z.infer<typeof catalogEntry>
