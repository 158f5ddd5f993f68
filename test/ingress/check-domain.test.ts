/** The whole check over the practice Pi and its internet: one finding for one fault, and none for a healthy home. */
import { describe, expect, it } from 'vitest'
import { domainView } from '../../provisioners/model/reach.ts'
import { practiceEngine } from '../support/practice.ts'
import { one, type World } from './world.ts'
import { homeWorlds } from './worlds-homes.ts'
import { recordWorlds } from './worlds-records.ts'

async function check({ address = one, prepare }: World) {
  const { engine, pi, close } = practiceEngine()
  prepare?.(pi.machine.internet, pi)
  try {
    const view = await engine.checkDomain(address)
    expect(pi.bugs).toEqual([])
    // nothing of the check is left on the Pi
    expect(pi.machine.network.waiting.size).toBe(0)
    return view
  } finally {
    await close()
  }
}

const known = (code: string): boolean => code !== 'dynamic-address'

describe('an own domain', () => {
  it.each([...recordWorlds, ...homeWorlds])('$name', async (world) => {
    const view = await check(world)
    domainView.parse(view)
    const found = view.lines.filter(({ verdict, code }) => verdict !== 'fine' && known(code))
    expect(found.map(({ code }) => code)).toEqual(world.finds)
    expect(view.ready).toBe(world.ready)
    const rows = Object.fromEntries(
      view.records.map(({ type, name, verdict }) => [`${type} ${name}`, verdict]),
    )
    expect(rows).toMatchObject(world.rows ?? {})
    if (world.says)
      expect(found.map(({ detail, remedy }) => `${detail} ${remedy}`).join('\n')).toMatch(world.says)
    for (const { title, detail, remedy } of found) {
      expect([title, detail, remedy].filter((text) => text.trim() === '')).toEqual([])
      expect([title, detail, remedy].join('')).not.toMatch(/[\u0000-\u001f\u202a-\u202e]|undefined|null/)
    }
    for (const { verdict, remedy } of view.records) expect(remedy === '').toBe(verdict === 'right')
  })
})
