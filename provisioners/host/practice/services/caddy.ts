/** Caddy with its own JSON configuration: listens, shows certificates of its own authority, follows its routes. */
import { PracticeError } from '../practice-error.ts'
import { practiceAuthority } from './authority.ts'
import { fails, plain, type Behaviour, type HttpAnswer, type HttpRequest, type Trouble } from './behaviour.ts'
import { forwarded, routeFor } from './caddy-routes.ts'
import type { Inside } from './inside.ts'
import { at, list, readYaml, text, type Settings } from './settings.ts'

export const caddy: Behaviour = {
  programs: ['wget'],
  uid: 0,
  bootSeconds: 0.8,
  memoryBytes: 22 * 1024 ** 2,
  entrypoint: 'caddy',
  imageHealth: null,
  boot(inside) {
    const found = readSettings(inside, configPath(inside))
    return 'trouble' in found ? found.trouble : makeAuthority(inside, found.read)
  },
  selfCheck(inside, argv) {
    const path = argv.at(-1)
    if (argv.slice(0, -1).join(' ') !== 'caddy validate --config' || path === undefined)
      throw new PracticeError('caddy', argv.join(' '))
    const found = readSettings(inside, path)
    return 'trouble' in found ? found.trouble : null
  },
  greeting: () => ['{"level":"info","msg":"practice: this stands for Caddy; certificates are for show"}'],
  listens: (inside, port) => serversOf(inside).some((server) => portsOf(server).includes(port)),
  certificate(inside, port, host) {
    const settings = settingsOf(inside)
    const server = serversOf(inside).find((candidate) => portsOf(candidate).includes(port))
    if (!server || port === 80 || at(server, 'automatic_https', 'disable') === true) return null
    const names = list(settings, 'apps', 'tls', 'certificates', 'automate').map(String)
    // for a name that it has no certificate for, Caddy ends the handshake; the client sees an unknown authority
    return { authority: names.includes(host) ? authorityOf(inside, settings) : '' }
  },
  http(inside, port, request) {
    const server = serversOf(inside).find((candidate) => portsOf(candidate).includes(port))
    const handler = routeFor(server, request)
    if (!handler) return plain(200, '')
    switch (handler['handler']) {
      case 'static_response':
        return {
          status: Number(handler['status_code'] ?? 200),
          headers: headersOf(handler, request),
          body: text(handler, 'body') ?? '',
        }
      case 'reverse_proxy':
        return proxy(inside, handler, request, at(server ?? {}, 'trusted_proxies') !== undefined)
      default:
        throw new PracticeError('caddy', `the handler ${String(handler['handler'])}`)
    }
  },
}

function readSettings(inside: Inside, path: string): { read: Settings } | { trouble: Trouble } {
  const file = inside.read(path)
  if ('trouble' in file)
    return {
      trouble: fails(`Error: reading config from file: open ${path}: ${file.trouble.toLowerCase()}`),
    }
  const read = readYaml(file.text)
  if (!read) return { trouble: fails(`Error: loading initial config: decoding config: invalid character`) }
  const strange = Object.keys(read).find((key) => !['admin', 'logging', 'storage', 'apps'].includes(key))
  return strange === undefined
    ? { read }
    : { trouble: fails(`Error: loading initial config: unknown field "${strange}"`) }
}

function configPath(inside: Inside): string {
  const { command } = inside.container.spec
  const at = command.indexOf('--config')
  if (command[0] !== 'caddy' || command[1] !== 'run' || at < 0)
    throw new PracticeError('caddy', command.join(' '))
  return command[at + 1] ?? ''
}

function settingsOf(inside: Inside): Settings {
  const file = inside.read(configPath(inside))
  return ('text' in file ? readYaml(file.text) : null) ?? {}
}

const serversOf = (inside: Inside): Settings[] =>
  Object.values((at(settingsOf(inside), 'apps', 'http', 'servers') ?? {}) as Record<string, Settings>)

const portsOf = (server: Settings): number[] =>
  list(server, 'listen').map((address) => Number(String(address).split(':').at(-1)))

const rootPath = (settings: Settings) =>
  `${text(settings, 'storage', 'root') ?? '/data/caddy'}/pki/authorities/local/root.crt`

/** Its own authority is made on the first start, and kept. */
function makeAuthority(inside: Inside, settings: Settings): ReturnType<Behaviour['boot']> {
  const policies = list(settings, 'apps', 'tls', 'automation', 'policies')
  if (
    !policies.some((policy) =>
      list(policy, 'issuers').some((issuer) => text(issuer, 'module') === 'internal'),
    )
  )
    return null
  const path = rootPath(settings)
  const host = inside.hostPath(path)
  if (host === null) throw new PracticeError('caddy', 'storage that is not mounted')
  const { files } = inside.machine
  if (files.exists(host)) return null
  if (!inside.writable(text(settings, 'storage', 'root') ?? '/data'))
    return fails(`Error: mkdir ${path}: permission denied`)
  files.mkdir(host.slice(0, host.lastIndexOf('/')), { parents: true, mode: 0o700 })
  files.write(host, practiceAuthority, { mode: 0o600 })
  return null
}

function authorityOf(inside: Inside, settings: Settings): string {
  const file = inside.read(rootPath(settings))
  return 'text' in file ? file.text : ''
}

function headersOf(handler: Settings, request: HttpRequest): Record<string, string> {
  const given = (handler['headers'] ?? {}) as Record<string, readonly string[]>
  return Object.fromEntries(
    Object.entries(given).map(([name, values]) => [
      name.toLowerCase(),
      values
        .join(', ')
        .replaceAll('{http.request.host}', (request.headers['host'] ?? '').replace(/:\d+$/, ''))
        .replaceAll('{http.request.uri}', request.path),
    ]),
  )
}

/** Names of headers that are taken away from the request; Caddy can do more with them, which is not modelled. */
function removed(handler: Settings): string[] {
  for (const key of Object.keys(handler))
    if (!['handler', 'upstreams', 'headers'].includes(key))
      throw new PracticeError('caddy', `reverse_proxy’s ${key}`)
  if (handler['headers'] === undefined) return []
  // the visitor's address is one for all here, so that it is set changes nothing
  const set = at(handler, 'headers', 'request', 'set')
  if (set !== undefined && JSON.stringify(set) !== '{"X-Forwarded-For":["{http.vars.client_ip}"]}')
    throw new PracticeError('caddy', 'headers.request.set of anything but the visitor’s address')
  const names = list(handler, 'headers', 'request', 'delete').map((name) => String(name).toLowerCase())
  if (names.length === 0 && set === undefined)
    throw new PracticeError('caddy', 'headers without request.delete')
  return names
}

/** @param behind another program, which is believed: it says whether the visitor came encrypted */
function proxy(inside: Inside, handler: Settings, request: HttpRequest, behind: boolean): HttpAnswer {
  const dial = text(handler, 'upstreams', 0, 'dial') ?? ''
  const [host = '', port = '80'] = dial.split(':')
  const found = inside.http(host, Number(port), forwarded(request, removed(handler), behind))
  return 'status' in found ? found : plain(502, '')
}
