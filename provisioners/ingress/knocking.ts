/** How the Pi is found at its own two ports: for a moment it says a word there that nobody else knows. Pure. */
import type { Fact } from '../engine/resource.ts'
import type { Answer } from '../host/host.ts'
import type { Knocked } from '../model/web.ts'
import { sh, until, type Command } from '../shell/command.ts'
import type { Port } from './ports.ts'

/** Nothing of a check is left behind for longer than this. */
const LISTEN_SECONDS = 15

/** A path of its own, so that no cache and no web page on the way answers for it. */
export const knockPath = (token: string): string => `/.well-known/bramble-${token}`

/** What is said to a port, in clear to both: this is about who is there, and nothing of it is a secret. */
export const knockText = (host: string, token: string): string =>
  `GET ${knockPath(token)} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: Bramble\r\nConnection: close\r\n\r\n`

const reply = (token: string): string =>
  `HTTP\\/1.1 200 OK\\r\\nContent-Type: text\\/plain\\r\\nContent-Length: ${token.length}\\r\\nConnection: close\\r\\n\\r\\n${token}`

/**
 * Listens with what every Debian has (systemd-socket-activate(1)): sed takes a request's first line, and answers. It opens each
 * port for IPv4 and IPv6, fails where one is taken, and ends by itself. In the foreground, because `timeout` otherwise makes a
 * group of its own, which who ends the command would not reach.
 *
 * @param token letters and digits
 */
export function listenAt(ports: readonly Port[], token: string): Command {
  if (!/^[a-z0-9]+$/i.test(token)) throw new TypeError('a token of letters and digits')
  return sh`timeout --foreground ${LISTEN_SECONDS} systemd-socket-activate ${ports.map((port) => `--listen=${port}`)} --accept --inetd sed ${`s/.*/${reply(token)}/;q`}`
}

/** As `ss` names it: the kernel cuts names at 15 letters (proc(5), comm). */
export const isListener = (process: string): boolean => process.startsWith('systemd-socket')

/** Whether the Pi itself hears its word at a port; waits a moment until it does. */
export const listening = (port: Port, token: string): Fact<boolean> => ({
  id: `ingress.listening.${port}`,
  command: until(
    sh`curl --silent --fail --max-time 1 --output /dev/null ${`http://127.0.0.1:${port}${knockPath(token)}`}`,
    0.2,
    3,
  ),
  timeoutSeconds: 4,
  parse: ({ status }) => status === 0,
})

/** The way round: from the Pi to its own public address. */
export const roundTrip = (address: string, port: Port, host: string, token: string): Fact<Knocked> => ({
  id: `ingress.round-trip.${port}`,
  command: sh`curl --silent --include --max-time 4 --max-filesize 4096 --header ${`Host: ${host}`} ${`http://${address}:${port}${knockPath(token)}`}`,
  timeoutSeconds: 5,
  capBytes: 4096,
  parse: readRoundTrip,
})

/** By curl's exit status (curl, docs/libcurl/libcurl-errors.md): 7 could not connect, 28 time, 52 and 56 somebody who hangs up. */
function readRoundTrip({ status, stdout }: Answer): Knocked {
  if (stdout !== '') return { kind: 'answered', text: stdout.slice(0, 4096) }
  switch (status) {
    case 0:
    case 1:
    case 52:
    case 56:
      return { kind: 'answered', text: '' }
    case 7:
      return { kind: 'refused' }
    case 28:
    case 124:
      return { kind: 'silent' }
    default:
      return { kind: 'no-way' }
  }
}

/**
 * Whether an answer is the Pi's own. While this server's Caddy holds the ports, it leads everything at 80 on to the same path,
 * and complains at 443 that it was not asked in TLS (Go, net/http/server.go); another Caddy would too, so it is believed no
 * further than this.
 *
 * @param held ports that this server holds already
 */
export const saysOurs =
  (token: string, held: readonly number[]) =>
  (port: number, text: string): boolean => {
    if (!held.includes(port)) return text.includes(`\r\n\r\n${token}`)
    return port === 80
      ? /^HTTP\/1\.[01] 308 /.test(text) && text.includes(knockPath(token))
      : text.includes('Client sent an HTTP request to an HTTPS server')
  }
