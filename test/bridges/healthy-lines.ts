/** Lines as programs that are well write them, with names, texts and numbers of anybody: for properties over many of them. */
import fc from 'fast-check'

const user = fc.constantFrom(
  'anna',
  'whatsappbot',
  'telegram_12345',
  'signal_0a1b',
  'role "x"',
  'M_EXCLUSIVE',
  'sync',
)
/** People talk about their bridges, too. */
const talk = fc.oneof(
  fc.string({ maxLength: 80 }),
  fc.constantFrom(
    'the as_token was not accepted, it said',
    'Homeserver -> appservice connection is not working',
    'wa-logged-out',
    'supplied account key is invalid',
    'NotImplementedError',
    'To upload keys, you must pass device_id when authenticating',
    'captcha-required',
  ),
)

/** zerolog's JSON at its usual level, as mautrix bridges write when all goes well (mautrix-go, bridgev2 and appservice). */
const bridge = fc
  .tuple(
    fc.constantFrom(
      ['Initializing bridge', 'version'],
      ['Starting bridge', 'name'],
      ['Bridge started', 'name'],
      ['Database schema is up to date', 'db_section'],
      ['Starting HTTP listener', 'address'],
      ['Homeserver -> appservice connection works', 'txn_id'],
      ['Migrated to split portals', 'action'],
      ['Handled Matrix event', 'body'],
      ['Received command', 'command'],
      ['Created new portal room', 'room_name'],
      ['M_FORBIDDEN in /versions, trying to register before retrying', 'user_id'],
      ['Double puppeting is set up', 'mxid'],
      ['Updated ghost name', 'new_name'],
    ),
    fc.constantFrom('info', 'debug', 'trace'),
    talk,
  )
  .map(([[message = '', field = ''], level, text]) =>
    JSON.stringify({ level, [field]: text, time: '2026-11-21T18:59:03.527Z', message }),
  )

/** Bridges warn now and then of what mends itself. */
const warning = fc
  .constantFrom(
    ['Websocket disconnected, reconnecting', 'unexpected EOF'],
    ['Failed to fetch media config', 'context deadline exceeded'],
    [
      'Homeserver -> appservice connection is not working, retrying in 5 seconds...',
      'M_BAD_STATUS (HTTP 502): HTTP 401',
    ],
    ['Failed to send read receipt', 'M_UNKNOWN (HTTP 404): Event not found'],
    ['Error handling event', 'pq: canceling statement due to user request'],
    ['Failed to get profile', 'M_NOT_FOUND (HTTP 404): Profile was not found'],
    ['Failed to bridge message', 'HTTP 403: Forbidden'],
  )
  .map(([message, error]) =>
    JSON.stringify({ level: 'warn', error, time: '2026-11-21T18:59:03.527Z', message }),
  )

/** Synapse with several bridges, from its own forms of logging (synapse/http/server.py, site.py, appservice/scheduler.py). */
const synapse = fc
  .tuple(
    user,
    fc.nat(99_999),
    fc.constantFrom(200, 401, 403, 404, 500),
    fc.constantFrom('sync', 'account/whoami', 'keys/upload', 'login', 'register'),
    talk,
  )
  .chain(([name, number, status, path, text]) =>
    fc.constantFrom(
      `synapse.access.http.8008 - 508 - INFO - GET-${number} - 172.18.0.7 - 8008 - {@${name}:example.org} Processed request: 0.012sec/-0.000sec (0.005sec, 0.000sec) (0.001sec/0.002sec/2) 55B ${status} "GET /_matrix/client/v3/${path}?timeout=30000&user_id=%40whatsappbot%3Aexample.org HTTP/1.1" ${JSON.stringify(text)} [0 dbevts]`,
      `synapse.http.server - 131 - INFO - GET-${number} - <XForwardedForRequest at 0x7f5c0e1d90d0 method='GET' uri='/_matrix/client/versions?user_id=%40whatsappbot%3Aexample.org' clientproto='HTTP/1.1' site='8008'> SynapseError: 403 - Application service has not registered this user (@whatsappbot:example.org)`,
      `synapse.http.server - 131 - INFO - POST-${number} - <XForwardedForRequest at 0x7f5c0e1d90d0 method='POST' uri='/_matrix/client/v3/register' clientproto='HTTP/1.1' site='8008'> SynapseError: 400 - User ID already taken.`,
      `synapse.config.appservice - 96 - INFO - main - Loaded application service: ApplicationService: {'token': '<redacted>', 'id': 'whatsapp'}`,
      `synapse.app._base - 511 - INFO - sentinel - Synapse now listening on TCP port 8008`,
      `synapse.appservice.scheduler - 412 - INFO - as-sender-${number} - Successfully recovered application service AS ID whatsapp`,
      `synapse.handlers.sync - 1020 - WARNING - GET-${number} - Slow sync of @${name}:example.org`,
      `synapse.storage.txn - 700 - INFO - background_updates-0 - [TXN OPERATION] {update} registration ${number}`,
    ),
  )
  .map((text) => `2026-11-21 18:59:03,527 - ${text}`)

/** PostgreSQL, Caddy and MAS are in the same stack. */
const others = fc.constantFrom(
  '2026-11-21 18:59:03.527 UTC [1] LOG:  database system is ready to accept connections',
  '2026-11-21 18:59:03.527 UTC [61] LOG:  checkpoint complete: wrote 44 buffers (0.3%)',
  '{"level":"info","ts":1763751543.5,"logger":"http","msg":"server running","name":"srv0"}',
  '2026-11-21T18:59:03.527Z  INFO http.server.request GET-12 "GET /health HTTP/1.1" 200 OK "curl/8.5"',
)

export const healthyLine = fc.oneof(bridge, bridge, warning, synapse, synapse, others)
