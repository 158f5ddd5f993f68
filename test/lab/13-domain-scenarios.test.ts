import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { domainScenarios } from '../scenarios/domain.ts'
import { play } from '../scenarios/play.ts'
import { recorded } from '../scenarios/recorded.ts'
import { setNames, well } from './internet-support.ts'
import { emptyPi, laptop, type Laptop } from './support.ts'

describe('scenarios of a domain over a real host', () => {
  let one: Laptop
  beforeAll(async () => {
    await emptyPi()
    setNames(well)
    one = laptop()
  })
  afterAll(() => one?.close())

  it.each(domainScenarios)('$name', async (scenario) => {
    const played = await play(scenario, one.engine, one.connect)
    expect(played.second).toEqual([])
    expect(played).toEqual(await recorded(played, true))
  })
})
