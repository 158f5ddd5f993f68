/** The provisioning API of a bridge, over an imaginary network (mautrix-go, bridgev2/matrix/provisioning.go, provisioninglogin.go). */
import type { Container } from '../docker/container.ts'
import type { Database } from '../postgres/cluster.ts'
import { json, type HttpAnswer, type HttpRequest } from './behaviour.ts'
import type { Inside } from './inside.ts'
import { flowsOf, type Flow, type Scripted } from './mautrix-flows.ts'
import type { MautrixSettings } from './mautrix-settings.ts'

interface World {
  readonly inside: Inside
  readonly settings: MautrixSettings
  readonly database: Database
  readonly network: string
}

/** One sign-in that is under way; gone with the program. */
interface Login {
  readonly id: string
  readonly user: string
  readonly flow: Flow
  /** Which step of the flow, and which of the things that it shows. */
  step: number
  shown: number
  txn: string
  before: string
  /** When what is shown changes by itself; null while nobody has begun to wait. */
  due: number | null
  name: string
}

interface Account {
  readonly user: string
  readonly id: string
  readonly name: string
  readonly state: string
}

const underWay = new WeakMap<Container, { readonly since: number; readonly logins: Map<string, Login> }>()

const refuse = (status: number, errcode: string, error: string): HttpAnswer =>
  json(status, { errcode, error })

export function provision(world: World, request: HttpRequest): HttpAnswer {
  const { settings } = world
  const [route = '', query = ''] = request.path.split('?')
  if (settings.provisioning.length < 16) return refuse(403, 'M_FORBIDDEN', 'Provisioning API is disabled')
  const bearer = /^Bearer (.+)$/.exec(request.headers['authorization'] ?? '')?.[1]
  if (bearer === undefined) return refuse(401, 'M_MISSING_TOKEN', 'Missing auth token')
  if (bearer !== settings.provisioning) return refuse(401, 'M_UNKNOWN_TOKEN', 'Invalid auth token')
  const asked = new URLSearchParams(query)
  const user = asked.get('user_id') ?? ''
  if (!mayLogIn(settings, user)) return refuse(403, 'M_FORBIDDEN', 'User does not have login permissions')
  const parts = route.replace('/_matrix/provision/v3/', '').split('/').map(decodeURIComponent)
  const [first, second = '', third = '', fourth = '', fifth = ''] = parts
  const call = `${request.method} ${first === 'login' ? `login/${second}` : (first ?? '')}`
  switch (call) {
    case 'GET whoami':
      return json(200, whoami(world, user))
    case 'GET login/flows':
      return json(200, { flows: listed(world) })
    case 'POST login/start':
      return start(world, user, third)
    case 'POST login/step':
      return step(
        world,
        { id: third, step: fourth, type: fifth, txn: asked.get('txn_id') ?? '' },
        request.body,
      )
    case 'POST login/cancel':
      return logins(world).delete(third) ? json(200, {}) : refuse(404, 'M_NOT_FOUND', 'Login not found')
    case 'POST logout':
      return logout(world, user, second)
    default:
      return refuse(404, 'M_UNRECOGNIZED', 'Unrecognized endpoint')
  }
}

const listed = ({ network }: World): object[] =>
  flowsOf(network).map(({ id, name, description }) => ({ id, name, description }))

/** A whole user id counts before its server, and that before everybody. */
function mayLogIn({ permissions }: MautrixSettings, user: string): boolean {
  const level = permissions[user] ?? permissions[user.slice(user.indexOf(':') + 1)] ?? permissions['*']
  return user.startsWith('@') && (level === 'user' || level === 'admin')
}

/** Those of the program's present life. */
function logins({ inside: { container } }: World): Map<string, Login> {
  const found = underWay.get(container)
  if (found?.since === container.startedAt) return found.logins
  const fresh = new Map<string, Login>()
  underWay.set(container, { since: container.startedAt, logins: fresh })
  return fresh
}

const accounts = ({ database }: World, user: string): Account[] =>
  [...database.rows]
    .filter(([key]) => key.startsWith('user_login '))
    .map(([, value]) => value as Account)
    .filter((account) => account.user === user)

const whoami = (world: World, user: string): object => ({
  network: { displayname: `${world.network} (practice)`, network_id: world.network },
  login_flows: listed(world),
  homeserver: world.settings.domain,
  bridge_bot: `@${world.settings.bot}:${world.settings.domain}`,
  command_prefix: '!practice',
  logins: accounts(world, user).map(({ id, name, state }) => ({
    state_event: state,
    state: { state_event: state, timestamp: Math.floor(world.inside.machine.clock.now()), ttl: 21_600 },
    id,
    name,
    profile: { name },
  })),
})

function logout(world: World, user: string, id: string): HttpAnswer {
  const key = `user_login ${id}`
  if (id !== 'all' && !accounts(world, user).some((account) => account.id === id))
    return refuse(404, 'M_NOT_FOUND', 'Login not found')
  for (const account of accounts(world, user))
    if (id === 'all' || account.id === id) world.database.rows.delete(`user_login ${account.id}`)
  world.database.rows.delete(key)
  return json(200, {})
}

function start(world: World, user: string, flowId: string): HttpAnswer {
  const flow = flowsOf(world.network).find(({ id }) => id === flowId)
  if (!flow) return refuse(404, 'M_NOT_FOUND', 'Invalid login flow ID')
  const { machine } = world.inside
  const login: Login = {
    id: machine.hex(20),
    user,
    flow,
    step: 0,
    shown: 0,
    txn: `bls_${machine.hex(20)}`,
    before: '',
    due: null,
    name: `Practice account ${accounts(world, user).length + 1}`,
  }
  logins(world).set(login.id, login)
  return current(world, login)
}

interface Asked {
  readonly id: string
  readonly step: string
  readonly type: string
  readonly txn: string
}

function step(world: World, asked: Asked, body: string): HttpAnswer {
  const login = logins(world).get(asked.id)
  if (!login) return refuse(404, 'M_NOT_FOUND', 'Login not found')
  settle(world, login)
  const now = login.flow.steps[login.step]
  // the step before, asked for again: the answer may have been lost on its way
  if (asked.txn !== '' && asked.txn === login.before) return current(world, login)
  if (now?.id !== asked.step) return refuse(400, 'M_BAD_STATE', 'Step ID does not match')
  if (asked.txn !== '' && asked.txn !== login.txn)
    return refuse(400, 'M_BAD_STATE', 'Transaction ID does not match')
  if (typeOf(now) !== asked.type) return refuse(400, 'M_BAD_STATE', 'Step type does not match')
  if (now.kind === 'show') return wait(world, login, now)
  const given = read(body)
  if (given === null) return refuse(400, 'M_NOT_JSON', 'Failed to decode request body')
  const trouble = refusal(now, given)
  if (trouble) {
    // every error ends a sign-in
    logins(world).delete(login.id)
    return trouble
  }
  const phone = given['phone_number'] ?? given['email'] ?? given['username'] ?? given['nick']
  if (phone !== undefined) login.name = `${phone} (practice)`
  advance(world, login)
  return current(world, login)
}

function wait(world: World, login: Login, now: Extract<Scripted, { kind: 'show' }>): HttpAnswer {
  const { clock } = world.inside.machine
  login.due ??= clock.now() + now.seconds
  const seconds = login.due - clock.now()
  return {
    ...refuse(504, 'M_UNKNOWN', 'practice: this call takes its time'),
    later: {
      seconds,
      answer() {
        settle(world, login)
        return current(world, login)
      },
    },
  }
}

/** Lets what is due happen: the imaginary phone needs no help. */
function settle(world: World, login: Login): void {
  const now = login.flow.steps[login.step]
  if (now?.kind !== 'show' || login.due === null || login.due > world.inside.machine.clock.now()) return
  login.due = null
  if (login.shown + 1 < now.data.length) {
    login.shown += 1
    login.before = login.txn
    login.txn = `bls_${world.inside.machine.hex(20)}`
  } else advance(world, login)
}

function advance(world: World, login: Login): void {
  login.step += 1
  login.shown = 0
  login.due = null
  login.before = login.txn
  login.txn = `bls_${world.inside.machine.hex(20)}`
  if (login.step < login.flow.steps.length) return
  const account: Account = {
    user: login.user,
    id: `practice-${login.id.slice(0, 8)}`,
    name: login.name,
    state: 'CONNECTED',
  }
  world.database.rows.set(`user_login ${account.id}`, account)
  // whoever missed the last answer finds the account, and no sign-in any more
  logins(world).delete(login.id)
}

function refusal(
  now: Exclude<Scripted, { kind: 'show' }>,
  given: Readonly<Record<string, string>>,
): HttpAnswer | null {
  if (now.kind === 'cookies') {
    const missing = now.cookies.find((name) => (given[name] ?? '') === '')
    return missing === undefined
      ? null
      : refuse(400, 'M_MISSING_PARAM', `Practice: missing cookie ${missing}`)
  }
  for (const { id, right, wrong, options } of now.fields) {
    const value = given[id] ?? ''
    if (right?.test(value) === false && wrong) return refuse(wrong.status, wrong.errcode, wrong.error)
    if (value === '' || options?.includes(value) === false)
      return refuse(400, 'M_BAD_JSON', `Practice: ${id} is missing or is none of its choices`)
  }
  return null
}

const typeOf = (now: Scripted): string =>
  ({ show: 'display_and_wait', ask: 'user_input', cookies: 'cookies' })[now.kind]

/** The step as it stands, in the API's own form. */
function current(world: World, login: Login): HttpAnswer {
  const now = login.flow.steps[login.step]
  const common = { login_id: login.id, txn_id: login.txn }
  if (!now)
    return json(200, {
      ...common,
      type: 'complete',
      step_id: `fi.mau.${world.network}.login.complete`,
      instructions: `Practice: signed in as ${login.name}`,
      complete: { user_login_id: `practice-${login.id.slice(0, 8)}` },
    })
  return json(200, {
    ...common,
    type: typeOf(now),
    step_id: now.id,
    instructions: now.instructions,
    ...(now.kind === 'show' && { display_and_wait: { type: now.as, data: now.data[login.shown] } }),
    ...(now.kind === 'ask' && {
      user_input: {
        fields: now.fields.map(({ id, type, name, description, pattern, options }) => ({
          type,
          id,
          name,
          description,
          ...(pattern !== undefined && { pattern }),
          ...(options !== undefined && { options }),
        })),
        attachments: null,
      },
    }),
    ...(now.kind === 'cookies' && {
      cookies: {
        url: now.url,
        fields: now.cookies.map((id) => ({
          id,
          required: true,
          sources: [{ type: 'cookie', name: id, cookie_domain: new URL(now.url).hostname }],
        })),
      },
    }),
  })
}

function read(body: string): Record<string, string> | null {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? (value as Record<string, string>) : null
  } catch {
    return null
  }
}
