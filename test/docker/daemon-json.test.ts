/** The daemon's settings are merged, never overwritten. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeDaemonJson } from '../../provisioners/docker/daemon-json.ts'

const merged = (text: string | null, swarm = false): Record<string, unknown> => {
  const result = mergeDaemonJson(text, swarm)
  if (result.kind !== 'changed') throw new Error(result.kind)
  return JSON.parse(result.text) as Record<string, unknown>
}

describe('mergeDaemonJson', () => {
  it('writes everything where nothing is', () => {
    expect(merged(null)).toEqual({
      'log-driver': 'local',
      'log-opts': { 'max-size': '10m', 'max-file': '3' },
      'live-restore': true,
    })
  })

  it('leaves another log driver and its options alone', () => {
    expect(merged('{"log-driver": "journald"}')).toEqual({ 'log-driver': 'journald', 'live-restore': true })
    expect(merged('{"log-opts": {"max-size": "1g"}}')).toEqual({
      'log-opts': { 'max-size': '1g' },
      'live-restore': true,
    })
    expect(merged('{"live-restore": false}')).toMatchObject({ 'live-restore': false, 'log-driver': 'local' })
  })

  it('does not stop a swarm', () => {
    expect(merged('{}', true)).not.toHaveProperty('live-restore')
  })

  it.each(['{', '[]', 'null', '"x"', '{"a": 1,}', '# nothing'])('never takes %j for settings', (text) => {
    expect(mergeDaemonJson(text, false).kind).toBe('unreadable')
  })

  it('keeps whatever was there, and has nothing to do the second time', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.boolean(), (there, swarm) => {
        const before = JSON.parse(JSON.stringify(there)) as Record<string, unknown>
        const first = mergeDaemonJson(JSON.stringify(there), swarm)
        if (first.kind !== 'changed') {
          expect(first.kind).toBe('same')
          return
        }
        const after = JSON.parse(first.text) as Record<string, unknown>
        for (const [key, value] of Object.entries(before)) expect(after[key]).toEqual(value)
        expect(mergeDaemonJson(first.text, swarm).kind).toBe('same')
      }),
    )
  })
})
