/** What the images of the mautrix family share, whatever the form of their settings: how they are started, watched, and known to Synapse. */
import { isSecretField, type Field } from '../model/field.ts'
import { composed, type Secret, type SecretSpec } from '../model/secret.ts'
import type { Contribution, Service, StoreFile } from '../stack/contribution.ts'
import { literally, type Registration } from '../matrix/registration.ts'
import { givenSecretOf, registrationSecrets, secretOf, serviceOf, type Bridge } from './bridge.ts'
import { doublePuppet } from './double-puppet.ts'

/** What one program of the family is. */
export interface Member extends Pick<
  Bridge,
  'id' | 'name' | 'what' | 'tier' | 'firstWords' | 'caveat' | 'clashes'
> {
  readonly image: string
  /** Path of the program in its image; images start a script that makes tokens of its own, so it is started directly. */
  readonly program: string
  readonly port: number
  /** What words to the bot begin with in rooms with others. */
  readonly prefix: string
  /** Its own questions, before those of the family. */
  readonly fields?: readonly Field[]
  readonly memoryUseMiB: number
  readonly downloadMiB: number
}

/** The images' own user (their docker-run.sh). */
export const user = { uid: 1337, gid: 1337 }
/** Where the settings are mounted; /data is a volume of the image, kept in memory here: nothing is written to it. */
export const MOUNT = '/config'

export const botOf = ({ id }: Pick<Member, 'id'>): string => `${id}bot`
export const databaseOf = ({ id }: Pick<Member, 'id'>): string => `bridge_${id}`
export const addressOf = (part: Pick<Member, 'id' | 'port'>): string =>
  `http://${serviceOf(part)}:${part.port}`

export const idsOf = (part: Pick<Member, 'id'>) => ({
  asToken: secretOf(part, 'as-token'),
  hsToken: secretOf(part, 'hs-token'),
  sender: secretOf(part, 'sender'),
  pickle: secretOf(part, 'pickle'),
  provisioning: secretOf(part, 'provisioning'),
  database: secretOf(part, 'database'),
})

export function registrationOfMember(part: Member): Registration {
  const ids = idsOf(part)
  return {
    id: part.id,
    url: addressOf(part),
    asToken: ids.asToken,
    hsToken: ids.hsToken,
    sender: { secret: ids.sender },
    users: [
      { localpart: literally(botOf(part)), exclusive: true },
      // whatever stands behind it: ids of people change their shape between versions
      { localpart: `${part.id}_.*`, exclusive: true },
    ],
    ephemeral: true,
    devices: true,
  }
}

/** @param settings the file `config.yaml` */
export const serviceOfMember = (part: Member, settings: Pick<StoreFile, 'shape' | 'render'>): Service => ({
  id: serviceOf(part),
  name: `${part.name} bridge`,
  what: part.what,
  image: part.image,
  user,
  store: { mount: MOUNT, files: [{ name: 'config.yaml', mode: 0o600, ...settings }] },
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
        `http://127.0.0.1:${part.port}/_matrix/mau/ready`,
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
  patient: true,
})

/** @param more secrets besides those of the registration, the database and the API */
export const contributionOf = (
  part: Member,
  service: Service,
  fields: readonly Field[],
  more: readonly SecretSpec[],
): Contribution => {
  const ids = idsOf(part)
  return {
    id: serviceOf(part),
    services: [service],
    databases: [
      { name: databaseOf(part), role: databaseOf(part), passwordSecret: ids.database, locale: 'default' },
    ],
    routes: [],
    secrets: [
      ...registrationSecrets(part),
      ...more,
      { id: ids.provisioning, label: `${part.name} bridge sign-in secret`, kind: 'token' },
      { id: ids.database, label: `${part.name} bridge database password`, kind: 'token' },
      ...fields.filter(isSecretField).map((field) => ({
        id: givenSecretOf(part, field.name),
        label: `${field.label} of ${part.name}`,
        kind: 'given' as const,
        ...(field.pattern && { pattern: field.pattern }),
      })),
    ],
    checks: [],
  }
}

/** @param password of the role */
export const databaseSettings = (part: Member, password: Secret): object => ({
  type: 'postgres',
  uri: composed(
    `${part.name} database address`,
    `postgres://${databaseOf(part)}:`,
    password,
    `@postgres:5432/${databaseOf(part)}?sslmode=disable`,
  ),
  // PostgreSQL takes a hundred in all, and a Pi has little memory for each
  max_open_conns: 5,
  max_idle_conns: 1,
})

/** @param serverName the key under which the programs look for it */
export const puppetSecrets = (serverName: string, secret: (id: string) => Secret): object => ({
  [serverName]: composed('double puppet secret', 'as_token:', secret(doublePuppet.asToken)),
})

export const homeserverSettings = (serverName: string): object => ({
  address: 'http://synapse:8008',
  domain: serverName,
  software: 'standard',
})

/** To the log of the container alone: files on the card would wear it out. */
export const logging = { min_level: 'info', writers: [{ type: 'stdout', format: 'json' }] }

/** The members of `appservice` that have the same names in every version. */
export const appserviceSettings = (part: Member, secret: (id: string) => Secret): object => ({
  address: addressOf(part),
  // 127.0.0.1, the program's own choice, is out of Synapse's reach
  hostname: '0.0.0.0',
  port: part.port,
  id: part.id,
  bot: { username: botOf(part), displayname: `${part.name} bridge` },
  ephemeral_events: true,
  async_transactions: false,
  as_token: secret(idsOf(part).asToken),
  hs_token: secret(idsOf(part).hsToken),
})
