import { afterAll, describe, expect, it } from 'vitest'
import { practiceEngine } from '../support/practice.ts'
import { play } from './play.ts'
import { recorded } from './recorded.ts'
import { domainScenarios } from './domain.ts'
import { scenarios } from './scenarios.ts'

describe.each([
  ['at home', scenarios],
  ['with a domain', domainScenarios],
])('scenarios over the practice Pi, %s', (_, scenarios) => {
  const { engine, connect, close } = practiceEngine()
  afterAll(close)

  it.each(scenarios)('$name', async (scenario) => {
    const played = await play(scenario, engine, connect)
    expect(played.second).toEqual([])
    expect(played).toEqual(await recorded(played))
  })
})
