// A certificate of the lab's authority for whatever name is asked for, made when it is.
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** @param authority a folder with ca.crt and ca.key; @returns an SNI callback for node:https */
export function certificatesOf(authority) {
  const folder = mkdtempSync(join(tmpdir(), 'lab-internet-'))
  const made = new Map()
  return (name, done) => {
    if (!/^[a-z0-9.-]+$/.test(name)) return done(new Error('not a name'))
    if (!made.has(name)) made.set(name, issue(authority, folder, name))
    return made.get(name).then(
      (context) => done(null, context),
      (error) => done(error),
    )
  }
}

async function issue(authority, folder, name) {
  const at = (ending) => join(folder, `${name}.${ending}`)
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  await execute('openssl', ['req', ...key, '-subj', '/CN=lab', '-keyout', at('key'), '-out', at('csr')])
  writeFileSync(at('ext'), `subjectAltName=DNS:${name}\nextendedKeyUsage=serverAuth\n`)
  const signer = ['-CA', join(authority, 'ca.crt'), '-CAkey', join(authority, 'ca.key')]
  const serial = `0x${Buffer.from(name).toString('hex').slice(-30)}1`
  const out = ['-set_serial', serial, '-days', '365', '-extfile', at('ext'), '-out', at('crt')]
  await execute('openssl', ['x509', '-req', '-in', at('csr'), ...signer, ...out])
  return createSecureContext({ key: readFileSync(at('key')), cert: readFileSync(at('crt')) })
}
