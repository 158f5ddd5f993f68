/** Bridges and Synapse that do not find, trust or understand each other. */
import { request, start, synapse, zerolog, type Sample } from './log-forms.ts'

export const startSamples: readonly Sample[] = [
  {
    id: 'as-token-rejected',
    bridge: 'whatsapp',
    logs: zerolog(
      'fatal',
      'The as_token was not accepted. Is the registration file installed in your homeserver correctly?',
    ),
  },
  {
    id: 'register-rejected',
    bridge: 'telegram',
    logs: [
      ...zerolog(
        'fatal',
        'The as_token was accepted, but the /register request was not. Are the homeserver domain, bot username and username template in the config correct, and do they match the values in the registration?',
      ),
      ...zerolog('error', 'Failed to ensure ghost is registered', {
        error: 'M_EXCLUSIVE (HTTP 400): Username is in an appservice namespace',
      }),
    ],
  },
  {
    id: 'wrong-whoami',
    bridge: 'slack',
    logs: zerolog('fatal', 'Unexpected user ID in whoami call', {
      got_user_id: '@other:example.org',
      expected_user_id: '@slackbot:example.org',
    }),
  },
  {
    id: 'hs-to-bridge-down',
    bridge: 'signal',
    logs: zerolog('fatal', 'Homeserver -> appservice connection is not working', {
      error:
        'M_CONNECTION_FAILED (HTTP 502): ConnectionRefusedError: Connection was refused by other side: 111: Connection refused.',
      txn_id: 'go.mautrix.1_2',
    }),
  },
  {
    id: 'hs-token-mismatch',
    bridge: 'whatsapp',
    logs: zerolog('fatal', 'Homeserver -> appservice connection is not working', {
      error: 'M_BAD_STATUS (HTTP 502): HTTP 401 Unauthorized',
      txn_id: 'go.mautrix.1_2',
      body: { errcode: 'M_UNKNOWN_TOKEN', error: 'Incorrect access token' },
    }),
  },
  {
    id: 'hs-unreachable',
    bridge: 'gmessages',
    logs: zerolog('error', 'Failed to connect to homeserver, retrying in 10 seconds...', {
      error:
        'request error: Get "http://synapse:8008/_matrix/client/versions": dial tcp: lookup synapse: no such host',
    }),
  },
  {
    id: 'mas-login-flows',
    bridge: 'whatsapp',
    logs: [
      ...start('failed to get supported login flows: M_UNRECOGNIZED (HTTP 404): Unrecognized request'),
      ...start('homeserver does not support appservice login'),
      ...start('failed to log in as bridge bot: M_UNKNOWN (HTTP 400): Unknown login type'),
    ],
  },
  {
    id: 'mas-appservice-login-unsupported',
    bridge: 'hookshot',
    logs: [
      ...zerolog('error', 'Failed to register ghost', {
        error: 'IO.ELEMENT.MSC4190.M_APPSERVICE_LOGIN_UNSUPPORTED (HTTP 400): inhibit_login must be true',
      }),
      [
        'ERROR MatrixHttpClient (REQ-4) {"errcode":"M_APPSERVICE_LOGIN_UNSUPPORTED","error":"set inhibit_login"}',
      ],
    ],
  },
  {
    id: 'device-create-failed',
    bridge: 'bluesky',
    logs: start('failed to create device for bridge bot: M_UNRECOGNIZED (HTTP 404): Unrecognized request'),
  },
  {
    id: 'keys-upload-no-device',
    bridge: 'whatsapp',
    logs: start(
      'failed to upload keys: M_UNKNOWN (HTTP 400): To upload keys, you must pass device_id when authenticating',
    ),
  },
  {
    id: 'sync-not-implemented',
    bridge: 'synapse',
    logs: [
      [
        synapse(
          'ERROR',
          'synapse.http.server',
          `Failed handle request via 'SyncRestServlet': ${request('/_matrix/client/v3/sync?timeout=30000&user_id=%40whatsappbot%3Aexample.org')}`,
        ),
        'Traceback (most recent call last):',
        '  File "/usr/local/lib/python3.13/site-packages/synapse/rest/client/sync.py", line 231, in on_GET',
        '    sync_result = await self.sync_handler.wait_for_sync_for_user(',
        '  File "/usr/local/lib/python3.13/site-packages/synapse/handlers/sync.py", line 1740, in generate_sync_result',
        '    raise NotImplementedError()',
        'NotImplementedError',
        synapse(
          'INFO',
          'synapse.access.http.8008',
          '172.18.0.7 - 8008 - {@whatsappbot:example.org} Processed request: 0.012sec/-0.000sec (0.005sec, 0.000sec) (0.001sec/0.002sec/2) 55B 500 "GET /_matrix/client/v3/sync?timeout=30000&user_id=%40whatsappbot%3Aexample.org HTTP/1.1" "mautrix-whatsapp/26.08 mautrix-go/v0.30.0" [0 dbevts]',
        ),
      ],
    ],
  },
  {
    id: 'sync-token-dead',
    bridge: 'telegram',
    logs: zerolog('fatal', 'Fatal error syncing', {
      component: 'crypto',
      error: 'M_UNKNOWN_TOKEN (HTTP 401): Invalid access token passed.',
    }),
  },
  {
    id: 'pickle-key',
    bridge: 'whatsapp',
    logs: start('failed to load olm account: the supplied account key is invalid'),
  },
  {
    id: 'device-vanished',
    bridge: 'whatsapp',
    logs: zerolog('warn', "Existing device doesn't have keys on server, resetting crypto", {
      component: 'crypto',
    }),
  },
  {
    id: 'device-query-failed',
    bridge: 'whatsapp',
    logs: zerolog('fatal', 'Failed to query own keys to make sure device still exists', {
      error: 'M_UNKNOWN (HTTP 500): Internal server error',
    }),
  },
  {
    id: 'crypto-reinit',
    bridge: 'slack',
    logs: zerolog('fatal', 'Error reinitializing end-to-bridge encryption', {
      error: 'context deadline exceeded',
    }),
  },
  {
    id: 'crypto-init-legacy',
    bridge: 'discord',
    logs: zerolog('fatal', 'Error initializing end-to-bridge encryption', {
      error: 'unexpected end of JSON input',
    }),
  },
  {
    id: 'self-sign-no-key',
    bridge: 'whatsapp',
    logs: zerolog(
      'fatal',
      'Server already has cross-signing keys, but no key in database. Add `recovery_key` to `kv_store`, or set it to `overwrite` to generate new keys.',
    ),
  },
  {
    id: 'self-sign-stale-key',
    bridge: 'whatsapp',
    logs: zerolog(
      'fatal',
      'No keys on server, but database already has recovery key. Delete `recovery_key` from `kv_store` manually to continue.',
    ),
  },
  {
    id: 'self-sign-other',
    bridge: 'whatsapp',
    logs: [
      ...zerolog('fatal', 'Failed to generate recovery key and self-sign', {
        error: 'M_FORBIDDEN (HTTP 403): no',
      }),
      ...zerolog('fatal', 'Failed to verify with recovery key', { error: 'mac mismatch' }),
      ...zerolog('fatal', 'Failed to check verification status', { error: 'timeout' }),
    ],
  },
]
