/**
 * The bridges of the mautrix family from version 25.09 on (mautrix-go, bridgev2): the settings that all of them read. A file of one
 * bridge says only what is its own.
 */
import type { Settings } from '../model/field.ts'
import type { Secret } from '../model/secret.ts'
import type { Shape } from '../stack/strict/shape.ts'
import { toYaml } from '../stack/yaml.ts'
import { defineBridge, givenSecretOf, type Bridge, type BridgePlace } from './bridge.ts'
import {
  appserviceSettings,
  botOf,
  contributionOf,
  databaseOf,
  databaseSettings,
  homeserverSettings,
  idsOf,
  logging,
  puppetSecrets,
  registrationOfMember,
  serviceOfMember,
  type Member,
} from './family.ts'
import { encryptField, historyField } from './fields.ts'
import { mautrixKeys } from './known-keys/mautrix.ts'

export interface Mautrix extends Member {
  /** The block `network` of its settings; absent where nothing of it needs saying. */
  network?(settings: Settings, secret: (field: string) => Secret): object
  readonly networkKeys?: Shape
}

export function mautrix(part: Mautrix): Bridge {
  const { id, name, port } = part
  const ids = idsOf(part)
  const fields = [...(part.fields ?? []), encryptField(true), historyField]

  /** @param secret by its id on the Pi */
  const settingsOf = ({ settings, serverName }: BridgePlace, secret: (id: string) => Secret): object => {
    const network = part.network?.(settings, (field) => secret(givenSecretOf(part, field)))
    return {
      ...(network && { network }),
      bridge: {
        command_prefix: part.prefix,
        bridge_status_notices: 'errors',
        permissions: { [serverName]: 'user' },
      },
      database: databaseSettings(part, secret(ids.database)),
      homeserver: homeserverSettings(serverName),
      appservice: { ...appserviceSettings(part, secret), username_template: `${id}_{{.}}` },
      matrix: { sync_direct_chat_list: true },
      provisioning: { shared_secret: secret(ids.provisioning) },
      double_puppet: {
        servers: {},
        allow_discovery: false,
        secrets: puppetSecrets(serverName, secret),
      },
      encryption: {
        // apps that encrypt every direct chat could not talk to the bot otherwise
        allow: true,
        default: settings['encrypt'] === true,
        require: false,
        appservice: false,
        // the sign-in service owns /login, where devices would else be made (MSC4190)
        msc4190: true,
        self_sign: true,
        allow_key_sharing: true,
        pickle_key: secret(ids.pickle),
      },
      backfill: {
        enabled: settings['history'] === true,
        max_initial_messages: 50,
        max_catchup_messages: 500,
        unread_hours_threshold: 720,
      },
      logging,
    }
  }

  return defineBridge({
    id,
    name,
    what: part.what,
    tier: part.tier,
    ...(part.caveat !== undefined && { caveat: part.caveat }),
    ...(part.clashes && { clashes: part.clashes }),
    fields,
    bot: botOf(part),
    signIn: { by: 'app', port, secret: ids.provisioning },
    firstWords: part.firstWords,
    database: databaseOf(part),
    contribute: (place) => ({
      registration: registrationOfMember(part),
      contribution: contributionOf(
        part,
        serviceOfMember(part, {
          shape: mautrixKeys(part.networkKeys),
          render: (secret) => toYaml(settingsOf(place, secret)),
        }),
        fields,
        [{ id: ids.pickle, label: `${name} bridge encryption key`, kind: 'hex64' }],
      ),
    }),
  })
}
