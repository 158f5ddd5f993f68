/** The invitations that still let somebody in, each with its code and a way to take it back. */
import type { Invitation, InvitationList } from '../../provisioners/model/people.ts'
import { useAct, useNow, type Answer } from '../hooks.ts'
import { useClient } from '../platform.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { CopyBox } from '../ui/copy-box.tsx'
import { StateSign } from '../ui/state-sign.tsx'
import { useFormat, useWords } from '../words/index.tsx'

interface InvitationsProps {
  connection: string
  answer: Answer<InvitationList>
  onChanged: () => void
  onSaid: (said: string) => void
}

export function Invitations({ connection, answer, onChanged, onSaid }: InvitationsProps) {
  const { invitations } = useWords()
  if (answer.state === 'loading') return null
  if (answer.state === 'problem')
    // the list of accounts says the same of the same service
    return answer.problem.code === 'not-found' ? null : (
      <div className="mt-3">
        <ProblemCard problem={answer.problem} onRetry={onChanged} />
      </div>
    )
  const { invitations: open, address, wanted } = answer.value
  return (
    <section className="stack g-1 mt-3" aria-labelledby="invitations">
      <h2 id="invitations" className="group-label">
        {invitations.title}
        {open.length > 0 && <span className="n">{invitations.open(open.length)}</span>}
      </h2>
      {open.length === 0 ? (
        <p className="t-13 quiet">{wanted ? invitations.none : invitations.closed}</p>
      ) : (
        <ul className="card rows">
          {open.map((invitation) => (
            <li key={invitation.id} className="pad-2 stack g-12">
              <OpenInvitation
                connection={connection}
                invitation={invitation}
                address={address}
                onGone={() => {
                  onSaid(invitations.withdrawn)
                  onChanged()
                }}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

interface OpenInvitationProps {
  connection: string
  invitation: Invitation
  address: string
  onGone: () => void
}

/** Seconds before its end in which an invitation says so. */
const SOON = 6 * 3600

function OpenInvitation({ connection, invitation, address, onGone }: OpenInvitationProps) {
  const { invitations } = useWords()
  const format = useFormat()
  const client = useClient()
  const act = useAct()
  const now = useNow(30)
  const { id, code, uses, used, expiresAt } = invitation
  const withdraw = async () => {
    const gone = await act.run(() => client.request('invitations.revoke', { connection, id }))
    if (gone !== null) onGone()
  }
  return (
    <>
      <div className="flex between base wrap g-1">
        <p className="t-13 quiet wraps">{address}</p>
        <p className="t-13 quiet">
          {uses === null
            ? invitations.used(used)
            : uses === 1
              ? invitations.forOne
              : invitations.usedOf(used, uses)}
        </p>
      </div>
      <CopyBox text={code} copyLabel={invitations.copyCode} />
      <div className="flex between t-13 wrap g-1">
        {expiresAt === null ? (
          <span className="quiet">{invitations.forever}</span>
        ) : expiresAt - now < SOON ? (
          <StateSign tone="warn">{invitations.soon(format.duration(expiresAt - now))}</StateSign>
        ) : (
          <span className="quiet">{invitations.until(format.date(expiresAt))}</span>
        )}
        <Button
          look="quiet"
          className="flush-r"
          busy={act.busy}
          aria-label={invitations.withdrawOf(code)}
          onClick={() => void withdraw()}
        >
          {invitations.withdraw}
        </Button>
      </div>
      {act.problem !== null && <ProblemCard problem={act.problem} />}
    </>
  )
}
