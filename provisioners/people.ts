/** The people of one server: each call looks for the sign-in service on the Pi and asks its Admin API over SSH. */
import * as components from './components.ts'
import { look } from './engine/look.ts'
import { storedSecrets } from './engine/secrets.ts'
import type { Host } from './host/host.ts'
import { http } from './host/http.ts'
import { addressesOf } from './matrix/address.ts'
import * as mas from './matrix/mas-admin/index.ts'
import { serverNameOf } from './model/address.ts'
import { EngineError } from './model/engine-error.ts'
import type { Intent } from './model/intent.ts'
import type { Invitation, InvitationList, PeoplePage, Person, PersonDetails } from './model/people.ts'
import { Secret } from './model/secret.ts'
import { addressOf } from './stack/observe.ts'

export interface PeopleMeans {
  connect(): Promise<Host>
  random(bytes: number): Uint8Array
  /** Seconds since the epoch. */
  now(): number
}

/** A person's yes to what leaves nobody who may administer. */
export interface LastAdmin {
  readonly evenLastAdmin: boolean
}

/**
 * What may go wrong with any of them: the EngineErrors of the host, not-found where the service or the account is not there,
 * sign-in-service-refused, sign-in-service-unwell, sign-in-service-stand-in; last-admin where `LastAdmin` is asked.
 */
export interface People {
  list(page: { search?: string; after?: string }, intent: Intent): Promise<PeoplePage>
  find(username: string, intent: Intent): Promise<Person | null>
  look(id: string, intent: Intent): Promise<PersonDetails>
  /** After a refused password the same name may be given again. */
  create(account: mas.NewAccount, intent: Intent): Promise<Person>
  setAdmin(id: string, admin: boolean, yes: LastAdmin, intent: Intent): Promise<Person>
  setPassword(id: string, password: Secret): Promise<void>
  lock(id: string, yes: LastAdmin, intent: Intent): Promise<Person>
  unlock(id: string, intent: Intent): Promise<Person>
  /** Final for the person's sessions and rooms. */
  deactivate(id: string, yes: LastAdmin, intent: Intent): Promise<Person>
  reactivate(id: string, intent: Intent): Promise<Person>
  /** @returns how many sessions were ended */
  signOut(id: string): Promise<number>
  invitations(intent: Intent): Promise<InvitationList>
  /** @param offer people and days; null for no limit */
  invite(offer: { uses: number | null; days: number | null }): Promise<Invitation>
  withdraw(invitation: string): Promise<void>
  /** For a person who chooses none: four groups of five, about a hundred bits. */
  newPassword(): Secret
}

const PAGE = 50
const DAY = 86_400

export function createPeople(means: PeopleMeans): People {
  const api = (): Promise<mas.AdminApi> => reach(means)
  /** Accounts whose password was refused, by user name: they wait for a better one. */
  const unfinished = new Map<string, string>()
  return {
    async list({ search, after }, intent) {
      const reached = await api()
      const { users, total, next } = await mas.listUsers(reached, {
        search: search === '' ? undefined : search,
        after,
        size: PAGE,
      })
      const admins = await mas.countAdmins(reached)
      return {
        people: users.map(seenIn(intent)),
        total,
        admins,
        next,
        passwords: intent.signIn.accounts,
        standIn: reached.standIn(),
      }
    },
    async find(username, intent) {
      const user = await mas.findUser(await api(), username)
      return user === null ? null : seenIn(intent)(user)
    },
    async look(id, intent) {
      const reached = await api()
      return {
        person: seenIn(intent)(await mas.getUser(reached, id)),
        emails: await mas.listEmails(reached, id),
        sessions: await mas.countSessions(reached, id, 'now'),
      }
    },
    create: async (account, intent) =>
      seenIn(intent)(await mas.createAccount(await api(), account, unfinished)),
    async setAdmin(id, admin, yes, intent) {
      const reached = await api()
      if (!admin) await keepAnAdmin(reached, id, yes)
      return seenIn(intent)(await mas.setAdmin(reached, id, admin))
    },
    async setPassword(id, password) {
      await mas.setPassword(await api(), id, password)
    },
    async lock(id, yes, intent) {
      const reached = await api()
      await keepAnAdmin(reached, id, yes)
      return seenIn(intent)(await mas.lock(reached, id))
    },
    unlock: async (id, intent) => seenIn(intent)(await mas.unlock(await api(), id)),
    async deactivate(id, yes, intent) {
      const reached = await api()
      await keepAnAdmin(reached, id, yes)
      return seenIn(intent)(await mas.deactivate(reached, id))
    },
    reactivate: async (id, intent) => seenIn(intent)(await mas.reactivate(await api(), id)),
    signOut: async (id) => mas.endSessions(await api(), id),
    async invitations(intent) {
      const reached = await api()
      return {
        invitations: await mas.listInvitations(reached),
        // MAS takes a code from its form only, not from the address (MAS, crates/handlers/src/views/register)
        address: `${addressesOf(intent).signIn}register`,
        wanted: wantsInvitation(intent),
        standIn: reached.standIn(),
      }
    },
    invite: async ({ uses, days }) =>
      mas.addInvitation(await api(), {
        uses,
        expiresAt: days === null ? null : Math.round(means.now()) + days * DAY,
      }),
    async withdraw(invitation) {
      await mas.revokeInvitation(await api(), invitation)
    },
    newPassword: () => new Secret(readable(means.random(20)), 'new password'),
  }
}

/** By a password here, or with an account from elsewhere: either may ask for a code. */
const wantsInvitation = ({ signIn }: Intent): boolean =>
  (signIn.accounts && signIn.registration === 'invitation') ||
  signIn.providers.some(({ admits }) => admits === 'invited')

/** Locking out the last one who may administer is possible, but never by accident. */
async function keepAnAdmin(api: mas.AdminApi, id: string, { evenLastAdmin }: LastAdmin): Promise<void> {
  if (evenLastAdmin) return
  const user = await mas.getUser(api, id)
  if (!user.admin || user.locked || user.deactivated) return
  if ((await mas.countAdmins(api)) > 1) return
  throw new EngineError('last-admin', `${user.username} is the only one left who may run the server.`)
}

const seenIn =
  (intent: Intent) =>
  (user: mas.User): Person => ({
    id: user.id,
    username: user.username,
    userId: `@${user.username}:${serverNameOf(intent.address)}`,
    admin: user.admin,
    locked: user.locked,
    lockedAt: user.lockedAt,
    deactivated: user.deactivated,
    createdAt: user.createdAt,
  })

/** @throws EngineError not-found where the sign-in service does not run */
async function reach(means: PeopleMeans): Promise<mas.AdminApi> {
  const address = addressOf('mas')
  const host = await means.connect()
  const seen = await look(host, [{ facts: { address, storedSecrets } }])
  const at = seen.get(address.id) as string
  const secret = (seen.get(storedSecrets.id) as ReadonlyMap<string, Secret>).get(
    components.coreSecrets.adminClient.id,
  )
  if (at === '' || !secret) throw new EngineError('not-found', 'The sign-in service does not run on this Pi.')
  return mas.adminApi({ id: components.ADMIN_CLIENT_ID, secret }, async ({ port, ...request }) =>
    http(await host.forward({ host: at, port }), request),
  )
}

/** 32 letters and digits that nobody mixes up: five bits a byte, without bias. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'

function readable(bytes: Uint8Array): string {
  const letters = [...bytes].map((byte) => LETTERS[byte & 31]).join('')
  return letters.match(/.{5}/g)?.join('-') ?? letters
}
