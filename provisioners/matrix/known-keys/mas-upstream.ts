/** The keys of one entry of MAS's `upstream_oauth2.providers`, and how they go together (MAS, crates/config/src/sections/upstream_oauth2.rs). */
import {
  among,
  keys,
  must,
  names,
  needs,
  notBoth,
  oneOf,
  text,
  where,
  without,
  yesNo,
  type Mapping,
  type Shape,
} from '../../stack/strict/shape.ts'

/** Crockford's base 32; the first digit holds three bits only. */
export const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/

const secure = text(/^https:\/\/\S+$/)
/** A service of this stack is asked from container to container, in clear: its name has no dot. */
const secureOrInside = text(/^(https:\/\/\S+|http:\/\/[a-z-]+:\d+\/\S+)$/)
const algorithm = among(
  ...['RS', 'ES', 'PS'].flatMap((family) => ['256', '384', '512'].map((bits) => `${family}${bits}`)),
  'EdDSA',
  'ES256K',
)

const action = among('ignore', 'suggest', 'force', 'require')
const part = (value: Mapping, name: string): Mapping => (value[name] ?? {}) as Mapping
const imports = (value: Mapping, name: string): unknown => part(value, name)['action'] ?? 'ignore'

const localpart = keys(
  { action, template: text(), on_conflict: among('fail', 'add', 'replace', 'set') },
  [],
  must(
    (value) =>
      (value['on_conflict'] ?? 'fail') === 'fail' ||
      value['action'] === 'force' ||
      value['action'] === 'require',
    'can only settle a conflict of names with the action force or require',
  ),
)

const claims = keys(
  {
    subject: keys({ template: text() }),
    localpart,
    displayname: keys({ action, template: text() }),
    email: keys({ action, template: text() }),
    account_name: keys({ template: text() }),
    skip_confirmation: yesNo,
  },
  [],
  where(
    (value) => value['skip_confirmation'] === true,
    must(
      (value) => imports(value, 'localpart') === 'require',
      'cannot skip the confirmation without the action require for the name',
    ),
    must(
      (value) => imports(value, 'displayname') !== 'suggest' && imports(value, 'email') !== 'suggest',
      'cannot skip the confirmation and suggest something at once',
    ),
  ),
)

const method =
  (...of: readonly string[]) =>
  (value: Mapping): boolean =>
    of.includes(String(value['token_endpoint_auth_method']))
const discovery =
  (mode: string) =>
  (value: Mapping): boolean =>
    (value['discovery_mode'] ?? 'oidc') === mode

export const upstreamKeys: Shape = keys(
  {
    id: text(ULID),
    enabled: yesNo,
    synapse_idp_id: text(/^oidc(-.+)?$/),
    issuer: text(/^https?:\/\/\S+$/),
    human_name: text(),
    brand_name: among('apple', 'google', 'facebook', 'github', 'gitlab', 'twitter', 'discord'),
    client_id: text(/\S/),
    client_secret: text(),
    client_secret_file: text(/^\//),
    token_endpoint_auth_method: among(
      'none',
      'client_secret_basic',
      'client_secret_post',
      'client_secret_jwt',
      'private_key_jwt',
      'sign_in_with_apple',
    ),
    token_endpoint_auth_signing_alg: algorithm,
    sign_in_with_apple: keys(
      { team_id: text(), key_id: text(), private_key: text(), private_key_file: text(/^\//) },
      ['team_id', 'key_id'],
      oneOf('private_key', 'private_key_file'),
    ),
    id_token_signed_response_alg: algorithm,
    scope: text(),
    discovery_mode: among('oidc', 'insecure', 'disabled'),
    pkce_method: among('auto', 'always', 'never'),
    fetch_userinfo: yesNo,
    userinfo_signed_response_alg: algorithm,
    authorization_endpoint: secure,
    token_endpoint: secureOrInside,
    userinfo_endpoint: secureOrInside,
    jwks_uri: secureOrInside,
    response_mode: among('query', 'form_post'),
    claims_imports: claims,
    additional_authorization_parameters: names(text(), /^[a-z_]+$/),
    on_backchannel_logout: among('do_nothing', 'logout_browser_only', 'logout_all'),
    registration_token_required: yesNo,
  },
  ['id', 'client_id', 'token_endpoint_auth_method', 'scope', 'claims_imports'],
  notBoth('client_secret', 'client_secret_file'),
  where(
    method('client_secret_basic', 'client_secret_post', 'client_secret_jwt'),
    oneOf('client_secret', 'client_secret_file'),
  ),
  where(
    method('none', 'private_key_jwt', 'sign_in_with_apple'),
    without('client_secret', 'client_secret_file'),
  ),
  where(method('client_secret_jwt', 'private_key_jwt'), needs('token_endpoint_auth_signing_alg')),
  where(
    method('none', 'client_secret_basic', 'client_secret_post', 'sign_in_with_apple'),
    without('token_endpoint_auth_signing_alg'),
  ),
  where(method('sign_in_with_apple'), needs('sign_in_with_apple')),
  where((value) => !method('sign_in_with_apple')(value), without('sign_in_with_apple')),
  where((value) => !discovery('disabled')(value), needs('issuer')),
  // all that discovery would have found
  where(discovery('disabled'), needs('authorization_endpoint', 'token_endpoint')),
  where(
    discovery('disabled'),
    must(
      (value) => 'jwks_uri' in value || (value['fetch_userinfo'] === true && 'userinfo_endpoint' in value),
      'without discovery it needs jwks_uri, or fetch_userinfo with userinfo_endpoint',
    ),
  ),
  // the strict checks of discovery refuse anything else
  where(
    discovery('oidc'),
    must(({ issuer }) => String(issuer).startsWith('https://'), 'has an issuer that is not https'),
  ),
  must(
    (value) => discovery('disabled')(value) || String(value['scope']).split(' ').includes('openid'),
    'does not ask for the scope openid',
  ),
)
