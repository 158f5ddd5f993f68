/** The machine's checks, each at its threshold. */
import { describe, expect, it } from 'vitest'
import { systemChecks } from '../../provisioners/system/checks.ts'

const GIB = 1024 ** 3
const judge = (code: string, seen: Record<string, unknown>, now?: number) =>
  systemChecks()
    .find((check) => check.code === code)
    ?.judge(seen, now)

const mounts = (freeBytes: number) => [
  { target: '/', source: '/dev/sda2', kind: 'ext4', sizeBytes: 30 * GIB, freeBytes },
  { target: '/proc', source: 'proc', kind: 'proc', sizeBytes: 0, freeBytes: 0 },
]

describe('checks of the machine', () => {
  it.each<[string, Record<string, unknown>, boolean]>([
    ['disk.full', { mounts: mounts(10 * GIB) }, true],
    ['disk.full', { mounts: mounts(0.4 * GIB) }, false],
    ['disk.full', { mounts: [] }, true],
    ['disk.low', { mounts: mounts(2 * GIB) }, false],
    ['disk.low', { mounts: mounts(4 * GIB) }, true],
    ['memory.low', { memory: { totalBytes: 2 * GIB, availableBytes: 50 * 1024 ** 2, swapBytes: 0 } }, false],
    ['memory.low', { memory: { totalBytes: 2 * GIB, availableBytes: GIB, swapBytes: 0 } }, true],
    ['clock.kept', { timeSync: false, clock: 1 }, false],
    ['clock.kept', { timeSync: null, clock: 1 }, true],
    ['power.weak', { throttled: null }, true],
    ['power.weak', { throttled: { underVoltageNow: false, underVoltageSeen: true, hotNow: false } }, false],
    ['heat.high', { heat: 79.9 }, true],
    ['heat.high', { heat: 80 }, false],
    ['heat.high', { heat: null }, true],
  ])('%s %j', (code, seen, well) => {
    expect(judge(code, seen) === null).toBe(well)
  })

  it('compares the clock with the laptop’s, where there is one', () => {
    expect(judge('clock.right', { clock: 1000 }, 1060)).toBeNull()
    expect(judge('clock.right', { clock: 1000 }, 1061)?.detail).toBe(
      'It is 1 minute slow, compared with this computer.',
    )
    expect(judge('clock.right', { clock: 1000 })).toBeNull()
    expect(judge('clock.right', { clock: null }, 1)).toBeNull()
  })
})
