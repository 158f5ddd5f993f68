import { describe, expect, it } from 'vitest'
import { sh } from '../../../provisioners/shell/command.ts'
import { owner, practice, print, run, START, withDocker } from './support.ts'

describe('the machine', () => {
  it('says what it is', async () => {
    const pi = practice()
    for (const path of ['/proc/device-tree/model', '/sys/firmware/devicetree/base/model'])
      expect(await print(pi, sh`cat ${path}`)).toBe('Raspberry Pi 5 Model B Rev 1.0\0')
    expect(await print(pi, sh`dpkg --print-architecture`)).toBe('arm64\n')
    expect(await print(pi, sh`uname --nodename`)).toBe('raspberrypi\n')
    expect(await print(pi, sh`cat /etc/os-release`)).toContain('VERSION_CODENAME=trixie\nID=debian\n')
    expect(await print(pi, sh`cat /proc/meminfo`)).toMatch(/^MemTotal: +8388608 kB\n/)
    expect(await print(pi, sh`nproc`)).toBe('4\n')
    expect(await print(pi, sh`vcgencmd get_throttled`)).toBe('throttled=0x0\n')
  })

  it('hides a 32-bit userland from uname, as a real one does', async () => {
    const pi = practice({ faults: [{ kind: 'userland-32-bit' }] })
    expect(await print(pi, sh`uname -m`)).toBe('aarch64\n')
    expect(await print(pi, sh`dpkg --print-architecture`)).toBe('armhf\n')
    expect(await print(pi, sh`cat /etc/os-release`)).toContain('ID=raspbian')
  })

  it('has no vcgencmd and no device tree where it is no Pi', async () => {
    const pi = practice({ architecture: 'amd64', model: 'Some PC' })
    expect((await run(pi, sh`vcgencmd get_throttled`)).status).toBe(127)
    expect((await run(pi, sh`cat /proc/device-tree/model`)).status).toBe(1)
    expect(await print(pi, sh`cat /sys/class/dmi/id/product_name`)).toBe('Some PC\n')
  })

  it('has a clock, right or wrong', async () => {
    expect(await print(practice(), sh`date +%s`)).toBe(`${START}\n`)
    expect(await print(practice(), sh`timedatectl show --property=NTPSynchronized`)).toBe(
      'NTPSynchronized=yes\n',
    )
    const late = practice({ faults: [{ kind: 'clock-wrong', bySeconds: -86_400 }] })
    expect(await print(late, sh`date +%s`)).toBe(`${START - 86_400}\n`)
    expect(await print(late, sh`timedatectl show --property=NTPSynchronized`)).toBe('NTPSynchronized=no\n')
  })

  it('counts its card', async () => {
    const pi = practice()
    const mounts = async () => {
      const text = await print(
        pi,
        sh`findmnt --json --bytes --list --real --output TARGET,SOURCE,FSTYPE,SIZE,AVAIL`,
      )
      return (JSON.parse(text) as { filesystems: { target: string; size: number; avail: number }[] })
        .filesystems
    }
    const [before] = await mounts()
    expect(before).toMatchObject({
      target: '/',
      source: '/dev/mmcblk0p2',
      fstype: 'ext4',
      size: 64 * 1024 ** 3,
    })
    pi.machine.files.write('/home/pi/film', 'x'.repeat(100_000))
    const [after] = await mounts()
    expect((before?.avail ?? 0) - (after?.avail ?? 0)).toBe(100_000)
    expect(await print(pi, sh`df -B1 --output=avail /`)).toBe(`Avail\n${after?.avail}\n`)
  })

  it('lists who listens, and tells their names to root only', async () => {
    const pi = practice({ faults: [{ kind: 'port-in-use', port: 80, program: 'apache2' }] })
    const text = await print(pi, sh`ss -Hltnp`)
    expect(text).toMatch(
      /^LISTEN +0 +4096 +0\.0\.0\.0:22 +0\.0\.0\.0:\* *users:\(\("sshd",pid=\d+,fd=4\)\)$/m,
    )
    expect(text).toMatch(/\[::\]:80 .*"apache2"/)
    expect((await run(pi, sh`ss -Hltnp`, { who: owner })).stdout).not.toContain('users:')
  })

  it('counts memory by group only after the firmware was told to', async () => {
    const pi = practice()
    expect(await print(pi, sh`cat /sys/fs/cgroup/cgroup.controllers`)).not.toContain('memory')
    const line = pi.machine.files.read('/boot/firmware/cmdline.txt').trim()
    pi.machine.files.write('/boot/firmware/cmdline.txt', `${line} cgroup_enable=memory\n`)
    expect(await print(pi, sh`cat /sys/fs/cgroup/cgroup.controllers`)).not.toContain('memory')
    await print(pi, sh`systemctl reboot`)
    expect(await print(pi, sh`cat /sys/fs/cgroup/cgroup.controllers`)).toContain('memory')
  })
})

describe('systemd', () => {
  it('answers for a unit that does not exist as systemd does', async () => {
    const pi = practice()
    expect(await run(pi, sh`systemctl is-active docker`)).toMatchObject({ status: 4, stdout: 'inactive\n' })
    expect(
      await print(pi, sh`systemctl show docker.service --property=LoadState,ActiveState,UnitFileState`),
    ).toBe('LoadState=not-found\nActiveState=inactive\nUnitFileState=\n')
    expect((await run(pi, sh`systemctl restart docker`)).status).toBe(5)
  })

  it('starts, stops, enables and disables', async () => {
    const pi = await withDocker(practice())
    await print(pi, sh`systemctl disable --now docker.service docker.socket`)
    expect(await run(pi, sh`systemctl is-active docker`)).toMatchObject({ status: 3, stdout: 'inactive\n' })
    expect(await run(pi, sh`systemctl is-enabled docker`)).toMatchObject({ status: 1, stdout: 'disabled\n' })
    expect((await run(pi, sh`docker info --format ${'{{json .}}'}`)).status).toBe(1)
    await print(pi, sh`systemctl enable --now docker.service`)
    expect(
      await print(pi, sh`systemctl show docker.service --property=LoadState,ActiveState,UnitFileState`),
    ).toBe('LoadState=loaded\nActiveState=active\nUnitFileState=enabled\n')
  })

  it('starts Docker for whoever knocks at its socket', async () => {
    const pi = await withDocker(practice())
    await print(pi, sh`systemctl stop docker.service`)
    expect((await run(pi, sh`docker info --format json`)).status).toBe(0)
    expect(await print(pi, sh`systemctl is-active docker.service`)).toBe('active\n')
  })

  it('does not start Docker on a daemon.json that is no JSON', async () => {
    const pi = practice({ faults: [{ kind: 'daemon-json', text: '{"log-driver": ' }] })
    await withDocker(pi)
    expect(await run(pi, sh`systemctl restart docker`)).toMatchObject({ status: 1 })
    expect(await run(pi, sh`systemctl is-active docker`)).toMatchObject({ status: 3, stdout: 'failed\n' })
    expect((await run(pi, sh`dockerd --validate --config-file=/etc/docker/daemon.json`)).status).toBe(1)
  })

  it('lists units by pattern and state', async () => {
    const pi = await withDocker(practice())
    expect(
      await print(
        pi,
        sh`systemctl list-units --plain --no-legend --state=active,activating ${'docker*.service'}`,
      ),
    ).toBe('docker.service loaded active running Docker Application Container Engine\n')
  })
})
