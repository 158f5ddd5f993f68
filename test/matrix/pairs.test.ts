/** Every pair of choices, and the laws for each intent that has them. */
import { describe, expect, it } from 'vitest'
import { wrongAnswers } from '../../provisioners/identity/answers.ts'
import { providers } from '../../provisioners/identity/index.ts'
import { factors, fits, intentOf, rowOf } from './choices.ts'
import { broken } from './obeys.ts'
import { allPairs, nameOf, pairsIn, pairsOf } from './pairs.ts'
import { schemasMissing, verdicts } from './upstream-schemas.ts'

describe(`every pair of choices${schemasMissing}`, () => {
  const intents = allPairs(factors, fits).map(intentOf)
  const known = verdicts()

  it('is in one of the intents, and none of them is refused', () => {
    const covered = new Set(intents.flatMap((intent) => pairsIn(rowOf(intent))))
    const missing = pairsOf(factors, fits)
      .map(nameOf)
      .filter((name) => !covered.has(name))
    expect(missing).toEqual([])
    expect(covered.size).toBeGreaterThan(1000)
    expect(intents.flatMap((intent) => wrongAnswers(intent, providers))).toEqual([])
  })

  it('leaves out only what the model itself refuses', () => {
    const impossible = pairsOf(factors, (pair) => !fits(pair)).map(nameOf)
    // with mail missing nothing can be proved or sent by mail, and somebody has to be able to sign in
    expect(impossible).toContain('registration=email & mail=none')
    expect(impossible).toContain('recovery=yes & mail=none')
    expect(impossible).toContain('provider=none & accounts=no')
    const others = impossible.filter(
      (name) => !/mail=none|provider=|address=cloudflare .* & upload=1024/.test(name),
    )
    expect(others).toEqual([])
  })

  it('each of them is lawful', { timeout: 300_000 }, () => {
    for (const intent of intents) expect(broken(intent, known), JSON.stringify(intent)).toEqual([])
  })
})
