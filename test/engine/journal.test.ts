import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { JournalReader, noteLine } from '../../provisioners/engine/journal.ts'

const plan = `1.000 plan {"run":"r1","server":"Brookside","steps":[{"number":1,"resource":"images:synapse","phase":"download","title":"Synapse","failure":"download-failed"}]}`
const pull = (layer: string, status: string, current?: number, total?: number): string =>
  JSON.stringify({ status, progressDetail: { current, total }, id: layer })

const journal = [
  plan,
  '2.000 start 1',
  '2.100 out 1 Pulling, from Größe “ünïcode”',
  `2.200 out 1 ${pull('a', 'Downloading', 50, 100)}`,
  `2.300 out 1 ${pull('b', 'Downloading', 100, 100)}`,
  `2.400 out 1 ${pull('a', 'Download complete')}`,
  'noise that no runner writes',
  '3.000 exit 1 0',
  '3.001 end done',
  noteLine(4, { kind: 'looked', unmet: [] }),
  noteLine(4, { kind: 'finished', outcome: 'verified' }),
  '',
].join('\n')

describe('the journal', () => {
  it('becomes events, downloads as bytes', () => {
    expect(new JournalReader().read(journal)).toEqual([
      {
        at: 1,
        kind: 'planned',
        run: 'r1',
        server: 'Brookside',
        steps: [
          {
            step: 1,
            resource: 'images:synapse',
            phase: 'download',
            title: 'Synapse',
            failure: 'download-failed',
          },
        ],
      },
      { at: 2, kind: 'step-started', step: 1 },
      { at: 2.1, kind: 'output', step: 1, text: 'Pulling, from Größe “ünïcode”' },
      { at: 2.2, kind: 'progress', step: 1, label: 'Synapse', done: 50, total: 100 },
      { at: 2.3, kind: 'progress', step: 1, label: 'Synapse', done: 150, total: 200 },
      { at: 2.4, kind: 'progress', step: 1, label: 'Synapse', done: 200, total: 200 },
      { at: 3, kind: 'step-finished', step: 1, status: 0 },
      { at: 3.001, kind: 'queue-ended', outcome: 'done' },
      { at: 4, kind: 'looked', unmet: [] },
      { at: 4, kind: 'finished', outcome: 'verified' },
    ])
  })

  it('reads the same events however it is cut, and goes on at its offset after a cut', () => {
    const whole = new JournalReader().read(journal)
    fc.assert(
      fc.property(
        fc.array(fc.nat(journal.length), { maxLength: 8 }),
        fc.nat(journal.length),
        (cuts, lost) => {
          const reader = new JournalReader()
          const events = []
          let from = 0
          for (const cut of [...cuts, lost].sort((a, b) => a - b)) {
            events.push(...reader.read(journal.slice(from, cut)))
            from = cut
          }
          // The connection is lost here: the half line is forgotten and read again from the byte offset.
          reader.rewind()
          events.push(...reader.read(Buffer.from(journal).subarray(reader.offset).toString()))
          expect(events).toEqual(whole)
          expect(reader.offset).toBe(Buffer.byteLength(journal))
        },
      ),
    )
  })

  it('takes no event from hostile lines', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const events = new JournalReader().read(`5.000 out 1 ${text.replaceAll('\n', ' ')}\n`)
        for (const event of events) expect(['output', 'progress']).toContain(event.kind)
      }),
    )
    expect(new JournalReader().read('1.0 note {"kind":"finished","outcome":"won"}\n')).toEqual([])
    expect(new JournalReader().read('1.0 plan {"run":1}\n1.0 end nonsense\n')).toEqual([])
  })
})
