import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { phaseIds } from '../../provisioners/model/plan.ts'
import type { RunEventBody } from '../../provisioners/model/run-event.ts'
import { downloadTotals, emptyRun, fold, foldAll, MAX_LINES, type RunView } from '../../renderer/run/fold.ts'
import { phaseOrder } from '../../renderer/run/phases.ts'
import { fromDownload, intoFailure, numbered, problem, toDownload } from './fake-run.ts'

const see = (...bodies: RunEventBody[][]) => foldAll(numbered(bodies.flat()))
const states = (view: RunView) => view.phases.map(({ id, state }) => `${id} ${state}`).join(', ')

describe('phases', () => {
  it.each<[string, RunEventBody[], string]>([
    ['nothing heard', [], ''],
    [
      'planned',
      toDownload.slice(0, 1),
      'prepare to-come, docker to-come, configure to-come, download to-come, start to-come, prove to-come',
    ],
    [
      'first step',
      toDownload.slice(0, 2),
      'prepare busy, docker to-come, configure to-come, download to-come, start to-come, prove to-come',
    ],
    [
      'downloading',
      toDownload,
      'prepare done, docker done, configure done, download busy, start to-come, prove to-come',
    ],
    [
      'looking again',
      [...toDownload, ...fromDownload.slice(0, 5)],
      'prepare done, docker done, configure done, download done, start done, prove busy',
    ],
    [
      'verified',
      [...toDownload, ...fromDownload],
      'prepare done, docker done, configure done, download done, start done, prove done',
    ],
    [
      'failed',
      [...toDownload, ...intoFailure],
      'prepare done, docker done, configure done, download failed, start to-come, prove to-come',
    ],
    [
      'stopped',
      [...toDownload, { kind: 'queue-ended', outcome: 'stopped' }, { kind: 'finished', outcome: 'stopped' }],
      'prepare done, docker done, configure done, download stopped, start to-come, prove to-come',
    ],
    [
      'interrupted',
      [...toDownload, { kind: 'finished', outcome: 'interrupted' }],
      'prepare done, docker done, configure done, download stopped, start to-come, prove to-come',
    ],
  ])('%s', (_name, bodies, expected) => expect(states(see(bodies))).toBe(expected))

  it('know their times', () => {
    const view = see(toDownload, fromDownload)
    expect(view.phases.map(({ seconds }) => seconds)).toEqual([20, 40, 20, 120, 40, 40])
  })

  it('of an earlier part stay when the rest is planned anew', () => {
    const rest: RunEventBody = {
      kind: 'planned',
      run: 'run-1',
      server: 'Brookside',
      steps: [{ step: 1, resource: 'up', phase: 'start', title: 'Start' }],
    }
    expect(states(see(toDownload, [rest]))).toBe(
      'prepare done, docker done, configure done, download busy, start to-come, prove to-come',
    )
  })

  it('have the order of the model', () => expect(phaseOrder).toEqual([...phaseIds]))
})

describe('outcome', () => {
  it('of a good run', () => {
    expect(see(toDownload, fromDownload)).toMatchObject({
      outcome: 'verified',
      problem: null,
      unmet: [],
      current: null,
    })
  })
  it('of a failure carries its problem and what is left', () => {
    expect(see(toDownload, intoFailure)).toMatchObject({
      outcome: 'failed',
      problem,
      unmet: ['Download five programs', 'Start the services'],
    })
  })
  it('of nothing to do', () => {
    expect(see([{ kind: 'finished', outcome: 'nothing-to-do' }])).toMatchObject({
      outcome: 'nothing-to-do',
      phases: [],
    })
  })
})

describe('contact', () => {
  it('is lost and comes back, and the first loss counts', () => {
    const lost = see(toDownload, [
      { kind: 'contact-lost', detail: 'a' },
      { kind: 'contact-lost', detail: 'b' },
    ])
    expect(lost.lostSince).toBe(numbered(toDownload).at(-1)!.at + 20)
    expect(
      see(toDownload, [{ kind: 'contact-lost', detail: '' }, { kind: 'contact-back' }]).lostSince,
    ).toBeNull()
  })
})

describe('downloads', () => {
  it('add up, with their pace', () => {
    const totals = downloadTotals(see(toDownload))
    expect(totals).toMatchObject({ done: 431_000_000, total: 624_000_000 })
    expect(totals?.perSecond).toBeCloseTo((431_000_000 - 156_000_000) / 60)
  })
  it('are nothing before the first bytes', () =>
    expect(downloadTotals(see(toDownload.slice(0, 9)))).toBeNull())
})

describe('lines', () => {
  it('are cleaned, numbered and bounded', () => {
    const many = Array.from({ length: 500 }, (_, index): RunEventBody => ({
      kind: 'output',
      step: 4,
      text: Array.from({ length: 10 }, (_each, line) => `line ${index * 10 + line}`).join('\n'),
    }))
    const view = see(toDownload, many)
    expect(view.lines).toHaveLength(MAX_LINES)
    expect(view.lines.at(-1)).toMatchObject({ text: 'line 4999', who: 'images', number: view.lineCount })
    expect(see(toDownload).lines.find(({ text }) => text.startsWith('warning'))?.level).toBe('warning')
  })
})

describe('replay', () => {
  const events = numbered([...toDownload, ...fromDownload])

  it('of a reloaded window gives the same view', () =>
    expect(foldAll(structuredClone(events))).toEqual(foldAll(events)))

  it('of any part that was seen before changes nothing', () => {
    fc.assert(
      fc.property(fc.nat(events.length), fc.nat(events.length), (a, b) => {
        const first = foldAll(events.slice(0, Math.max(a, b)))
        const again = events.slice(Math.min(a, b)).reduce(fold, first)
        expect(again).toEqual(foldAll(events))
      }),
    )
  })

  it('survives events about steps that nobody planned', () => {
    const strange: RunEventBody[] = [
      { kind: 'step-started', step: 9 },
      { kind: 'step-finished', step: 9, status: 1 },
      { kind: 'output', step: 9, text: 'x' },
    ]
    expect(see(strange)).toMatchObject({
      ...emptyRun,
      last: 3,
      lineCount: 1,
      lines: [{ who: '', text: 'x' }],
    })
  })
})
