/** OpenSSH's known_hosts, as sshd(8) describes it, and the verdicts that come of it. */
import { createHmac, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fingerprint, judge, keyType, preferredAlgorithms } from '../../provisioners/host/host-key.ts'
import { keysFor, knownKeys, remember } from '../../provisioners/host/known-hosts.ts'
import { ecdsa, ed25519, rsa } from './support/keys.ts'
import { sandbox } from './support/sandbox.ts'

const key = ed25519()
const other = ed25519()
const curve = ecdsa()
const old = rsa()
const hashed = (name: string): string => {
  const salt = randomBytes(20)
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`
}

describe('which lines mean a host', () => {
  it.each([
    ['the name', 'pi.local', 'pi.local', 22, true],
    ['another name', 'pj.local', 'pi.local', 22, false],
    ['whatever the case', 'Pi.LOCAL', 'pI.local', 22, true],
    ['an address', '192.168.1.5', '192.168.1.5', 22, true],
    ['IPv6', 'fe80::1', 'fe80::1', 22, true],
    ['one of several', 'a,pi.local,b', 'pi.local', 22, true],
    ['its port', '[pi.local]:2222', 'pi.local', 2222, true],
    ['another port', '[pi.local]:2222', 'pi.local', 2223, false],
    ['no port, asked for one', 'pi.local', 'pi.local', 2222, false],
    ['a port, asked for 22', '[pi.local]:2222', 'pi.local', 22, false],
    ['a star', '*.local', 'pi.local', 22, true],
    ['a star is not a dot less', '*.local', 'local', 22, false],
    ['a question mark', 'p?.local', 'pi.local', 22, true],
    ['a question mark is one character', 'p?.local', 'pii.local', 22, false],
    ['a dot is a dot', 'pi.local', 'pixlocal', 22, false],
    ['a star with a port', '[*.local]:2222', 'pi.local', 2222, true],
    ['negation wins', '*.local,!pi.local', 'pi.local', 22, false],
    ['negation wins from the front too', '!pi.local,*.local', 'pi.local', 22, false],
    ['negation of another', '*.local,!pj.local', 'pi.local', 22, true],
    ['negation alone is no match', '!pj.local', 'pi.local', 22, false],
    ['hashed', hashed('pi.local'), 'pi.local', 22, true],
    ['hashed with a port', hashed('[pi.local]:2222'), 'pi.local', 2222, true],
    ['hashed, another', hashed('pj.local'), 'pi.local', 22, false],
    ['a broken hash', '|1|x', 'pi.local', 22, false],
  ])('%s', (_name, hosts, host, port, known) => {
    expect(keysFor(`${hosts} ${key.public} a comment\n`, host, port)).toHaveLength(known ? 1 : 0)
  })

  it.each([
    ['a comment', `# pi.local ${key.public}`],
    ['an empty line', ''],
    ['a certificate authority', `@cert-authority pi.local ${key.public}`],
    ['an unknown mark', `@fresh pi.local ${key.public}`],
    ['no key', 'pi.local ssh-ed25519'],
    ['no base64', 'pi.local ssh-ed25519 %%%'],
    ['a type that the key is not', `pi.local ssh-rsa ${key.public.split(' ')[1]}`],
    ['an old RSA1 line', 'pi.local 1024 35 1234567'],
  ])('%s means nothing', (_name, line) => {
    expect(keysFor(`${line}\nelsewhere ${key.public}\n`, 'pi.local', 22)).toEqual([])
  })

  it('CRLF, tabs and several types', () => {
    const text = `pi.local\t${key.public}\r\npi.local  ${curve.public}\r\n@revoked * ${other.public}\r\n`
    expect(keysFor(text, 'pi.local', 22).map(({ type, revoked }) => [type, revoked])).toEqual([
      ['ssh-ed25519', false],
      ['ecdsa-sha2-nistp256', false],
      ['ssh-ed25519', true],
    ])
  })
})

describe('the verdict', () => {
  const line = (...pairs: { public: string }[]) =>
    keysFor(pairs.map((pair) => `pi ${pair.public}`).join('\n'), 'pi', 22)
  const revoked = (pair: { public: string }) => keysFor(`@revoked * ${pair.public}`, 'pi', 22)
  it.each([
    ['nothing known', [[], []], 'unknown'],
    ['known to us', [line(key), []], 'known'],
    ['known to ssh', [[], line(key)], 'known'],
    ['one of several', [line(curve, key), []], 'known'],
    ['another key', [line(other), []], 'changed'],
    ['another type only', [line(curve), []], 'changed'],
    ['ours goes before the file of ssh', [line(key), line(other)], 'known'],
    ['and also when it says no', [line(other), line(key)], 'changed'],
    ['revoked', [line(key), revoked(key)], 'revoked'],
    ['revoked in ours', [[...line(key), ...revoked(key)], []], 'revoked'],
    ['another one revoked', [[], revoked(other)], 'unknown'],
  ] as const)('%s', (_name, sources, verdict) => {
    expect(judge(key.blob, sources).verdict).toBe(verdict)
  })

  it('shows what is known', () => {
    expect(judge(key.blob, [line(other, curve)])).toEqual({
      type: 'ssh-ed25519',
      fingerprint: fingerprint(key.blob),
      verdict: 'changed',
      knownFingerprints: [
        { type: 'ssh-ed25519', fingerprint: fingerprint(other.blob) },
        { type: 'ecdsa-sha2-nistp256', fingerprint: fingerprint(curve.blob) },
      ],
    })
  })

  it('asks for the known types first', () => {
    expect(preferredAlgorithms([line(old, curve), line(key)])).toEqual([
      'rsa-sha2-512',
      'rsa-sha2-256',
      'ssh-rsa',
      'ecdsa-sha2-nistp256',
    ])
    expect(preferredAlgorithms([[], []])).toEqual([])
  })
})

describe('a fingerprint', () => {
  it("is ssh-keygen's", () => {
    // ssh-keygen -lf of this key, OpenSSH 9.2
    const blob = Buffer.from('AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl', 'base64')
    expect(fingerprint(blob)).toBe('SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU')
  })

  it.each([[Buffer.alloc(0)], [Buffer.from([0, 0, 0, 9, 1])], [Buffer.from([255, 255, 255, 255])]])(
    '%j is no key',
    (blob) => expect(keyType(blob)).toBe(''),
  )
})

describe('our own file', () => {
  it('is made, private, and keeps one key a host', async () => {
    const files = { store: join(sandbox(), 'config', 'known_hosts') }
    await remember(files, 'pi.local', 22, key.blob)
    await remember(files, 'PI.local', 2222, curve.blob)
    await remember(files, 'pi.local', 22, other.blob)
    expect(statSync(files.store).mode & 0o777).toBe(0o600)
    expect(readFileSync(files.store, 'utf8')).toBe(
      `[pi.local]:2222 ${curve.public}\npi.local ${other.public}\n`,
    )
    expect((await knownKeys(files, 'pi.local', 22))[0]?.map(({ blob }) => blob)).toEqual([other.blob])
  })

  it('keeps comments, others and revocations', async () => {
    const files = { store: join(sandbox(), 'known_hosts') }
    const before = `# mine\n@revoked pi.local ${old.public}\nother ${key.public}\n`
    writeFileSync(files.store, before)
    await remember(files, 'pi.local', 22, key.blob)
    expect(readFileSync(files.store, 'utf8')).toBe(`${before}pi.local ${key.public}\n`)
  })

  it('nothing is trusted when a file cannot be read', async () => {
    const directory = sandbox()
    mkdirSync(join(directory, 'unreadable'))
    const bad = join(directory, 'unreadable')
    const missing = join(directory, 'missing')
    await expect(knownKeys({ store: bad }, 'pi', 22)).rejects.toMatchObject({ code: 'host-key-unknown' })
    await expect(knownKeys({ store: missing, others: [bad] }, 'pi', 22)).rejects.toMatchObject({
      code: 'host-key-unknown',
    })
    await expect(knownKeys({ store: missing, others: [missing] }, 'pi', 22)).resolves.toEqual([[], []])
    await expect(
      remember({ store: join(bad, '..', 'unreadable') }, 'pi', 22, key.blob),
    ).rejects.toMatchObject({ code: 'host-key-unknown' })
  })
})
