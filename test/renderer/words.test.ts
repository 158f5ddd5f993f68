import { describe, expect, it } from 'vitest'
import { problemCodes } from '../../provisioners/model/problem.ts'
import { en, type Words } from '../../renderer/words/en.ts'
import { missingWords, wordPaths } from '../../renderer/words/complete.ts'

const all = wordPaths(en)

describe('the catalogue', () => {
  it('has hundreds of words, and none is empty where a person would look', () => {
    expect(all.length).toBeGreaterThan(300)
    const empty = all.filter(({ text }) => text === '').map(({ path }) => path)
    expect(empty).toEqual(['home.sentences.works.1'])
  })

  it.each([
    ['exclamation marks', /!/],
    ['"Error:"', /error:/i],
    ['blame', /\b(you failed|you must|invalid input|illegal)\b/i],
    ['straight quotes', /(?<=\w)'(?=\w)/],
    ['jargon that people should not need', /\b(homeserver|IdP|well-known|federation)\b/i],
    ['double spaces', / {2}/],
  ])('has no %s', (_what, pattern) => {
    expect(all.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([])
  })

  it('has words for every problem', () => {
    expect(Object.keys(en.problems).sort()).toEqual([...problemCodes].sort())
    for (const words of Object.values(en.problems)) {
      expect(words.title).not.toMatch(/\.$/)
      expect(words.remedy).toMatch(/\.$/)
    }
  })
})

describe('another language', () => {
  it('is complete when it has the same keys, and says which are missing when not', () => {
    const copy: Words = { ...en, locale: 'de-DE' }
    expect(missingWords(en, copy)).toEqual([])
    const holes = { ...en, home: { ...en.home, title: undefined, sentences: {} } }
    expect(missingWords(en, holes)).toContain('home.title')
    expect(missingWords(en, holes)).toContain('home.sentences.works')
  })
})
