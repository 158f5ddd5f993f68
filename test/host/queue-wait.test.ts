/** Waiting on the Pi for a person, worked off by the real sh and grep, and by the practice Pi alike. */
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { JournalReader } from '../../provisioners/engine/journal.ts'
import type { Wait } from '../../provisioners/host/host.ts'
import { allOf, sh } from '../../provisioners/shell/command.ts'
import { makeQueue, placeRun, work } from './support/queue.ts'
import { sandbox } from './support/sandbox.ts'

vi.setConfig({ testTimeout: 60_000 })

const wait = (more: Partial<Wait>) => ({
  kind: 'wait' as const,
  firstStatus: 100,
  wait: {
    begin: null,
    look: sh`true`,
    done: '"State": "Running"',
    asks: [],
    fails: [],
    everySeconds: 0.05,
    withinSeconds: 30,
    ...more,
  },
})
const link = (url: string): string => Buffer.from(url).toString('base64')

describe('a wait', () => {
  it('begins nothing when there is nothing to wait for', async () => {
    const root = sandbox()
    const begun = join(root, 'begun')
    const placed = await placeRun(
      root,
      makeQueue([[wait({ look: sh`echo ${'"State": "Running"'}`, begin: sh`touch ${begun}` })]]),
    )
    expect(await placed.run()).toBe(0)
    expect(placed.lines().slice(1)).toEqual(['start 1', 'exit 1 0', 'end done'])
    expect(existsSync(begun)).toBe(false)
  })

  it('tells once what to do, takes it back when it is done, and goes on', async () => {
    const root = sandbox()
    const state = join(root, 'state')
    const url = 'https://login.example/a/1?x=1\\u0026y=2'
    writeFileSync(state, `  "State": "NeedsLogin",\n  "AuthURL": "${url}"\n`)
    // the third look after it was begun finds it done
    const begin = allOf(sh`sleep 0.4`, sh`sh -c ${`echo '"State": "Running"' >'${state}'`}`)
    const placed = await placeRun(
      root,
      makeQueue([
        [
          wait({
            look: sh`cat ${state}`,
            begin,
            asks: [
              { purpose: 'tailscale-approval', of: 'look', when: 'NeedsApproval' },
              { purpose: 'tailscale-sign-in', of: 'look', when: '"NeedsLogin"', link: 'https://[^"]+' },
            ],
          }),
        ],
        [work(sh`echo after`)],
      ]),
    )
    expect(await placed.run()).toBe(0)
    expect(placed.lines().slice(1)).toEqual([
      'start 1',
      `ask 1 tailscale-sign-in ${link(url)}`,
      'ask 1 -',
      'exit 1 0',
      'start 2',
      'out 2 after',
      'exit 2 0',
      'end done',
    ])
    const events = new JournalReader().read(`${placed.journal().join('\n')}\n`)
    expect(events.filter(({ kind }) => kind === 'asked')).toMatchObject([
      { step: 1, ask: { purpose: 'tailscale-sign-in', link: 'https://login.example/a/1?x=1&y=2' } },
      { step: 1, ask: null },
    ])
  })

  it('ends at once by a text that says it is in vain, and says which by its status', async () => {
    const placed = await placeRun(
      sandbox(),
      makeQueue([
        [
          wait({
            begin: allOf(sh`echo ${'invalid key: API key does not exist'}`, sh`sleep 30`),
            fails: [
              { when: 'shields-up', code: 'funnel-refused' },
              { when: '^invalid key', code: 'tailscale-key-refused' },
            ],
          }),
        ],
      ]),
    )
    expect(await placed.run()).toBe(1)
    expect(placed.lines().slice(1)).toEqual([
      'start 1',
      'out 1 invalid key: API key does not exist',
      'exit 1 101',
      'end failed',
    ])
  })

  it('does not try for ever what fails for a reason that nobody knows', async () => {
    const placed = await placeRun(
      sandbox(),
      makeQueue([[wait({ begin: sh`sh -c ${'echo odd >&2; exit 3'}` })]]),
    )
    expect(await placed.run()).toBe(1)
    expect(placed.lines().slice(1)).toEqual(['start 1', 'out 1 odd', 'exit 1 1', 'end failed'])
  })

  it('begins again what ended well and did nothing', async () => {
    const root = sandbox()
    const count = join(root, 'count')
    const placed = await placeRun(
      root,
      makeQueue([[wait({ begin: sh`sh -c ${`echo x >>'${count}'`}`, look: sh`cat ${count}`, done: '^x$' })]]),
    )
    expect(await placed.run()).toBe(0)
  })

  it('gives up when its time is over, and stops when it is asked to', async () => {
    const late = await placeRun(sandbox(), makeQueue([[wait({ withinSeconds: 1 })]]))
    await late.run()
    expect(late.lines().slice(2)).toEqual(['exit 1 99', 'end failed'])

    const root = sandbox()
    const stop = join(root, 'runs', 'run-1', 'stop')
    const stopped = await placeRun(
      root,
      makeQueue([[wait({ begin: sh`touch ${stop}` })], [work(sh`echo no`)]]),
    )
    await stopped.run()
    expect(stopped.lines().slice(1)).toEqual(['start 1', 'exit 1 98', 'end stopped'])
  })
})

describe('an ask in the journal', () => {
  const read = (line: string) => new JournalReader().read(`1.000 ${line}\n`)
  it.each([
    ['a script', 'javascript:alert(1)'],
    ['a file', 'file:///etc/passwd'],
    ['a name in front', 'https://login.example@evil.example/'],
    ['no address', 'call me'],
    ['nothing', ''],
  ])('is no link where it is %s', (_what, text) => {
    expect(read(`ask 1 tailscale-funnel ${link(text)}`)).toMatchObject([{ ask: { link: null } }])
  })
  it('is nothing at all for an unknown purpose', () => {
    expect(read(`ask 1 send-money ${link('https://example.org/')}`)).toEqual([])
  })
})
