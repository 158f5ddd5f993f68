import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { play } from '../scenarios/play.ts'
import { recorded } from '../scenarios/recorded.ts'
import { scenarios } from '../scenarios/scenarios.ts'
import { containerIds, emptyPi, laptop, onPi, type Laptop } from './support.ts'

describe('scenarios over a real host', () => {
  let one: Laptop
  beforeAll(async () => {
    await emptyPi()
    one = laptop()
  })
  afterAll(() => one?.close())

  it.each(scenarios)('$name', async (scenario) => {
    const before = await containerIds()
    const played = await play(scenario, one.engine, one.connect)
    expect(played.second).toEqual([])
    expect(played).toEqual(await recorded(played, true))
    // Nothing to do: no run was started and no container was touched.
    if (played.outcome === 'nothing-to-do') expect(await containerIds()).toEqual(before)
  })

  it('has merged the daemon.json that was there', async () => {
    const merged = JSON.parse((await onPi('cat', '/etc/docker/daemon.json')).stdout) as Record<
      string,
      unknown
    >
    expect(merged['insecure-registries']).toContain('ghcr.io')
    expect(merged['log-driver']).toBe('local')
  })
})
