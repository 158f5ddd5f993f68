/** One account on one line; it opens in the sheet. */
import type { Ref } from 'react'
import type { Person } from '../../provisioners/model/people.ts'
import { cx } from '../ui/cx.ts'
import { Icon, Sign } from '../ui/icon.tsx'
import { useFormat, useWords } from '../words/index.tsx'

interface PersonRowProps {
  person: Person
  open: boolean
  onOpen: () => void
  rowRef: Ref<HTMLButtonElement>
}

export function PersonRow({ person, open, onOpen, rowRef }: PersonRowProps) {
  const { persons } = useWords()
  const format = useFormat()
  return (
    <button
      type="button"
      ref={rowRef}
      className={cx('row person', open && 'chosen')}
      aria-haspopup="dialog"
      aria-expanded={open}
      onClick={onOpen}
    >
      <Avatar person={person} />
      <span className="grow">
        <span className="strong person-n">
          <span className="wraps">{person.username}</span>
          {person.admin && <span className="tag">{persons.runs}</span>}
          <PersonState person={person} />
        </span>
        <span className="t-13 quiet person-s">
          {person.deactivated
            ? persons.endedText
            : person.lockedAt !== null
              ? persons.lockedSince(format.date(person.lockedAt))
              : persons.since(format.date(person.createdAt))}
        </span>
      </span>
      <Icon name="next" />
    </button>
  )
}

export function Avatar({ person }: { person: Person }) {
  const gone = person.locked || person.deactivated
  return (
    <span className={cx('tile avatar', gone && 'gone')} aria-hidden="true">
      {person.username.slice(0, 1)}
    </span>
  )
}

/** Nothing for an account that can be used. */
export function PersonState({ person }: { person: Person }) {
  const { persons } = useWords()
  if (person.deactivated)
    return (
      <span className="state off">
        <Sign tone="off" size={16} />
        {persons.ended}
      </span>
    )
  if (!person.locked) return null
  return (
    <span className="state off">
      <Icon name="lock" small />
      {persons.locked}
    </span>
  )
}
