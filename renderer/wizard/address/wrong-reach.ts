/** What keeps an address from standing, field by field, for the words beside the fields; the model's own rules. Pure. */
import { isEmail } from '../checks.ts'
import {
  isFunnelName,
  isHostName,
  isMachineName,
  isPublicName,
  plainName,
  tagsOf,
  type Reach,
} from './reach.ts'

export type ReachField =
  | 'homeHost'
  | 'tailnetHost'
  | 'tags'
  | 'controlServer'
  | 'serverName'
  | 'host'
  | 'identityHost'
  | 'email'
  | 'network'
  | 'entryPoint'
  | 'certResolver'
export type ReachError =
  'empty' | 'invalid' | 'not-public' | 'not-funnel' | 'same-host' | 'too-many' | 'not-a-name'
export type WrongReach = Partial<Record<ReachField, ReachError>>

/** @returns nothing for each field that can stand; fields of other ways are not looked at */
export function wrongReach(reach: Reach): WrongReach {
  switch (reach.way) {
    case 'home':
      return only({ homeHost: wrongHost(reach.homeHost) })
    case 'funnel':
      return only({ tailnetHost: wrongFunnelName(reach.tailnetHost), tags: wrongTags(reach.tags) })
    case 'tailnet':
      return only({
        tailnetHost: wrongTailnetName(reach.tailnetHost),
        tags: wrongTags(reach.tags),
        controlServer: wrongControlServer(reach.controlServer),
      })
    case 'domain':
      return only({ ...wrongOwn(reach), email: wrongEmail(reach.email) })
    case 'proxy':
      return only({ ...wrongOwn(reach), ...wrongProxy(reach) })
    case 'cloudflare':
      return only(wrongOwn(reach))
  }
}

type Found = Partial<Record<ReachField, ReachError | null>>

const only = (found: Found): WrongReach =>
  Object.fromEntries(Object.entries(found).filter(([, error]) => error !== null)) as WrongReach

function wrongHost(typed: string): ReachError | null {
  const name = plainName(typed)
  if (name === '') return 'empty'
  return isHostName(name) ? null : 'invalid'
}

function wrongPublic(typed: string): ReachError | null {
  return wrongHost(typed) ?? (isPublicName(plainName(typed)) ? null : 'not-public')
}

function wrongTailnetName(typed: string): ReachError | null {
  return wrongHost(typed) ?? (plainName(typed).includes('.') ? null : 'not-public')
}

function wrongFunnelName(typed: string): ReachError | null {
  return wrongHost(typed) ?? (isFunnelName(plainName(typed)) ? null : 'not-funnel')
}

function wrongOwn({ serverName, host, identityHost }: Reach): Found {
  const second = plainName(identityHost)
  const same = second !== '' && (second === plainName(host) || second === plainName(serverName))
  return {
    serverName: wrongPublic(serverName),
    host: wrongPublic(host),
    identityHost: second === '' ? null : (wrongPublic(identityHost) ?? (same ? 'same-host' : null)),
  }
}

/** Docker's own networks know no names, and the last one is this server's. */
const NOT_TO_JOIN = ['bridge', 'host', 'none', 'default', 'bramble_default']
const TRAEFIK_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,62}$/

function wrongProxy({ proxyBy, network, entryPoint, certResolver }: Reach): Found {
  if (proxyBy === 'loopback') return {}
  const inNetwork = { network: wrongName(network, isNetwork) }
  if (proxyBy === 'network') return inNetwork
  const named = (name: string) => TRAEFIK_NAME.test(name)
  return {
    ...inNetwork,
    entryPoint: wrongName(entryPoint, named),
    certResolver: certResolver.trim() === '' ? null : wrongName(certResolver, named),
  }
}

export const isNetwork = (name: string): boolean =>
  name.length <= 100 && /^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/.test(name) && !NOT_TO_JOIN.includes(name)

function wrongName(typed: string, fits: (name: string) => boolean): ReachError | null {
  const name = typed.trim()
  if (name === '') return 'empty'
  return fits(name) ? null : 'not-a-name'
}

/** At most ten, each a word of letters, digits and hyphens that begins with a letter. */
function wrongTags(typed: string): ReachError | null {
  const tags = tagsOf(typed)
  if (tags.length > 10) return 'too-many'
  return tags.every((tag) => /^tag:[a-zA-Z][a-zA-Z0-9-]{0,49}$/.test(tag)) ? null : 'invalid'
}

/** No name and no password in it: it stands in a command, which others on the Pi can read. */
const CONTROL_SERVER =
  /^https?:\/\/([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::[0-9]{1,5})?(?:\/[A-Za-z0-9._~-]*)*$/

export function wrongControlServer(typed: string): ReachError | null {
  const url = typed.trim()
  if (url === '') return null
  const host = CONTROL_SERVER.exec(url)?.[1]?.toLowerCase()
  if (url.length > 300 || host === undefined || !URL.canParse(url)) return 'invalid'
  return new URL(url).hostname === host ? null : 'invalid'
}

function wrongEmail(typed: string): ReachError | null {
  return typed.trim() === '' || isEmail(typed.trim()) ? null : 'invalid'
}

/** What the machine may be called in the tailnet. */
export function wrongMachineName(typed: string): 'empty' | 'invalid' | null {
  const name = plainName(typed)
  if (name === '') return 'empty'
  return isMachineName(name) ? null : 'invalid'
}
