/** Another service that people sign in with, as MAS is told of it. Keys: MAS, crates/config/src/sections/upstream_oauth2.rs. */

type Import = 'ignore' | 'suggest' | 'force' | 'require'

export interface Claims {
  readonly subject?: { readonly template: string }
  /** Without an action people choose their name themselves. */
  readonly localpart?: {
    readonly action: Import
    readonly template?: string
    readonly on_conflict?: 'fail' | 'add' | 'replace' | 'set'
  }
  readonly displayname?: { readonly action: Import; readonly template?: string }
  readonly email?: { readonly action: Import; readonly template?: string }
  readonly account_name?: { readonly template: string }
}

/** What a provider's own file decides; the rest of the entry follows from the answers and is put around it. */
export interface UpstreamSettings {
  /** Byte for byte as the provider's own discovery document says it. */
  readonly issuer?: string
  /** `disabled` needs every endpoint below. */
  readonly discovery_mode?: 'oidc' | 'insecure' | 'disabled'
  readonly token_endpoint_auth_method:
    'none' | 'client_secret_basic' | 'client_secret_post' | 'sign_in_with_apple'
  readonly scope: string
  readonly pkce_method?: 'auto' | 'always' | 'never'
  readonly id_token_signed_response_alg?: 'RS256' | 'ES256' | 'PS256' | 'EdDSA' | 'RS384' | 'RS512' | 'ES384'
  readonly fetch_userinfo?: boolean
  readonly authorization_endpoint?: string
  readonly token_endpoint?: string
  readonly userinfo_endpoint?: string
  readonly jwks_uri?: string
  readonly response_mode?: 'query' | 'form_post'
  /** Shows the provider's mark; MAS has these and no others. */
  readonly brand_name?: 'apple' | 'google' | 'facebook' | 'github' | 'gitlab' | 'twitter' | 'discord'
  readonly additional_authorization_parameters?: Readonly<Record<string, string>>
  readonly on_backchannel_logout?: 'do_nothing' | 'logout_browser_only' | 'logout_all'
  readonly claims_imports: Claims
}

export interface Upstream {
  /** The owner's name for the entry; file and secret names come from it. */
  readonly key: string
  /** A ULID, the same for ever: redirect addresses and people's links hang on it. */
  readonly id: string
  readonly name: string
  readonly clientId: string
  /** Id of the client secret, where the method has one. */
  readonly clientSecret: string | null
  /** Sign in with Apple signs its own requests, with a key from Apple. */
  readonly apple?: { readonly teamId: string; readonly keyId: string; readonly privateKey: string }
  readonly needsInvitation: boolean
  readonly settings: UpstreamSettings
}

/** Paths of the redirect and of the back-channel log-out, below the sign-in address (MAS, crates/router/src/endpoints.rs). */
export const redirectAddress = (signIn: string, id: string): string => `${signIn}upstream/callback/${id}`
export const backchannelAddress = (signIn: string, id: string): string =>
  `${signIn}upstream/backchannel-logout/${id}`

/** Files of MAS's store directory that hold an upstream's secrets, each with the id of its secret. */
export function upstreamFiles(upstream: Upstream): { name: string; secret: string }[] {
  return [
    ...(upstream.clientSecret === null
      ? []
      : [{ name: `client-secret-${upstream.key}`, secret: upstream.clientSecret }]),
    ...(upstream.apple ? [{ name: `apple-key-${upstream.key}`, secret: upstream.apple.privateKey }] : []),
  ]
}

/**
 * The entry of `upstream_oauth2.providers`.
 *
 * @param mount MAS's store directory inside its container
 * @param alone whether people have no other way to sign in: MAS then goes straight to the provider, and signing out must be
 *   able to end there too (MAS, docs/setup/sso.md)
 */
export function upstreamEntry(upstream: Upstream, mount: string, alone: boolean): object {
  const { issuer, additional_authorization_parameters: parameters, ...rest } = upstream.settings
  return {
    id: upstream.id,
    human_name: upstream.name,
    ...(issuer === undefined ? {} : { issuer }),
    client_id: upstream.clientId,
    ...(upstream.clientSecret === null
      ? {}
      : { client_secret_file: `${mount}/client-secret-${upstream.key}` }),
    ...(upstream.apple
      ? {
          sign_in_with_apple: {
            team_id: upstream.apple.teamId,
            key_id: upstream.apple.keyId,
            private_key_file: `${mount}/apple-key-${upstream.key}`,
          },
        }
      : {}),
    ...rest,
    ...(alone || parameters
      ? {
          additional_authorization_parameters: {
            ...parameters,
            ...(alone ? { prompt: '{% if logged_out %}login{% endif %}' } : {}),
          },
        }
      : {}),
    registration_token_required: upstream.needsInvitation,
  }
}

/** What a secret of the owner's is called on the Pi: never its value, which arrives apart from the answers. */
export const clientSecretId = (key: string): string => `provider-${key}`
