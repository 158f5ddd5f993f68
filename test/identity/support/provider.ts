/** A real OpenID provider (npm oidc-provider) on this machine, over https; right, or wrong in one way. */
import { generateKeyPairSync } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import type { Certificate } from './certificates.ts'
import { CLIENT } from './client.ts'

export interface ProviderOptions {
  readonly certificate: Certificate
  /** Registered at the client. */
  readonly redirect: string
  /** The address that it listens at; loopback without one. */
  readonly address?: string
  readonly port?: number
  /** What it calls itself; its own address without one. */
  readonly issuer?: string
  /** Of its signing key and its ID tokens. */
  readonly algorithm?: 'RS256' | 'ES256' | 'HS256'
  readonly method?: 'client_secret_basic' | 'client_secret_post'
  readonly configuration?: object
  readonly client?: object
  /** A thin proxy in front: changes the discovery document on its way out. */
  readonly document?: (document: Record<string, unknown>) => Record<string, unknown>
  /** The same, for whole answers: true when it has answered. */
  instead?(request: IncomingMessage, response: ServerResponse): boolean
}

export interface RunningProvider {
  readonly url: string
  readonly port: number
  /** Every request: method, path, and the body and header that may hold the secret. */
  readonly requests: { method: string; path: string; authorization: string }[]
  close(): Promise<void>
}

const keys = {
  RS256: {
    ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
    use: 'sig',
  },
  ES256: {
    ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
    use: 'sig',
  },
}

export async function startProvider(options: ProviderOptions): Promise<RunningProvider> {
  const { algorithm = 'RS256', address = '127.0.0.1' } = options
  const requests: RunningProvider['requests'] = []
  let listener: ReturnType<Provider['callback']> = () => undefined
  const server = createServer(options.certificate, (request, response) => {
    requests.push({
      method: request.method ?? '',
      path: request.url ?? '',
      authorization: request.headers.authorization ?? '',
    })
    if (options.instead?.(request, response)) return
    if (options.document && request.url === '/.well-known/openid-configuration')
      rewrite(response, options.document)
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, address, resolve))
  const { port } = server.address() as AddressInfo
  const url = `https://${address === '127.0.0.1' ? 'localhost' : address}:${port}`
  listener = new Provider(options.issuer ?? url, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [options.redirect],
        token_endpoint_auth_method: options.method ?? 'client_secret_basic',
        id_token_signed_response_alg: algorithm,
        ...options.client,
      },
    ],
    scopes: ['openid', 'profile', 'email'],
    claims: { profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
    enabledJWA: { idTokenSigningAlgValues: [algorithm] },
    jwks: { keys: [keys[algorithm === 'ES256' ? 'ES256' : 'RS256']] },
    cookies: { keys: ['for tests'] },
    ...options.configuration,
  }).callback()
  return {
    url,
    port,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function rewrite(
  response: ServerResponse,
  change: (document: Record<string, unknown>) => Record<string, unknown>,
): void {
  const end = response.end.bind(response) as (body: string) => ServerResponse
  response.end = ((body: string | Buffer) => {
    const changed = JSON.stringify(change(JSON.parse(String(body)) as Record<string, unknown>))
    response.setHeader('content-length', Buffer.byteLength(changed))
    return end(changed)
  }) as typeof response.end
}
