/** Homes, domains and routers as they are: each a practice internet, the answers, and exactly what is to be found. */
import type { Address } from '../../provisioners/model/address.ts'
import type { RecordView } from '../../provisioners/model/reach.ts'
import type { Internet } from '../../provisioners/host/practice/internet.ts'
import type { PracticePi } from '../../provisioners/host/practice/index.ts'
import { rootUser } from '../../provisioners/host/practice/files/node.ts'

export const HOST = 'chat.hollis.example'
export const IDENTITY = 'account.hollis.example'
export const OWN = '198.51.100.24'
export const OWN6 = '2001:db8:52a:10::42'
export const OTHER = '203.0.113.7'
export const OTHER6 = '2001:db8:dead::7'

export const one = { mode: 'domain' as const, serverName: HOST, host: HOST }
export const two = { ...one, identityHost: IDENTITY }
export const apex = { ...one, serverName: 'hollis.example' }

export interface World {
  readonly name: string
  readonly address?: Address
  readonly prepare?: (internet: Internet, pi: PracticePi) => void
  /** Codes of all lines but those that are fine and the one about dynamic addresses, in their order. */
  readonly finds: readonly string[]
  readonly ready: boolean
  /** What stands in some of the rows: `TYPE name` to its verdict. */
  readonly rows?: Readonly<Record<string, RecordView['verdict']>>
  /** Found in the words of the lines. */
  readonly says?: RegExp
}

export const names =
  (records: Record<string, Parameters<Internet['names']['set']>[1]>) =>
  (internet: Internet): void => {
    for (const [name, of] of Object.entries(records)) internet.names.set(name, of)
  }

/** A program that asks the router is there. */
export function router(address: string | null) {
  return (internet: Internet, pi: PracticePi): void => {
    internet.router = address
    pi.machine.files.write('/usr/bin/upnpc', '', { who: rootUser, mode: 0o755 })
  }
}

export const json = (value: unknown, headers: Record<string, string> = {}) => ({
  status: 200,
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof value === 'string' ? value : JSON.stringify(value),
})
export const bothSay = (body: unknown) => (internet: Internet) => {
  for (const host of ['dns.google', 'cloudflare-dns.com']) internet.answers.set(host, () => json(body))
}
export const from = (said: string) => (path: string) =>
  new RegExp(`name=${HOST}&type=A$`).test(path) ? json(said) : json({ Status: 0 })
export const files =
  (client: unknown, server: unknown, headers: Record<string, string>) => (internet: Internet) =>
    void internet.answers.set('hollis.example', (path) =>
      json(path.endsWith('client') ? client : server, path.endsWith('client') ? headers : {}),
    )
export const rightClient = { 'm.homeserver': { base_url: `https://${HOST}/` } }
export const rightServer = { 'm.server': `${HOST}:443` }
export const cors = { 'access-control-allow-origin': '*' }
export const well = { [HOST]: { A: [OWN] } }
export const caa = (at: string, ...records: string[]) =>
  names({ ...well, [at]: { ...(at === HOST ? { A: [OWN] } : {}), CAA: records } })
