/** People and invitations of the fake world. */
import type { Invitation, InvitationList, PeoplePage, Person } from '../../provisioners/model/people.ts'
import { NOW } from './fake-data.ts'

const DAY = 86_400
const idOf = (number: number): string => `01KAB${String(number).padStart(21, '0')}`

const one = (number: number, username: string, more: Partial<Person> = {}): Person => ({
  id: idOf(number),
  username,
  userId: `@${username}:brookside.local`,
  admin: false,
  locked: false,
  lockedAt: null,
  deactivated: false,
  createdAt: NOW - (60 - number) * DAY,
  ...more,
})

export const everybody: Person[] = [
  one(1, 'jonas', { admin: true }),
  one(2, 'mia'),
  one(3, 'petra'),
  one(4, 'theo', { locked: true, lockedAt: NOW - 48 * DAY }),
  one(5, 'klara', { deactivated: true }),
]

export const page: PeoplePage = {
  people: everybody,
  total: everybody.length,
  admins: 1,
  next: null,
  passwords: true,
  standIn: null,
}

const invitation = (number: number, more: Partial<Invitation>): Invitation => ({
  id: idOf(100 + number),
  code: 'Kf8wQ2mTx4Lp',
  uses: 12,
  used: 3,
  expiresAt: NOW + 7 * DAY,
  createdAt: NOW - DAY,
  ...more,
})

export const open: InvitationList = {
  invitations: [
    invitation(1, {}),
    invitation(2, { code: 'p3VbZx9LqR7s', uses: 1, used: 0, expiresAt: NOW + 2400 }),
  ],
  address: 'https://brookside.local:8443/register',
  wanted: true,
  standIn: null,
}

export const made = invitation(3, { code: 'Zt6yWm2KdH8c', uses: 1, used: 0 })
export const PASSWORD = 'k7mfq-2xhtz-w9cpa-n4ever'

/** The people of the fake world for an id; a name that is not there is a mistake of the caller. */
export function byId(id: string): Person {
  const found = everybody.find((person) => person.id === id)
  if (!found) throw new Error(`nobody has the id ${id}`)
  return found
}
