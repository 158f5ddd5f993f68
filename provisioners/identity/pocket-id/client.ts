/** The client that Pocket ID should know: what is sent, and what of it is compared. Pure. */
import { z } from 'zod'
import type { Intent } from '../../model/intent.ts'
import type { Place } from '../identity-provider.ts'

/** Callers may choose a client's id (Pocket ID, backend/internal/dto/oidc_dto.go). */
export const CLIENT_ID = 'matrix-authentication-service'

/** As Pocket ID tells of it (backend/internal/dto/oidc_dto.go); what it tells besides is not Bramble's. */
export const clientSeen = z.object({
  name: z.string(),
  description: z.string().optional(),
  launchURL: z.string().nullish(),
  callbackURLs: z.array(z.string()).nullable(),
  isPublic: z.boolean(),
  pkceEnabled: z.boolean(),
  skipConsent: z.boolean(),
  requiresReauthentication: z.boolean().optional(),
  requiresPushedAuthorizationRequests: z.boolean().optional(),
  isGroupRestricted: z.boolean(),
  credentials: z.object({ secrets: z.array(z.object({ id: z.string() })).nullish() }),
})
export type ClientSeen = z.infer<typeof clientSeen>

/** Its names are at most 50 characters, in Unicode's form NFC (Pocket ID, backend/internal/dto/oidc_dto.go). */
const nameOf = (intent: Pick<Intent, 'name'>): string =>
  Array.from(intent.name.normalize('NFC')).slice(0, 50).join('')

/** What differs from what should be, in words; empty when all is as it should be. */
export function differences(seen: ClientSeen, place: Place, intent: Pick<Intent, 'name'>): string[] {
  const callbacks = seen.callbackURLs ?? []
  return [
    ...(seen.name === nameOf(intent) ? [] : ['name']),
    // exactly this one: every other is a way around the sign-in service
    ...(callbacks.length === 1 && callbacks[0] === place.redirect ? [] : ['redirect address']),
    ...(!seen.isPublic && seen.pkceEnabled ? [] : ['proof of the client']),
    ...(seen.skipConsent ? [] : ['consent']),
    // MAS sends none
    ...(seen.requiresPushedAuthorizationRequests === true ? ['pushed requests'] : []),
  ]
}

/**
 * The body of a request that makes or changes the client. A change replaces the whole, so what the owner has set in Pocket ID
 * is sent back: without it a client that was for one group of people would be open to all of them.
 *
 * @param seen what is there; null for a new one
 */
export function clientBody(place: Place, intent: Pick<Intent, 'name'>, seen: ClientSeen | null): object {
  return {
    name: nameOf(intent),
    callbackURLs: [place.redirect],
    logoutCallbackURLs: [],
    isPublic: false,
    pkceEnabled: true,
    skipConsent: true,
    isGroupRestricted: seen?.isGroupRestricted ?? false,
    credentials: { federatedIdentities: [] },
    ...(seen
      ? {
          ...(seen.description === undefined ? {} : { description: seen.description }),
          ...(typeof seen.launchURL === 'string' ? { launchURL: seen.launchURL } : {}),
          requiresReauthentication: seen.requiresReauthentication ?? false,
        }
      : { id: CLIENT_ID }),
  }
}
