/** A real SMTP server on loopback, with certificates of an authority that is made for the tests. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export interface Certificate {
  readonly key: string
  readonly cert: string
}

export interface Certificates {
  readonly ca: string
  /** Made out to localhost. */
  readonly right: Certificate
  readonly otherName: Certificate
  readonly expired: Certificate
}

/** @throws when there is no openssl */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'bramble-mail-'))
  const openssl = (...args: string[]): void =>
    void execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8')
  try {
    openssl(
      'req',
      '-x509',
      ...key,
      '-keyout',
      'ca.key',
      '-out',
      'ca.pem',
      '-days',
      '30',
      '-subj',
      '/CN=Test authority',
    )
    const make = (name: string, host: string, ...days: string[]): Certificate => {
      writeFileSync(join(folder, `${name}.ext`), `subjectAltName=DNS:${host}\n`)
      openssl('req', ...key, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${host}`)
      const signed = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', `${name}.ext`]
      openssl('x509', '-req', '-in', `${name}.csr`, ...signed, '-out', `${name}.pem`, ...days)
      return { key: read(`${name}.key`), cert: read(`${name}.pem`) }
    }
    return {
      ca: read('ca.pem'),
      right: make('right', 'localhost', '-days', '30'),
      otherName: make('other', 'mail.example.org', '-days', '30'),
      // the day before yesterday to yesterday
      expired: make('expired', 'localhost', '-days', '-1'),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @returns the port, and every message that was taken, as it came */
export async function startMailServer(
  options: SMTPServerOptions,
  address = '127.0.0.1',
): Promise<{ port: number; taken: string[] }> {
  const taken: string[] = []
  const server = new SMTPServer({
    logger: false,
    disableReverseLookup: true,
    onData(stream, _session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        taken.push(Buffer.concat(chunks).toString('utf8'))
        done(null)
      })
    },
    ...options,
  })
  // clients of these tests leave in the middle of a handshake
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, address, resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return { port: (server.server.address() as AddressInfo).port, taken }
}
