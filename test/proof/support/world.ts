/** A small internet on loopback: real servers with real certificates, and names and addresses that lead to them. */
import { createServer as createHttp, type RequestListener, type Server } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { connect, isIP, type AddressInfo } from 'node:net'
import { Duplex } from 'node:stream'
import { createSecureContext } from 'node:tls'
import { createOutside } from '../../../provisioners/host/outside.ts'
import type { Host } from '../../../provisioners/host/host.ts'
import { EngineError } from '../../../provisioners/model/engine-error.ts'
import type { Intent } from '../../../provisioners/model/intent.ts'
import type { ProofView } from '../../../provisioners/model/proof.ts'
import { proveFromOutside } from '../../../provisioners/proof.ts'
import type { Certificate } from './certificates.ts'
import { LadderClock } from './clock.ts'
import { json, type Site } from './site.ts'

/** What is at an address and port; a certificate of null: it speaks in clear; `none`: it has none to show. */
export interface Place {
  certificate: Certificate | 'none' | null
  site: Site
}
/** `cut`: it takes the connection and hangs up at the first bytes. `noise`: what answers is no TLS and no HTTP. */
export type At = Place | 'refused' | 'hangs' | 'no-route' | 'cut' | 'noise'

export interface World {
  intent: Intent
  /** Where the Pi is reached from this computer. */
  pi: string
  /** What the public names say. */
  names: Record<string, readonly string[] | 'broken'>
  /** This computer's own lookup. */
  own: Record<string, readonly string[]>
  /** By `host:port`, from this computer. */
  here: Record<string, At>
  /** From the Pi; `off`: it forwards nothing. */
  there: Record<string, At> | 'off' | 'gone'
  /** The certificate of the server's own authority. */
  authority: string
  /** What is trusted by everybody. */
  trusted: string
  clock: LadderClock
  /** Every request that came, as `METHOD host path`. */
  asked: string[]
}

export async function look(world: World): Promise<ProofView> {
  const opened: { close(): void }[] = []
  const { clock } = world
  const servers = new Map<Place, Promise<number>>()
  const listen = (place: Place): Promise<number> => {
    const known = servers.get(place) ?? start(place, world, opened)
    servers.set(place, known)
    return known
  }
  const dialIn =
    (places: Record<string, At>) =>
    async (target: { host: string; port: number }): Promise<Duplex> => {
      const at = places[`${target.host}:${target.port}`]
      const name = isIP(target.host) === 0
      if (at === undefined && name && world.own[target.host] === undefined)
        throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${target.host}`), { code: 'ENOTFOUND' })
      switch (at) {
        case undefined:
        case 'refused':
          throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
        case 'no-route':
          throw Object.assign(new Error('connect ENETUNREACH'), { code: 'ENETUNREACH' })
        case 'hangs':
          clock.hang()
          return new Promise(() => {})
        case 'cut':
          return answering((socket) => socket.destroy())
        case 'noise':
          return answering((socket) => socket.push('SSH-2.0-OpenSSH_9.2\r\n'))
        default:
          return dialled(await listen(at), opened)
      }
    }
  const { there } = world
  const host = {
    forward: async (target: { host: string; port: number }) => {
      if (there === 'off' || there === 'gone')
        throw new EngineError('refused', 'forward', ['administratively prohibited'])
      return dialIn(there)(target)
    },
  } as Pick<Host, 'forward'> as Host
  try {
    return await proveFromOutside(
      world.intent,
      {
        connect: async () => {
          if (there === 'gone') throw new EngineError('unreachable', 'the Pi')
          return host
        },
        outside: createOutside({
          dial: dialIn(world.here),
          lookup: async (name) => (isIP(name) ? [name] : [...(world.own[name] ?? [])]),
          later: clock.later,
          trusted: createSecureContext({ ca: [world.trusted] }),
        }),
        address: world.pi,
        now: () => Date.now() / 1000,
      },
      async () => world.authority,
    )
  } finally {
    for (const one of opened) one.close()
  }
}

async function start(
  { certificate, site }: Place,
  world: World,
  opened: { close(): void }[],
): Promise<number> {
  const listener: RequestListener = (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    world.asked.push(`${request.method} ${request.headers.host} ${path}`)
    const reply = site[path] ?? site['*'] ?? json({}, {}, 404)
    if (typeof reply === 'function') return reply(request, response)
    response.writeHead(reply.status, reply.headers).end(reply.body)
  }
  const server: Server =
    certificate === null
      ? createHttp(listener)
      : certificate === 'none'
        ? (createHttps(listener) as unknown as Server)
        : (createHttps(certificate, listener) as unknown as Server)
  // by default Node would say “go on” before the site is asked
  server.on('checkContinue', listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  opened.push({
    close() {
      server.closeAllConnections()
      server.close()
    },
  })
  return (server.address() as AddressInfo).port
}

function dialled(port: number, opened: { close(): void }[]): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port })
    opened.push({ close: () => socket.destroy() })
    socket.once('connect', () => resolve(socket))
    socket.on('error', reject)
  })
}

/** A connection whose other end does one thing at the first bytes that it gets. */
const answering = (then: (socket: Duplex) => void): Duplex =>
  new Duplex({
    read() {},
    write(_chunk, _encoding, done) {
      then(this)
      done()
    },
  })

/** Both public resolvers, as they answer. */
export function resolverSite(world: Pick<World, 'names'>): Site {
  return {
    '*': (request, response) => {
      const { searchParams } = new URL(request.url ?? '/', 'https://resolver.invalid')
      const found = world.names[searchParams.get('name') ?? '']
      const six = searchParams.get('type') === 'AAAA'
      const data = Array.isArray(found) ? found.filter((one: string) => one.includes(':') === six) : []
      const Status = found === 'broken' ? 2 : found === undefined ? 3 : 0
      response.writeHead(200, { 'content-type': 'application/dns-json' })
      response.end(JSON.stringify({ Status, Answer: data.map((one) => ({ type: six ? 28 : 1, data: one })) }))
    },
  }
}
