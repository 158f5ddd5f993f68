import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Probe } from '../../provisioners/model/proof.ts'
import { rungsOf } from '../../renderer/run/rungs.ts'

const probe = (code: string, from: Probe['from'], outcome: Probe['outcome']): Probe => ({
  code,
  from,
  outcome,
  title: code,
  detail: '',
  cause: '',
  why: '',
  remedy: '',
})

describe('the ladder', () => {
  it('names the rung that the engine names, and what strangers see first', () => {
    const { broken, groups } = rungsOf({
      broken: 'tls',
      probes: [
        probe('name', 'pi', 'works'),
        probe('versions', 'outside', 'fails'),
        probe('tls', 'outside', 'fails'),
      ],
    })
    expect(broken?.code).toBe('tls')
    expect(groups.map(({ from, outcome, works, asked }) => [from, outcome, works, asked])).toEqual([
      ['outside', 'fails', 0, 2],
      ['pi', 'works', 1, 1],
    ])
  })

  it('never calls a healthy rung broken, and loses none', () => {
    const any = fc.record({
      code: fc.string(),
      from: fc.constantFrom('here', 'pi', 'outside'),
      outcome: fc.constantFrom('works', 'fails', 'skipped'),
    })
    fc.assert(
      fc.property(fc.array(any, { maxLength: 12 }), fc.option(fc.string()), (some, broken) => {
        const probes = some.map(({ code, from, outcome }) => probe(code, from, outcome))
        const rungs = rungsOf({ probes, broken })
        expect(rungs.broken === null).toBe(!probes.some(({ outcome }) => outcome === 'fails'))
        if (rungs.broken !== null) expect(rungs.broken.outcome).toBe('fails')
        expect(rungs.groups.flatMap((group) => group.probes).length).toBe(probes.length)
        for (const { outcome, works, asked } of rungs.groups)
          expect(outcome).toBe(asked === 0 ? 'skipped' : works === asked ? 'works' : 'fails')
      }),
    )
  })
})
