/** What stands around every run: whether the Pi is heard, and the button that stops it. */
import { useState } from 'react'
import { useAct } from '../hooks.ts'
import { useClient } from '../platform.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { Icon } from '../ui/icon.tsx'
import { StateSign } from '../ui/state-sign.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import type { RunView } from './fold.ts'

/** Out of reach is no failure: the Pi goes on. */
export function Contact({ view, lostSince }: { view: RunView; lostSince: number | null }) {
  const { install } = useWords()
  const format = useFormat()
  const since = view.lostSince ?? lostSince
  return (
    <div role="status">
      {since !== null && view.outcome === null && (
        <Banner tone="off" sign={<Icon name="offline" />}>
          {install.contactSince(format.time(since))}
        </Banner>
      )}
    </div>
  )
}

/** Stops between two steps, after asking. */
export function StopButton({ connection, run }: { connection: string; run: string }) {
  const { install } = useWords()
  const client = useClient()
  const act = useAct()
  const [asks, setAsks] = useState(false)
  const [stopping, setStopping] = useState(false)
  const stop = () => {
    setAsks(false)
    void act
      .run(() => client.request('run.stop', { connection, run }))
      .then((done) => done !== null && setStopping(true))
  }
  if (stopping) return <StateSign tone="busy">{install.stopping}</StateSign>
  return (
    <>
      <Button busy={act.busy} onClick={() => setAsks(true)}>
        {install.stop}
      </Button>
      <Confirm
        open={asks}
        title={install.stopTitle}
        text={install.stopText}
        leave={install.stopLeave}
        act={install.stopAct}
        onLeave={() => setAsks(false)}
        onAct={stop}
      />
    </>
  )
}
