/** Accounts in MAS. Each function may throw what `call.ts` names. */
import type { z } from 'zod'
import { EngineError } from '../../model/engine-error.ts'
import type { Secret } from '../../model/secret.ts'
import { counted, email, ignored, pageOf, single, user as userShape } from './answers.ts'
import type { AdminApi } from './call.ts'

/** An account as MAS tells it; MAS keeps no display name, that is Synapse's. */
export interface User extends z.infer<typeof userShape> {
  readonly id: string
}

export interface UserQuery {
  /** Part of the user name. */
  readonly search?: string | undefined
  /** `locked` holds the deactivated too (MAS, docs/api/spec.json). */
  readonly status?: 'active' | 'locked' | 'deactivated' | undefined
  readonly admin?: boolean | undefined
  /** Behind or before this account. */
  readonly after?: string | undefined
  readonly before?: string | undefined
  readonly size: number
}

const one = single(userShape)
const flat = ({ id, attributes }: z.infer<typeof one>): User => ({ id, ...attributes })
const pathOf = (id: string, act = ''): string => `/users/${encodeURIComponent(id)}${act}`

/** One page, oldest account first; with `before`, the page that ends there. */
export async function listUsers(
  api: AdminApi,
  { search, status, admin, after, before, size }: UserQuery,
): Promise<{ users: User[]; total: number; next: string | null }> {
  const { items, count, next } = await api.get(
    '/users',
    {
      'filter[search]': search,
      'filter[status]': status,
      'filter[admin]': admin,
      'page[after]': after,
      'page[before]': before,
      [before === undefined ? 'page[first]' : 'page[last]']: size,
    },
    pageOf(userShape),
  )
  return { users: items.map(flat), total: count, next }
}

/** How many accounts may administer and can: neither locked nor deactivated. */
export const countAdmins = (api: AdminApi): Promise<number> =>
  api.get('/users', { 'filter[admin]': true, 'filter[status]': 'active', count: 'only' }, counted)

export const getUser = async (api: AdminApi, id: string): Promise<User> =>
  flat(await api.get(pathOf(id), {}, one))

/** @returns null where nobody has that name */
export async function findUser(api: AdminApi, username: string): Promise<User | null> {
  try {
    return flat(await api.get(`/users/by-username/${encodeURIComponent(username)}`, {}, one))
  } catch (error) {
    if (error instanceof EngineError && error.code === 'not-found') return null
    throw error
  }
}

export const setPassword = (api: AdminApi, id: string, password: Secret): Promise<null> =>
  api.post(pathOf(id, '/set-password'), { password: password.reveal() }, ignored)

export const setAdmin = async (api: AdminApi, id: string, admin: boolean): Promise<User> =>
  flat(await api.post(pathOf(id, '/set-admin'), { admin }, one))

/** A locked account can do nothing until it is unlocked; its sessions stay. */
export const lock = async (api: AdminApi, id: string): Promise<User> =>
  flat(await api.post(pathOf(id, '/lock'), undefined, one))

export const unlock = async (api: AdminApi, id: string): Promise<User> =>
  flat(await api.post(pathOf(id, '/unlock'), undefined, one))

/** Ends every session for good and leaves every room. What the person wrote stays: erasing it is nobody's default here. */
export const deactivate = async (api: AdminApi, id: string): Promise<User> =>
  flat(await api.post(pathOf(id, '/deactivate'), { skip_erase: true }, one))

/** Makes the account usable again; it is in no room and on no device, and stays locked if it was. */
export const reactivate = async (api: AdminApi, id: string): Promise<User> =>
  flat(await api.post(pathOf(id, '/reactivate'), undefined, one))

/** The e-mail addresses of an account, at most 20. */
export async function listEmails(api: AdminApi, id: string): Promise<string[]> {
  const { items } = await api.get(
    '/user-emails',
    { 'filter[user]': id, 'page[first]': 20, count: 'false' },
    pageOf(email),
  )
  return items.map(({ attributes }) => attributes)
}

export interface NewAccount {
  readonly username: string
  readonly displayName?: string | undefined
  readonly password: Secret
  readonly admin: boolean
}

/**
 * Makes an account, gives it a password, and, if wished, lets it manage the server. MAS makes the account before it looks at
 * the password, and can delete none: the same name is taken up again after a refused password, not refused as taken.
 *
 * @param unfinished ids of accounts that were made here and have no password yet, by user name; kept up to date
 */
export async function createAccount(
  api: AdminApi,
  { username, displayName, password, admin }: NewAccount,
  unfinished: Map<string, string>,
): Promise<User> {
  const known = unfinished.get(username)
  const made =
    known === undefined
      ? flat(
          await api.post(
            '/users',
            { username, ...(displayName !== undefined && { displayname: displayName }) },
            one,
          ),
        )
      : await getUser(api, known)
  unfinished.set(username, made.id)
  await setPassword(api, made.id, password)
  unfinished.delete(username)
  return admin ? setAdmin(api, made.id, true) : made
}
