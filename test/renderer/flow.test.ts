import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runTask } from '../../provisioners/model/task.ts'
import { namesIt, planOf, type Flow } from '../../renderer/changes/flow.ts'
import { startEdit } from '../../renderer/wizard/edit.ts'
import { intentOf, isDirty, reduce, type SetupAction, type SetupState } from '../../renderer/wizard/state.ts'
import { stepAfter } from '../../renderer/wizard/steps.ts'
import { intent } from './fake-data.ts'

const stored = {
  ...intent,
  name: 'Cabin',
  mail: null,
  branding: { imprint: 'Petra' },
  server: { ...intent.server, uploadMiB: 250 },
}
const run = (actions: readonly SetupAction[], from: SetupState) => actions.reduce(reduce, from)
const opened = (step: Parameters<typeof startEdit>[2]) =>
  run([{ type: 'proposed', base: stored }], startEdit('c1', false, step))

describe('changing an answer of a server that lives', () => {
  it('starts from the stored answers, all of them, and nothing is changed by looking', () => {
    const steps = ['address', 'people', 'extras', 'review'] as const
    for (const step of steps) {
      const state = opened(step)
      expect(state.step).toBe(step)
      expect(intentOf(state)).toEqual(stored)
      expect(isDirty(state)).toBe(false)
    }
  })

  it('comes to the plan from any of its screens, with that answer changed and no other', () => {
    const server = { ...stored.server, uploadMiB: 10 }
    const state = run([{ type: 'answer', patch: { server } }, { type: 'next' }], opened('extras'))
    expect(state.step).toBe('review')
    expect(intentOf(state)).toEqual({ ...stored, server })
    expect(run([{ type: 'next' }], opened('address')).step).toBe('review')
  })

  it('asks again what a change has made void, before the plan', () => {
    const providers = [{ key: 'club', kind: 'oidc', settings: {}, admits: 'invited' as const }]
    const state = run(
      [
        { type: 'answer', patch: { signIn: { ...stored.signIn, providers } } },
        { type: 'go', step: 'address' },
      ],
      opened('extras'),
    )
    expect(state.furthest).not.toBe('review')
    expect(run([{ type: 'next' }], state).step).toBe('people')
  })

  it('leads through the ordinary steps of a set-up otherwise', () => {
    expect(stepAfter({ step: 'address', furthest: 'review', editing: null })).toBe('people')
    expect(stepAfter({ step: 'review', furthest: 'review', editing: 'extras' })).toBe('install')
  })
})

describe('what a page brings about', () => {
  const way = { to: 3, at: 1795208311, changes: [] }
  const flows: Flow[] = [
    { kind: 'keep', service: 'synapse', file: 'homeserver.yaml' },
    { kind: 'giveBack', service: 'synapse', file: 'homeserver.yaml' },
    { kind: 'undo', way },
    { kind: 'uninstall', data: 'keep' },
    { kind: 'uninstall', data: 'delete' },
  ]
  it('is a task that the model takes', () => {
    for (const flow of flows) {
      const of = planOf(flow, null)
      if (of === null || !('task' in of)) throw new Error(`${flow.kind} is no task`)
      expect(runTask.parse(of.task)).toEqual(of.task)
    }
    expect(planOf(flows[0] as Flow, null)).toMatchObject({ task: { keep: true } })
    expect(planOf(flows[1] as Flow, null)).toMatchObject({ task: { keep: false } })
  })

  it('a repair is the ordinary plan of the stored answers, and waits for them', () => {
    expect(planOf({ kind: 'repair' }, null)).toBeNull()
    expect(planOf({ kind: 'repair' }, stored)).toEqual({ intent: stored })
    expect(planOf({ kind: 'watch', run: 'r' }, stored)).toBeNull()
  })

  it('data go only under the server’s own name', () => {
    expect(namesIt(' brookside ', 'Brookside')).toBe(true)
    expect(namesIt('', '')).toBe(false)
    fc.assert(
      fc.property(fc.string(), fc.string(), (typed, name) => {
        if (namesIt(typed, name))
          expect(typed.trim().toLocaleLowerCase()).toBe(name.trim().toLocaleLowerCase())
        expect(namesIt(name, name)).toBe(name.trim() !== '')
      }),
    )
  })
})
