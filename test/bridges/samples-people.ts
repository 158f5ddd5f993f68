/** People, their rights, and their accounts of the networks. */
import { state, synapse, zerolog, type Sample } from './log-forms.ts'

const notice = (text: string): readonly (readonly string[])[] => [
  [text],
  ...zerolog('error', 'Failed to handle Matrix event', { error: text }),
]

export const peopleSamples: readonly Sample[] = [
  {
    id: 'dp-mxid',
    bridge: 'whatsapp',
    logs: [
      ...zerolog('error', 'Failed to create new user intent', {
        action: 'setup double puppet',
        error: 'whoami result does not match custom mxid',
      }),
    ],
  },
  {
    id: 'dp-unregistered',
    bridge: 'whatsapp',
    logs: zerolog('error', 'Failed to create new user intent', {
      action: 'setup double puppet',
      error: 'M_FORBIDDEN (HTTP 403): Application service has not registered this user (@anna:example.org)',
    }),
  },
  {
    id: 'e2be-off',
    bridge: 'whatsapp',
    logs: notice('this bridge has not been configured to support encryption'),
  },
  {
    id: 'e2be-nokeys',
    bridge: 'whatsapp',
    logs: [
      ...notice("the bridge hasn't received the decryption keys"),
      ...notice('your client refused to share decryption keys with the bridge'),
    ],
  },
  {
    id: 'no-permission',
    bridge: 'whatsapp',
    logs: [
      ...zerolog('debug', 'Dropping event from user with no permission to send events', {
        sender: '@guest:elsewhere.example',
      }),
      ...zerolog('warn', 'Received bot invite from user without permission to send commands'),
      ["You don't have permission to interact with this bridge"],
      ...zerolog('error', 'Failed to handle event', { error: "you don't have permission to send messages" }),
    ],
  },
  {
    id: 'wa-outdated',
    bridge: 'whatsapp',
    logs: [
      ...state('wa-client-outdated'),
      ...zerolog('error', 'Client outdated (405) connect failure (client version: 2.3000.1)', {
        login_id: '4915112345678',
      }),
    ],
  },
  {
    id: 'wa-logged-out',
    bridge: 'whatsapp',
    logs: ['wa-logged-out', 'wa-main-device-gone', 'wa-unknown-logout'].flatMap(state),
  },
  { id: 'wa-phone-offline', bridge: 'whatsapp', logs: state('wa-phone-offline') },
  { id: 'meta-ig', bridge: 'facebook', logs: state('meta-ig-not-supported') },
  {
    id: 'meta-challenge',
    bridge: 'instagram',
    logs: [
      'fb-checkpoint-required',
      'ig-challenge-required',
      'ig-consent-required',
      'fb-account-suspended',
    ].flatMap(state),
  },
  {
    id: 'gm-phone',
    bridge: 'gmessages',
    logs: ['gm-phone-not-responding', 'gm-browser-inactive', 'gm-not-default-sms-app', 'gm-unpaired'].flatMap(
      state,
    ),
  },
  {
    id: 'discord-captcha',
    bridge: 'discord',
    logs: zerolog('error', 'Failed to sign in by QR code', { error: 'captcha-required' }),
  },
]

/** Synapse's side of what bridges say too. */
export const onSynapse: readonly Sample[] = [
  {
    id: 'dp-unregistered',
    bridge: 'synapse',
    logs: [
      [
        synapse(
          'INFO',
          'synapse.http.server',
          "<XForwardedForRequest at 0x7f5c0e1d90d0 method='GET' uri='/_matrix/client/v3/account/whoami?user_id=%40anna%3Aexample.org' clientproto='HTTP/1.1' site='8008'> SynapseError: 403 - Application service has not registered this user (@anna:example.org)",
        ),
      ],
    ],
  },
  {
    id: 'keys-upload-no-device',
    bridge: 'synapse',
    logs: [
      [
        synapse(
          'INFO',
          'synapse.http.server',
          "<XForwardedForRequest at 0x7f5c0e1d90d0 method='POST' uri='/_matrix/client/v3/keys/upload' clientproto='HTTP/1.1' site='8008'> SynapseError: 400 - To upload keys, you must pass device_id when authenticating",
        ),
      ],
    ],
  },
  {
    id: 'mas-appservice-login-unsupported',
    bridge: 'synapse',
    logs: [
      [
        synapse(
          'INFO',
          'synapse.http.server',
          "<XForwardedForRequest at 0x7f5c0e1d90d0 method='POST' uri='/_matrix/client/v3/login' clientproto='HTTP/1.1' site='8008'> SynapseError: 400 - This appservice has MSC4190 enabled, so appservice login cannot be used.",
        ),
      ],
    ],
  },
]
