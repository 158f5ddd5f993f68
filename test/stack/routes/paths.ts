/** What is asked of a server, and who has to answer: MAS, crates/router/src/endpoints.rs; Synapse, docs/workers.md. */

export interface Asked {
  /** On the main site, below the sign-in service's address, or on that of a service for identities. */
  readonly at: 'main' | 'sign-in' | 'identity'
  /** Without the slash at the start of the sign-in address. As sent, with its query. */
  readonly target: string
  readonly by: 'synapse' | 'mas' | 'element' | 'people' | 'nobody'
}

const ask =
  (at: Asked['at'], by: Asked['by']) =>
  (target: string): Asked => ({ at, by, target })

const id = '01JSHPZHAXC50QBKH67MH33TNF'

const signIn = [
  '/',
  '/.well-known/openid-configuration',
  '/.well-known/webfinger?resource=https%3A%2F%2Fexample.org%2F&rel=http%3A%2F%2Fopenid.net',
  '/.well-known/change-password',
  '/login',
  '/login?kind=continue_authorization_grant&id=01',
  '/logout',
  '/register',
  '/register/password',
  `/register/steps/${id}/finish`,
  '/account',
  '/account/',
  '/account/sessions/browsers',
  '/recover',
  `/recover/progress/${id}`,
  '/authorize?response_type=code&scope=openid%20urn%3Amatrix%3Aorg.matrix.msc2967.client%3Aapi%3A*&state=a%2Bb',
  `/consent/${id}`,
  `/complete-compat-sso/${id}?action=login`,
  `/upstream/authorize/${id}`,
  `/upstream/callback/${id}?code=a.b-c~d%2Fe%3D&state=x%20y`,
  `/upstream/link/${id}`,
  `/upstream/backchannel-logout/${id}`,
  '/link?code=ABCDEF',
  `/device/${id}`,
  ...['keys.json', 'userinfo', 'introspect', 'revoke', 'token', 'registration', 'device'].map(
    (name) => `/oauth2/${name}`,
  ),
  '/graphql?query=%7Bviewer%7D',
  '/assets/main-Bx%2B9.css',
  '/apidoc',
]

const compat = ['r0', 'v1', 'v3', 'unstable', 'v99'].flatMap((version) =>
  [
    'login',
    'login/sso/redirect',
    'login/sso/redirect/oidc-x?redirectUrl=element%3A%2F%2Fconnect%2Fa%3Fb%3Dc',
    'logout',
    'logout/all',
    'refresh',
  ].map((end) => `/_matrix/client/${version}/${end}`),
)

const synapse = [
  '/_matrix/client/versions',
  '/_matrix/client/v1/auth_metadata',
  '/_matrix/client/unstable/org.matrix.msc2965/auth_metadata',
  '/_matrix/client/unstable/org.matrix.msc2965/auth_issuer',
  '/_matrix/client/unstable/org.matrix.msc4108/rendezvous',
  '/_matrix/client/unstable/io.element.msc4388/rendezvous',
  '/_matrix/client/unstable/org.matrix.simplified_msc3575/sync?timeout=30000',
  '/_matrix/client/v3/sync?filter=%7B%22room%22%3A%7B%7D%7D&since=s1_2_3&since=;a=b',
  '/_matrix/client/v3/loginx',
  '/_matrix/client/v3/x/login',
  '/_matrix/client/v3/register',
  '/_matrix/client/v3/account/whoami',
  '/_matrix/client/v3/rooms/!r%3Aexample.org/state/m.room.member/%40a%3Aexample.org',
  '/_matrix/client/v3/rooms/!r%3aexample.org/state/x/a%2Fb%2fc',
  '/_matrix/client/v3/rooms/!r:example.org/send/m.room.message/txn%2F1',
  '/_matrix/client/v3/directory/room/%23a%2F%2Fb%3Aexample.org',
  '/_matrix/client/v3/directory/room/%23%C3%A4%20%25%3Fb%3Aexample.org?x=%3F%23',
  '/_matrix/client/v3/pushrules/global/underride/.m.rule.message',
  "/_matrix/client/v3/user/@a:b/account_data/a!$&'()*+,;=:@b~c-d_e",
  '/_matrix/client/v3/profile/%40a%3Ab/displayname?',
  '/_matrix/client/v1/media/download/example.org/abc/a%20b%2B%5Bc%5D.jpg',
  '/_matrix/media/v3/upload?filename=a%26b.png',
  '/_matrix/federation/v1/version',
  '/_matrix/federation/v1/make_join/%21r%3Ab/%40a%3Ab?ver=1&ver=2&ver=11',
  '/_matrix/federation/v1/state_ids/!r%3Ab?event_id=%24a%2Fb%2Bc%3D',
  '/_matrix/key/v2/server',
  '/_matrix/key/v2/query/example.org/ed25519%3Aa_b',
  '/_synapse/client/rendezvous/abc',
  '/_synapse/client/unsubscribe?x=1',
  '/.well-known/matrix/client',
  '/.well-known/matrix/server',
  '/.well-known/matrix/support',
]

/** Ways around a block: each is one that some proxy has fallen for. */
const around = [
  '/_synapse/admin',
  '/_synapse/admin/v1/users/%40a%3Ab?x=1',
  '/_synapse/mas/provision_user',
  '/_synapse//admin/v1/server_version',
  '//_synapse/admin/v1/server_version',
  '/_synapse/./admin/v1/server_version',
  '/./_synapse/mas/query_user',
  '/_synapse/client/../admin/v1/server_version',
  '/_matrix/../_synapse/admin/v1/server_version',
  '/_matrix/%2e%2e/_synapse/admin/v1/server_version',
  '/_matrix/%2E%2E/_synapse/mas/query_user',
  '/_matrix/..%2f_synapse/admin/v1/server_version',
  '/_matrix/..%2F_synapse%2Fadmin/v1/server_version',
  '/%5fsynapse/%61dmin/v1/server_version',
  '/%5Fsynapse/%6das/query_user',
  '/%5Fsynapse/%6Das/query_user',
  '/_synapse%2fadmin/v1/server_version',
  '/_synapse%2Fmas/query_user',
  '/_SYNAPSE/Admin/v1/server_version',
  // to be seen as a path of Matrix by who resolves dots, and as one of the administration by who does not
  '/_synapse/admin/v1/users/../../../../_matrix/client/versions',
  '/_synapse/admin/v1/whois/..%2f..%2f..%2f..%2f_matrix',
  '/_synapse/admin/v1/whois/%2e%2e%2F%2e%2e%2F%2e%2e%2F%2E%2E%2F_matrix%2Fx',
  '/_synapse/mas/..%2f..%2f_matrix%2fclient%2fv3%2flogin',
  '/%5fsynapse/%61dmin/v1/whois/..%2f..%2f..%2f..%2f_matrix%2fclient',
  '/_synapse/mas/..%2f..%2f..%2f',
]

const api = [
  '/api/',
  '/api/admin/v1/users',
  '/api/spec.json',
  '/api/doc/',
  '//api/admin/v1/users',
  '/x/../api/admin/v1/users',
  '/%61pi/admin/v1/users',
  '/api%2Fadmin/v1/users',
  '/api/admin/v1/users/..%2f..%2f..%2f..%2flogin',
]

const pages = ['/', '/config.json', '/welcome/images/a%20b.svg', '/?updated=1.12', '/authx']

export const asked: readonly Asked[] = [
  ...signIn.map(ask('sign-in', 'mas')),
  ...api.map(ask('sign-in', 'nobody')),
  ...compat.map(ask('main', 'mas')),
  ...synapse.map(ask('main', 'synapse')),
  ...around.map(ask('main', 'nobody')),
  ...pages.map(ask('main', 'element')),
  ...['/', '/authorize?client_id=x', '/realms/matrix', '/a%2Fb?c=%2F'].map(ask('identity', 'people')),
  ...['/admin', '/admin/realms', '/%61dmin/x', '//admin'].map(ask('identity', 'nobody')),
]
