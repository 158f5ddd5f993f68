/**
 * The answers of a bridge's provisioning API, as far as they are used (mautrix-go, bridgev2/matrix/provisioning.go,
 * provisioninglogin.go, bridgev2/login.go, bridgev2/status/bridgestate.go). All text in them is hostile: networks and people put
 * it there, too.
 */
import { z } from 'zod'
import { loginFieldTypes, type LoginFlow, type LoginStep, type NetworkLogin } from '../../model/bridges.ts'
import { isKey, picture, readable, safePattern } from './text.ts'

/** Go leaves empty texts out, or writes null for a list without items. */
const text = (most = 300) =>
  z
    .string()
    .nullish()
    .transform((value) => readable(value ?? '', most))
const pattern = z
  .string()
  .nullish()
  .transform((value) => safePattern(value ?? ''))
const key = z.string().refine(isKey)
const listOf = <T extends z.ZodType>(item: T, most: number) =>
  z
    .array(item)
    .max(most)
    .nullish()
    .transform((items) => items ?? [])

export const flows = z
  .object({ flows: listOf(z.object({ id: key, name: text(), description: text(1000) }), 50) })
  .transform((answer): LoginFlow[] => answer.flows)

const states: Readonly<Record<string, NetworkLogin['state']>> = {
  CONNECTED: 'connected',
  BACKFILLING: 'connected',
  STARTING: 'connecting',
  RUNNING: 'connecting',
  CONNECTING: 'connecting',
  TRANSIENT_DISCONNECT: 'interrupted',
  BRIDGE_UNREACHABLE: 'interrupted',
  BAD_CREDENTIALS: 'signed-out',
  LOGGED_OUT: 'signed-out',
  UNKNOWN_ERROR: 'trouble',
}

const state = z.object({
  state_event: z.string().nullish(),
  message: text(1000),
  reason: text(),
  error: text(),
})
const profile = z.object({ name: text(), phone: text(), username: text(), email: text() })

const login = z
  .object({
    /** Goes into a path again, so it stays as it is. */
    id: z.string().min(1).max(500),
    name: text(),
    profile: profile.nullish(),
    state: state.nullish(),
    // what older programs say instead
    state_event: z.string().nullish(),
    state_reason: text(1000),
  })
  .transform((seen): NetworkLogin => {
    const event = (seen.state?.state_event || seen.state_event) ?? ''
    const known = Object.hasOwn(states, event) ? states[event] : undefined
    const said = [seen.state?.message, seen.state?.reason, seen.state?.error, seen.state_reason]
    const names = [
      seen.name,
      seen.profile?.name,
      seen.profile?.phone,
      seen.profile?.username,
      seen.profile?.email,
    ]
    const well = known === 'connected' || known === 'connecting' || known === undefined
    return {
      id: seen.id,
      name: names.find(Boolean) ?? readable(seen.id),
      state: known ?? 'unknown',
      detail: well ? '' : (said.find(Boolean) ?? ''),
    }
  })

/** The accounts of who asks. */
export const whoami = z.object({ logins: listOf(login, 100) }).transform(({ logins }) => logins)

const field = z
  .object({
    id: key,
    type: z.string().max(100),
    name: text(),
    description: text(2000),
    pattern,
    options: listOf(z.string().max(300), 1000),
    default_value: z.string().max(2000).nullish(),
  })
  .transform(({ type, default_value: initial, options, ...seen }) => ({
    ...seen,
    // a kind of later versions is typed like any other text
    type: loginFieldTypes.find((known) => known === type) ?? ('text' as const),
    // what is chosen is sent back, so it stays as it is; the window shows it as text only
    options,
    initial: initial ?? '',
  }))

const cookie = z
  .object({ id: key, required: z.boolean().nullish(), pattern })
  .transform(({ id, required, pattern: form }) => ({ id, required: required === true, pattern: form }))

const step = z.object({
  login_id: z.string().regex(/^[\w-]{1,200}$/),
  type: z.string().max(100),
  step_id: z.string().min(1).max(300),
  txn_id: z
    .string()
    .regex(/^[\w-]{1,200}$/)
    .nullish(),
  instructions: text(4000),
  display_and_wait: z.object({ type: z.string().max(100), data: z.string().max(20_000).nullish() }).nullish(),
  user_input: z.object({ fields: listOf(field, 50), attachments: z.array(z.unknown()).nullish() }).nullish(),
  cookies: z.object({ url: z.string().max(2000), fields: listOf(cookie, 50) }).nullish(),
  complete: z.object({ user_login_id: z.string().max(500) }).nullish(),
})

/** A step, and what its answer has to name again. */
export interface StepAnswer {
  readonly step: LoginStep
  readonly login: string
  readonly id: string
  /** `user_input`, `cookies`, `display_and_wait` or another; it is part of the answer's address. */
  readonly type: string
  /** Null from programs before mautrix-go 0.30, which do not take a second request for the same step. */
  readonly txn: string | null
  /** What the network calls the new account; null until it is there. */
  readonly account: string | null
}

export const stepAnswer = step.transform((seen): StepAnswer => ({
  step: shownStep(seen),
  login: seen.login_id,
  id: seen.step_id,
  type: seen.type,
  txn: seen.txn_id ?? null,
  account: seen.complete?.user_login_id ?? null,
}))

function shownStep(seen: z.infer<typeof step>): LoginStep {
  const { instructions } = seen
  const at = { login: seen.login_id, step: seen.step_id, instructions }
  switch (seen.type) {
    case 'display_and_wait':
      return (seen.display_and_wait ? shown(at, seen.display_and_wait) : null) ?? elsewhere(instructions)
    case 'user_input': {
      const { fields = [], attachments } = seen.user_input ?? {}
      // a picture to solve cannot be shown: it would be a file from the network
      if (fields.length === 0 || (attachments ?? []).length > 0 || repeated(fields))
        return elsewhere(instructions)
      return { kind: 'ask', ...at, fields }
    }
    case 'cookies': {
      const { fields = [], url = '' } = seen.cookies ?? {}
      if (fields.length === 0 || repeated(fields) || URL.parse(url)?.protocol !== 'https:')
        return elsewhere(instructions)
      return { kind: 'cookies', ...at, url: URL.parse(url)?.href ?? '', fields }
    }
    case 'complete':
      return { kind: 'done', instructions, account: readable(seen.complete?.user_login_id ?? '') }
    default:
      return elsewhere(instructions)
  }
}

const elsewhere = (instructions: string): LoginStep => ({ kind: 'elsewhere', instructions })
const repeated = (fields: readonly { readonly id: string }[]): boolean =>
  new Set(fields.map(({ id }) => id)).size < fields.length

/** As much as a QR code of the largest size holds at a middling correction (ISO/IEC 18004). */
const MOST_IN_QR = 2331

function shown(
  at: { login: string; step: string; instructions: string },
  { type, data }: { readonly type: string; readonly data?: string | null | undefined },
): LoginStep | null {
  const given = data ?? ''
  switch (type) {
    case 'qr':
      // read by a phone, never by a person: not a character of it may change
      return given === '' || new TextEncoder().encode(given).length > MOST_IN_QR
        ? null
        : { kind: 'show', ...at, as: 'qr', data: given }
    case 'code':
      return given === '' ? null : { kind: 'show', ...at, as: 'code', data: readable(given, 100) }
    case 'emoji':
      return given === '' ? null : { kind: 'show', ...at, as: 'emoji', data: picture(given) }
    case 'nothing':
      return { kind: 'show', ...at, as: 'nothing', data: '' }
    default:
      return null
  }
}

/** For answers of which nothing is needed. */
export const ignored = z.unknown().transform(() => null)

/** What a refusal says of itself (Matrix, Client-Server API, Standard error response). */
export const refusal = z.object({ errcode: z.string().max(200), error: text(1000) })
