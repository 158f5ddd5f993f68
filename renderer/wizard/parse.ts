/** What people type for an address, read strictly. The engine checks again; this is for words beside the field. */

import { isHostName } from './address/reach.ts'

export type ParsedAddress =
  { ok: true; host: string; port: number } | { ok: false; error: 'empty' | 'invalid' | 'port' }

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
const NAME = new RegExp(`^${LABEL}(\\.${LABEL})*\\.?$`, 'i')
const SIX = /^[0-9a-f:]*:[0-9a-f:.]*(%[a-z0-9]+)?$/i

/** `brookside.local`, `192.168.1.42:2222`, `[fe80::1]:22`, `fe80::1`. */
export function parseAddress(typed: string): ParsedAddress {
  const text = typed.trim()
  if (text === '') return { ok: false, error: 'empty' }
  const bracketed = /^\[([^\]]+)\](?::(.*))?$/.exec(text)
  if (bracketed !== null) return withPort(bracketed[1] ?? '', bracketed[2], SIX)
  if ((text.match(/:/g)?.length ?? 0) > 1) return withPort(text, undefined, SIX)
  const [host = '', port] = text.split(':')
  return withPort(host, port, NAME)
}

function withPort(host: string, port: string | undefined, shape: RegExp): ParsedAddress {
  if (host.length > 253 || !shape.test(host) || /\W/.test(port ?? '')) return { ok: false, error: 'invalid' }
  if (port === undefined) return { ok: true, host, port: 22 }
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0
  return number >= 1 && number <= 65535 ? { ok: true, host, port: number } : { ok: false, error: 'port' }
}

/** The same rule as the intent's own: a name as it may stand in a URL, with at least one letter. */
export function checkHost(typed: string): 'empty' | 'invalid' | null {
  const host = typed.trim().toLowerCase()
  if (host === '') return 'empty'
  return isHostName(host) ? null : 'invalid'
}
