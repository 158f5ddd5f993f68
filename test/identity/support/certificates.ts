/** Certificates for tests, by the machine's own openssl: an authority, and servers' certificates of it. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface Certificate {
  readonly key: string
  readonly cert: string
}

export interface Authority {
  readonly ca: string
  /** @param names as the extension takes them, such as `DNS:localhost` */
  issue(...names: readonly string[]): Certificate
  close(): void
}

export function authority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'bramble-ca-'))
  const at = (name: string): string => join(folder, name)
  const openssl = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  openssl(
    'req',
    '-x509',
    ...curve,
    '-subj',
    '/CN=test authority',
    '-days',
    '2',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  )
  let count = 0
  return {
    ca: readFileSync(at('ca.pem'), 'utf8'),
    issue(...names) {
      const own = `server-${++count}`
      openssl('req', ...curve, '-subj', '/CN=test server', '-keyout', `${own}.key`, '-out', `${own}.csr`)
      writeFileSync(at(`${own}.ext`), `subjectAltName=${names.join(',')}\n`)
      openssl(
        'x509',
        '-req',
        '-in',
        `${own}.csr`,
        '-CA',
        'ca.pem',
        '-CAkey',
        'ca.key',
        '-CAcreateserial',
        '-days',
        '2',
        '-extfile',
        `${own}.ext`,
        '-out',
        `${own}.pem`,
      )
      return { key: readFileSync(at(`${own}.key`), 'utf8'), cert: readFileSync(at(`${own}.pem`), 'utf8') }
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}
