/** Every fact of the machine, over what real machines printed, and over nonsense. */
import { describe, expect, it } from 'vitest'
import * as facts from '../../provisioners/system/facts.ts'
import {
  diskKind,
  mountOf,
  parseListeners,
  parseMounts,
  parseOsRelease,
} from '../../provisioners/system/parse.ts'
import { answer, missing } from './answer.ts'

const trixie = `PRETTY_NAME="Debian GNU/Linux 13 (trixie)"
NAME="Debian GNU/Linux"
VERSION_ID="13"
VERSION="13 (trixie)"
VERSION_CODENAME=trixie
DEBIAN_VERSION_FULL=13.7
ID=debian
HOME_URL="https://www.debian.org/"
`
const bookworm = `PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
NAME="Debian GNU/Linux"
VERSION_ID="12"
VERSION="12 (bookworm)"
VERSION_CODENAME=bookworm
ID=debian
`

describe('os-release', () => {
  it.each([
    ['Debian 13', trixie, { id: 'debian', codename: 'trixie', major: 13 }],
    ['Debian 12', bookworm, { id: 'debian', codename: 'bookworm', major: 12 }],
    [
      '32-bit Raspberry Pi OS',
      'ID=raspbian\nVERSION_ID="12"\nVERSION_CODENAME=bookworm\n',
      { id: 'raspbian', major: 12 },
    ],
    [
      'Ubuntu',
      'ID=ubuntu\nVERSION_ID="24.04"\nVERSION_CODENAME=noble\n',
      { id: 'ubuntu', codename: 'noble', major: 24 },
    ],
    [
      'testing, without a number',
      "ID='debian'\nVERSION_CODENAME=forky\n",
      { id: 'debian', codename: 'forky', major: 0 },
    ],
    ['nonsense', '\u0000\n===\nID\n = debian\n', { id: '', codename: '', major: 0, name: '' }],
    ['nothing', '', { id: '', major: 0 }],
    [
      'values that are no identifiers, and would stand in the list of a repository',
      'ID="debian/../x"\nVERSION_CODENAME="trixie main [trusted=yes] (x"\n',
      { id: '', codename: '' },
    ],
  ])('%s', (_, text, expected) => {
    expect(parseOsRelease(text)).toMatchObject(expected)
  })
})

describe('mounts', () => {
  it('finds the file system of paths that do not exist yet', () => {
    const mounts = parseMounts(`{"filesystems": [
      {"target": "/", "source": "/dev/mmcblk0p2", "fstype": "ext4", "size": 31000000000, "avail": 20000000000},
      {"target": "/proc", "source": "proc", "fstype": "proc", "size": 0, "avail": 0},
      {"target": "/opt", "source": "/dev/sda1", "fstype": "ext4", "size": 500000000000, "avail": 400000000000},
      {"target": "/optional", "source": "/dev/sdb1", "fstype": "ext4", "size": 1, "avail": 1}
    ]}`)
    expect(mountOf(mounts, '/opt/bramble')?.source).toBe('/dev/sda1')
    expect(mountOf(mounts, '/var/lib/docker')?.source).toBe('/dev/mmcblk0p2')
  })

  it('reads older sizes, which are strings, and the last of two mounts over one place', () => {
    const mounts = parseMounts(`{"filesystems": [
      {"target":"/", "source":"overlay", "fstype":"overlay", "size":"270553174016", "avail":"80866787328"},
      {"target":"/", "source":"/dev/nvme0n1p2", "fstype":"ext4", "size":"5", "avail":"4"}, {"odd": true}
    ]}`)
    expect(mountOf(mounts, '/anywhere')).toMatchObject({ source: '/dev/nvme0n1p2', freeBytes: 4 })
  })

  it('takes silence for no answer and half an answer for trouble', () => {
    expect(facts.mounts.parse(missing)).toEqual([])
    expect(() => parseMounts('{"filesystems": [')).toThrow()
    expect(mountOf([], '/')).toBeNull()
  })

  it.each([
    ['/dev/mmcblk0p2', 'sd'],
    ['/dev/sda1', 'usb'],
    ['/dev/nvme0n1p2', 'nvme'],
    ['overlay', 'other'],
  ])('%s is %s', (source, kind) => {
    expect(diskKind(source)).toBe(kind)
  })
})

describe('listeners', () => {
  const seen = `LISTEN 0      4096   127.0.0.1:42577 0.0.0.0:* users:(("containerd",pid=302,fd=11))
LISTEN 0      128      0.0.0.0:22    0.0.0.0:* users:(("sshd",pid=69,fd=6))
LISTEN 0      128         [::]:22       [::]:* users:(("sshd",pid=69,fd=7))
LISTEN 0      511            *:80          *:* users:(("apache2",pid=9,fd=4),("apache2",pid=8,fd=4))
LISTEN 0 4096 127.0.0.53%lo:53 0.0.0.0:*
State Recv-Q Send-Q Local Address:Port
`
  it('reads addresses, ports and names', () => {
    expect(parseListeners(seen)).toEqual([
      { address: '127.0.0.1', port: 42577, process: 'containerd' },
      { address: '0.0.0.0', port: 22, process: 'sshd' },
      { address: '[::]', port: 22, process: 'sshd' },
      { address: '*', port: 80, process: 'apache2' },
      { address: '127.0.0.53%lo', port: 53, process: '' },
    ])
  })

  it('knows that it does not know without ss', () => {
    expect(facts.listeners.parse(missing)).toBeNull()
  })
})

describe('small answers', () => {
  it.each([
    [
      'model ends with a NUL',
      facts.boardModel,
      answer('Raspberry Pi 5 Model B Rev 1.0\u0000'),
      'Raspberry Pi 5 Model B Rev 1.0',
    ],
    [
      'no device tree',
      facts.boardModel,
      answer('', 1, 'cat: /proc/device-tree/model: No such file or directory'),
      '',
    ],
    ['architecture', facts.architecture, answer('arm64\n'), 'arm64'],
    ['no dpkg', facts.architecture, missing, ''],
    ['clock', facts.clock, answer('1795253287\n'), 1795253287],
    ['clock says nothing', facts.clock, missing, null],
    ['kept', facts.timeSync, answer('NTPSynchronized=yes\n'), true],
    ['not kept', facts.timeSync, answer('NTPSynchronized=no\n'), false],
    ['no systemd', facts.timeSync, missing, null],
    ['load', facts.load, answer('2.15 1.15 0.81 3/300 4242\n'), 2.15],
    ['cores', facts.cores, answer('4\n'), 4],
    ['heat', facts.heat, answer('48312\n'), 48.312],
    ['no sensor', facts.heat, answer('', 1), null],
    ['packages whole', facts.packageTrouble, answer(''), ''],
    [
      'cgroup v2',
      facts.cgroup2,
      answer('cpuset cpu io memory pids\n'),
      ['cpuset', 'cpu', 'io', 'memory', 'pids'],
    ],
    ['cgroup v1 only', facts.cgroup2, answer('', 1), null],
    [
      'v1 memory',
      facts.cgroup1Memory,
      answer('#subsys_name\thierarchy\tnum_cgroups\tenabled\nmemory\t4\t51\t1\n'),
      true,
    ],
    ['v1 memory off', facts.cgroup1Memory, answer('memory\t0\t51\t0\n'), false],
    ['v1 not listed', facts.cgroup1Memory, answer('cpu\t1\t19\t1\n'), null],
  ])('%s', (_, fact, said, expected) => {
    expect(fact.parse(said)).toEqual(expected)
  })

  it('reads memory in bytes, and refuses an answer without any', () => {
    const text =
      'MemTotal:        8059140 kB\nMemFree: 1 kB\nMemAvailable:    7000000 kB\nSwapTotal:        204796 kB\n'
    expect(facts.memory.parse(answer(text))).toEqual({
      totalBytes: 8059140 * 1024,
      availableBytes: 7000000 * 1024,
      swapBytes: 204796 * 1024,
    })
    expect(() => facts.memory.parse(answer('garbage'))).toThrow()
  })

  it.each([
    ['throttled=0x0\n', { underVoltageNow: false, underVoltageSeen: false, hotNow: false }],
    ['throttled=0x50005\n', { underVoltageNow: true, underVoltageSeen: true, hotNow: false }],
    ['throttled=0x80008\n', { underVoltageNow: false, underVoltageSeen: false, hotNow: true }],
  ])('%j', (text, expected) => {
    expect(facts.throttled.parse(answer(text))).toEqual(expected)
  })

  it('has no complaints from a machine without vcgencmd', () => {
    expect(facts.throttled.parse(missing)).toBeNull()
    expect(facts.throttled.parse(answer('VCHI initialization failed\n', 255))).toBeNull()
  })

  it('reads packages, and passes over what dpkg never heard of', () => {
    const text = 'ca-certificates\tinstalled\t20250419\ncurl\tnot-installed\t\n'
    const seen = facts.basePackages.parse(answer(text, 1, 'dpkg-query: no packages found matching x\n'))
    expect(seen.get('ca-certificates')).toEqual({ status: 'installed', version: '20250419' })
    expect(seen.get('curl')?.status).toBe('not-installed')
  })
})
