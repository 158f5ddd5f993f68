/** One person: where signed in, what the account may, a new password, locking and closing it. */
import { useEffect, useRef, useState } from 'react'
import type { Person } from '../../provisioners/model/people.ts'
import { useAct, useAnswer, type Act } from '../hooks.ts'
import { useClient } from '../platform.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Confirm } from '../ui/dialog.tsx'
import { useWords } from '../words/index.tsx'
import { CloseAccount } from './close-account.tsx'
import { NewPassword } from './new-password.tsx'
import { Avatar, PersonState } from './person-row.tsx'
import { SignedIn } from './signed-in.tsx'

interface PersonSheetProps {
  connection: string
  person: Person
  /** How many may run the server and can. */
  admins: number
  passwords: boolean
  onChanged: (person: Person, said: string) => void
  onSaid: (said: string) => void
  onClose: () => void
}

type Change = 'admin' | 'lock' | 'close'

export function PersonSheet(props: PersonSheetProps) {
  const { connection, person: shown, admins, passwords, onChanged, onSaid, onClose } = props
  const { person } = useWords()
  const client = useClient()
  const act = useAct()
  const details = useAnswer('people.look', { connection, id: shown.id })
  const [asks, setAsks] = useState<Change | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  const { id, username } = shown
  const isLast = shown.admin && !shown.locked && !shown.deactivated && admins <= 1

  const said = (changed: Person, words: (name: string) => string) => onChanged(changed, words(username))
  const change = async (what: Change, evenLastAdmin: boolean) => {
    setAsks(null)
    if (what === 'admin') {
      const admin = !shown.admin
      const after = await act.run(() =>
        client.request('people.setAdmin', { connection, id, admin, evenLastAdmin }),
      )
      if (after !== null) said(after, admin ? person.changed.admin : person.changed.notAdmin)
    } else {
      const name = what === 'lock' ? 'people.lock' : 'people.deactivate'
      const after = await act.run(() => client.request(name, { connection, id, evenLastAdmin }))
      if (after !== null) said(after, what === 'lock' ? person.changed.locked : person.changed.ended)
    }
    details.again()
  }
  const undo = async (name: 'people.unlock' | 'people.reactivate') => {
    const after = await act.run(() => client.request(name, { connection, id }))
    if (after !== null)
      said(after, name === 'people.unlock' ? person.changed.unlocked : person.changed.reopened)
  }
  /** What would leave nobody asks first. */
  const begin = (what: 'admin' | 'lock') => (isLast ? setAsks(what) : void change(what, false))

  return (
    <section
      className="sheet"
      role="dialog"
      aria-labelledby="person-name"
      onKeyDown={(event) => {
        // a dialog above the sheet is a child of it to React, and takes its own Escape
        const own = event.currentTarget.contains(event.target as Node)
        if (event.key === 'Escape' && own) onClose()
      }}
    >
      <header className="flex g-12 top">
        <Avatar person={shown} />
        <div className="grow">
          <h2 id="person-name" ref={heading} tabIndex={-1} className="t-22 wraps">
            {username}
          </h2>
          <p className="t-13 quiet wraps">{shown.userId}</p>
          <PersonState person={shown} />
        </div>
        <IconButton icon="x" look="quiet" label={person.close} className="flush-r" onClick={onClose} />
      </header>
      {act.problem !== null && <ProblemCard problem={act.problem} />}
      {!shown.deactivated && (
        <>
          <SignedIn connection={connection} id={id} asked={details} onSaid={onSaid} />
          <section className="stack g-1">
            <h3 className="group-label">{person.account}</h3>
            <div className="card rows">
              <label className="row">
                <span className="grow">
                  <span className="strong blk">{person.runs}</span>
                  <span className="t-13 quiet blk">{person.runsText}</span>
                </span>
                <input
                  className="toggle"
                  type="checkbox"
                  role="switch"
                  aria-label={person.runs}
                  checked={shown.admin}
                  aria-busy={act.busy}
                  onChange={() => begin('admin')}
                />
              </label>
              {passwords && <NewPassword connection={connection} id={id} username={username} />}
            </div>
          </section>
        </>
      )}
      <Foot
        shown={shown}
        act={act}
        onLock={() => begin('lock')}
        onUndo={undo}
        onEnd={() => setAsks('close')}
      />
      <Confirm
        open={asks === 'admin' || asks === 'lock'}
        title={person.lastTitle}
        text={person.lastText(username)}
        leave={person.leave}
        act={person.lastAct}
        onLeave={() => setAsks(null)}
        onAct={() => asks !== null && void change(asks, true)}
      />
      <CloseAccount
        open={asks === 'close'}
        username={username}
        last={isLast}
        onLeave={() => setAsks(null)}
        onAct={() => void change('close', isLast)}
      />
    </section>
  )
}

interface FootProps {
  shown: Person
  act: Act
  onLock: () => void
  onUndo: (name: 'people.unlock' | 'people.reactivate') => Promise<void>
  onEnd: () => void
}

function Foot({ shown, act, onLock, onUndo, onEnd }: FootProps) {
  const { person } = useWords()
  if (shown.deactivated)
    return (
      <footer className="sheet-foot">
        <p className="t-13 quiet grow">{person.ended}</p>
        <Button busy={act.busy} onClick={() => void onUndo('people.reactivate')}>
          {person.reopen}
        </Button>
      </footer>
    )
  return (
    <footer className="sheet-foot">
      <p className="t-13 quiet grow">{shown.locked ? person.unlockText : person.lockText}</p>
      {shown.locked ? (
        <Button busy={act.busy} onClick={() => void onUndo('people.unlock')}>
          {person.unlock}
        </Button>
      ) : (
        <Button look="danger" busy={act.busy} onClick={onLock}>
          {person.lock}
        </Button>
      )}
      <Button look="quiet" className="flush-l sheet-end" onClick={onEnd}>
        {person.end}
      </Button>
    </footer>
  )
}
