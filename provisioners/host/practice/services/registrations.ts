/** Registrations of application services, as Synapse loads them when it starts (Synapse, synapse/config/appservice.py). */
import type { Container } from '../docker/container.ts'
import { fails, type Trouble } from './behaviour.ts'
import type { Inside } from './inside.ts'
import { at, list, readYaml, text, type Settings } from './settings.ts'

export interface Loaded {
  readonly id: string
  readonly url: string | null
  readonly asToken: string
  readonly hsToken: string
  readonly sender: string
  readonly users: readonly { readonly regex: RegExp; readonly exclusive: boolean }[]
}

/** By Synapse's container, as of its last start: a file that is written later is not known until the next one. */
const loaded = new WeakMap<Container, readonly Loaded[]>()

export const registrationsOf = ({ container }: Inside): readonly Loaded[] => loaded.get(container) ?? []

/** Reads every listed file; the first that is wrong ends the start, in Synapse's own words. */
export function loadRegistrations(inside: Inside, settings: Settings): Trouble | null {
  const files = new Map<string, Loaded>()
  for (const path of list(settings, 'app_service_config_files').map(String)) {
    const found = readRegistration(inside, path)
    const reason = 'reason' in found ? found.reason : repeated(found, path, files)
    if (reason !== null)
      return fails(
        `ERROR synapse.config.appservice: Failed to load appservice from '${path}'`,
        `ERROR synapse.config.appservice: ${reason}`,
        reason,
      )
    if ('id' in found) files.set(path, found)
  }
  loaded.set(inside.container, [...files.values()])
  return null
}

function repeated(one: Loaded, path: string, files: ReadonlyMap<string, Loaded>): string | null {
  for (const [other, before] of files) {
    if (before.id === one.id)
      return `Cannot reuse ID across application services: ${one.id} (files: ${path}, ${other})`
    if (before.asToken === one.asToken)
      // the real one prints the token, too
      return `Cannot reuse as_token across application services: (files: ${path}, ${other})`
  }
  return null
}

function readRegistration(inside: Inside, path: string): Loaded | { readonly reason: string } {
  const file = inside.read(path)
  if ('trouble' in file)
    return {
      reason:
        file.trouble === 'Permission denied'
          ? `PermissionError: [Errno 13] Permission denied: '${path}'`
          : `FileNotFoundError: [Errno 2] No such file or directory: '${path}'`,
    }
  const read = readYaml(file.text)
  if (!read) return { reason: `AttributeError: 'NoneType' object has no attribute 'get'` }
  const wrong = wrongIn(read, path)
  if (wrong !== null) return { reason: wrong }
  return {
    id: text(read, 'id') ?? '',
    url: text(read, 'url') ?? null,
    asToken: text(read, 'as_token') ?? '',
    hsToken: text(read, 'hs_token') ?? '',
    sender: text(read, 'sender_localpart') ?? '',
    users: list(read, 'namespaces', 'users').map((entry) => ({
      regex: new RegExp(text(entry, 'regex') ?? '', 'y'),
      exclusive: at(entry, 'exclusive') === true,
    })),
  }
}

function wrongIn(read: Settings, path: string): string | null {
  for (const field of ['id', 'as_token', 'hs_token', 'sender_localpart'])
    if (text(read, field) === undefined) return `KeyError: "Required string field: '${field}' (${path})"`
  if (text(read, 'url') === undefined && read['url'] !== null)
    return `KeyError: "Required string field or explicit null: 'url' (${path})"`
  const sender = text(read, 'sender_localpart') ?? ''
  if (encodeURIComponent(sender) !== sender)
    return 'ValueError: sender_localpart needs characters which are not URL encoded.'
  if (typeof read['namespaces'] !== 'object' || read['namespaces'] === null)
    return 'KeyError: "Requires \'namespaces\' object."'
  for (const kind of ['users', 'aliases', 'rooms'])
    for (const entry of list(read, 'namespaces', kind)) {
      if (text(entry, 'regex') === undefined) return `ValueError: Missing/bad type 'regex' key in ${kind}`
      if (typeof at(entry, 'exclusive') !== 'boolean')
        return `ValueError: Missing/bad type 'exclusive' key in ${kind}`
    }
  for (const flag of ['io.element.msc4190', 'org.matrix.msc3202'])
    if (read[flag] !== undefined && typeof read[flag] !== 'boolean')
      return `ValueError: The \`${flag}\` option should be true or false if specified.`
  return null
}

/** Python's `re.match`: from the start, and not necessarily to the end. */
export const claims = ({ users }: Loaded, user: string, exclusively: boolean): boolean =>
  users.some(({ regex, exclusive }) => {
    regex.lastIndex = 0
    return (exclusive || !exclusively) && regex.test(user)
  })
