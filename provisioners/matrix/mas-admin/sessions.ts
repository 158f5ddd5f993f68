/** Where an account is signed in: browsers at MAS itself, and apps by either kind of sign-in. May throw what `call.ts` names. */
import { EngineError } from '../../model/engine-error.ts'
import { anyAttributes, counted, ignored, pageOf } from './answers.ts'
import type { AdminApi } from './call.ts'

/** `user` is a browser, `oauth2` an app by MAS's own sign-in, `compat` an app by Matrix's older one. */
const kinds = ['user-sessions', 'oauth2-sessions', 'compat-sessions'] as const

/** @param when sessions that live, or all that there ever were */
export async function countSessions(
  api: AdminApi,
  user: string,
  when: 'now' | 'ever',
): Promise<{ browsers: number; apps: number }> {
  const count = (kind: (typeof kinds)[number]): Promise<number> =>
    api.get(
      `/${kind}`,
      { 'filter[user]': user, 'filter[status]': when === 'now' ? 'active' : undefined, count: 'only' },
      counted,
    )
  const [browsers, oauth2, compat] = [
    await count('user-sessions'),
    await count('oauth2-sessions'),
    await count('compat-sessions'),
  ]
  return { browsers, apps: oauth2 + compat }
}

/** At most so many pages of sessions a kind: a session that cannot be ended must not keep this going. */
const PAGES = 20

/**
 * Signs an account out everywhere; it may sign in again.
 *
 * @returns how many sessions were ended
 */
export async function endSessions(api: AdminApi, user: string): Promise<number> {
  let ended = 0
  for (const kind of kinds) {
    for (let page = 0; page < PAGES; page++) {
      const { items } = await api.get(
        `/${kind}`,
        { 'filter[user]': user, 'filter[status]': 'active', 'page[first]': 50, count: 'false' },
        pageOf(anyAttributes),
      )
      if (items.length === 0) break
      for (const { id } of items) if (await finish(api, kind, id)) ended++
    }
  }
  return ended
}

/** False where it had ended by itself meanwhile. */
async function finish(api: AdminApi, kind: (typeof kinds)[number], id: string): Promise<boolean> {
  try {
    await api.post(`/${kind}/${encodeURIComponent(id)}/finish`, undefined, ignored)
    return true
  } catch (error) {
    if (error instanceof EngineError && ['sign-in-service-refused', 'not-found'].includes(error.code))
      return false
    throw error
  }
}
