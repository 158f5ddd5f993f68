/** What a run that joins a tailnet makes of the set-up. Pure. */
import type { JoinSettings } from '../../../provisioners/model/reach.ts'
import type { SetupState } from '../state.ts'
import { furthestOf } from '../steps.ts'
import type { Reach } from './reach.ts'

/** A run that joins a tailnet belongs to the address, wherever the window heard of it: what it was told is its answer. */
export function joining(state: SetupState, run: string, settings: JoinSettings): SetupState {
  const { machineName, signIn, tags, controlServer = '' } = settings
  const { way } = state.answers.reach
  const reach: Reach = {
    ...state.answers.reach,
    machineName,
    signIn,
    tags: tags.join('\n'),
    controlServer,
    // a control server of one's own knows no Funnel
    way: controlServer !== '' ? 'tailnet' : way === 'tailnet' ? way : 'funnel',
  }
  const given = [...new Set([...state.given, 'reach' as const])]
  return {
    ...state,
    join: run,
    joined: true,
    run: state.run === run ? null : state.run,
    step: 'address',
    furthest: furthestOf(state.step === 'install' ? 'address' : state.furthest, 'address'),
    answers: { ...state.answers, reach },
    given,
  }
}
