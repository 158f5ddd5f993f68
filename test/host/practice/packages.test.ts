import { describe, expect, it } from 'vitest'
import { sh } from '../../../provisioners/shell/command.ts'
import { owner, practice, print, run } from './support.ts'

const query = (...names: string[]) =>
  sh`dpkg-query --show ${'--showformat=${Package}\\t${db:Status-Status}\\t${Version}\\n'} ${names}`
const install = (...names: string[]) =>
  sh`apt-get -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends ${names}`
const KEYRING = '/etc/apt/keyrings/docker.asc'
const fetchKey = sh`curl --fail --silent --show-error --location --max-time 60 --output ${KEYRING} https://download.docker.com/linux/debian/gpg`

const source = (suite = 'trixie') =>
  [
    'Types: deb',
    'URIs: https://download.docker.com/linux/debian',
    `Suites: ${suite}`,
    'Components: stable',
    `Signed-By: ${KEYRING}`,
    '',
  ].join('\n')

describe('packages', () => {
  it('knows what a fresh system has, and says so as dpkg does', async () => {
    const ran = await run(practice(), query('curl', 'docker.io', 'ca-certificates'))
    expect(ran.status).toBe(1)
    expect(ran.stdout).toBe('curl\tinstalled\t8.14.1-2+deb13u2\nca-certificates\tinstalled\t20250419\n')
    expect(ran.stderr).toBe('dpkg-query: no packages found matching docker.io\n')
  })

  it('finds nothing before its lists were fetched', async () => {
    const ran = await run(practice(), install('docker.io'))
    expect(ran).toMatchObject({ status: 100, stderr: 'E: Unable to locate package docker.io\n' })
  })

  it('installs with what is needed, and brings files and units to life', async () => {
    const pi = practice()
    await print(pi, sh`apt-get update`)
    expect(await print(pi, install('docker.io', 'docker-cli'))).toContain('Setting up containerd')
    expect(await print(pi, sh`systemctl is-active docker.service`)).toBe('active\n')
    expect(await print(pi, sh`command -v docker`)).toBe('/usr/bin/docker\n')
    expect(await print(pi, install('docker.io'))).toContain('0 newly installed')
  })

  it('takes Docker’s own repository only with its key and a suite that exists', async () => {
    const pi = practice()
    pi.machine.files.write('/etc/apt/sources.list.d/docker.sources', source())
    expect(await run(pi, sh`apt-get update`)).toMatchObject({ status: 100 })
    await print(pi, fetchKey)
    await print(pi, sh`apt-get update`)
    await print(pi, install('docker-ce', 'docker-ce-cli', 'containerd.io', 'docker-compose-plugin'))
    expect(await print(pi, sh`docker compose version --short`)).toBe('5.5.0\n')
    pi.machine.files.write('/etc/apt/sources.list.d/docker.sources', source('sarge'))
    expect((await run(pi, sh`apt-get update`)).stderr).toContain('does not have a Release file')
  })

  it('stops at two entries for one repository with different keys', async () => {
    const pi = practice()
    await print(pi, fetchKey)
    pi.machine.files.write('/etc/apt/sources.list.d/docker.sources', source())
    pi.machine.files.write(
      '/etc/apt/sources.list.d/docker.list',
      'deb [arch=arm64 signed-by=/usr/share/keyrings/docker.gpg] https://download.docker.com/linux/debian trixie stable\n',
    )
    expect((await run(pi, sh`apt-get update`)).stderr).toContain(
      'Conflicting values set for option Signed-By',
    )
  })

  it('replaces what takes the same files', async () => {
    const pi = practice({ faults: [{ kind: 'docker-installed', from: 'debian' }] })
    await print(pi, fetchKey)
    pi.machine.files.write('/etc/apt/sources.list.d/docker.sources', source())
    await print(pi, sh`apt-get update`)
    await print(pi, install('docker-ce', 'docker-ce-cli', 'containerd.io', 'docker-compose-plugin'))
    expect((await run(pi, query('docker.io', 'containerd', 'docker-compose'))).stdout).toBe('')
    expect(await print(pi, sh`docker version --format ${'{{.Server.Version}}'}`)).toBe('29.6.1\n')
  })

  it('warns only, as apt does, about lists that cannot be fetched', async () => {
    const pi = practice({ faults: [{ kind: 'unreachable', host: 'debian.example' }] })
    const ran = await run(pi, sh`apt-get update`)
    expect(ran.status).toBe(0)
    expect(ran.stderr).toContain('Some index files failed to download')
    expect((await run(pi, install('docker.io'))).status).toBe(100)
  })

  it('waits for another apt as long as it is told to, and not longer', async () => {
    const pi = practice({ faults: [{ kind: 'packages-locked', seconds: 60 }] })
    expect(await run(pi, sh`apt-get -o DPkg::Lock::Timeout=5 update`)).toMatchObject({ status: 100 })
    expect((await run(pi, sh`apt-get -o DPkg::Lock::Timeout=300 update`)).status).toBe(0)
  })

  it('needs root', async () => {
    expect(await run(practice(), sh`apt-get update`, { who: owner })).toMatchObject({ status: 100 })
  })

  it('mends what a power cut left half configured', async () => {
    const pi = practice({ faults: [{ kind: 'half-configured', package: 'iptables' }] })
    const audit = await run(pi, sh`dpkg --audit`)
    expect(audit).toMatchObject({ status: 1 })
    expect(audit.stdout).toContain(' iptables ')
    await print(pi, sh`apt-get update`)
    expect((await run(pi, install('docker.io'))).stderr).toContain("run 'dpkg --configure -a'")
    await print(pi, sh`dpkg --configure -a`)
    expect(await run(pi, sh`dpkg --audit`)).toEqual({ status: 0, stdout: '', stderr: '' })
  })

  it('installs nothing that does not fit on the card', async () => {
    const pi = practice({ faults: [{ kind: 'disk-full', freeBytes: 10_000_000 }] })
    await print(pi, sh`apt-get update`)
    expect((await run(pi, install('docker.io'))).stderr).toContain("You don't have enough free space")
  })

  it('has Debian 12’s older Docker where it is Debian 12', async () => {
    const pi = practice({ codename: 'bookworm' })
    await print(pi, sh`apt-get update`)
    await print(pi, install('docker.io', 'docker-compose'))
    expect(await print(pi, sh`docker version --format ${'{{.Client.Version}}'}`)).toBe('20.10.24+dfsg1\n')
    expect((await run(pi, sh`docker compose version --short`)).status).toBe(1)
  })
})
