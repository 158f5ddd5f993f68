/** A proof's probes as a person climbs them: grouped by where they were asked from, the first broken one apart. Pure. */
import type { Probe, ProofView } from '../../provisioners/model/proof.ts'

export interface Group {
  readonly from: Probe['from']
  readonly probes: readonly Probe[]
  /** `fails` if any does; `skipped` where nothing was asked. */
  readonly outcome: Probe['outcome']
  readonly works: number
  /** How many were asked at all. */
  readonly asked: number
}

/** From the outermost inwards: what strangers see matters most. */
const order = ['outside', 'here', 'pi'] as const satisfies Probe['from'][]

export function rungsOf({ probes, broken }: Pick<ProofView, 'probes' | 'broken'>): {
  broken: Probe | null
  groups: Group[]
} {
  const groups = order.flatMap((from): Group[] => {
    const mine = probes.filter((probe) => probe.from === from)
    if (mine.length === 0) return []
    const asked = mine.filter(({ outcome }) => outcome !== 'skipped')
    const works = asked.filter(({ outcome }) => outcome === 'works').length
    const outcome = asked.length === 0 ? 'skipped' : works < asked.length ? 'fails' : 'works'
    return [{ from, probes: mine, outcome, works, asked: asked.length }]
  })
  const failing = probes.filter(({ outcome }) => outcome === 'fails')
  return { broken: failing.find(({ code }) => code === broken) ?? failing[0] ?? null, groups }
}
