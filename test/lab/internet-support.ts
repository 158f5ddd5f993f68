/** The lab's little internet for tests: its names, what its authorities were asked, and their roots. */
import { readFileSync, rmSync, writeFileSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { request as httpsRequest } from 'node:https'
import type { IncomingHttpHeaders } from 'node:http'
import type { TLSSocket } from 'node:tls'
import type { Intent } from '../../provisioners/model/intent.ts'
import type { Problem } from '../../provisioners/model/problem.ts'
import type { TimedEvent } from '../../provisioners/model/run-event.ts'
import { brookside, lab, labFacts, labName } from './support.ts'

/** The home's public address, from which the lab's router leads ports 80 and 443 to the Pi. */
export const PUBLIC_ADDRESS = '203.0.113.7'
/** Somebody else's web server answers there. */
export const OTHER_ADDRESS = '10.230.0.3'

const folder = (): string =>
  join(process.env['BRAMBLE_LAB_STATE'] ?? '/var/lib/bramble-lab', labName, 'internet')

export interface Records {
  readonly A?: readonly string[]
  readonly AAAA?: readonly string[]
  readonly CNAME?: string
  /** Flags, tag and value. */
  readonly CAA?: readonly (readonly [number, string, string])[]
}

/** All names that there are from now on. */
export function setNames(names: Readonly<Record<string, Records>>): void {
  writeFileSync(join(folder(), 'names.json'), JSON.stringify(names))
}

/** What the services that echo a visitor's address say; null where that family reaches nobody. */
export function setPublic(address: { readonly ipv4: string | null; readonly ipv6: string | null }): void {
  writeFileSync(join(folder(), 'public.json'), JSON.stringify(address))
}

/** Whether DNS over HTTPS and the echo of the own address answer: without them, nothing is known before the authority is asked. */
export function answerLookups(answered: boolean): void {
  const file = join(folder(), 'deaf')
  if (answered) rmSync(file, { force: true })
  else writeFileSync(file, '')
}

export type Authority = 'production' | 'staging'

/** Lets an authority refuse every order with a type of problem (RFC 8555, 6.7); null: no longer. */
export function refuse(authority: Authority, type: string | null): void {
  const file = join(folder(), 'refusals.json')
  if (type === null) rmSync(file, { force: true })
  else writeFileSync(file, JSON.stringify({ [authority]: type }))
}

export interface Asked {
  readonly ca: Authority
  readonly what: 'directory' | 'order' | 'certificate'
  readonly names: readonly string[]
}

/** What both authorities were asked since the last reset, in that order; looking at a directory does not count. */
export function asked(): Asked[] {
  return readFileSync(join(folder(), 'asked.jsonl'), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Asked)
    .filter(({ what }) => what !== 'directory')
}

export const rootOf = (authority: Authority): string =>
  readFileSync(join(folder(), `${authority}-root.crt`), 'utf8')

/** The router no longer lets a port in. */
export const closePort = (port: number): Promise<string> => lab('port', 'close', String(port))
export const openPorts = (): Promise<string> => lab('port', 'open')

/** Puts a file on somebody else's web server. */
export function publish(
  host: string,
  path: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): void {
  const file = join(folder(), 'web', host, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, body)
  writeFileSync(`${file}.headers`, JSON.stringify(headers))
}

export interface Page {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** Name of who signed. */
  readonly issuer: string
}

/** Asks the Pi as a visitor does: by a name, over TLS, trusting one root and no other. */
export function visit(url: string, root: string): Promise<Page> {
  const { hostname, pathname, search } = new URL(url)
  return new Promise((resolve, reject) => {
    const made = httpsRequest(
      {
        host: labFacts().host,
        port: 443,
        servername: hostname,
        path: `${pathname}${search}`,
        headers: { host: hostname },
        ca: root,
        agent: false,
        timeout: 15_000,
      },
      (response) => {
        const { socket } = response
        const issuer =
          'getPeerCertificate' in socket ? (socket as TLSSocket).getPeerCertificate().issuer.CN : ''
        let body = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => (body += piece))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body,
            issuer: String(issuer),
          }),
        )
      },
    )
    made.on('error', reject)
    made.on('timeout', () => made.destroy(new Error('no answer')))
    made.end()
  })
}

/** The server that the tests of a domain are about, and where its names lead when all is well. */
export const HOST = 'matrix.example.test'
export const domainIntent: Intent = {
  ...brookside,
  address: { mode: 'domain', serverName: 'example.test', host: HOST, email: 'owner@example.test' },
}
export const well: Readonly<Record<string, Records>> = {
  [HOST]: { A: [PUBLIC_ADDRESS] },
  'example.test': { A: [OTHER_ADDRESS] },
}

export function problemOf(events: readonly TimedEvent[]): Problem | undefined {
  const last = events.at(-1)
  return last?.kind === 'finished' ? last.problem : undefined
}
