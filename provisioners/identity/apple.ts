/** Sign in with Apple. Upstream: Apple, "Sign in with Apple REST API"; MAS, docs/setup/sso.md. */
import { clientSecretId } from '../matrix/upstream.ts'
import { defineIdentityProvider } from './identity-provider.ts'
import { provenEmail, text } from './standard.ts'

/** The name comes once, at the first sign-in, beside the tokens and as JSON in a text. */
const NAME = [
  '{%- if extra_callback_parameters and extra_callback_parameters.user -%}',
  '{%- set name = (extra_callback_parameters.user | from_json).name -%}',
  "{%- if name -%}{{ ((name.firstName or '') ~ ' ' ~ (name.lastName or '')) | trim }}{%- endif -%}",
  '{%- endif -%}',
].join('')

const tenCharacters = { source: '^[A-Z0-9]{10}$', words: 'it has ten capital letters and digits.' }

export const apple = defineIdentityProvider({
  id: 'apple',
  name: 'Apple',
  what: 'Everybody with an Apple account; you need a paid Apple developer account',
  where: 'elsewhere',
  audience: 'anyone',
  email: 'verified',
  fields: [
    { name: 'clientId', label: 'Services ID', placeholder: 'org.example.matrix', kind: 'text' },
    { name: 'teamId', label: 'Team ID', kind: 'text', pattern: tenCharacters },
    { name: 'keyId', label: 'Key ID', kind: 'text', pattern: tenCharacters },
    { name: 'key', label: 'Private key', help: 'The whole content of the .p8 file.', kind: 'pem' },
  ],
  guide: ({ redirect, addresses }) => [
    'At developer.apple.com, open Certificates, Identifiers & Profiles › Identifiers and make an App ID with Sign in with Apple.',
    'Make a Services ID, such as {org.example.matrix}. Tick Sign in with Apple, then Configure, and choose the App ID as primary.',
    `Domains and Subdomains: {${new URL(addresses.signIn).hostname}}. Return URLs: {${redirect}} and no other.`,
    'Under Keys, make a key with Sign in with Apple for the same App ID. Download the .p8 file: Apple gives it only once. Its Key ID is shown beside it.',
    'The Team ID is at the top right of the page, below your name.',
    'People may hide their address; mail to such a one arrives only from senders that you name under Services › Sign in with Apple for Email Communication.',
  ],
  clientId: ({ settings }) => text(settings, 'clientId'),
  apple: ({ entry, settings }) => ({
    teamId: text(settings, 'teamId'),
    keyId: text(settings, 'keyId'),
    privateKey: `${clientSecretId(entry.key)}-key`,
  }),
  upstream: () => ({
    issuer: 'https://appleid.apple.com',
    token_endpoint_auth_method: 'sign_in_with_apple',
    scope: 'openid name email',
    // Apple sends name and address by form_post only
    response_mode: 'form_post',
    brand_name: 'apple',
    claims_imports: {
      localpart: { action: 'ignore' },
      displayname: { action: 'suggest', template: NAME },
      email: { action: 'suggest', template: provenEmail },
    },
  }),
})
