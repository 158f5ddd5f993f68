/** The People page: accounts, one of them in a sheet beside the list, and the invitations that are open. */
import { useRef, useState } from 'react'
import type { Person } from '../../provisioners/model/people.ts'
import { useAnswer } from '../hooks.ts'
import { ProblemCard } from '../problem-card.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { cx } from '../ui/cx.ts'
import { Icon, Sign } from '../ui/icon.tsx'
import { Empty, Live, Loading, Title } from '../ui/screen.tsx'
import { useWords } from '../words/index.tsx'
import { AddPerson } from './add-person.tsx'
import { Invitations } from './invitations.tsx'
import { Invite } from './invite.tsx'
import { PersonRow } from './person-row.tsx'
import { PersonSheet } from './person-sheet.tsx'
import { usePeople, type ShownPeople } from './use-people.ts'

export function People({ connection }: { connection: string }) {
  const { persons, invitations } = useWords()
  const [search, setSearch] = useState('')
  const shown = usePeople(connection, search)
  const invited = useAnswer('invitations.list', { connection })
  const [open, setOpen] = useState<string | null>(null)
  const [dialog, setDialog] = useState<'invite' | 'add' | null>(null)
  const [said, setSaid] = useState('')
  const rows = useRef(new Map<string, HTMLButtonElement>())
  const { page } = shown
  const chosen = page?.people.find(({ id }) => id === open) ?? null
  const wanted = invited.answer.state === 'ready' && invited.answer.value.wanted
  const mayAdd = page?.passwords === true
  const closeSheet = () => {
    if (open !== null) rows.current.get(open)?.focus()
    setOpen(null)
  }
  const changed = (person: Person, words: string) => {
    setSaid(words)
    shown.changed(person)
  }
  return (
    <div className={cx('people', chosen !== null && 'with-sheet')}>
      <div className="page">
        <header className="page-head">
          <div className="grow">
            <Title className="t-22">{persons.title}</Title>
            <p className="t-13 quiet">
              {page === null ? persons.leadLoading : persons.lead(page.total, wanted)}
            </p>
          </div>
          {mayAdd && (
            <Button look={wanted ? 'second' : 'first'} onClick={() => setDialog('add')}>
              {persons.add}
            </Button>
          )}
          {wanted && (
            <Button look="first" onClick={() => setDialog('invite')}>
              {invitations.invite}
            </Button>
          )}
        </header>
        <Live>{said}</Live>
        {page !== null && page.standIn !== null && (
          <div className="people-notice">
            <Banner tone="notice" sign={<Sign tone="notice" />}>
              {persons.standIn(page.standIn)}
            </Banner>
          </div>
        )}
        <Accounts
          shown={shown}
          search={search}
          open={open}
          onSearch={setSearch}
          onOpen={(id) => {
            setSaid('')
            setOpen(id)
          }}
          rowRef={(id, row) => void (row === null ? rows.current.delete(id) : rows.current.set(id, row))}
        />
        <Invitations
          connection={connection}
          answer={invited.answer}
          onChanged={invited.again}
          onSaid={setSaid}
        />
      </div>
      {chosen !== null && page !== null && (
        <PersonSheet
          key={chosen.id}
          connection={connection}
          person={chosen}
          admins={page.admins}
          passwords={page.passwords}
          onChanged={changed}
          onSaid={setSaid}
          onClose={closeSheet}
        />
      )}
      <AddPerson
        connection={connection}
        open={dialog === 'add'}
        onMade={shown.again}
        onClose={() => setDialog(null)}
      />
      <Invite
        connection={connection}
        address={invited.answer.state === 'ready' ? invited.answer.value.address : ''}
        open={dialog === 'invite'}
        onMade={invited.again}
        onClose={() => setDialog(null)}
      />
    </div>
  )
}

interface AccountsProps {
  shown: ShownPeople
  search: string
  open: string | null
  onSearch: (search: string) => void
  onOpen: (id: string) => void
  rowRef: (id: string, row: HTMLButtonElement | null) => void
}

function Accounts({ shown, search, open, onSearch, onOpen, rowRef }: AccountsProps) {
  const { persons } = useWords()
  const { page, problem, loading } = shown
  if (problem !== null) return <ProblemCard problem={problem} busy={loading} onRetry={shown.again} />
  if (page === null) return <Loading label={persons.leadLoading} />
  if (page.total === 0 && search === '' && !loading)
    return <Empty title={persons.emptyTitle} text={persons.emptyText} />
  return (
    <div className="stack g-12">
      <label className="input input-s people-find">
        <Icon name="search" small />
        <input
          type="search"
          value={search}
          placeholder={persons.search}
          aria-label={persons.search}
          onChange={(event) => onSearch(event.target.value)}
        />
        <span className="vh" role="status">
          {search !== '' && !loading && persons.found(page.total)}
        </span>
      </label>
      {page.people.length === 0 && !loading ? (
        <Empty title={persons.noneTitle} text={persons.noneText} />
      ) : (
        <ul className="card rows clip" aria-label={persons.list} aria-busy={loading}>
          {page.people.map((person) => (
            <li key={person.id}>
              <PersonRow
                person={person}
                open={person.id === open}
                onOpen={() => onOpen(person.id)}
                rowRef={(row) => rowRef(person.id, row)}
              />
            </li>
          ))}
        </ul>
      )}
      {page.next !== null && (
        <Button className="start" busy={loading} onClick={shown.more}>
          {persons.more}
        </Button>
      )}
    </div>
  )
}
