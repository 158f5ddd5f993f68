/** How the practice Caddy gets public certificates: the practice authority gives one for every name that leads to this Pi. */
import { PracticeError } from '../practice-error.ts'
import type { Inside } from './inside.ts'
import { list, text, type Settings } from './settings.ts'

const PRODUCTION = 'https://acme-v02.api.letsencrypt.org/directory'
const LIFETIME = 90 * 86_400

/** For every name without a certificate; why one was not given is a line in the log that the settings name for it. */
export function askForCertificates(inside: Inside, settings: Settings): void {
  for (const { name, directory } of wanted(settings)) {
    const path = fileOf(settings, directory, name)
    if ('text' in inside.read(path)) continue
    const refused = refusal(inside, directory, name)
    if (refused === null) store(inside, path)
    else complain(inside, settings, name, refused)
  }
}

export function hasCertificate(inside: Inside, settings: Settings, name: string): boolean {
  const found = wanted(settings).find((one) => one.name === name)
  return found !== undefined && 'text' in inside.read(fileOf(settings, found.directory, name))
}

function wanted(settings: Settings): { name: string; directory: string }[] {
  return list(settings, 'apps', 'tls', 'automation', 'policies').flatMap((policy) =>
    list(policy, 'issuers')
      .filter((issuer) => text(issuer, 'module') === 'acme')
      .flatMap((issuer) =>
        list(policy, 'subjects').map((name) => ({
          name: String(name),
          directory: text(issuer, 'ca') ?? PRODUCTION,
        })),
      ),
  )
}

/** As certmagic lays them out (storage.go). */
function fileOf(settings: Settings, directory: string, name: string): string {
  const { hostname, pathname } = new URL(directory)
  const folder = `${hostname}${pathname.replaceAll('/', '-')}`
  return `${text(settings, 'storage', 'root') ?? '/data/caddy'}/certificates/${folder}/${name}/${name}.crt`
}

function refusal(inside: Inside, directory: string, name: string): string | null {
  const { network } = inside.machine
  const { hostname } = new URL(directory)
  if (!network.canReach(hostname)) return `Get "${directory}": dial tcp: lookup ${hostname}: no such host`
  if (network.clockIsOff) return 'tls: failed to verify certificate: x509: certificate is not yet valid'
  if (!network.leadsHere(name))
    return `HTTP 403 urn:ietf:params:acme:error:unauthorized - Invalid response from http://${name}/.well-known/acme-challenge/practice: 404`
  return null
}

function store(inside: Inside, path: string): void {
  const host = hostPathOf(inside, path)
  const { files, clock } = inside.machine
  files.mkdir(host.slice(0, host.lastIndexOf('/')), { parents: true, mode: 0o700 })
  files.write(host, practiceCertificate(clock.now(), clock.now() + LIFETIME), { mode: 0o600 })
}

function complain(inside: Inside, settings: Settings, name: string, error: string): void {
  const { files, clock } = inside.machine
  const line = JSON.stringify({
    level: 'error',
    ts: clock.now(),
    logger: 'tls.obtain',
    msg: 'could not get certificate from issuer',
    identifier: name,
    error,
  })
  for (const log of Object.values((settings['logging'] as { logs?: Record<string, Settings> })?.logs ?? {})) {
    if (!list(log, 'include').includes('tls.obtain')) continue
    const host = hostPathOf(inside, text(log, 'writer', 'filename') ?? '')
    files.write(host, `${files.readIfThere(host) ?? ''}${line}\n`, { mode: 0o600 })
  }
}

function hostPathOf(inside: Inside, path: string): string {
  const host = inside.hostPath(path)
  if (host === null) throw new PracticeError('caddy', 'storage that is not mounted')
  return host
}

/** As much of a certificate as says how long it holds (RFC 5280, 4.1): it has no key, no name and no signature. */
function practiceCertificate(from: number, to: number): string {
  const time = (at: number): Buffer => {
    const digits = new Date(at * 1000).toISOString().replaceAll(/[-:T]|\.\d+/g, '')
    return der(0x17, Buffer.from(digits.slice(2)))
  }
  const nothing = der(0x30)
  const tbs = der(0x30, der(0x02, Buffer.from([1])), nothing, nothing, der(0x30, time(from), time(to)))
  const base64 = der(0x30, tbs).toString('base64')
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`
}

/** Short enough for a length of one byte. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([tag, content.length]), content])
}
