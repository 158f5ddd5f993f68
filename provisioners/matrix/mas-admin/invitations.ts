/** Invitations: MAS's registration tokens, which a new person types while making an account. May throw what `call.ts` names. */
import type { z } from 'zod'
import { pageOf, registrationToken, single } from './answers.ts'
import type { AdminApi } from './call.ts'
import type { Invitation } from '../../model/people.ts'

const one = single(registrationToken)
const flat = ({ id, attributes }: z.infer<typeof one>): Invitation => ({ id, ...attributes })
const pathOf = (id: string, act: string): string =>
  `/user-registration-tokens/${encodeURIComponent(id)}/${act}`

/** Those that still let somebody in: not revoked, not over, not used up. At most 100, oldest first. */
export async function listInvitations(api: AdminApi): Promise<Invitation[]> {
  const { items } = await api.get(
    '/user-registration-tokens',
    { 'filter[valid]': true, 'page[first]': 100, count: 'false' },
    pageOf(registrationToken),
  )
  return items.map(flat)
}

/**
 * MAS makes the code: twelve letters and digits.
 *
 * @param uses how many people may come with it; null for any number
 * @param expiresAt seconds since the epoch; null for no end
 */
export async function addInvitation(
  api: AdminApi,
  { uses, expiresAt }: { uses: number | null; expiresAt: number | null },
): Promise<Invitation> {
  return flat(
    await api.post(
      '/user-registration-tokens',
      {
        usage_limit: uses,
        expires_at: expiresAt === null ? null : new Date(expiresAt * 1000).toISOString(),
      },
      one,
    ),
  )
}

export const revokeInvitation = async (api: AdminApi, id: string): Promise<Invitation> =>
  flat(await api.post(pathOf(id, 'revoke'), undefined, one))

export const unrevokeInvitation = async (api: AdminApi, id: string): Promise<Invitation> =>
  flat(await api.post(pathOf(id, 'unrevoke'), undefined, one))
