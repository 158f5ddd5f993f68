/** Every known failure is recognised by its log, told in words, and only it. */
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { recognise, signatures } from '../../provisioners/bridges/causes/index.ts'
import { onSynapse } from './samples-people.ts'
import { samples } from './samples.ts'

const ids = (lines: readonly string[], of = {}): string[] => recognise(lines, of).map(({ id }) => id)

describe('each known failure', () => {
  const cases = [...samples, ...onSynapse].flatMap(({ id, bridge, logs }) =>
    logs.map((lines, form) => [id, bridge, form, lines] as const),
  )

  it('has a sample, and only known ones have', () => {
    expect(samples.map(({ id }) => id).toSorted()).toEqual(signatures.map(({ id }) => id).toSorted())
    expect(signatures).toHaveLength(55)
  })

  it.each(cases)('%s (%s, form %i) is recognised, and nothing else', (id, bridge, _, lines) => {
    const signature = signatures.find((candidate) => candidate.id === id)!
    const [exitCode] = signature.exits
    expect(ids(lines, { bridge })).toEqual([id])
    expect(ids(lines)).toEqual([id])
    expect(ids(lines, { bridge, exitCode })).toEqual([id])
    const [cause] = recognise(lines, { bridge })
    expect(cause).toMatchObject({
      title: signature.title,
      cause: signature.cause,
      remedy: signature.remedy,
      action: signature.action,
    })
  })

  it('says what, why and what to do in sentences', () => {
    for (const { id, title, cause, remedy } of signatures) {
      expect(title, id).toMatch(/^[A-Z][^!.]{8,90}$/)
      for (const text of [cause, remedy]) expect(text, id).toMatch(/^[A-Z][^!]{15,300}\.$/)
    }
    expect(new Set(signatures.map(({ title }) => title)).size).toBe(signatures.length)
  })

  it('explains only what is known', () => {
    const known = new Set(signatures.map(({ id }) => id))
    for (const { id, explains = [] } of signatures) {
      for (const other of explains) expect(known, id).toContain(other)
      expect(explains).not.toContain(id)
    }
  })
})

const upstream = new URL('../../../shared/schemas/bridges/failure-signatures.json', import.meta.url)

describe.skipIf(!existsSync(upstream))('beside the collected signatures (where they are at hand)', () => {
  const collected = existsSync(upstream)
    ? (
        JSON.parse(readFileSync(upstream, 'utf8')) as {
          signatures: { id: string; match: string; fix: string; cause: string }[]
        }
      ).signatures
    : []

  it('knows exactly the same ones', () => {
    expect(signatures.map(({ id }) => id).toSorted()).toEqual(collected.map(({ id }) => id).toSorted())
  })

  it.each(collected)('$id: the collected pattern takes our sample too', ({ id, match }) => {
    const { logs } = samples.find((sample) => sample.id === id)!
    // JSON has the error before the message, which some of those patterns do not expect
    const stripped = logs.map((lines) => lines.join('\n').replaceAll(/\u001b\[\d+m/g, ''))
    expect(stripped.some((log) => new RegExp(match).test(log))).toBe(true)
  })

  it.each(collected)('$id: the words are our own', ({ id, fix, cause }) => {
    const ours = signatures.find((signature) => signature.id === id)!
    for (const theirs of [fix, cause])
      for (const mine of [ours.cause, ours.remedy]) expect(mine).not.toContain(theirs)
  })
})
