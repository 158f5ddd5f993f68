/** What a healthy Matrix server answers, path by path; each answer can be spoilt. */
import { generateKeyPairSync, sign } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { canonicalJson } from '../../../provisioners/model/canonical-json.ts'

export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}
export type Answering = Reply | ((request: IncomingMessage, response: ServerResponse) => void)
/** By path; `*` is for every other path. */
export type Site = Record<string, Answering>

const CORS = { 'access-control-allow-origin': '*' }
export const json = (value: unknown, headers: Record<string, string> = CORS, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
})
export const html = (status = 200): Reply => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: '<!doctype html><title>It works</title>',
})
export const status = (code: number): Reply => ({
  status: code,
  headers: { 'content-type': 'text/plain' },
  body: 'so',
})
export const redirect = (code: number, location: string): Reply => ({
  status: code,
  headers: { location },
  body: '',
})
export const matrixError = (code: number, errcode: string): Reply =>
  json({ errcode, error: 'no' }, CORS, code)

export const VERSIONS = '/_matrix/client/versions'
export const METADATA = '/_matrix/client/v1/auth_metadata'
export const RENDEZVOUS = '/_matrix/client/unstable/org.matrix.msc4108/rendezvous'
export const CLIENT = '/.well-known/matrix/client'
export const SERVER = '/.well-known/matrix/server'
export const KEYS = '/_matrix/key/v2/server'
export const FEDERATION = '/_matrix/federation/v1/version'
export const UPLOAD = '/_matrix/media/v3/upload'
export const DISCOVERY = '.well-known/openid-configuration'

const pair = generateKeyPairSync('ed25519')
const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')

/** @param more replaces or adds fields before it is signed */
export function signedKeys(serverName: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const { x = '' } = pair.publicKey.export({ format: 'jwk' })
  const keys = {
    server_name: serverName,
    valid_until_ts: Date.now() + 86_400_000,
    verify_keys: { 'ed25519:a_test': { key: unpadded(Buffer.from(x, 'base64url')) } },
    old_verify_keys: {},
    ...more,
  }
  const signature = unpadded(sign(null, Buffer.from(canonicalJson(keys) ?? ''), pair.privateKey))
  return { ...keys, signatures: { [serverName]: { 'ed25519:a_test': signature } } }
}

export const wellKnown = (matrix: string, host: string): Site => ({
  [CLIENT]: json({ 'm.homeserver': { base_url: matrix } }),
  [SERVER]: json({ 'm.server': `${host}:443` }),
})

/** The Matrix address; MAS's paths are beside it. */
export function matrixSite(to: { serverName: string; host: string; matrix: string; signIn: string }): Site {
  return {
    ...wellKnown(to.matrix, to.host),
    [VERSIONS]: json({ versions: ['v1.11', 'v1.12'] }),
    [METADATA]: json({ issuer: to.signIn, account_management_uri: `${to.signIn}account/` }),
    [RENDEZVOUS]: json({ url: `${to.matrix}_synapse/client/rendezvous/01ABC` }, CORS, 201),
    '/_synapse/client/rendezvous/01ABC': { status: 204, headers: {}, body: '' },
    [KEYS]: json(signedKeys(to.serverName)),
    [FEDERATION]: json({ server: { name: 'Synapse', version: '1.160.0' } }),
    [UPLOAD]: matrixError(401, 'M_MISSING_TOKEN'),
    '/': html(),
    '*': matrixError(404, 'M_UNRECOGNIZED'),
  }
}

export function signInSite(signIn: string): Site {
  const { pathname } = new URL(signIn)
  return {
    [`${pathname}${DISCOVERY}`]: json({ issuer: signIn }),
    [`${pathname}login`]: html(),
  }
}
