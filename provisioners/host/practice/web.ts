/** One HTTP request anywhere on the practice Pi's little world, with curl's own numbers for what goes wrong. */
import type { Container } from './docker/container.ts'
import type { Machine } from './machine.ts'
import { PracticeError } from './practice-error.ts'
import { PUBLIC, type HttpAnswer, type HttpRequest } from './services/behaviour.ts'
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
  /** By which family of addresses alone. */
  readonly family?: 4 | 6
  /** The only certificate authority that is trusted, PEM; absent for those that everybody trusts. */
  readonly authority?: string
  /** Addresses to take instead of what a name leads to. */
  readonly addresses: readonly { readonly host: string; readonly port: number; readonly address: string }[]
}

export function request(machine: Machine, call: Call, from: From): HttpAnswer | CurlFailure {
  const url = new URL(call.url)
  const secure = url.protocol === 'https:'
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port)
  const known = from.addresses.find((entry) => entry.host === url.hostname && entry.port === port)
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
  if (!here.includes(host)) return internet(machine, host, call, from.family ?? null)
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
  if (certificate?.authority === '')
    return { code: 35, message: 'TLS connect error: error:0A000438:SSL routines::tlsv1 alert internal error' }
  if (certificate?.authority === PUBLIC && machine.network.clockIsOff)
    return { code: 60, message: 'SSL certificate problem: certificate is not yet valid' }
  if (certificate !== null && certificate.authority.trim() !== (from.authority ?? PUBLIC).trim())
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
function internet(
  machine: Machine,
  host: string,
  call: Call,
  family: 4 | 6 | null,
): HttpAnswer | CurlFailure {
  if (!machine.network.canReach(host)) return unreached('unknown-name', host, 443)
  if (machine.network.clockIsOff)
    return { code: 60, message: 'SSL certificate problem: certificate is not yet valid' }
  if (/^https:\/\/download\.docker\.com\/linux\/(debian|ubuntu)\/gpg$/.test(call.url))
    return { status: 200, headers: { 'content-type': 'binary/octet-stream' }, body: dockerKey }
  if (machine.internet.knows(host))
    return (
      machine.internet.serve(new URL(call.url), machine.internet.home, family) ??
      unreached('refused', host, 443)
    )
  throw new PracticeError('curl', `what ${call.url} would answer`)
}

const dockerKey = `-----BEGIN PGP PUBLIC KEY BLOCK-----

Comment: a key of the practice Pi; it signs nothing
-----END PGP PUBLIC KEY BLOCK-----
`
