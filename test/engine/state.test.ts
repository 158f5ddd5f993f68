import { describe, expect, it } from 'vitest'
import { lift, migrations, readStored, renderState, STATE_VERSION } from '../../provisioners/engine/state.ts'
import { defaultIntent } from '../../provisioners/model/intent.ts'

describe('the stored state', () => {
  it('is read back as it was written, the same bytes every time', () => {
    const text = renderState(defaultIntent('brookside'))
    expect(renderState(defaultIntent('brookside'))).toBe(text)
    expect(readStored(text)).toEqual({
      kind: 'state',
      state: { version: STATE_VERSION, intent: defaultIntent('brookside') },
      text,
    })
  })

  it('nothing is nothing, and what cannot be read is never taken for nothing', () => {
    expect(readStored('')).toEqual({ kind: 'none' })
    for (const text of ['{', '[]', '{"version":"1"}', '{"version":1}', '{"version":1,"intent":{},"more":1}'])
      expect(() => readStored(text)).toThrow('intent-invalid')
  })

  it('older versions are lifted step by step, newer ones are read only', () => {
    const steps = {
      1: (old: Record<string, unknown>) => ({ ...old, hostName: old['host'] }),
      2: (old: Record<string, unknown>) => ({ ...old, intent: { host: old['hostName'] } }),
    }
    expect(lift('{"version":1,"host":"brookside.local"}', steps, 3)).toEqual({
      version: 3,
      host: 'brookside.local',
      hostName: 'brookside.local',
      intent: { host: 'brookside.local' },
    })
    expect(lift('{"version":4}', steps, 3)).toBe(4)
    expect(() => lift('{"version":1}', {}, 3)).toThrow('which nothing reads')
    expect(readStored('{"version":99}')).toEqual({ kind: 'newer', version: 99, name: null })
  })

  it('what the first Bramble wrote is the same server with all that came since at its default', () => {
    const older =
      '{"version":1,"intent":{"version":1,"name":"Brookside","address":{"mode":"home","host":"brookside.local"},' +
      '"signIn":{"kind":"accounts","registration":"invitation"},"extras":{"elementWeb":false}}}'
    const lifted = readStored(older)
    expect(lifted).toMatchObject({ kind: 'state', state: { version: 2 } })
    if (lifted.kind !== 'state') return
    expect(lifted.state.intent).toEqual({
      ...defaultIntent('brookside'),
      extras: { elementWeb: false },
    })
  })

  it('every version that was ever written has its step', () => {
    for (let version = 1; version < STATE_VERSION; version++)
      expect(migrations[version]).toBeTypeOf('function')
  })
})
