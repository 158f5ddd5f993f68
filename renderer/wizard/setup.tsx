/** The set-up: the rail at the left, one question at the right. */
import { useEffect, useReducer, type ComponentType } from 'react'
import type { Intent } from '../../provisioners/model/intent.ts'
import { useClient, usePlatform } from '../platform.tsx'
import { writeKept } from '../place.ts'
import { PracticeBanner } from '../practice-banner.tsx'
import { Install } from '../run/install.tsx'
import { Icon } from '../ui/icon.tsx'
import { Rail } from '../ui/rail.tsx'
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
import { reduce, type SetupState } from './state.ts'
import { DoneSoFar } from './step-frame.tsx'
import type { StepId } from './steps.ts'

interface SetupProps {
  initial: SetupState
  onHome: () => void
  onServer: (server: { connection: string; name: string; practice: boolean }) => void
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
  const [state, dispatch] = useReducer(reduce, initial)
  const { link, practice, run, join, step, answers, lives } = state
  const connection = link?.connection ?? null

  useEffect(() => {
    // Signing in cannot be resumed: the password is gone with the page.
    const signedIn = link !== null && (link.signedIn !== null || link.key === null)
    const kept = signedIn
      ? writeKept({ at: 'setup', connection: link.connection, practice, run: join ?? run, lives })
      : null
    platform.remember('place', kept)
  }, [platform, link, practice, run, join, lives])
  useProposal(connection, state.base, link?.key === null, (base) => dispatch({ type: 'proposed', base }))

  const home = () => {
    if (connection !== null) void platform.client.request('connection.close', { connection })
    onHome()
  }
  const server = () => connection !== null && onServer({ connection, name: answers.name, practice })
  const props: ScreenProps = { state, dispatch, onHome: home, onServer: server }
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
        {Screen !== null && (
          <DoneSoFar value={state.joined ? words.setup.onlyTailnet : null}>
            <Screen key={step} {...props} />
          </DoneSoFar>
        )}
        {Screen === null && connection !== null && run !== null && (
          <Install key={run} connection={connection} run={run} name={answers.name} dispatch={dispatch} />
        )}
      </main>
    </div>
  )
}

/** After a reload only the connection is known: what the answers start from is asked for again. */
function useProposal(
  connection: string | null,
  base: Intent | null,
  resumed: boolean,
  onBase: (base: Intent) => void,
) {
  const client = useClient()
  const missing = resumed && base === null
  useEffect(() => {
    if (connection === null || !missing) return
    let current = true
    void client.request('setup.start', { connection }).then((reply) => {
      if (current && reply.ok) onBase(reply.value)
    })
    return () => {
      current = false
    }
    // oxlint-disable-next-line react/exhaustive-deps -- asked once for each connection
  }, [client, connection, missing])
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
        : (link?.key?.address ?? answers.address)
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
