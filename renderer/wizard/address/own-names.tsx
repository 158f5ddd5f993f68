/** The names of an own domain: what ids end in, where the server answers, and a second name where one is needed. */
import { useState } from 'react'
import { useAnswer } from '../../hooks.ts'
import { Disclosure } from '../../ui/disclosure.tsx'
import { TextField, type Verdict } from '../../ui/field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useWords } from '../../words/index.tsx'
import type { SetupState } from '../state.ts'
import { plainName } from './reach.ts'
import type { UsedReach } from './way-frame.tsx'

interface OwnNamesProps {
  used: UsedReach
  state: SetupState
  /** What was found about where the server answers. */
  host?: Verdict | undefined
}

export function OwnNames({ used, state, host }: OwnNamesProps) {
  const { domain: words, address } = useWords()
  const { reach, locked, change } = used
  /** Until somebody types where the server answers, it follows the name. */
  const [follows, setFollows] = useState(reach.host === '' || reach.host === reach.serverName)
  const name = plainName(reach.serverName)
  const apex = name !== '' && plainName(reach.host) !== '' && plainName(reach.host) !== name
  const needs = useNeedsIdentity(state)
  return (
    <>
      <div className="cols-2 g-2">
        <TextField
          label={words.serverName}
          value={reach.serverName}
          inputMode="url"
          placeholder="hollis.example"
          disabled={locked}
          end={locked ? <Icon name="lock" small /> : undefined}
          help={locked ? address.lockedField : apex ? words.apex : undefined}
          verdict={used.verdict('serverName')}
          onValue={(serverName) => change(follows ? { serverName, host: serverName } : { serverName })}
        />
        <TextField
          label={words.host}
          value={reach.host}
          inputMode="url"
          placeholder="chat.hollis.example"
          help={words.hostHelp}
          verdict={host ?? used.verdict('host')}
          onValue={(value) => {
            setFollows(false)
            change({ host: value })
          }}
        />
      </div>
      <Disclosure
        key={needs === null ? 'may' : 'must'}
        label={words.identity}
        initiallyOpen={needs !== null || reach.identityHost !== ''}
      >
        <div className="mt-1">
          <TextField
            label={words.identity}
            value={reach.identityHost}
            inputMode="url"
            placeholder="login.hollis.example"
            help={needs === null ? words.identityHelp : words.identityNeeded(needs)}
            verdict={used.verdict('identityHost')}
            onValue={(identityHost) => change({ identityHost })}
          />
        </div>
      </Disclosure>
    </>
  )
}

/** The name of a chosen way to sign in that runs on this Pi, and so needs a name of its own; null where none does. */
export function useNeedsIdentity(state: SetupState): string | null {
  const { answer } = useAnswer('identity.providers', {})
  const views = answer.state === 'ready' ? answer.value : []
  for (const { kind, label } of state.answers.signIn.providers) {
    const view = views.find(({ id, where }) => id === kind && where === 'here')
    if (view !== undefined) return label ?? view.name
  }
  return null
}
