/** Restarts one service, after asking; says when it is done, and what was in the way if it is not. */
import { useContext, useState } from 'react'
import { useAct } from '../hooks.ts'
import { useClient } from '../platform.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { StateSign } from '../ui/state-sign.tsx'
import { useWords } from '../words/index.tsx'
import { ReadOnly } from './read-only.ts'

interface RestartButtonProps {
  connection: string
  service: string
  name: string
  label: string
}

export function RestartButton({ connection, service, name, label }: RestartButtonProps) {
  const { services } = useWords()
  const readOnly = useContext(ReadOnly)
  const client = useClient()
  const act = useAct()
  const [asks, setAsks] = useState(false)
  const [done, setDone] = useState(false)
  const restart = () => {
    setAsks(false)
    setDone(false)
    void act
      .run(() => client.request('service.restart', { connection, service }))
      .then((value) => setDone(value !== null))
  }
  if (readOnly) return null
  return (
    <>
      <Button icon="again" busy={act.busy} onClick={() => setAsks(true)}>
        {label}
      </Button>
      <span role="status">{done && <StateSign tone="ok">{services.restarted(name)}</StateSign>}</span>
      {act.problem !== null && <ProblemCard problem={act.problem} />}
      <Confirm
        open={asks}
        title={services.confirmTitle(name)}
        text={services.confirmText}
        leave={services.confirmLeave}
        act={services.confirmAct}
        onLeave={() => setAsks(false)}
        onAct={restart}
      />
    </>
  )
}
