/** The order of a run's phases. The model's own list is a value of the provisioners, so the order stands here too. */
import type { PhaseId } from '../../provisioners/model/plan.ts'

/** A record, so that a phase that is added there and not here does not compile. */
const place: Record<PhaseId, number> = {
  prepare: 0,
  docker: 1,
  configure: 2,
  download: 3,
  start: 4,
  prove: 5,
}

export const phaseOrder = (Object.keys(place) as PhaseId[]).sort((a, b) => place[a] - place[b])
