/** The settings of a bridge of the mautrix family, and what its programs refuse in them before they start anything. */
import { at, readYaml, text, type Settings } from './settings.ts'
import type { Trouble } from './behaviour.ts'
import type { Inside } from './inside.ts'

export interface MautrixSettings {
  readonly read: Settings
  /** As the programs lay them out: the older ones keep theirs under `bridge` and `appservice`. */
  readonly legacy: boolean
  readonly homeserver: string
  readonly domain: string
  readonly id: string
  readonly bot: string
  readonly port: number
  readonly hostname: string
  readonly asToken: string
  readonly hsToken: string
  readonly databaseType: string
  readonly databaseUri: string
  readonly encryption: unknown
  /** Shorter than sixteen characters, the API is off (mautrix-go, bridgev2/matrix/provisioning.go). */
  readonly provisioning: string
  readonly permissions: Readonly<Record<string, unknown>>
}

/** One line of its log, as zerolog writes JSON. */
export const line = (level: string, message: string, more: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({ level, ...more, message })

const ends = (status: number, ...log: readonly string[]): Trouble => ({ status, log })

/** What is in the file, or why the program ends at once (mautrix-go, bridgev2/matrix/mxmain/main.go). */
export function mautrixSettings(
  inside: Inside,
  path: string,
  { legacy, repository }: { readonly legacy: boolean; readonly repository: string },
): { readonly settings: MautrixSettings } | { readonly trouble: Trouble } {
  const file = inside.read(path)
  if ('trouble' in file)
    return {
      trouble: ends(10, `Error updating config: open ${path}: ${file.trouble.toLowerCase()}`),
    }
  const read = readYaml(file.text)
  if (!read) return { trouble: ends(10, 'Failed to parse config: yaml: unmarshal errors') }
  const settings = laidOut(read, legacy)
  const wrong = unfit(settings) ?? (repository === 'telegram' ? unfitTelegram(read) : null)
  if (wrong === null) return { settings }
  return {
    trouble: ends(
      11,
      line('fatal', 'Configuration error', { error: wrong }),
      line('info', 'See https://docs.mau.fi/faq/field-unconfigured for more info'),
    ),
  }
}

/** What is left out is as in the program's own example. */
function laidOut(read: Settings, legacy: boolean): MautrixSettings {
  const database = legacy ? at(read, 'appservice', 'database') : at(read, 'database')
  const own = legacy ? at(read, 'bridge') : read
  const permissions = at(read, 'bridge', 'permissions')
  return {
    read,
    legacy,
    homeserver: text(read, 'homeserver', 'address') ?? 'http://example.localhost:8008',
    domain: text(read, 'homeserver', 'domain') ?? 'example.com',
    id: text(read, 'appservice', 'id') ?? '',
    bot: text(read, 'appservice', 'bot', 'username') ?? '',
    // a value of another type is left aside, and the example's taken (go-util, configupgrade)
    port: typeof at(read, 'appservice', 'port') === 'number' ? Number(at(read, 'appservice', 'port')) : 0,
    hostname: text(read, 'appservice', 'hostname') ?? (legacy ? '0.0.0.0' : '127.0.0.1'),
    asToken: text(read, 'appservice', 'as_token') ?? '',
    hsToken: text(read, 'appservice', 'hs_token') ?? '',
    databaseType: text(database, 'type') ?? 'postgres',
    databaseUri: text(database, 'uri') ?? '',
    encryption: at(own, 'encryption'),
    provisioning: text(own, 'provisioning', 'shared_secret') ?? '',
    permissions:
      typeof permissions === 'object' && permissions !== null ? (permissions as Record<string, unknown>) : {},
  }
}

function unfit(settings: MautrixSettings): string | null {
  if (['http://example.localhost:8008', 'https://matrix.example.com'].includes(settings.homeserver))
    return 'homeserver.address not configured'
  if (settings.domain === 'example.com') return 'homeserver.domain not configured'
  const software = text(settings.read, 'homeserver', 'software') ?? 'standard'
  if (!['standard', 'asmux', 'hungry'].includes(software))
    return "invalid value for homeserver.software (use `standard` if you don't know what the field is for)"
  if (settings.asToken === '')
    return 'appservice.as_token not configured. Did you forget to generate the registration? '
  if (settings.hsToken === '')
    return 'appservice.hs_token not configured. Did you forget to generate the registration? '
  if (settings.databaseUri === '') return 'database.uri not configured'
  if (Object.keys(settings.permissions).length === 0) return 'bridge.permissions not configured'
  const template = text(
    settings.legacy ? at(settings.read, 'bridge') : at(settings.read, 'appservice'),
    'username_template',
  )
  return template?.includes('{{.}}') === false ? 'username template is missing user ID placeholder' : null
}

/** An id in quotes is no number, and counts as none. */
function unfitTelegram(read: Settings): string | null {
  const id = at(read, 'network', 'api_id')
  if (typeof id !== 'number' || id <= 0) return 'api_id is required'
  return (text(read, 'network', 'api_hash') ?? '') === '' ? 'api_hash is required' : null
}
