import { describe, expect, it } from 'vitest'
import { problem, toProblem } from '../../provisioners/engine/problem-words.ts'
import { EngineError } from '../../provisioners/model/engine-error.ts'
import { problemCodes } from '../../provisioners/model/problem.ts'

describe('the words of every failure', () => {
  it.each(problemCodes)('%s says what happened, why, and what to do', (code) => {
    const { title, cause, remedy } = problem(code, 'The detail of it.')
    expect(title).toMatch(/^[A-Z“].*[^.!]$/)
    expect(cause.length).toBeGreaterThan(0)
    expect(remedy).toMatch(/[.?]$/)
    for (const text of [title, cause, remedy]) expect(text).not.toMatch(/\bError\b|!/)
  })

  it('no two say the same', () => {
    const titles = problemCodes.map((code) => problem(code, 'x').title)
    expect(new Set(titles).size).toBe(titles.length)
  })

  it('what the engine knows keeps its words, and everything else is a mistake of Bramble’s', () => {
    expect(toProblem(new EngineError('secret-missing', 'A is missing.', ['a']))).toMatchObject({
      code: 'secret-missing',
      cause: 'A is missing.',
      evidence: ['a'],
    })
    expect(toProblem(new TypeError('x'))).toMatchObject({ code: 'bug', cause: 'x' })
    expect(toProblem('thrown')).toMatchObject({ code: 'bug', cause: 'thrown' })
  })
})
