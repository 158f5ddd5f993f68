/** Broken answers of a server whose connection is private. */
import {
  CLIENT,
  DISCOVERY,
  FEDERATION,
  html,
  json,
  KEYS,
  matrixError,
  METADATA,
  redirect,
  RENDEZVOUS,
  SERVER,
  signedKeys,
  status,
  UPLOAD,
  VERSIONS,
  type Answering,
} from '../support/site.ts'
import type { Healthy, Kind } from '../support/healthy.ts'
import type { Place } from '../support/world.ts'
import { put, type Broken } from './way.ts'

/** One path of the server answers otherwise. */
const says = (path: string, answer: Answering) => (world: Healthy) => void (world.main.site[path] = answer)
/** Every path that one part of the server would answer says the same. */
const all = (place: Place, answer: Answering): void => {
  for (const path of Object.keys(place.site)) place.site[path] = answer
  place.site['*'] = answer
}
const masSays = (answer: Answering) => (world: Healthy) => {
  for (const path of Object.keys(world.signIn.site))
    if (path.endsWith(DISCOVERY) || path.endsWith('/login')) world.signIn.site[path] = answer
}
/** As Synapse answers while MAS cannot be reached. */
const masIsDown = (world: Healthy): void => {
  masSays(status(502))(world)
  world.main.site[CLIENT] = matrixError(500, 'M_UNKNOWN')
  world.main.site[METADATA] = matrixError(500, 'M_UNKNOWN')
}
const synapseIsDown = (world: Healthy): void => {
  for (const { site } of [world.main, world.door])
    for (const path of Object.keys(site))
      if (/^.(_matrix|_synapse|.well-known.matrix)/.test(path)) site[path] = status(502)
}
const signedBy = (more: Record<string, unknown>) =>
  says(KEYS, json({ ...signedKeys('brookside.example'), ...more }))
const base = (url: string): Answering => json({ 'm.homeserver': { base_url: url } })

const table = (kind: Kind, path: string, code: string, cases: [string, Answering, string][]): Broken[] =>
  cases.map(([what, answer, cause]) => [`${path}: ${what}`, kind, says(path, answer), code, cause])

export const brokenAnswers: readonly Broken[] = [
  ...table('domain', CLIENT, 'found', [
    ['another server', base('https://other.example/'), 'other-base-url'],
    ['in clear', base('http://brookside.example/'), 'other-base-url'],
    ['no CORS', json({ 'm.homeserver': { base_url: 'https://brookside.example/' } }, {}), 'cors-missing'],
    [
      'CORS for one page',
      json(
        { 'm.homeserver': { base_url: 'https://brookside.example/' } },
        { 'access-control-allow-origin': 'https://app.example' },
      ),
      'cors-missing',
    ],
    ['wrong types', json({ 'm.homeserver': { base_url: 7 } }), 'wrong-shape'],
    ['a list', json([]), 'wrong-shape'],
    ['a page', html(), 'other-answer'],
    ['nothing', { status: 200, headers: {}, body: '' }, 'not-json'],
    ['redirected', redirect(308, 'https://www.brookside.example/'), 'redirect'],
    ['redirected to itself', redirect(301, `https://brookside.example${CLIENT}`), 'redirect-loop'],
    ['redirected to nonsense', redirect(302, 'http://['), 'redirect'],
    ['asks for a password', status(401), 'forbidden'],
  ]),
  ...table('domain', VERSIONS, 'answers', [
    ['no CORS', json({ versions: ['v1.11'] }, {}), 'cors-missing'],
    ['CORS twice', json({ versions: ['v1.11'] }, { 'access-control-allow-origin': '*, *' }), 'cors-twice'],
    ['no versions', json({}), 'wrong-shape'],
    ['a page', html(), 'other-answer'],
    ['an error', status(400), 'error-status'],
    ['too many questions', status(429), 'busy'],
    ['unknown', matrixError(404, 'M_UNRECOGNIZED'), 'path-missing'],
  ]),
  ...table('domain', METADATA, 'metadata', [
    ['another issuer', json({ issuer: 'https://auth.other.example/' }), 'issuer-differs'],
    ['a slash less', json({ issuer: 'https://brookside.example/auth' }), 'issuer-differs'],
    ['no CORS', json({ issuer: 'https://brookside.example/auth/' }, {}), 'cors-missing'],
    ['not known to Synapse', matrixError(404, 'M_UNRECOGNIZED'), 'path-missing'],
    ['only Synapse does not reach the sign-in service', matrixError(500, 'M_UNKNOWN'), 'mas-unreached'],
  ]),
  ...table('domain', `/auth/${DISCOVERY}`, 'discovery', [
    ['another issuer', json({ issuer: 'https://brookside.example/' }), 'issuer-differs'],
    ['a page', html(), 'other-answer'],
    ['led to Synapse', matrixError(404, 'M_UNRECOGNIZED'), 'path-missing'],
    ['down', status(503), 'mas-down'],
  ]),
  ...table('domain', RENDEZVOUS, 'qr', [
    ['switched off', matrixError(404, 'M_UNRECOGNIZED'), 'qr-off'],
    ['of another server', json({ url: 'https://other.example/x' }, {}, 201), 'qr-elsewhere'],
    [
      'in clear',
      json({ url: 'http://brookside.example/_synapse/client/rendezvous/1' }, {}, 201),
      'forwarded-proto',
    ],
    ['without an address', json({}, {}, 201), 'wrong-shape'],
    ['refused', status(403), 'forbidden'],
  ]),
  ...table('domain', SERVER, 'delegated', [
    ['port 8448', json({ 'm.server': 'brookside.example' }), 'other-delegation'],
    ['another server', json({ 'm.server': 'other.example:443' }), 'other-delegation'],
    ['redirected', redirect(308, 'https://www.brookside.example/'), 'redirect'],
    ['not served', matrixError(404, 'M_NOT_FOUND'), 'path-missing'],
  ]),
  ...table('domain', FEDERATION, 'federation', [
    ['a page', html(), 'other-answer'],
    ['not led there', matrixError(404, 'M_UNRECOGNIZED'), 'path-missing'],
    ['refused', status(403), 'forbidden'],
  ]),
  ...table('domain', KEYS, 'identity', [
    ['another server', json(signedKeys('other.example')), 'other-server-name'],
    ['out of date', json(signedKeys('brookside.example', { valid_until_ts: 1 })), 'keys-expired'],
    ['no signature', json({ ...signedKeys('brookside.example'), signatures: {} }), 'bad-signature'],
    [
      'numbers that no signature is over',
      json({ ...signedKeys('brookside.example'), more: 0.5 }),
      'bad-signature',
    ],
    ['no keys', json({ server_name: 'brookside.example' }), 'wrong-shape'],
  ]),
  [
    'its keys are changed on the way',
    'domain',
    signedBy({ old_verify_keys: { x: {} } }),
    'identity',
    'bad-signature',
  ],
  [
    'the sign-in page is empty',
    'domain',
    says('/auth/login', { status: 200, headers: {}, body: ' ' }),
    'sign-in',
    'empty-page',
  ],
  [
    'the sign-in page leads away',
    'domain',
    says('/auth/login', redirect(303, 'https://elsewhere.example/')),
    'sign-in',
    'redirect',
  ],
  [
    'the sign-in page leads to itself',
    'domain',
    says('/auth/login', redirect(303, '/auth/login')),
    'sign-in',
    'redirect-loop',
  ],
  ['the chat page is gone', 'domain', says('/', status(404)), 'chat', 'path-missing'],
  ['the chat page’s program is down', 'domain', says('/', status(502)), 'chat', 'element-down'],
  ['Synapse is down', 'domain', synapseIsDown, 'found', 'synapse-down'],
  ['Synapse is down at home', 'home', synapseIsDown, 'found', 'synapse-down'],
  ['Synapse is down behind Funnel', 'funnel', synapseIsDown, 'found', 'synapse-down'],
  ['MAS is down', 'domain', masIsDown, 'found', 'mas-down'],
  ['MAS is down at home', 'home', masIsDown, 'found', 'mas-down'],
  [
    'the sign-in port of Funnel is not on',
    'funnel',
    (world) => put(world, 'cut', 8443),
    'discovery',
    'port-off',
  ],
  [
    'the sign-in port is closed at home',
    'home',
    (world) => put(world, 'refused', 8443),
    'discovery',
    'port-off',
  ],
  [
    'Funnel leads to a wrong port',
    'funnel',
    (world) => all(world.main, status(502)),
    'found',
    'nothing-behind',
  ],
  [
    'Caddy behind Funnel does not run',
    'funnel',
    (world) => (all(world.main, status(502)), (world.there = { '127.0.0.1:18080': 'refused' })),
    'found',
    'server-down',
  ],
  [
    'the tester alone disagrees',
    'domain',
    (world) =>
      void (world.tester.site['/api/report'] = json({ FederationOK: false, ConnectionReports: { a: {} } })),
    'tester',
    'tester-disagrees',
  ],
  ['the tunnel is down', 'cloudflare', (world) => all(world.main, status(530)), 'found', 'tunnel-down'],
  ['bot protection', 'cloudflare', (world) => all(world.main, html(403)), 'found', 'forbidden'],
  [
    'a largest file that the tunnel does not take',
    'cloudflare',
    says(UPLOAD, status(413)),
    'uploads',
    'body-limit',
  ],
  ['the piece is not in place', 'proxy', (world) => all(world.main, html(404)), 'found', 'piece-missing'],
  ['the proxy serves its own pages', 'proxy', (world) => all(world.main, html()), 'found', 'other-answer'],
  ['the piece lacks the sign-in service', 'proxy', masSays(html(404)), 'discovery', 'piece-missing'],
  [
    'the proxy leads to a wrong port',
    'proxy',
    (world) => all(world.main, status(502)),
    'found',
    'nothing-behind',
  ],
  ['the proxy takes small files only', 'proxy', says(UPLOAD, status(413)), 'uploads', 'body-limit'],
  [
    'X-Forwarded-Proto is missing',
    'proxy',
    says(RENDEZVOUS, json({ url: 'http://brookside.example/x' }, {}, 201)),
    'qr',
    'forwarded-proto',
  ],
]
