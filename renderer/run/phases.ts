/** The order of a run's phases. The model's own list is a value of the provisioners, so the order stands here too. */
import type { PhaseId } from '../../provisioners/model/plan.ts'

/** A record, so that a phase that is added there and not here does not compile. */
const place: Record<PhaseId, number> = {
  prepare: 0,
  tailnet: 1,
  docker: 2,
  configure: 3,
  download: 4,
  start: 5,
  prove: 6,
}

export const phaseOrder = (Object.keys(place) as PhaseId[]).sort((a, b) => place[a] - place[b])
