/** The first person: questions for the wizard, and the account that is made of the answers. Pure. */
import type { Field } from '../../model/field.ts'
import type { Place } from '../identity-provider.ts'
import { text } from '../standard.ts'

/**
 * What Pocket ID takes as a user name (backend/internal/dto/validations.go), less the names of digits alone, which would be
 * no Matrix name.
 */
const USERNAME = '^(?=.{1,50}$)(?![0-9]+$)[a-zA-Z0-9]([a-zA-Z0-9_.@-]*[a-zA-Z0-9])?$'

export const personFields: readonly Field[] = [
  {
    name: 'username',
    label: 'User name of the first person',
    help: 'It becomes the first part of the Matrix name, and cannot be changed there later.',
    placeholder: 'alice',
    kind: 'text',
    pattern: {
      source: USERNAME,
      words: 'it must begin and end with a letter or digit, and hold letters, digits and _ . @ - only.',
    },
  },
  {
    name: 'firstName',
    label: 'First name',
    kind: 'text',
    placeholder: 'Alice',
    pattern: { source: '^.{1,50}$', words: 'it must have 50 characters at most.' },
  },
  {
    name: 'lastName',
    label: 'Last name',
    kind: 'text',
    optional: true,
    pattern: { source: '^.{1,49}$', words: 'it must have 49 characters at most.' },
  },
  {
    name: 'email',
    label: 'E-mail address',
    help: 'Pocket ID sends no mail. The address counts as proven, because you typed it.',
    kind: 'text',
    optional: true,
    placeholder: 'alice@example.org',
    pattern: {
      source:
        "^(?=.{3,254}$)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$",
      words: 'it must be an e-mail address.',
    },
  },
]

/** The body of the request that makes the account (Pocket ID, backend/internal/dto/user_dto.go). */
export function personBody({ settings }: Pick<Place, 'settings'>): object {
  const [firstName, lastName, email] = [
    text(settings, 'firstName'),
    text(settings, 'lastName'),
    text(settings, 'email'),
  ]
  return {
    username: text(settings, 'username'),
    ...(email === '' ? {} : { email, emailVerified: true }),
    firstName,
    lastName,
    displayName: `${firstName} ${lastName}`.trim(),
    isAdmin: true,
    userGroupIds: [],
  }
}
