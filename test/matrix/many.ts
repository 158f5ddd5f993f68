/** Intents from a seed, each of them lawful. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressModes } from '../../provisioners/model/address.ts'
import { providers } from '../../provisioners/identity/index.ts'
import { anyIntent } from './intents.ts'
import { broken } from './obeys.ts'
import { schemasMissing, verdicts } from './upstream-schemas.ts'

export function manyLawful(seed: number, count: number): void {
  describe(`intents from the seed ${seed}${schemasMissing && `, by our own checker alone${schemasMissing}`}`, () => {
    const known = verdicts()

    it(
      `${count} of them: no unknown key, no error of a schema, the same bytes twice`,
      { timeout: 600_000 },
      () => {
        const modes = new Set<string>()
        const kinds = new Set<string>()
        let seen = 0
        fc.assert(
          fc.property(anyIntent, (intent) => {
            seen += 1
            modes.add(intent.address.mode)
            for (const { kind } of intent.signIn.providers) kinds.add(kind)
            const laws = broken(intent, known)
            if (laws.length > 0) throw new Error(laws.join('\n'))
          }),
          { seed, numRuns: count },
        )
        // that they really were so many, and of every kind
        expect(seen).toBe(count)
        expect([...modes].toSorted()).toEqual([...addressModes].toSorted())
        expect([...kinds].toSorted()).toEqual(providers.map(({ id }) => id).toSorted())
      },
    )
  })
}
