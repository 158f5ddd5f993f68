/** Where a person is signed in, and a way to end all of it; the e-mail addresses, if there are any. */
import type { PersonDetails } from '../../provisioners/model/people.ts'
import { useAct, type Answer } from '../hooks.ts'
import { useClient } from '../platform.tsx'
import { ProblemCard } from '../problem-card.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Loading } from '../ui/screen.tsx'
import { useFormat, useWords } from '../words/index.tsx'

interface SignedInProps {
  connection: string
  id: string
  asked: { answer: Answer<PersonDetails>; again: () => void }
  onSaid: (said: string) => void
}

export function SignedIn({ connection, id, asked, onSaid }: SignedInProps) {
  const { person, common } = useWords()
  const format = useFormat()
  const client = useClient()
  const act = useAct()
  const { answer } = asked
  const signOut = async () => {
    const ended = await act.run(() => client.request('people.signOut', { connection, id }))
    if (ended === null) return
    onSaid(person.signedOut)
    asked.again()
  }
  if (answer.state === 'problem') return <ProblemCard problem={answer.problem} onRetry={asked.again} />
  if (answer.state === 'loading') return <Loading label={common.loading} />
  const { sessions, emails } = answer.value
  const places = [
    sessions.apps > 0 && person.apps(sessions.apps),
    sessions.browsers > 0 && person.browsers(sessions.browsers),
  ].filter((place) => place !== false)
  return (
    <section className="stack g-1">
      <h3 className="group-label">{person.signedIn}</h3>
      {act.problem !== null && <ProblemCard problem={act.problem} />}
      <div className="card rows">
        <div className="row">
          <Icon name="laptop" />
          <p className="grow">{places.length === 0 ? person.nowhere : format.list(places)}</p>
          {places.length > 0 && (
            <Button look="quiet" className="flush-r" busy={act.busy} onClick={() => void signOut()}>
              {person.signOut}
            </Button>
          )}
        </div>
        {emails.length > 0 && (
          <div className="row">
            <p className="t-13 quiet">{person.emails}</p>
            <p className="grow wraps">{emails.join(', ')}</p>
          </div>
        )}
      </div>
    </section>
  )
}
