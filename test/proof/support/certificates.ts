/** Certificates for the tests of the ladder: of an authority that stands for those that everybody trusts, and of others. */
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
  /** @param days may be negative: then it has ended already */
  issue(names: readonly string[], days?: number): Certificate
  close(): void
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']

/** @throws when there is no openssl */
export function makeAuthority(name: string): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'bramble-ladder-'))
  const openssl = (...args: string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
  openssl(
    'req',
    '-x509',
    ...KEY,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '30',
    '-subj',
    `/O=${name}/CN=${name}`,
  )
  const issued = new Map<string, Certificate>()
  return {
    ca: read('ca.pem'),
    issue(names, days = 30) {
      const id = `${names.join(' ')} ${days}`
      const known = issued.get(id)
      if (known !== undefined) return known
      const file = `leaf${issued.size}`
      writeFileSync(
        join(folder, `${file}.ext`),
        `subjectAltName=${names.map((one) => `DNS:${one}`).join(',')}\n`,
      )
      openssl('req', ...KEY, '-keyout', `${file}.key`, '-out', `${file}.csr`, '-subj', `/CN=${names[0]}`)
      const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', `${file}.ext`]
      openssl('x509', '-req', '-in', `${file}.csr`, ...signed, '-out', `${file}.pem`, '-days', String(days))
      const made = { key: read(`${file}.key`), cert: read(`${file}.pem`) }
      issued.set(id, made)
      return made
    },
    close: () => rmSync(folder, { recursive: true }),
  }
}
