/** The people of a server and the invitations that are open, as screens and terminals see them. */
import { z } from 'zod'

/**
 * What a user name may be: Matrix's letters for the part before the colon, no underscore in front (MAS,
 * crates/handlers/src/admin/v1/users/add.rs), and not digits alone, which Synapse keeps for guests (synapse/handlers/register.py).
 */
export const USERNAME = /^(?!_)(?![0-9]+$)[a-z0-9.=_/+-]{1,64}$/

export const username = z.string().regex(USERNAME, { error: 'account.invalid' })
export const newPassword = z.string().min(8, { error: 'account.password-short' }).max(1024)

/** A name of a thing in MAS: a ULID. */
export const masId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/)

export const person = z.strictObject({
  id: masId,
  username: z.string(),
  /** `@name:server` */
  userId: z.string(),
  admin: z.boolean(),
  locked: z.boolean(),
  /** Seconds since the epoch; null while not locked. */
  lockedAt: z.number().nullable(),
  deactivated: z.boolean(),
  /** Seconds since the epoch. */
  createdAt: z.number(),
})

export const peoplePage = z.strictObject({
  people: z.array(person),
  /** How many there are that fit the search. */
  total: z.number(),
  /** Administrators who can act: neither locked nor deactivated. */
  admins: z.number(),
  /** Where the next page starts; null at the end. */
  next: z.string().nullable(),
  /** Whether people have passwords here, and not only accounts from elsewhere. */
  passwords: z.boolean(),
  /** What the program that answered stands in for, if it is no real sign-in service; else null. */
  standIn: z.string().nullable(),
})

export const personDetails = z.strictObject({
  person,
  emails: z.array(z.string()),
  /** Browsers that are signed in to the account page, and apps that are signed in to chat. */
  sessions: z.strictObject({ browsers: z.number(), apps: z.number() }),
})

export const invitation = z.strictObject({
  id: masId,
  /** What a new person types. */
  code: z.string(),
  /** Null for any number. */
  uses: z.number().nullable(),
  used: z.number(),
  /** Seconds since the epoch; null for no end. */
  expiresAt: z.number().nullable(),
  createdAt: z.number(),
})

export const invitationList = z.strictObject({
  invitations: z.array(invitation),
  /** The page where a new person makes an account. */
  address: z.string(),
  /** Whether that page asks for a code: without it, no invitation helps or is needed. */
  wanted: z.boolean(),
  standIn: z.string().nullable(),
})

export type Person = z.infer<typeof person>
export type PeoplePage = z.infer<typeof peoplePage>
export type PersonDetails = z.infer<typeof personDetails>
export type Invitation = z.infer<typeof invitation>
export type InvitationList = z.infer<typeof invitationList>
