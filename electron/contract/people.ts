/** What the window may ask about accounts and invitations; part of `api.ts`. */
import { z } from 'zod'
import {
  invitation,
  invitationList,
  masId,
  newPassword,
  peoplePage,
  person,
  personDetails,
  username,
} from '../../provisioners/model/people.ts'

const connection = z.string().max(64)
const onPerson = z.strictObject({ connection, id: masId })
/** Whether a person has said yes to leaving nobody who may run the server. */
const evenLastAdmin = z.boolean()
const nothing = z.strictObject({})

/** A password that was typed; null asks for one that is made, and told once in the answer. */
const password = newPassword.nullable()
const told = z.string().nullable()

export const peopleRequests = {
  'people.list': {
    input: z.strictObject({ connection, search: z.string().max(100), after: masId.optional() }),
    output: peoplePage,
  },
  'people.look': { input: onPerson, output: personDetails },
  'people.create': {
    input: z.strictObject({
      connection,
      username,
      displayName: z.string().trim().max(100),
      password,
      admin: z.boolean(),
    }),
    output: z.strictObject({ person, password: told }),
  },
  'people.setAdmin': {
    input: z.strictObject({ connection, id: masId, admin: z.boolean(), evenLastAdmin }),
    output: person,
  },
  'people.setPassword': {
    input: z.strictObject({ connection, id: masId, password }),
    output: z.strictObject({ password: told }),
  },
  'people.lock': { input: z.strictObject({ connection, id: masId, evenLastAdmin }), output: person },
  'people.unlock': { input: onPerson, output: person },
  /** Final for the person's sessions and rooms. */
  'people.deactivate': { input: z.strictObject({ connection, id: masId, evenLastAdmin }), output: person },
  'people.reactivate': { input: onPerson, output: person },
  'people.signOut': { input: onPerson, output: z.strictObject({ ended: z.number() }) },

  'invitations.list': { input: z.strictObject({ connection }), output: invitationList },
  'invitations.create': {
    input: z.strictObject({
      connection,
      uses: z.int().min(1).max(1000).nullable(),
      days: z.int().min(1).max(365).nullable(),
    }),
    output: invitation,
  },
  'invitations.revoke': { input: onPerson, output: nothing },
} as const
