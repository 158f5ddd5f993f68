/** The set-up: the rail at the left, one question at the right. */
import { useEffect, useReducer, useState, type ComponentType } from 'react'
import type { Intent } from '../../provisioners/model/intent.ts'
import type { Problem } from '../../provisioners/model/problem.ts'
import { useAnswer } from '../hooks.ts'
import { usePlatform } from '../platform.tsx'
import { writeKept, type OpenedServer } from '../place.ts'
import { PracticeBanner } from '../practice-banner.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { WatchRun } from '../run/at-work.tsx'
import { Install } from '../run/install.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { Rail } from '../ui/rail.tsx'
import { Ask, Loading } from '../ui/screen.tsx'
import { nominalMemory } from '../words/format.ts'
import { useFormat, useWords } from '../words/index.tsx'
import { Address } from './address/address.tsx'
import { CheckUp } from './check-up.tsx'
import { Extras } from './extras.tsx'
import { Find } from './find.tsx'
import { People } from './people/people.tsx'
import { railSteps } from './rail-steps.ts'
import { Ready } from './ready.tsx'
import { Review } from './review.tsx'
import type { ScreenProps } from './screen.ts'
import { SignIn } from './sign-in.tsx'
import { isDirty, reduce, type SetupAction, type SetupState } from './state.ts'
import { DoneSoFar, StepFrame } from './step-frame.tsx'
import type { StepId } from './steps.ts'

interface SetupProps {
  initial: SetupState
  onHome: () => void
  onServer: (server: OpenedServer) => void
}

const screens: Record<Exclude<StepId, 'install'>, ComponentType<ScreenProps>> = {
  find: Find,
  'sign-in': SignIn,
  'check-up': CheckUp,
  address: Address,
  people: People,
  extras: Extras,
  review: Review,
  ready: Ready,
}

export function Setup({ initial, onHome, onServer }: SetupProps) {
  const words = useWords()
  const platform = usePlatform()
  const [state, act] = useReducer(reduce, initial)
  const [leaves, setLeaves] = useState(false)
  const { link, practice, run, join, step, answers, lives, editing } = state
  const connection = link?.connection ?? null

  useEffect(() => {
    // Signing in cannot be resumed: the password is gone with the page.
    const signedIn = link !== null && (link.signedIn !== null || link.key === null)
    const kept = signedIn
      ? writeKept({ at: 'setup', connection: link.connection, practice, run: join ?? run, lives })
      : null
    platform.remember('place', kept)
  }, [platform, link, practice, run, join, lives])
  const opening = useProposal(connection, state.base, link?.key === null, (base) =>
    act({ type: 'proposed', base }),
  )

  const home = () => {
    if (connection !== null) void platform.client.request('connection.close', { connection })
    onHome()
  }
  const server = (watch: string | null = null) => {
    const newer = link?.signedIn?.newer ?? null
    const name = newer?.name ?? state.stored?.name ?? answers.name
    if (connection !== null) onServer({ connection, name, practice, newer: newer !== null, run: watch })
  }
  const dispatch = (action: SetupAction) => {
    if (editing === null || run !== null) return act(action)
    if (action.type === 'dropped') return home()
    if (action.type !== 'back' || (step !== editing && step !== 'address')) return act(action)
    if (isDirty(state)) setLeaves(true)
    else server()
  }
  const props: ScreenProps = { state, dispatch, onHome: home, onServer: () => server() }
  const Screen = step === 'install' ? null : screens[step]
  return (
    <div className="setup">
      <Rail
        brand={words.common.bramble}
        label={words.setup.rail}
        steps={railSteps(state, words.setup, words.ready.browserShort)}
        doneWord={words.common.done}
        onStep={(id) => dispatch({ type: 'go', step: id as StepId })}
        foot={<RailFoot state={state} />}
      />
      <main className="pane">
        {practice && <PracticeBanner onLeave={home} />}
        {editing !== null && state.base === null && <Opening {...opening} onBack={() => server()} />}
        {Screen !== null && (editing === null || state.base !== null) && (
          <DoneSoFar value={state.joined ? words.setup.onlyTailnet : null}>
            <WatchRun value={(other) => act({ type: 'run', run: other })}>
              <Screen key={step} {...props} />
            </WatchRun>
          </DoneSoFar>
        )}
        {Screen === null && connection !== null && run !== null && (
          <Install
            key={run}
            connection={connection}
            run={run}
            name={answers.name}
            changes={editing !== null}
            dispatch={dispatch}
            onTask={(task) => server(task)}
          />
        )}
      </main>
      <Confirm
        open={leaves}
        title={words.setup.leaveTitle}
        text={words.setup.leaveText}
        leave={words.setup.leaveStay}
        act={words.setup.leaveAct}
        onLeave={() => setLeaves(false)}
        onAct={() => server()}
      />
    </div>
  )
}

/** After a reload, and from a server's page, only the connection is known: what the answers start from is asked for. */
function useProposal(
  connection: string | null,
  base: Intent | null,
  resumed: boolean,
  onBase: (base: Intent) => void,
): { problem: Problem | null; again: () => void } {
  const wanted = connection !== null && resumed && base === null
  const { answer, again } = useAnswer('setup.start', wanted ? { connection } : null)
  useEffect(() => {
    if (wanted && answer.state === 'ready') onBase(answer.value)
    // oxlint-disable-next-line react/exhaustive-deps -- told once for each answer
  }, [wanted, answer])
  return { problem: answer.state === 'problem' ? answer.problem : null, again }
}

interface OpeningProps {
  problem: Problem | null
  again: () => void
  onBack: () => void
}

/** The answers are read from the Pi before any of them is shown. */
function Opening({ problem, again, onBack }: OpeningProps) {
  const { setup } = useWords()
  return (
    <StepFrame onBack={onBack}>
      <Ask title={setup.openingTitle} />
      {problem === null ? (
        <Loading label={setup.openingTitle} />
      ) : (
        <ProblemCard problem={problem} onRetry={again} />
      )}
    </StepFrame>
  )
}

/** Which machine this is about. */
function RailFoot({ state }: { state: SetupState }) {
  const { setup } = useWords()
  const format = useFormat()
  const { link, answers, practice } = state
  const signedIn = link?.signedIn ?? null
  if (signedIn === null && link === null) return null
  const name =
    signedIn === null
      ? practice
        ? setup.answers.practicePi
        : (link?.key?.address ?? (answers.address || (state.stored?.name ?? '')))
      : `${signedIn.model}, ${format.memory(nominalMemory(signedIn.memoryBytes))}`
  return (
    <>
      <Icon name={practice ? 'practise' : 'pi'} />
      <p>
        <strong>{name}</strong>
        {signedIn !== null && (practice ? setup.answers.practicePi : answers.address)}
      </p>
    </>
  )
}
