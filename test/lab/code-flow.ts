/** The authorization code flow with PKCE, as MAS goes through it with a provider. */
import { createHash } from 'node:crypto'
import type { Page } from './visitor.ts'

const CLIENT = 'matrix-authentication-service'

/** @returns where a browser is sent to first */
export function beginning(endpoint: string, redirect: string, verifier: string): string {
  const url = new URL(endpoint)
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: CLIENT,
    redirect_uri: redirect,
    scope: 'openid profile email',
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString()
  return url.href
}

type Ask = (
  url: string,
  options: { method: string; headers: Record<string, string>; body: string },
) => Promise<Page>

/**
 * @param back the address that a browser came back to, with its code
 * @returns what the ID token says
 */
export async function claimsFor(
  back: URL,
  at: { ask: Ask; tokenEndpoint: string; secret: string; verifier: string },
): Promise<Record<string, unknown>> {
  const answer = await at.ask(at.tokenEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${CLIENT}:${at.secret}`).toString('base64')}` },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: `${back.origin}${back.pathname}`,
      code_verifier: at.verifier,
    }).toString(),
  })
  const { id_token: token = '' } = JSON.parse(answer.body) as { id_token?: string }
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
}
