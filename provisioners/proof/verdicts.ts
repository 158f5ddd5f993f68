/** Why one rung does not hold, from what it met and from what else was seen. Pure. */
import type { Met } from '../model/outside.ts'
import { broken, isRedirect, objectIn, quote, redirectOf, type Answer, type Unmet } from './answers.ts'
import type { Cause, Verdict } from './causes.ts'
import { doorState, type Observed } from './observed.ts'
import type { Rung } from './rungs.ts'
import { portOf } from './situation.ts'

/** Of a connection that did not become private. */
export function connectionCause(met: Unmet, seen: Observed): Cause {
  const { mode } = seen.question
  const ownDoor = mode === 'home' || mode === 'domain'
  switch (met.why) {
    case 'other-name':
      return 'other-certificate'
    case 'expired':
      return 'certificate-expired'
    case 'not-yet-valid':
      return 'certificate-too-early'
    case 'unknown-authority':
      return 'unknown-authority'
    case 'no-certificate':
      return 'no-certificate'
    case 'not-tls':
      return 'not-encrypted'
    case 'tls':
      return 'handshake'
    case 'name':
      return 'name-unknown'
    case 'reset':
    case 'closed':
      return ownDoor && doorState(seen) === 'down' ? 'server-down' : 'cut-off'
    default:
      return ownDoor && doorState(seen) === 'down' ? 'server-down' : 'port-closed'
  }
}

export function connectionDetail(met: Unmet): string {
  const shown = met.certificate
  switch (met.why) {
    case 'other-name':
      return `the certificate is for ${quote(shown?.names.join(', ') || 'no name')}`
    case 'expired':
      return `the certificate ended on ${day(shown?.ends)}`
    case 'not-yet-valid':
      return `the certificate begins on ${day(shown?.begins)}`
    case 'unknown-authority':
      return `the certificate is for ${quote(shown?.names.join(', ') || 'no name')}, signed by ${quote(shown?.issuer || 'nobody')}`
    default:
      return quote(met.detail)
  }
}

export const day = (seconds = 0): string =>
  Number.isFinite(seconds) ? new Date(seconds * 1000).toISOString().slice(0, 10) : 'an unknown day'

/** @returns null when the rung holds */
export function rungVerdict(rung: Rung, met: Met, seen: Observed): Verdict | null {
  if (!met.ok) return { cause: troubleCause(rung, met, seen), detail: connectionDetail(met) }
  const odd = rung.odd?.(met) ?? null
  if (odd === 'right') return null
  if (odd !== null) return odd
  return rung.statuses.includes(met.status) ? rung.judge(met) : statusVerdict(rung, met, seen)
}

function troubleCause(rung: Rung, met: Unmet, seen: Observed): Cause {
  if (met.why === 'not-asked') return 'not-asked'
  if (met.certificate !== null && broken[met.why] !== undefined) return broken[met.why] as Cause
  const certificate = [
    'other-name',
    'expired',
    'not-yet-valid',
    'unknown-authority',
    'no-certificate',
  ].includes(met.why)
  if (rung.part === 'apex') {
    if (met.why === 'name') return 'apex-unknown'
    return certificate ? 'apex-certificate' : 'apex-unreachable'
  }
  if (certificate || met.why === 'not-tls') return connectionCause(met, seen)
  return portOf(rung.call.url) === portOf(seen.question.matrix) ? 'no-answer' : 'port-off'
}

function statusVerdict(rung: Rung, answer: Answer, seen: Observed): Verdict {
  if (isRedirect(answer)) return redirectOf(answer, rung.call.url)
  // said to be well, and not by whom this was meant for
  if (answer.status >= 200 && answer.status < 300) {
    const read = objectIn(answer)
    return 'cause' in read ? read : { cause: 'wrong-shape', detail: `it answered ${answer.status}` }
  }
  return { cause: statusCause(rung, answer, seen), detail: `it answered ${answer.status}` }
}

function statusCause(rung: Rung, answer: Answer, seen: Observed): Cause {
  const { status } = answer
  const { mode } = seen.question
  const apex = rung.part === 'apex'
  if (status === 404) {
    if (apex) return 'apex-file-missing'
    // an error in Matrix's own form comes from Synapse: the proxy has led here
    return mode === 'proxy' && !answer.body.includes('"errcode"') ? 'piece-missing' : 'path-missing'
  }
  if (status === 401 || status === 403) return 'forbidden'
  if (status === 413) return 'body-limit'
  if (status === 429) return 'busy'
  if (apex) return status >= 500 ? 'apex-down' : 'error-status'
  // Cloudflare's own numbers (its documentation, "Cloudflare 5xx errors")
  if (mode === 'cloudflare' && status >= 520 && status <= 530) return 'tunnel-down'
  if (status === 500 && ['found', 'metadata'].includes(rung.code)) return signInCause(seen)
  if (status === 500 && rung.part === 'mas') return 'mas-down'
  return status >= 502 && status <= 504 ? downCause(rung, seen) : 'error-status'
}

/** Synapse asks the sign-in service before it answers these, and says 500 while it cannot. */
function signInCause(seen: Observed): Cause {
  const discovery = seen.met.get('discovery')
  return discovery?.ok === true && discovery.status === 200 ? 'mas-unreached' : 'mas-down'
}

/** Somebody answers and finds nobody behind it. */
function downCause(rung: Rung, seen: Observed): Cause {
  const { mode } = seen.question
  const versions = seen.met.get('answers')
  const led = mode === 'home' || mode === 'domain' || (versions?.ok === true && versions.status === 200)
  if (!led && doorState(seen) === 'down') return 'server-down'
  if (!led && doorState(seen) === 'well') return 'nothing-behind'
  return ({ synapse: 'synapse-down', mas: 'mas-down', element: 'element-down', apex: 'apex-down' } as const)[
    rung.part
  ]
}
