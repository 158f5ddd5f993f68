/** One HTTP request anywhere on the practice Pi's little world, with curl's own numbers for what goes wrong. */
import type { Container } from './docker/container.ts'
import type { Machine } from './machine.ts'
import { PracticeError } from './practice-error.ts'
import type { HttpAnswer, HttpRequest } from './services/behaviour.ts'
import { behaviourOf } from './services/index.ts'
import { insideOf, serve } from './services/inside.ts'

export interface CurlFailure {
  readonly code: number
  readonly message: string
}

interface Call {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

interface From {
  /** Absent: from the host itself. */
  readonly inside?: Container
  /** From another computer, which the kernel leads to the container. */
  readonly outside?: boolean
  /** The only certificate authority that is trusted, PEM. */
  readonly authority?: string
  /** Addresses to take instead of what a name leads to. */
  readonly addresses: readonly {
    readonly host: string
    readonly port: number
    readonly address: string
    /** Another port than the one that was asked for. */
    readonly toPort?: number
  }[]
}

export function request(machine: Machine, call: Call, from: From): HttpAnswer | CurlFailure {
  const url = new URL(call.url)
  const secure = url.protocol === 'https:'
  const asked = url.port === '' ? (secure ? 443 : 80) : Number(url.port)
  const known = from.addresses.find((entry) => entry.host === url.hostname && entry.port === asked)
  const port = known?.toPort ?? asked
  const host = known?.address ?? url.hostname
  const message: HttpRequest = {
    method: call.method,
    path: `${url.pathname}${url.search}`,
    headers: { host: url.host, ...call.headers },
    body: call.body,
  }
  if (from.inside) {
    if (secure) throw new PracticeError('curl', `${call.url} from inside a container`)
    const reached = insideOf(machine, from.inside).connect(host, port)
    return 'trouble' in reached
      ? unreached(reached.trouble, host, port)
      : serve(reached.inside, port, message, reached.inside.container === from.inside)
  }
  const here = ['localhost', '127.0.0.1', machine.network.address]
  if (!here.includes(host)) return internet(machine, host, call)
  const door = (from.outside ? machine.docker.published() : machine.docker.proxied()).find(
    (entry) => entry.port === port,
  )
  if (!door || (door.address !== '' && door.address !== host && host !== 'localhost'))
    return unreached('refused', host, port)
  const target = door.container.spec.ports.find(({ published }) => published === port)?.target ?? port
  const inside = insideOf(machine, door.container)
  const behaviour = behaviourOf(door.container.spec.image)
  // docker-proxy takes the connection and then finds nobody behind it
  if (!door.container.up || !behaviour.listens(inside, target))
    return { code: 56, message: 'Recv failure: Connection reset by peer' }
  const certificate = behaviour.certificate?.(inside, target, url.hostname) ?? null
  if (secure && certificate === null)
    return { code: 35, message: 'TLS connect error: error:0A00010B:SSL routines::wrong version number' }
  if (certificate !== null && !secure)
    return { status: 400, headers: {}, body: 'Client sent an HTTP request to an HTTPS server.\n' }
  if (certificate !== null && certificate.authority.trim() !== (from.authority ?? '').trim())
    return { code: 60, message: 'SSL certificate problem: unable to get local issuer certificate' }
  return serve(inside, target, message)
}

function unreached(trouble: 'unknown-name' | 'refused', host: string, port: number): CurlFailure {
  return trouble === 'unknown-name'
    ? { code: 6, message: `Could not resolve host: ${host}` }
    : {
        code: 7,
        message: `Failed to connect to ${host} port ${port} after 0 ms: Could not connect to server`,
      }
}

/** The few things of the real internet that are asked for. */
function internet(machine: Machine, host: string, call: Call): HttpAnswer | CurlFailure {
  if (!machine.network.canReach(host)) return unreached('unknown-name', host, 443)
  if (machine.network.clockIsOff)
    return { code: 60, message: 'SSL certificate problem: certificate is not yet valid' }
  if (/^https:\/\/download\.docker\.com\/linux\/(debian|ubuntu)\/gpg$/.test(call.url))
    return { status: 200, headers: { 'content-type': 'binary/octet-stream' }, body: practiceKey }
  if (host === 'pkgs.tailscale.com') return tailscalePackages(new URL(call.url).pathname)
  if (host === 'controlplane.tailscale.com' && new URL(call.url).pathname === '/key')
    return { status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
  throw new PracticeError('curl', `what ${call.url} would answer`)
}

function tailscalePackages(path: string): HttpAnswer {
  const text = (status: number, body: string): HttpAnswer => ({
    status,
    headers: { 'content-type': 'text/plain' },
    body,
  })
  if (/^\/stable\/debian\/(bookworm|trixie)\/installer-supported$/.test(path)) return text(200, 'OK\n')
  if (/^\/stable\/debian\/(bookworm|trixie)\.noarmor\.gpg$/.test(path)) return text(200, practiceKey)
  return text(404, 'not found\n')
}

const practiceKey = `-----BEGIN PGP PUBLIC KEY BLOCK-----

Comment: a key of the practice Pi; it signs nothing
-----END PGP PUBLIC KEY BLOCK-----
`
