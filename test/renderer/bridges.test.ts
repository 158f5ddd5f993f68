import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bridgeViews } from '../../provisioners/bridges/view.ts'
import { wrongBridges } from '../../provisioners/bridges/index.ts'
import type { BridgeView } from '../../provisioners/model/bridges.ts'
import type { FieldView } from '../../provisioners/model/field.ts'
import { intentSchema } from '../../provisioners/model/intent.ts'
import {
  answered,
  complete,
  lettersOf,
  secretsOf,
  shortWords,
  withBridge,
  withoutBridge,
  type BridgeAnswers,
  type WrongAnswers,
} from '../../renderer/bridges/answers.ts'
import {
  changeKinds,
  deletion,
  planOfDraft,
  readRun,
  removal,
  writeRun,
} from '../../renderer/bridges/change.ts'
import { readKept, writeKept } from '../../renderer/place.ts'
import { fakeBridges } from './fake-bridges.ts'
import { intent } from './fake-data.ts'

const viewOf = (id: string): BridgeView => {
  const view = bridgeViews().find((each) => each.id === id)
  if (!view) throw new Error(`no view of ${id}`)
  return view
}
const telegram = viewOf('telegram')
const whatsapp = viewOf('whatsapp')
const wrongOf = (bridges: BridgeAnswers): WrongAnswers => fakeBridges['bridges.wrong']({ bridges })
const field = (more: Partial<FieldView>): FieldView => ({
  name: 'apiId',
  label: 'API id',
  help: '',
  placeholder: '',
  kind: 'text',
  optional: false,
  initial: null,
  choices: [],
  ...more,
})

describe('the answers about bridges', () => {
  it('grow by a tick and shrink by the next, and leave the others as they are', () => {
    const one = withBridge({}, 'whatsapp', { encrypt: false })
    const two = withBridge(one, 'telegram')
    expect(two).toEqual({ whatsapp: { encrypt: false }, telegram: {} })
    expect(withoutBridge(two, 'telegram')).toEqual(one)
    expect(withoutBridge(two, 'signal')).toEqual(two)
  })

  it('hold no empty text, unless it takes the place of one that stood there', () => {
    expect(answered({ apiId: '1' }, field({}), '')).toEqual({})
    expect(answered({ apiId: '1' }, field({ initial: '7' }), '')).toEqual({ apiId: '' })
    expect(answered({ history: true }, field({}), '12')).toEqual({ history: true, apiId: '12' })
    expect(answered({}, field({ kind: 'switch', initial: true }), false)).toEqual({ apiId: false })
  })

  it('are complete when the model takes them and the secrets are somewhere', () => {
    const [secret = ''] = secretsOf([telegram])
    const good = { telegram: { apiId: '1234567' } }
    expect(wrongBridges({ bridges: good })).toEqual([])
    expect(complete(telegram, wrongOf(good), { [secret]: 'given' })).toBe(true)
    expect(complete(telegram, wrongOf(good), { [secret]: 'kept' })).toBe(true)
    expect(complete(telegram, wrongOf(good), { [secret]: 'missing' })).toBe(false)
    expect(complete(telegram, wrongOf(good), {})).toBe(false)
    expect(complete(telegram, wrongOf(good), null)).toBe(false)
    expect(complete(telegram, null, { [secret]: 'kept' })).toBe(false)
    expect(complete(telegram, wrongOf({ telegram: { apiId: 'x' } }), { [secret]: 'kept' })).toBe(false)
    expect(complete(whatsapp, wrongOf({ whatsapp: {} }), null)).toBe(true)
  })

  it('never count a secret of a bridge as an answer', () => {
    for (const view of bridgeViews())
      for (const name of Object.keys(view.secrets))
        expect(wrongOf({ [view.id]: { [name]: 'typed' } })[view.id]).toHaveProperty(name)
  })

  it('are judged below the question in words that need not name it', () => {
    const [apiId] = telegram.fields
    if (apiId === undefined) throw new Error('Telegram asks nothing')
    const wrong = wrongOf({ telegram: {} })['telegram']?.['apiId'] ?? ''
    expect(shortWords(telegram, apiId, wrong)).toBe('It is missing.')
    expect(shortWords(telegram, apiId, 'something else.')).toBe('Something else.')
  })

  it('have two letters for a tile', () => {
    expect(['WhatsApp', 'Telegram', 'Google Messages', 'IRC', 'X', ''].map(lettersOf)).toEqual([
      'Wa',
      'Te',
      'Gm',
      'Ir',
      'X',
      '',
    ])
  })
})

describe('a change of a bridge', () => {
  const stored = intentSchema.parse({ ...intent, bridges: { whatsapp: { encrypt: false } } })

  it('is the stored answers with nothing else touched', () => {
    const { of } = planOfDraft({ kind: 'add', view: telegram, settings: { apiId: '12' } }, stored)
    expect(of).toEqual({ intent: { ...stored, bridges: { ...stored.bridges, telegram: { apiId: '12' } } } })
    const gone = removal('whatsapp', 'WhatsApp', stored)
    expect(gone.of).toEqual({ intent: { ...stored, bridges: {} } })
    expect(stored.bridges).toEqual({ whatsapp: { encrypt: false } })
  })

  it('keeps data when it removes; deleting them is a task of its own', () => {
    expect(removal('whatsapp', 'WhatsApp', stored).of).not.toHaveProperty('task')
    expect(deletion('whatsapp', 'WhatsApp').of).toEqual({ task: { kind: 'forget', bridge: 'whatsapp' } })
  })

  it('is found again after a reload, on the same connection only', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9-]{1,20}$/)
    fc.assert(
      fc.property(word, word, fc.constantFrom(...changeKinds), word, (connection, run, kind, bridge) => {
        const kept = { run, kind, bridge }
        expect(readRun(writeRun(connection, kept), connection)).toEqual(kept)
        expect(readRun(writeRun(connection, kept), `${connection}x`)).toBeNull()
      }),
    )
    for (const text of [null, '', 'c1', 'c1 run-1', 'c1 run-1 burn telegram', 'c1 run-1 add telegram more'])
      expect(readRun(text, 'c1')).toBeNull()
  })

  it('has a page that a reload brings back', () => {
    const kept = { at: 'server', connection: 'c1', practice: true, page: 'bridges' } as const
    expect(readKept(writeKept(kept))).toEqual(kept)
  })
})
