/** From what was seen to what is said: each rung's outcome, which is the first broken one, and why. Pure. */
import type { Probe } from '../model/proof.ts'
import { quote, standInOf } from './answers.ts'
import type { Cause } from './causes.ts'
import { isTailnet, isPrivate } from './names.ts'
import { isCutOff, isPrivateWith, nobodyAnswers, readTester, type Observed } from './observed.ts'
import type { Rung } from './rungs.ts'
import { connectionCause, connectionDetail, day, rungVerdict } from './verdicts.ts'
import { isOpen } from './view.ts'
import { explain } from './words.ts'

export interface Diagnosis {
  readonly probes: Probe[]
  /** Code of the first broken rung; null when all holds. */
  readonly broken: string | null
  /** Its cause; empty when all holds. */
  readonly cause: string
  /** Why no account can be made, where a stand-in answers for the sign-in service. */
  readonly standIn: string | null
}

interface Judged extends Pick<Probe, 'code' | 'title' | 'outcome' | 'detail' | 'from'> {
  readonly cause: Cause | ''
  readonly rung: Pick<Rung, 'part' | 'call'>
}

export function diagnose(seen: Observed): Diagnosis {
  const rungs = seen.rungs.map((rung) => judgeRung(rung, seen))
  const after = rungs.findIndex(({ code }) => code === 'identity') + 1
  const judged = [
    judgeName(seen),
    judgeConnection(seen),
    ...rungs.slice(0, after),
    ...judgeTester(seen),
    ...rungs.slice(after),
    ...judgeDoor(seen),
    ...judgeHere(seen),
  ]
  const first = judged.find(({ outcome }) => outcome === 'fails') ?? null
  return {
    probes: judged.map((one, index) => probe(one, rootOf(one, judged.slice(0, index)) ?? first, seen)),
    broken: first?.code ?? null,
    cause: first?.cause ?? '',
    standIn: standIn(seen),
  }
}

/** The first of the broken rungs before it that explains it. */
const rootOf = (one: Judged, before: readonly Judged[]): Judged | undefined =>
  before.find((earlier) => earlier.outcome === 'fails' && follows(one, earlier))

/** A rung that fails by the same cause, or that needs the broken one, is not another fault. */
function probe({ rung, ...one }: Judged, first: Judged | null, seen: Observed): Probe {
  const waits =
    one.cause === 'first-mend' || (one.outcome === 'fails' && first !== null && follows(one, first))
  if (waits)
    return {
      ...one,
      outcome: 'skipped',
      cause: 'first-mend',
      detail: first === null ? 'not asked' : `first mend “${first.title}”`,
      why: '',
      remedy: '',
    }
  const words =
    one.cause === ''
      ? { why: '', remedy: '' }
      : explain(one.cause, { ...seen.question, part: rung.part, url: rung.call.url })
  return { ...one, ...words }
}

function follows(one: Pick<Judged, 'code' | 'cause'>, first: Judged): boolean {
  if (one.code === first.code) return false
  if (one.code === 'tester') return true
  // two files, which are put there one by one
  return one.cause === first.cause && one.cause !== 'apex-file-missing'
}

type Shown = Pick<Judged, 'outcome' | 'detail'> & Partial<Pick<Judged, 'cause' | 'from'>>

function said(seen: Observed, code: string, title: string, shown: Shown): Judged {
  const call = { method: 'GET', url: seen.question.matrix } as const
  return { code, title, from: seen.from, cause: '', rung: { part: 'synapse', call }, ...shown }
}

function judgeName(seen: Observed): Judged {
  const rung = (shown: Shown): Judged => said(seen, 'name', 'The name leads to your Pi', shown)
  const { question, name, here } = seen
  if (!isOpen(question) || name === null) {
    if (here[0] !== undefined) return rung({ from: 'here', outcome: 'works', detail: here[0] })
    const fails = (detail: string): Judged =>
      rung({ from: 'here', outcome: 'fails', cause: 'name-unknown', detail })
    if (question.mode === 'home') return fails(`not from this computer; asked at ${question.pi} instead`)
    const [asked] = seen.connects
    return asked?.met.ok === false && asked.met.why === 'name'
      ? fails('neither from this computer nor from the Pi')
      : rung({ from: 'here', outcome: 'skipped', cause: 'not-in-tailnet', detail: 'not from this computer' })
  }
  if (name.kind === 'unasked') {
    const [own] = here
    if (own === undefined)
      return rung({ from: 'here', outcome: 'fails', cause: 'no-internet', detail: 'no name could be asked' })
    return here.some(isPrivate)
      ? rung({
          from: 'here',
          outcome: 'skipped',
          cause: 'outside-unseen',
          detail: `${own}, by this computer’s own lookup`,
        })
      : rung({ from: 'here', outcome: 'works', detail: own })
  }
  const fails = (cause: Cause, detail: string): Judged =>
    rung({ from: 'outside', outcome: 'fails', cause, detail })
  if (name.kind === 'none') return fails('name-unknown', 'it leads nowhere')
  if (name.kind === 'broken') return fails('name-broken', 'its name servers do not answer well')
  const inner = name.addresses.find(isPrivate)
  return inner === undefined
    ? rung({ from: 'outside', outcome: 'works', detail: name.addresses[0] ?? '' })
    : fails('name-private', inner)
}

function judgeConnection(seen: Observed): Judged {
  const rung = (shown: Shown): Judged => said(seen, 'private', 'The connection is private', shown)
  const { connects, question } = seen
  const good = connects.find(({ met }) => isPrivateWith(met))
  const bad = connects.find(({ met }) => !met.ok && !isPrivateWith(met) && met.why !== 'no-route')
  if (good !== undefined) {
    if (bad === undefined || bad.met.ok) {
      const ends = good.met.certificate?.ends
      return rung({
        outcome: 'works',
        detail: question.mode === 'home' || ends === undefined ? 'renewed by itself' : `until ${day(ends)}`,
      })
    }
    return rung({
      outcome: 'fails',
      cause: 'stale-address',
      detail: `${bad.address ?? question.host}: ${connectionDetail(bad.met)}`,
    })
  }
  const first = bad ?? connects[0]
  if (first === undefined || first.met.ok)
    return rung({ outcome: 'skipped', cause: 'first-mend', detail: '' })
  const { met } = first
  if (met.why === 'not-asked')
    return rung({ outcome: 'skipped', cause: 'not-asked', detail: quote(met.detail) })
  const where = first.address === null ? '' : `${first.address}: `
  const detail = `${where}${connectionDetail(met)}`
  return rung({ ...(unseen(seen) ?? { outcome: 'fails', cause: connectionCause(met, seen) }), detail })
}

/**
 * When nobody answers this computer, the public tester is the better witness; without it, a Pi that is well and in the same home
 * leaves it open whose fault that is, and nothing is concluded. Null where this computer's own word stands.
 */
function unseen(seen: Observed): Pick<Shown, 'outcome' | 'cause' | 'from'> | null {
  if (!nobodyAnswers(seen)) return null
  const { says, connected } = readTester(seen.tester)
  const well = isCutOff(seen)
  const noWay = seen.connects.every(({ met }) => !met.ok && met.why === 'no-route')
  if (says === 'fine' || (well && (connected || (says === 'unknown' && (seen.sameHome || noWay)))))
    return { outcome: 'skipped', cause: well && seen.sameHome ? 'hairpin' : 'blocked-here', from: 'outside' }
  return null
}

function judgeRung(rung: Rung, seen: Observed): Judged {
  const judged = (shown: Shown): Judged => ({
    code: rung.code,
    title: rung.title,
    from: seen.from,
    cause: '',
    rung,
    ...shown,
  })
  const met = seen.met.get(rung.code)
  if (met === undefined) return judged({ outcome: 'skipped', cause: 'first-mend', detail: '' })
  const stand = met.ok ? standInOf(met) : null
  if (stand !== null)
    return judged({ outcome: 'skipped', cause: 'stand-in', detail: `a stand-in for ${stand} answered` })
  const wrong = rungVerdict(rung, met, seen)
  if (wrong === null) return judged({ outcome: 'works', detail: met.ok ? `${met.milliseconds} ms` : '' })
  // most apps do without it
  if (rung.code === 'apex')
    return judged({ outcome: 'skipped', cause: 'apex-route-missing', detail: wrong.detail })
  return judged({ outcome: wrong.cause === 'not-asked' ? 'skipped' : 'fails', ...wrong })
}

function judgeTester(seen: Observed): Judged[] {
  if (seen.tester === null) return []
  const { says, detail } = readTester(seen.tester)
  const rung = (shown: Shown): Judged =>
    said(seen, 'tester', 'The public tester says the same', { from: 'outside', ...shown })
  if (says === 'fine') return [rung({ outcome: 'works', detail })]
  if (says === 'unknown') return [rung({ outcome: 'skipped', cause: 'not-asked', detail })]
  return [rung({ outcome: 'fails', cause: 'tester-disagrees', detail: quote(detail) })]
}

/** The server asked on the Pi itself: what tells a broken server from a broken way to it. */
function judgeDoor(seen: Observed): Judged[] {
  const { door, question } = seen
  const answers = seen.rungs.find(({ code }) => code === 'answers')
  if (door === null || answers === undefined) return []
  const rung = (shown: Shown): Judged =>
    said(seen, 'door', 'It answers on the Pi itself', { from: 'pi', ...shown })
  if (door.ok && door.status === 200) return [rung({ outcome: 'works', detail: `${door.milliseconds} ms` })]
  if (!door.ok && door.why === 'not-asked')
    return [rung({ outcome: 'skipped', cause: 'not-asked', detail: quote(door.detail) })]
  if (question.door?.sure !== true) return []
  if (door.ok)
    return [
      rung({
        outcome: 'fails',
        ...(rungVerdict(answers, door, seen) ?? { cause: 'error-status', detail: '' }),
      }),
    ]
  const cause = isPrivateWith(door) ? 'no-answer' : connectionCause(door, seen)
  return [
    rung({
      outcome: 'fails',
      cause: cause === 'port-closed' || cause === 'cut-off' ? 'server-down' : cause,
      detail: connectionDetail(door),
    }),
  ]
}

/** What this computer gets by its own lookup, where that is another way than the one that counts. */
function judgeHere(seen: Observed): Judged[] {
  if (seen.name?.kind !== 'found') return []
  const rung = (shown: Shown): Judged =>
    said(seen, 'here', 'This computer reaches it as well', { from: 'here', ...shown })
  const [own] = seen.here
  if (own === undefined)
    return [rung({ outcome: 'skipped', cause: 'here-differs', detail: 'the name is not known here yet' })]
  if (seen.here.every(isTailnet)) return [rung({ outcome: 'skipped', cause: 'inside-tailnet', detail: own })]
  if (seen.hereMet === null) return []
  return seen.hereMet.ok
    ? [rung({ outcome: 'works', detail: own })]
    : [
        rung({
          outcome: 'skipped',
          cause: 'here-differs',
          detail: `${own}: ${connectionDetail(seen.hereMet)}`,
        }),
      ]
}

function standIn(seen: Observed): string | null {
  const page = seen.met.get('sign-in')
  const stand = page?.ok === true ? standInOf(page) : null
  return stand === null
    ? null
    : `What answers here is a stand-in for ${stand}. With the real one, this step makes your account.`
}
