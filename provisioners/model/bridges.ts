/** Bridges as the window draws them: what can be added, how each that runs is, and the steps of signing in to its network. */
import { z } from 'zod'
import { fieldView } from './field.ts'
import { bridgeId } from './task.ts'

/** One that can be added. */
export const bridgeView = z.strictObject({
  id: bridgeId,
  name: z.string(),
  what: z.string(),
  tier: z.enum(['offered', 'advanced']),
  /** What is to be known before it is chosen; empty where there is nothing. */
  caveat: z.string(),
  fields: z.array(fieldView),
  /** The ids of its secrets, by the names of their fields. */
  secrets: z.record(z.string(), z.string()),
  memoryMiB: z.number(),
  downloadMiB: z.number(),
  diskMiB: z.number(),
})

/** An account of the network that a person has signed in with. */
export const networkLogin = z.strictObject({
  id: z.string(),
  /** What the network calls it: a number, a name. */
  name: z.string(),
  /** `unknown`: the bridge has not said yet. */
  state: z.enum(['connected', 'connecting', 'interrupted', 'signed-out', 'trouble', 'unknown']),
  /** What the bridge says of a trouble; empty else. */
  detail: z.string(),
})

/** One that is in the answers, or has left something behind. */
export const bridgeCard = z.strictObject({
  id: bridgeId,
  name: z.string(),
  /** `removed`: only its data are there still. */
  state: z.enum(['works', 'starting', 'unwell', 'stopped', 'missing', 'removed']),
  /** Why, where it does not work and its last lines say it; empty else. */
  why: z.string(),
  remedy: z.string(),
  /** Its bot's whole name, such as `@whatsappbot:example.org`. */
  bot: z.string(),
  /** Whether people sign in to the network in this app, or with words to the bot. */
  signIn: z.enum(['app', 'bot']),
  /** What to do first; `{…}` in braces are words to copy. */
  firstWords: z.array(z.string()),
})

/** One way to sign in to a network. */
export const loginFlow = z.strictObject({ id: z.string(), name: z.string(), description: z.string() })

/** Kinds of answers that a bridge asks for (mautrix-go, bridgev2/login.go, LoginInputFieldType); one of later versions is a text. */
export const loginFieldTypes = [
  'text',
  'username',
  'phone_number',
  'email',
  'password',
  '2fa_code',
  'token',
  'url',
  'domain',
  'select',
] as const

/** What the network wants next. All texts come from the bridge. */
export const loginStep = z.discriminatedUnion('kind', [
  /** Show it, and ask for the next step by `bridges.wait`: the answer comes when the network is satisfied. */
  z.strictObject({
    kind: z.literal('show'),
    login: z.string(),
    step: z.string(),
    instructions: z.string(),
    as: z.enum(['qr', 'code', 'emoji', 'nothing']),
    data: z.string(),
  }),
  z.strictObject({
    kind: z.literal('ask'),
    login: z.string(),
    step: z.string(),
    instructions: z.string(),
    fields: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        description: z.string(),
        /** As the bridge names it: what keyboard fits, and whether it is hidden while it is typed. */
        type: z.enum(loginFieldTypes),
        pattern: z.string(),
        options: z.array(z.string()),
        initial: z.string(),
      }),
    ),
  }),
  /** Values of a browser that is signed in to the network's own page. */
  z.strictObject({
    kind: z.literal('cookies'),
    login: z.string(),
    step: z.string(),
    instructions: z.string(),
    url: z.string(),
    fields: z.array(z.strictObject({ id: z.string(), required: z.boolean(), pattern: z.string() })),
  }),
  z.strictObject({ kind: z.literal('done'), instructions: z.string(), account: z.string() }),
  /** What this app cannot show, such as a passkey: the bot can. */
  z.strictObject({ kind: z.literal('elsewhere'), instructions: z.string() }),
])

/** Answers of a person to `ask` and `cookies`, by the fields' ids: passwords among them, so they are never kept or logged. */
export const loginAnswers = z.record(z.string().max(200), z.string().max(65_536))

export type BridgeView = z.infer<typeof bridgeView>
export type BridgeCard = z.infer<typeof bridgeCard>
export type NetworkLogin = z.infer<typeof networkLogin>
export type LoginFlow = z.infer<typeof loginFlow>
export type LoginStep = z.infer<typeof loginStep>
