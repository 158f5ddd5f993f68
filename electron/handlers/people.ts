/** Accounts and invitations: plain functions over the engine's people. */
import { Secret, type Engine } from '../../provisioners/index.ts'
import type { Handlers, Requests } from '../contract/api.ts'
import type { peopleRequests } from '../contract/people.ts'
import { storedIntent } from './status.ts'

type PeopleHandlers = Pick<
  Handlers['requests'],
  Extract<keyof Requests, keyof typeof peopleRequests> | 'account.create'
>

/** @param engineOf the engine of a connection; throws for one that is not there */
export function peopleHandlers(engineOf: (connection: string) => Engine): PeopleHandlers {
  const at = async (connection: string) => {
    const engine = engineOf(connection)
    return { people: engine.people, intent: await storedIntent(engine) }
  }
  return {
    'account.create': async ({ connection, username, password, admin }) => {
      const { people, intent } = await at(connection)
      const account = { username, password: new Secret(password, 'password'), admin }
      return { userId: (await people.create(account, intent)).userId }
    },
    'people.list': async ({ connection, search, after }) => {
      const { people, intent } = await at(connection)
      return people.list({ search, ...(after !== undefined && { after }) }, intent)
    },
    'people.look': async ({ connection, id }) => {
      const { people, intent } = await at(connection)
      return people.look(id, intent)
    },
    'people.create': async ({ connection, username, displayName, password, admin }) => {
      const { people, intent } = await at(connection)
      const { secret, told } = choose(people, password)
      const account = { username, password: secret, admin, ...(displayName !== '' && { displayName }) }
      return { person: await people.create(account, intent), password: told }
    },
    'people.setAdmin': async ({ connection, id, admin, evenLastAdmin }) => {
      const { people, intent } = await at(connection)
      return people.setAdmin(id, admin, { evenLastAdmin }, intent)
    },
    'people.setPassword': async ({ connection, id, password }) => {
      const { people } = engineOf(connection)
      const { secret, told } = choose(people, password)
      await people.setPassword(id, secret)
      return { password: told }
    },
    'people.lock': async ({ connection, id, evenLastAdmin }) => {
      const { people, intent } = await at(connection)
      return people.lock(id, { evenLastAdmin }, intent)
    },
    'people.unlock': async ({ connection, id }) => {
      const { people, intent } = await at(connection)
      return people.unlock(id, intent)
    },
    'people.deactivate': async ({ connection, id, evenLastAdmin }) => {
      const { people, intent } = await at(connection)
      return people.deactivate(id, { evenLastAdmin }, intent)
    },
    'people.reactivate': async ({ connection, id }) => {
      const { people, intent } = await at(connection)
      return people.reactivate(id, intent)
    },
    'people.signOut': async ({ connection, id }) => ({
      ended: await engineOf(connection).people.signOut(id),
    }),
    'invitations.list': async ({ connection }) => {
      const { people, intent } = await at(connection)
      return people.invitations(intent)
    },
    'invitations.create': ({ connection, uses, days }) => engineOf(connection).people.invite({ uses, days }),
    'invitations.revoke': async ({ connection, id }) => {
      await engineOf(connection).people.withdraw(id)
      return {}
    },
  }
}

/** A typed password is never sent back; a made one is, once, for the person who hands it on. */
function choose(people: Engine['people'], typed: string | null): { secret: Secret; told: string | null } {
  if (typed !== null) return { secret: new Secret(typed, 'password'), told: null }
  const secret = people.newPassword()
  return { secret, told: secret.reveal() }
}
