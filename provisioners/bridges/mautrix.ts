/**
 * What the bridges of the mautrix family share, from version 26.04 on (mautrix-go, bridgev2): their settings, their registration,
 * their database, and how they are started. A file of one bridge says only what is its own.
 */
import { isSecretField, type Field, type Settings } from '../model/field.ts'
import { composed, type Secret } from '../model/secret.ts'
import type { Service } from '../stack/contribution.ts'
import type { Shape } from '../stack/strict/shape.ts'
import { toYaml } from '../stack/yaml.ts'
import { literally, type Registration } from '../matrix/registration.ts'
import {
  defineBridge,
  givenSecretOf,
  registrationSecrets,
  secretOf,
  serviceOf,
  type Bridge,
  type BridgePlace,
} from './bridge.ts'
import { doublePuppet } from './double-puppet.ts'
import { encryptField, historyField } from './fields.ts'
import { mautrixKeys } from './known-keys/mautrix.ts'

/** What one bridge of the family is. */
export interface Mautrix extends Pick<Bridge, 'id' | 'name' | 'what' | 'tier' | 'firstWords' | 'caveat'> {
  readonly image: string
  /** Path of the program in its image; images start a script that makes tokens of its own, so it is started directly. */
  readonly program: string
  readonly port: number
  /** What words to the bot begin with in rooms with others. */
  readonly prefix: string
  /** Its own questions, before those of the family. */
  readonly fields?: readonly Field[]
  /** The block `network` of its settings; absent where nothing of it needs saying. */
  network?(settings: Settings, secret: (field: string) => Secret): object
  readonly networkKeys?: Shape
  readonly memoryUseMiB: number
  readonly downloadMiB: number
}

/** The images' own user (their docker-run.sh). */
const user = { uid: 1337, gid: 1337 }
/** Where the settings are mounted; /data is a volume of the image, kept in memory here: nothing is written to it. */
const MOUNT = '/config'

export function mautrix(part: Mautrix): Bridge {
  const { id, name, port } = part
  const bot = `${id}bot`
  const database = `bridge_${id}`
  const fields = [...(part.fields ?? []), encryptField(true), historyField]
  const ids = {
    asToken: secretOf(part, 'as-token'),
    hsToken: secretOf(part, 'hs-token'),
    sender: secretOf(part, 'sender'),
    pickle: secretOf(part, 'pickle'),
    provisioning: secretOf(part, 'provisioning'),
    database: secretOf(part, 'database'),
  }
  const registration: Registration = {
    id,
    url: `http://${serviceOf(part)}:${port}`,
    asToken: ids.asToken,
    hsToken: ids.hsToken,
    sender: { secret: ids.sender },
    users: [
      { localpart: literally(bot), exclusive: true },
      // whatever stands behind it: ids of people change their shape between versions
      { localpart: `${id}_.*`, exclusive: true },
    ],
    ephemeral: true,
    devices: true,
  }
  const service = (place: BridgePlace): Service => ({
    id: serviceOf(part),
    name: `${name} bridge`,
    what: part.what,
    image: part.image,
    user,
    store: {
      mount: MOUNT,
      files: [
        {
          name: 'config.yaml',
          mode: 0o600,
          shape: mautrixKeys(part.networkKeys),
          render: (secret) => toYaml(settingsOf(place, secret)),
        },
      ],
    },
    compose: {
      user: `${user.uid}:${user.gid}`,
      working_dir: '/data',
      command: [part.program, '-c', `${MOUNT}/config.yaml`, '--no-update'],
      tmpfs: [`/data:uid=${user.uid},gid=${user.gid},mode=0700`],
      stop_grace_period: '30s',
      healthcheck: {
        // 200 once it has reached Synapse, been reached by it, and opened its keys (mautrix-go, bridgev2/matrix/connector.go)
        test: [
          'CMD',
          'curl',
          '--fail',
          '--silent',
          '--show-error',
          `http://127.0.0.1:${port}/_matrix/mau/ready`,
        ],
        interval: '10s',
        timeout: '5s',
        retries: 6,
        start_period: '120s',
      },
    },
    memoryLimitMiB: 384,
    memoryUseMiB: part.memoryUseMiB,
    downloadMiB: part.downloadMiB,
    diskMiB: part.downloadMiB * 3,
    after: ['postgres', 'synapse'],
  })

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
      database: {
        type: 'postgres',
        uri: composed(
          `${name} database address`,
          `postgres://${database}:`,
          secret(ids.database),
          `@postgres:5432/${database}?sslmode=disable`,
        ),
        // PostgreSQL takes a hundred in all, and a Pi has little memory for each
        max_open_conns: 5,
        max_idle_conns: 1,
      },
      homeserver: { address: 'http://synapse:8008', domain: serverName, software: 'standard' },
      appservice: {
        address: `http://${serviceOf(part)}:${port}`,
        // 127.0.0.1, the program's own choice, is out of Synapse's reach
        hostname: '0.0.0.0',
        port,
        id,
        bot: { username: bot, displayname: `${name} bridge` },
        ephemeral_events: true,
        async_transactions: false,
        as_token: secret(ids.asToken),
        hs_token: secret(ids.hsToken),
        username_template: `${id}_{{.}}`,
      },
      matrix: { sync_direct_chat_list: true },
      provisioning: { shared_secret: secret(ids.provisioning) },
      double_puppet: {
        servers: {},
        allow_discovery: false,
        secrets: {
          [serverName]: composed('double puppet secret', 'as_token:', secret(doublePuppet.asToken)),
        },
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
      logging: { min_level: 'info', writers: [{ type: 'stdout', format: 'json' }] },
    }
  }

  return defineBridge({
    id,
    name,
    what: part.what,
    tier: part.tier,
    ...(part.caveat !== undefined && { caveat: part.caveat }),
    fields,
    bot,
    signIn: { by: 'app', port, secret: ids.provisioning },
    firstWords: part.firstWords,
    database,
    contribute: (place) => ({
      registration,
      contribution: {
        id: serviceOf(part),
        services: [service(place)],
        databases: [{ name: database, role: database, passwordSecret: ids.database, locale: 'default' }],
        routes: [],
        secrets: [
          ...registrationSecrets(part),
          { id: ids.pickle, label: `${name} bridge encryption key`, kind: 'hex64' },
          { id: ids.provisioning, label: `${name} bridge sign-in secret`, kind: 'token' },
          { id: ids.database, label: `${name} bridge database password`, kind: 'token' },
          ...fields.filter(isSecretField).map((field) => ({
            id: givenSecretOf(part, field.name),
            label: field.label,
            kind: 'given' as const,
          })),
        ],
        checks: [],
      },
    }),
  })
}
