/** The one list of what the window may ask of the engine: name → input → output, and the streams. */
import { z } from 'zod'
import { checkupLine, statusView } from '../../provisioners/model/health.ts'
import { intentSchema } from '../../provisioners/model/intent.ts'
import { planView } from '../../provisioners/model/plan.ts'
import { problemSchema } from '../../provisioners/model/problem.ts'
import { providerPlace, providerView, secretPlace } from '../../provisioners/model/provider-view.ts'
import { catalogEntry, logLine, proofView, rootCertificate } from '../../provisioners/model/proof.ts'
import { newPassword, username } from '../../provisioners/model/people.ts'
import { runTask } from '../../provisioners/model/task.ts'
import { runEvent } from '../../provisioners/model/run-event.ts'
import { bridgeRequests } from './bridges.ts'
import { changesRequests } from './changes.ts'
import { peopleRequests } from './people.ts'
import { reachRequests } from './reach.ts'
import { mail, provider } from '../../provisioners/model/sign-in.ts'
import { testLine } from '../../provisioners/model/test-line.ts'
import { address } from '../../provisioners/model/address.ts'

/** A connection that the main process holds; the window knows it by this id only. */
const connection = z.string().max(64)
const onConnection = z.strictObject({ connection })
const nothing = z.strictObject({})
/** What a secret that the owner brings is called; its file on the Pi has the same name. */
const secretId = z.string().regex(/^[a-z][a-z0-9-]{0,79}$/)
const key = provider.shape.key

export const target = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ssh'),
    host: z.string().min(1).max(255),
    port: z.number().int().min(1).max(65535),
  }),
  z.strictObject({ kind: z.literal('practice') }),
])

export const credential = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('password'), password: z.string().max(1024) }),
  z.strictObject({
    kind: z.literal('key'),
    path: z.string().max(4096),
    passphrase: z.string().max(1024).optional(),
  }),
  z.strictObject({ kind: z.literal('agent') }),
])

/** A server as Home shows it, remembered on this computer; the Pi itself holds the truth. */
export const savedServer = z.strictObject({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  target,
  user: z.string(),
  light: statusView.shape.light,
  /** Seconds since the epoch of the last look; null when never looked. */
  seen: z.number().nullable(),
})

export const presentedKey = z.strictObject({
  connection,
  /** The name that was typed. */
  address: z.string(),
  keyType: z.string(),
  /** SHA256, base64 without padding and without the prefix. */
  fingerprint: z.string(),
  verdict: z.enum(['known', 'unknown', 'changed', 'practice']),
  /** For a changed key: the fingerprints that were known. */
  knownFingerprints: z.array(z.string()),
})

export const signedIn = z.strictObject({
  /** How root is reached: at once, by asking for a password, or not at all. */
  sudo: z.enum(['ready', 'needs-password']),
  /** What the Pi calls itself. */
  piName: z.string(),
  model: z.string(),
  memoryBytes: z.number(),
  /** The stored intent where Bramble has been here before. */
  intent: intentSchema.nullable(),
  /** The version of what a newer Bramble has stored there: it can be looked at, not changed. Null for all others. */
  newer: z.strictObject({ version: z.number().int(), name: z.string() }).nullable(),
  /** A run that is going on or that ended last, newest first. */
  runs: z.array(z.strictObject({ run: z.string(), server: z.string(), at: z.number(), alive: z.boolean() })),
})

/** Who changes the Pi right now, or has left a change behind. */
export const holder = z.strictObject({
  run: z.string(),
  /** Name of the computer, for people; empty where it is not known. */
  machine: z.string(),
  /** Seconds since the epoch. */
  since: z.number(),
  /** Whether the run still works, on the Pi itself. */
  alive: z.boolean(),
  /** Whether it was started from this computer. */
  own: z.boolean(),
})

export const requests = {
  'app.info': {
    input: nothing,
    output: z.strictObject({
      version: z.string(),
      shell: z.enum(['electron', 'browser']),
      agent: z.boolean(),
    }),
  },
  'servers.list': { input: nothing, output: z.array(savedServer) },
  'servers.forget': { input: z.strictObject({ id: z.string() }), output: nothing },

  'connection.present': { input: z.strictObject({ target }), output: presentedKey },
  'connection.trust': { input: z.strictObject({ connection, fingerprint: z.string() }), output: nothing },
  'connection.signIn': {
    input: z.strictObject({ connection, user: z.string().min(1).max(64), credential }),
    output: signedIn,
  },
  'connection.sudo': {
    input: z.strictObject({ connection, password: z.string().max(1024) }),
    output: signedIn,
  },
  /** Whose change the Pi is kept for; null while it is free. */
  'connection.holder': { input: onConnection, output: holder.nullable() },
  /** Leaves the Pi and takes its server off this computer's list. */
  'connection.forget': { input: onConnection, output: nothing },
  'connection.close': { input: onConnection, output: nothing },

  'checkup.look': { input: onConnection, output: z.array(checkupLine) },
  'setup.catalog': { input: nothing, output: z.array(catalogEntry) },
  'setup.start': { input: onConnection, output: intentSchema },

  /** Every way to sign in that can be added, as the set-up draws it. */
  'identity.providers': { input: nothing, output: z.array(providerView) },
  /** What follows from each entry, by its key. Pure, and forgiving: answers may be missing or wrong. */
  'identity.place': {
    input: z.strictObject({ address, providers: z.array(provider).max(20) }),
    output: z.record(z.string(), providerPlace),
  },
  /** Asks the provider itself, from here and from the Pi. */
  /** A link with which the first person enters the identity service of this Pi once; made now. */
  'identity.invitation': {
    input: onConnection,
    output: z.strictObject({
      url: z.string(),
      /** Seconds since the epoch. */
      expires: z.number(),
    }),
  },
  'identity.test': {
    input: z.strictObject({ connection, intent: intentSchema, key }),
    output: z.array(testLine),
  },
  /** Sends one mail. */
  'mail.test': {
    input: z.strictObject({ connection, mail, to: z.email({ error: 'email.invalid' }) }),
    output: z.array(testLine),
  },
  /** Kept in memory with the connection, until it closes; no answer ever holds it. */
  'secret.give': {
    input: z.strictObject({ connection, id: secretId, value: z.string().min(1).max(16_384) }),
    output: nothing,
  },
  /** Where each of these secrets is. */
  'secret.known': {
    input: z.strictObject({ connection, ids: z.array(secretId).max(100) }),
    output: z.record(z.string(), secretPlace),
  },

  'plan.preview': { input: z.strictObject({ connection, intent: intentSchema }), output: planView },
  'plan.file': {
    input: z.strictObject({ connection, intent: intentSchema }),
    output: z.strictObject({ name: z.string(), text: z.string() }),
  },

  /** Starts the plan that was seen; another plan by now is the problem `changed-meanwhile`. */
  'run.start': {
    input: z.strictObject({ connection, intent: intentSchema, plan: z.string(), breakLock: z.boolean() }),
    output: z.strictObject({ run: z.string().nullable() }),
  },
  /** What a task of its own would do. A key that it needs is given before by `secret.give`. */
  'task.plan': { input: z.strictObject({ connection, task: runTask }), output: planView },
  'task.start': {
    input: z.strictObject({ connection, task: runTask, plan: z.string(), breakLock: z.boolean() }),
    output: z.strictObject({ run: z.string().nullable() }),
  },
  'run.stop': { input: z.strictObject({ connection, run: z.string() }), output: nothing },

  'proof.look': { input: onConnection, output: proofView },
  'proof.certificate': { input: onConnection, output: rootCertificate },
  'account.create': {
    input: z.strictObject({
      connection,
      username,
      password: newPassword,
      admin: z.boolean(),
    }),
    output: z.strictObject({ userId: z.string() }),
  },

  ...peopleRequests,
  ...reachRequests,
  ...bridgeRequests,
  ...changesRequests,

  'service.restart': { input: z.strictObject({ connection, service: z.string().max(64) }), output: nothing },
} as const

/** A stream that replays resumes behind any number; any other goes on with what is new, and is numbered as it is sent. */
export const streams = {
  /** Append-only and replayable: resumes after any number. */
  'run.events': { input: z.strictObject({ connection, run: z.string() }), event: runEvent, replays: true },
  /** Latest value wins. */
  'status.watch': { input: onConnection, event: statusView, replays: false },
  'logs.follow': {
    input: z.strictObject({
      connection,
      services: z.array(z.string().max(64)),
      lines: z.number().int().max(5000),
    }),
    event: z.array(logLine),
    replays: false,
  },
} as const

export type Requests = typeof requests
export type Streams = typeof streams
export type RequestName = keyof Requests
export type StreamName = keyof Streams
export type Input<N extends RequestName> = z.infer<Requests[N]['input']>
export type Output<N extends RequestName> = z.infer<Requests[N]['output']>
export type StreamInput<N extends StreamName> = z.infer<Streams[N]['input']>
export type StreamEvent<N extends StreamName> = z.infer<Streams[N]['event']>

/** Nothing is thrown across the contract. */
export const reply = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value }),
    z.strictObject({ ok: z.literal(false), problem: problemSchema }),
  ])
export type Reply<T> = { ok: true; value: T } | { ok: false; problem: z.infer<typeof problemSchema> }

export type SavedServer = z.infer<typeof savedServer>
export type PresentedKey = z.infer<typeof presentedKey>
export type Holder = z.infer<typeof holder>
export type SignedIn = z.infer<typeof signedIn>
export type Target = z.infer<typeof target>
export type Credential = z.infer<typeof credential>

/** What the window holds, on either transport. */
export interface Client {
  request<N extends RequestName>(name: N, input: Input<N>): Promise<Reply<Output<N>>>
  /**
   * @param after number of the last event already seen; the stream resumes behind it
   * @returns a function that ends the stream
   */
  stream<N extends StreamName>(
    name: N,
    input: StreamInput<N>,
    on: { event(value: StreamEvent<N>, number: number): void; end(problem: Reply<null>): void },
    after?: number,
  ): () => void
}

/** Every request and stream has exactly one plain function; a missing one does not compile. */
export type Handlers = {
  readonly requests: { readonly [N in RequestName]: (input: Input<N>) => Promise<Output<N>> }
  readonly streams: {
    readonly [N in StreamName]: (
      input: StreamInput<N>,
      from: { after: number; signal: AbortSignal },
    ) => AsyncIterable<{ number: number; value: StreamEvent<N> }>
  }
}
