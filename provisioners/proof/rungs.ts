/** What is asked of a running server from outside, rung by rung, and what a right answer is. Paths: the Matrix specification's. */
import type { Call } from '../model/outside.ts'
import {
  corsOf,
  isRedirect,
  locationOf,
  objectIn,
  quote,
  redirectOf,
  textIn,
  type Answer,
} from './answers.ts'
import type { Verdict } from './causes.ts'
import { judgeKeys } from './signed.ts'
import { federates, isOpen, type Question, type View } from './view.ts'

/** Who answers: a part of the server, or the web server of the name itself, which may be another's. */
export type Part = 'synapse' | 'mas' | 'element' | 'apex'

export interface Rung {
  readonly code: string
  readonly title: string
  readonly part: Part
  readonly call: Pick<Call, 'method' | 'url' | 'headers' | 'body' | 'announce'>
  /** Statuses that a right answer has. */
  readonly statuses: readonly number[]
  /** Null when the answer, of one of these statuses, is right. */
  judge(answer: Answer): Verdict | null
  /** What an answer of another status says here and nowhere else. */
  odd?(answer: Answer): Verdict | 'right' | null
}

/** Every rung that is asked by one request, in the order that people read them; what no mode of reaching has is left out. */
export function rungsFor(question: Question, { verify }: Pick<View, 'verify'>): Rung[] {
  const { serverName, host, matrix, signIn, apexElsewhere, server } = question
  const apex: Part = apexElsewhere ? 'apex' : 'synapse'
  return [
    rung(
      'found',
      'Apps find the server by its name',
      apex,
      `https://${serverName}/.well-known/matrix/client`,
      (answer) =>
        object(answer, (value) => {
          const base = textIn(value, 'm.homeserver', 'base_url')
          if ('cause' in base) return base
          // a slash more or less means the same to every app
          if (base.text.replace(/\/$/, '') !== matrix.replace(/\/$/, ''))
            return { cause: 'other-base-url', detail: `it names ${quote(base.text)}` }
          return corsOf(answer)
        }),
    ),
    rung('answers', 'The server answers apps', 'synapse', `${matrix}_matrix/client/versions`, (answer) =>
      object(answer, ({ versions }) =>
        Array.isArray(versions) && versions.every((one) => typeof one === 'string')
          ? corsOf(answer)
          : { cause: 'wrong-shape', detail: 'it names no versions' },
      ),
    ),
    rung(
      'metadata',
      'Apps are told where to sign in',
      'synapse',
      `${matrix}_matrix/client/v1/auth_metadata`,
      (answer) => object(answer, (value) => sameIssuer(value, signIn) ?? corsOf(answer)),
    ),
    rung(
      'discovery',
      'The sign-in service says who it is',
      'mas',
      `${signIn}.well-known/openid-configuration`,
      (answer) => object(answer, (value) => sameIssuer(value, signIn)),
    ),
    ...(server.qrSignIn ? [qr(matrix)] : []),
    ...(federates(question) ? federation(serverName, host, matrix, apex) : []),
    rung('identity', 'Its messages are signed', 'synapse', `${matrix}_matrix/key/v2/server`, (answer) =>
      object(answer, (value) => judgeKeys(value, serverName, question.now, verify)),
    ),
    signInPage(signIn),
    ...(question.elementWeb ? [rung('chat', 'The chat page opens', 'element', matrix, page)] : []),
    ...(question.mode === 'proxy' || question.mode === 'cloudflare'
      ? [uploads(matrix, server.uploadMiB)]
      : []),
    ...(apexElsewhere && isOpen(question) ? [apexVersions(serverName)] : []),
  ]
}

function rung(
  code: string,
  title: string,
  part: Part,
  url: string,
  judge: Rung['judge'],
  more: Partial<Rung> = {},
): Rung {
  return { code, title, part, call: { method: 'GET', url }, statuses: [200], judge, ...more }
}

function object(answer: Answer, judge: (value: Record<string, unknown>) => Verdict | null): Verdict | null {
  const read = objectIn(answer)
  return 'cause' in read ? read : judge(read.value)
}

/** Byte for byte: apps compare it so (OpenID Connect Discovery, 4.3). */
function sameIssuer(value: Record<string, unknown>, signIn: string): Verdict | null {
  const issuer = textIn(value, 'issuer')
  if ('cause' in issuer) return issuer
  return issuer.text === signIn
    ? null
    : { cause: 'issuer-differs', detail: `it names ${quote(issuer.text)}, not ${signIn}` }
}

const page = (answer: Answer): Verdict | null =>
  answer.body.trim() === '' ? { cause: 'empty-page', detail: 'the page is empty' } : null

/** With one provider and no passwords, MAS leads on to that provider by a path of its own (MAS, crates/handlers/src/views/login.rs). */
const signInPage = (signIn: string): Rung =>
  rung('sign-in', 'The sign-in page opens', 'mas', `${signIn}login`, page, {
    odd(answer) {
      if (!isRedirect(answer)) return null
      const inside = locationOf(answer, `${signIn}login`)?.startsWith(signIn) === true
      return inside && locationOf(answer, `${signIn}login`) !== `${signIn}login`
        ? 'right'
        : redirectOf(answer, `${signIn}login`)
    },
  })

/** MSC4108 of 2024: what is made ends by itself after a minute. */
const qr = (matrix: string): Rung => ({
  ...rung(
    'qr',
    'A new device can sign in by a code',
    'synapse',
    `${matrix}_matrix/client/unstable/org.matrix.msc4108/rendezvous`,
    (answer) =>
      object(answer, (value) => {
        const url = textIn(value, 'url')
        if ('cause' in url) return url
        if (url.text.startsWith(matrix)) return null
        return url.text.startsWith(matrix.replace('https:', 'http:'))
          ? { cause: 'forwarded-proto', detail: `it names ${quote(url.text)}` }
          : { cause: 'qr-elsewhere', detail: `it names ${quote(url.text)}` }
      }),
    {
      odd: (answer) =>
        answer.status === 404 && answer.body.includes('M_UNRECOGNIZED')
          ? { cause: 'qr-off', detail: 'the server does not know how' }
          : null,
    },
  ),
  call: {
    method: 'POST',
    url: `${matrix}_matrix/client/unstable/org.matrix.msc4108/rendezvous`,
    headers: { 'content-type': 'text/plain' },
    body: 'bramble',
  },
  statuses: [200, 201],
})

/** The session that an answer to `qr` made, to take it away again; null unless it is this server's own. */
export function madeBy(answer: Answer, matrix: string): string | null {
  const read = objectIn(answer)
  const url = 'cause' in read ? read : textIn(read.value, 'url')
  return 'text' in url &&
    url.text.startsWith(`${matrix}_synapse/client/rendezvous/`) &&
    URL.canParse(url.text)
    ? new URL(url.text).href
    : null
}

const federation = (serverName: string, host: string, matrix: string, apex: Part): Rung[] => [
  rung(
    'delegated',
    'Other servers find it by its name',
    apex,
    `https://${serverName}/.well-known/matrix/server`,
    (answer) =>
      object(answer, (value) => {
        const to = textIn(value, 'm.server')
        if ('cause' in to) return to
        return to.text === `${host}:443`
          ? null
          : { cause: 'other-delegation', detail: `it names ${quote(to.text)}, not ${host}:443` }
      }),
  ),
  rung(
    'federation',
    'Other servers get an answer',
    'synapse',
    `${matrix}_matrix/federation/v1/version`,
    (answer) =>
      object(answer, (value) => {
        const name = textIn(value, 'server', 'name')
        return 'cause' in name ? name : null
      }),
  ),
]

/** What is too large for a proxy is refused by the announcement alone; the body is never sent. */
const uploads = (matrix: string, mebibytes: number): Rung => ({
  ...rung('uploads', 'Large files get through', 'synapse', '', () => null),
  call: {
    method: 'POST',
    url: `${matrix}_matrix/media/v3/upload`,
    headers: { 'content-type': 'application/octet-stream' },
    announce: mebibytes * 1024 ** 2,
  },
  // 100: go on; 401: Synapse itself, which asks who it is
  statuses: [100, 401],
})

/** Some apps ask the name itself for the versions before they read its file. */
const apexVersions = (serverName: string): Rung =>
  rung(
    'apex',
    'Apps that ask the name itself get an answer',
    'apex',
    `https://${serverName}/_matrix/client/versions`,
    (answer) =>
      object(answer, ({ versions }) =>
        Array.isArray(versions) ? null : { cause: 'apex-route-missing', detail: 'it names no versions' },
      ),
  )
