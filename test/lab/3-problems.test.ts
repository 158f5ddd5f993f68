import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { presentHostKey } from '../../provisioners/host/connect.ts'
import { EngineError } from '../../provisioners/model/engine-error.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import {
  brookside,
  converge,
  emptyPi,
  lab,
  labFacts,
  laptop,
  onPi,
  outcome,
  until,
  type Laptop,
} from './support.ts'

let one: Laptop | null = null
afterEach(async () => {
  await one?.close()
  one = null
})

/** The code that something fails with. */
async function code(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'no failure'
  } catch (error) {
    return error instanceof EngineError ? error.code : `not an EngineError: ${String(error)}`
  }
}

describe('signing in', () => {
  beforeAll(() => emptyPi())

  it('a wrong password', async () => {
    one = laptop({ credentials: { kind: 'password', password: new Secret('not-the-password', 'password') } })
    expect(await code(one.engine.inspect())).toBe('auth-failed')
  })

  it('a wrong sudo password', async () => {
    one = laptop({ sudoPassword: 'not-the-password' })
    expect(await code(one.engine.inspect())).toBe('sudo-password-wrong')
  })

  it('an unreachable host', async () => {
    const { host, port } = labFacts()
    await lab('cut', 'drop')
    const options = { knownHosts: { store: '/nonexistent/known_hosts' }, timeoutSeconds: 3 }
    const seen = await code(presentHostKey({ host, port }, options))
    await lab('cut', 'off')
    expect(seen).toBe('unreachable')
  })

  it('a changed host key: refused before any credential leaves', async () => {
    one = laptop()
    await one.engine.inspect()
    await (await one.connect()).close()
    await emptyPi('hostkey')
    const before = await logins()
    expect(await code(one.engine.inspect())).toBe('host-key-changed')
    expect(await logins()).toEqual(before)
  })
})

/** What sshd wrote of attempts to sign in. */
async function logins(): Promise<string[]> {
  const { stdout } = await onPi('journalctl', '--unit', 'ssh', '--output', 'cat', '--no-pager')
  return stdout.split('\n').filter((line) => /password|publickey|Accepted|Failed|invalid user/i.test(line))
}

describe('machines that are no good', () => {
  it('a 32-bit system is told at the check-up, and by the plan', async () => {
    await emptyPi('i386')
    one = laptop()
    expect(await code(one.engine.plan(brookside))).toBe('not-64-bit')
    const lines = await one.engine.checkup()
    expect(lines.filter(({ verdict }) => verdict === 'in-the-way').map(({ code }) => code)).toContain(
      'architecture',
    )
  })

  it('Debian 12 without a usable Compose, and without Docker’s repository', async () => {
    await emptyPi('bookworm')
    one = laptop()
    expect(await code(converge(one))).toBe('docker-unusable')
    // Nothing is half installed.
    expect((await onPi('which', 'docker')).stdout).toBe('')
  })
})

describe('machines that are strange, and work', () => {
  it.each(['german', 'noisy', 'nopasswd'])('%s', async (variant) => {
    await emptyPi(variant)
    one = laptop()
    const plan = await one.engine.plan(brookside)
    expect(plan.changes.map(({ resource }) => resource)).toContain('docker-engine')
    const lines = await one.engine.checkup()
    expect(lines.filter(({ verdict }) => verdict === 'in-the-way')).toEqual([])
  })

  it('Docker’s own repository, where it can be reached', async () => {
    await emptyPi('dockerrepo')
    one = laptop()
    expect(outcome(await converge(one))).toBe('verified')
    expect((await onPi('dpkg-query', '--show', 'docker-ce')).status).toBe(0)
    expect((await onPi('cat', '/etc/apt/sources.list.d/docker.sources')).stdout).toContain(
      'Signed-By: /etc/apt/keyrings/docker.asc',
    )
  })
})

describe('things in the way', () => {
  it('a full disk, under Docker and under Bramble’s own folder', async () => {
    await emptyPi('full', '--docker-mb', '400', '--data-mb', '40')
    one = laptop()
    expect(outcome(await converge(one))).toMatch(/^failed: disk-full/)
  })

  it('a package lock held by another program is waited for', async () => {
    await emptyPi()
    one = laptop()
    // dpkg's lock is an fcntl one; the holder lets go by itself.
    await onPi('systemd-run', '--unit=holder', 'python3', '-c', holder)
    expect(outcome(await converge(one))).toBe('verified')
  })

  it('a port in use is told with the program’s name, and at the check-up', async () => {
    await emptyPi()
    one = laptop()
    await onPi('systemd-run', '--unit=squatter', 'python3', '-m', 'http.server', '443')
    await until('it listens', 30, async () => (await onPi('ss', '-Hltn', 'sport = :443')).stdout !== '')
    // a proxy of the owner's may hold them: what it means is known once there is an address
    const line = (await one.engine.checkup()).find(({ code }) => code.includes('port'))
    expect(line?.verdict).toBe('worth-knowing')
    expect(`${line?.title} ${line?.detail} ${line?.value}`).toContain('python3')
    await expect(converge(one)).rejects.toThrow('Port 443 by python3')
    await onPi('systemctl', 'stop', 'squatter')
    expect(outcome(await converge(one))).toBe('verified')
  })

  afterAll(() => lab('reset').catch(() => undefined))
})

const holder = `
import fcntl, time
held = [open(path, 'w') for path in ('/var/lib/dpkg/lock-frontend', '/var/lib/dpkg/lock')]
for file in held: fcntl.lockf(file, fcntl.LOCK_EX)
time.sleep(20)
`
