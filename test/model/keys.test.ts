import { expect, it } from 'vitest'
import { freeKey } from '../../provisioners/model/keys.ts'

it('a new entry is called as its provider is, and with a number where that is taken', () => {
  expect(freeKey('github', [])).toBe('github')
  expect(freeKey('github', ['github'])).toBe('github-2')
  expect(freeKey('github', ['github', 'github-3', 'github-2', 'oidc'])).toBe('github-4')
})
