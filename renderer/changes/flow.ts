/** What a server's page can bring about, each as a plan that is seen first. Pure. */
import type { Intent } from '../../provisioners/model/intent.ts'
import type { WayBack } from '../../provisioners/model/changes.ts'
import type { PlanOf } from '../wizard/plan-of.ts'

export type Flow =
  | { kind: 'repair' }
  | { kind: 'keep' | 'giveBack'; service: string; file: string }
  | { kind: 'undo'; way: WayBack }
  | { kind: 'uninstall'; data: 'keep' | 'delete' }
  /** A run that goes on already: another computer's, or one from before the window was loaded anew. */
  | { kind: 'watch'; run: string }

/**
 * What is planned for it.
 *
 * @param intent the stored one; a repair is the ordinary plan of it
 * @returns null while that is not known, and for a run that is only watched
 */
export function planOf(flow: Flow, intent: Intent | null): PlanOf | null {
  switch (flow.kind) {
    case 'repair':
      return intent === null ? null : { intent }
    case 'keep':
    case 'giveBack': {
      const { service, file } = flow
      return { task: { kind: 'keep', service, file, keep: flow.kind === 'keep' } }
    }
    case 'undo':
      return { task: { kind: 'undo', to: flow.way.to } }
    case 'uninstall':
      return { task: { kind: 'uninstall', data: flow.data } }
    case 'watch':
      return null
  }
}

/** Whether what was typed is the server's name: spaces around it and capitals do not matter. */
export const namesIt = (typed: string, name: string): boolean =>
  name.trim() !== '' && typed.trim().toLocaleLowerCase() === name.trim().toLocaleLowerCase()
