import { afterAll, describe, expect, it } from 'vitest'
import { practiceEngine } from '../support/practice.ts'
import { play } from './play.ts'
import { recorded } from './recorded.ts'
import { scenarios } from './scenarios.ts'

describe('scenarios over the practice Pi', () => {
  const { engine, connect, close } = practiceEngine()
  afterAll(close)

  it.each(scenarios)('$name', async (scenario) => {
    const played = await play(scenario, engine, connect)
    expect(played.second).toEqual([])
    expect(played).toEqual(await recorded(played))
  })
})
