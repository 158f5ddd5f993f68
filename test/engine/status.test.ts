import { describe, expect, it } from 'vitest'
import { defineCheck, type Check } from '../../provisioners/engine/check.ts'
import { judge, light } from '../../provisioners/engine/status.ts'
import { sh } from '../../provisioners/shell/command.ts'

const fact = (id: string) => ({ id, command: sh`true`, parse: () => false })
const check = (
  code: string,
  more: { dependsOn?: string[]; grace?: number; severity?: 'blocks' | 'warns' | 'notes' } = {},
): Check =>
  defineCheck({
    code,
    severity: 'blocks',
    facts: { well: fact(code) },
    words: { title: `${code} fails`, remedy: 'mend it', good: `${code} works` },
    judge: ({ well }) => (well ? null : { detail: 'seen', evidence: [] }),
    ...more,
  })
const seen = (...well: string[]): Map<string, unknown> => new Map(well.map((code) => [code, true]))

describe('health', () => {
  const checks = [
    check('docker'),
    check('synapse', { dependsOn: ['docker'] }),
    check('page', { dependsOn: ['synapse'] }),
  ]

  it('shows the root cause only', () => {
    const judged = judge(checks, seen(), 0, new Map())
    expect(judged.findings.map(({ code }) => code)).toEqual(['docker'])
    expect(judge(checks, seen('docker'), 0, new Map()).findings.map(({ code }) => code)).toEqual(['synapse'])
    expect(judge(checks, seen('docker', 'synapse', 'page'), 0, new Map())).toEqual({
      findings: [],
      passed: ['docker', 'synapse', 'page'],
    })
  })

  it('waits for the grace, and starts anew after a recovery', () => {
    const patient = [check('synapse', { grace: 60 })]
    const since = new Map<string, number>()
    expect(judge(patient, seen(), 100, since).findings).toEqual([])
    expect(judge(patient, seen(), 159, since).findings).toEqual([])
    expect(judge(patient, seen(), 160, since).findings).toHaveLength(1)
    judge(patient, seen('synapse'), 161, since)
    expect(judge(patient, seen(), 162, since).findings).toEqual([])
  })

  it('one light from the worst finding', () => {
    const lights = (['blocks', 'warns', 'notes'] as const).map((severity) =>
      light(judge([check('a', { severity })], seen(), 0, new Map()).findings),
    )
    expect(lights).toEqual(['in-the-way', 'needs-you', 'worth-knowing'])
    expect(light([])).toBe('works')
  })
})
