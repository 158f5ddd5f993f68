/** The check-up: one machine that is fine, and one deviation at a time. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkup, type CheckupMeans, type CheckupSeen } from '../../provisioners/system/checkup.ts'
import { duration } from '../../provisioners/system/duration.ts'

const GIB = 1024 ** 3
const now = 1_795_253_287

const fine: CheckupSeen = {
  boardModel: 'Raspberry Pi 5 Model B Rev 1.0',
  dmiModel: '',
  architecture: 'arm64',
  os: { id: 'debian', codename: 'trixie', major: 13, name: 'Debian GNU/Linux 13 (trixie)' },
  memory: { totalBytes: 7.7 * GIB, availableBytes: 7 * GIB, swapBytes: 0 },
  mounts: [
    { target: '/', source: '/dev/nvme0n1p2', kind: 'ext4', sizeBytes: 250 * GIB, freeBytes: 200 * GIB },
  ],
  clock: now + 2,
  timeSync: true,
  listeners: [{ address: '0.0.0.0', port: 22, process: 'sshd' }],
  packageTrouble: '',
  heat: 48.3,
  throttled: { underVoltageNow: false, underVoltageSeen: false, hotNow: false },
  cgroup2: ['cpu', 'memory'],
  cgroup1Memory: null,
}
const means: CheckupMeans = { now, sudo: 'ready', ownPorts: [] }

const lineOf = (code: string, seen: Partial<CheckupSeen>, with_: Partial<CheckupMeans> = {}) =>
  checkup({ ...fine, ...seen }, { ...means, ...with_ }).find((line) => line.code === code)

describe('checkup', () => {
  it('finds nothing on a machine that is fine', () => {
    expect(checkup(fine, means).filter((line) => line.verdict !== 'fine')).toEqual([])
  })

  const disk = (source: string, freeBytes: number) => [
    { target: '/', source, kind: 'ext4', sizeBytes: 32 * GIB, freeBytes },
  ]
  const listens = (port: number, process: string) => [{ address: '*', port, process }]

  it.each<[string, string, Partial<CheckupSeen>, Partial<CheckupMeans>, RegExp]>([
    ['architecture', 'in-the-way', { architecture: 'armhf' }, {}, /armhf/],
    ['architecture', 'in-the-way', { architecture: 'i386' }, {}, /i386/],
    ['architecture', 'fine', { architecture: 'amd64' }, {}, /amd64/],
    [
      'system',
      'in-the-way',
      { os: { id: 'debian', codename: 'bullseye', major: 11, name: 'Debian 11' } },
      {},
      /11/,
    ],
    [
      'system',
      'in-the-way',
      { os: { id: 'fedora', codename: '', major: 43, name: 'Fedora 43' } },
      {},
      /Fedora/,
    ],
    [
      'system',
      'fine',
      { os: { id: 'ubuntu', codename: 'noble', major: 24, name: 'Ubuntu 24.04' } },
      {},
      /Ubuntu/,
    ],
    [
      'system',
      'worth-knowing',
      { os: { id: 'debian', codename: 'forky', major: 0, name: 'Debian forky' } },
      {},
      /forky/,
    ],
    [
      'memory',
      'in-the-way',
      { memory: { totalBytes: 0.9 * GIB, availableBytes: 1, swapBytes: 0 } },
      {},
      /0\.9 GB/,
    ],
    [
      'memory',
      'worth-knowing',
      { memory: { totalBytes: 1.85 * GIB, availableBytes: 1, swapBytes: 0 } },
      {},
      /GB/,
    ],
    ['disk', 'in-the-way', { mounts: disk('/dev/sda2', 4 * GIB) }, {}, /4\.0 GB free/],
    ['disk', 'fine', { mounts: disk('/dev/sda2', 4 * GIB) }, { neededDiskBytes: 3 * GIB }, /free/],
    ['disk-kind', 'worth-knowing', { mounts: disk('/dev/mmcblk0p2', 20 * GIB) }, {}, /SD/],
    ['clock', 'in-the-way', { clock: now - 240 }, {}, /4 minutes slow/],
    ['clock', 'in-the-way', { clock: now + 86_400 * 3 }, {}, /3 days fast/],
    ['clock', 'worth-knowing', { timeSync: false }, {}, /Right/],
    ['clock', 'fine', { timeSync: null }, {}, /Right/],
    ['ports', 'worth-knowing', { listeners: listens(80, 'apache2') }, {}, /80 by apache2/],
    ['ports', 'worth-knowing', { listeners: listens(443, 'docker-proxy') }, {}, /443 by docker-proxy/],
    ['ports', 'in-the-way', { listeners: listens(80, 'apache2') }, { neededPorts: [80] }, /80 by apache2/],
    ['ports', 'fine', { listeners: listens(80, 'nginx') }, { neededPorts: [] }, /Free/],
    ['ports', 'fine', { listeners: listens(443, 'docker-proxy') }, { ownPorts: [80, 443, 8443] }, /Free/],
    ['ports', 'fine', { listeners: listens(8080, 'java') }, {}, /Free/],
    ['ports', 'worth-knowing', { listeners: null }, {}, /Unknown/],
    ['sudo', 'in-the-way', {}, { sudo: 'none' }, /No/],
    ['sudo', 'fine', {}, { sudo: 'password' }, /password/],
    ['memory-limits', 'worth-knowing', { cgroup2: ['cpu'], cgroup1Memory: null }, {}, /Off/],
    ['memory-limits', 'worth-knowing', { cgroup2: null, cgroup1Memory: false }, {}, /Off/],
    ['memory-limits', 'fine', { cgroup2: null, cgroup1Memory: true }, {}, /On/],
    ['memory-limits', 'fine', { cgroup2: ['cpu', 'memory'], cgroup1Memory: false }, {}, /On/],
    ['memory-limits', 'fine', { cgroup2: null, cgroup1Memory: null }, {}, /Unknown/],
    [
      'power',
      'worth-knowing',
      { throttled: { underVoltageNow: false, underVoltageSeen: true, hotNow: false } },
      {},
      /weak/,
    ],
    ['power', 'fine', { throttled: null }, {}, /Not measured/],
    ['heat', 'worth-knowing', { heat: 80 }, {}, /80/],
    ['heat', 'fine', { heat: 79.4 }, {}, /79/],
    [
      'packages',
      'worth-knowing',
      { packageTrouble: 'The following packages are only half configured' },
      {},
      /Inter/,
    ],
    ['model', 'worth-knowing', { boardModel: 'Raspberry Pi 3 Model B Plus Rev 1.3' }, {}, /Pi 3/],
    ['model', 'fine', { boardModel: '', dmiModel: '' }, {}, /This machine/],
  ])('%s is %s', (code, verdict, seen, with_, value) => {
    const line = lineOf(code, seen, with_)
    expect(line?.verdict).toBe(verdict)
    expect(line?.value).toMatch(value)
    if (verdict === 'in-the-way') {
      expect(line?.detail).not.toBe('')
      expect(line?.remedy).not.toBe('')
    }
  })

  it('says the length of time in the largest unit', () => {
    expect([1, 59, 60, 240, 7200, 90_000].map(duration)).toEqual([
      '1 second',
      '59 seconds',
      '1 minute',
      '4 minutes',
      '2 hours',
      '1 day',
    ])
  })

  it('always has the same lines, with words that are filled in and plain', () => {
    const codes = checkup(fine, means).map((line) => line.code)
    const some = fc.record({
      architecture: fc.constantFrom('', 'armhf', 'arm64'),
      clock: fc.option(fc.integer({ min: 0, max: 2 ** 40 })),
      heat: fc.option(fc.double({ min: -20, max: 120, noNaN: true })),
      listeners: fc.option(
        fc.array(
          fc.record({ address: fc.string(), port: fc.constantFrom(22, 80, 443), process: fc.string() }),
        ),
      ),
      mounts: fc.array(
        fc.record({
          target: fc.constantFrom('/', '/opt'),
          source: fc.string(),
          kind: fc.string(),
          sizeBytes: fc.nat(),
          freeBytes: fc.nat(),
        }),
      ),
      packageTrouble: fc.string(),
      cgroup2: fc.option(fc.array(fc.string())),
    })
    fc.assert(
      fc.property(some, (seen) => {
        const lines = checkup({ ...fine, ...seen } as CheckupSeen, means)
        expect(lines.map((line) => line.code)).toEqual(codes)
        for (const line of lines) {
          expect(line.title).not.toBe('')
          expect(line.value).not.toBe('')
          expect(`${line.remedy}`).not.toMatch(/[{}!]|undefined|null|NaN/)
        }
      }),
    )
  })
})
