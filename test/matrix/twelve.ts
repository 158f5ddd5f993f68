/** Twelve intents that stand for what people set up; the lab starts a real Synapse with each. */
import { intentSchema, type Intent, type IntentInput } from '../../provisioners/model/intent.ts'

const oidc = (key: string, admits: 'everyone' | 'invited' = 'invited') =>
  ({
    key,
    kind: 'oidc',
    settings: { issuer: `https://${key}.example.net/`, clientId: 'matrix' },
    admits,
  }) as const

const mail = {
  host: 'mail.example.org',
  port: 465,
  security: 'tls',
  username: 'bramble',
  from: 'bramble@example.org',
} as const
const own = { serverName: 'example.org', host: 'matrix.example.org' } as const

const inputs: Readonly<Record<string, Omit<IntentInput, 'version' | 'name'>>> = {
  'a home with its defaults': { address: { mode: 'home', host: 'brookside.local' }, signIn: {} },
  'a home without Element Web, on a large Pi': {
    address: { mode: 'home', host: 'brookside.lan' },
    signIn: { registration: 'closed' },
    extras: { elementWeb: false },
    server: { memory: 'large', presence: true, logLevel: 'INFO' },
  },
  'a tailnet that talks to nobody else': {
    address: { mode: 'tailnet', host: 'brookside.hs.example.org' },
    signIn: {},
    server: { federation: { with: 'none' }, qrSignIn: false },
  },
  'a funnel, small': { address: { mode: 'funnel', host: 'brookside.tail1234.ts.net' }, signIn: {} },
  'a funnel with another provider and no passwords': {
    address: { mode: 'funnel', host: 'brookside.tail1234.ts.net' },
    signIn: { accounts: false, providers: [oidc('work', 'everyone')] },
    server: { memory: 'medium' },
  },
  'a domain with its web pages elsewhere': {
    address: { mode: 'domain', ...own, email: 'owner@example.org' },
    signIn: {},
  },
  'a domain with mail and open registration': {
    address: { mode: 'domain', ...own, serverName: own.host },
    signIn: {
      registration: 'email',
      passwordRecovery: true,
      captcha: { service: 'hcaptcha', siteKey: 'key' },
    },
    mail,
    branding: {
      privacyPolicy: 'https://example.org/privacy',
      terms: 'https://example.org/terms',
      imprint: 'Example e. V.',
    },
  },
  'a domain that fetches links': {
    address: { mode: 'domain', ...own },
    signIn: {},
    server: { urlPreviews: true, keepRemoteMediaDays: null, uploadMiB: 1024 },
  },
  'behind nginx, with two providers': {
    address: { mode: 'proxy', proxy: 'nginx', ...own },
    signIn: { providers: [oidc('one'), oidc('two')] },
  },
  'behind Traefik, with chosen servers': {
    address: { mode: 'proxy', proxy: 'traefik', ...own, serverName: own.host },
    signIn: {},
    server: { federation: { with: 'listed', servers: ['matrix.org', 'example.net'] } },
  },
  'behind Caddy, with a second name': {
    address: { mode: 'proxy', proxy: 'caddy', ...own, identityHost: 'id.example.org' },
    signIn: { passwordStrength: 4 },
    server: { memory: 'large' },
  },
  'a Cloudflare tunnel': {
    address: { mode: 'cloudflare', ...own, serverName: own.host },
    signIn: {},
    server: { uploadMiB: 90, keepRemoteMediaDays: 7 },
  },
}

export const twelve: readonly (readonly [string, Intent])[] = Object.entries(inputs).map(([name, input]) => [
  name,
  intentSchema.parse({ version: 2, name: 'Brookside', ...input }),
])
