/** What every screen of the set-up is given. */
import type { Dispatch } from 'react'
import type { SetupAction, SetupState } from './state.ts'

export interface ScreenProps {
  state: SetupState
  dispatch: Dispatch<SetupAction>
  /** Leaves the set-up for Home. */
  onHome: () => void
  /** Leaves it for the page of the server that was set up or found. */
  onServer: () => void
}
