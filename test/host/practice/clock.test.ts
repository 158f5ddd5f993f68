import { describe, expect, it } from 'vitest'
import { Clock } from '../../../provisioners/host/practice/clock.ts'

describe('the clock at speed 0', () => {
  it('wakes whoever is due first, and shares time among those who wait at once', async () => {
    const clock = new Clock(() => 100, 0)
    const seen: string[] = []
    const sleeper = async (name: string, ...naps: number[]) => {
      for (const nap of naps) {
        await clock.sleep(nap)
        seen.push(`${name}@${clock.now() - 100}`)
      }
    }
    await Promise.all([sleeper('a', 5, 5), sleeper('b', 3, 3, 3)])
    expect(seen).toEqual(['b@3', 'a@5', 'b@6', 'b@9', 'a@10'])
  })

  it('lets a sleeper go who is told to, without letting time pass', async () => {
    const clock = new Clock(() => 100, 0)
    const stop = new AbortController()
    const slept = clock.sleep(50, stop.signal)
    stop.abort()
    await slept
    expect(clock.now()).toBe(100)
    await clock.sleep(1, stop.signal)
    expect(clock.now()).toBe(100)
  })
})

describe('the clock at other speeds', () => {
  it('waits for real, and counts whole seconds of the model', async () => {
    const clock = new Clock(() => performance.now() / 1000, 0.01)
    const [model, real] = [clock.now(), performance.now()]
    await Promise.all([clock.sleep(5), clock.sleep(10)])
    expect(performance.now() - real).toBeGreaterThan(95)
    expect(clock.now() - model).toBeGreaterThanOrEqual(10)
    expect(clock.now() - model).toBeLessThan(11)
  })
})
