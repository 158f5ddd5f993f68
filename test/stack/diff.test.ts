/** The Review's diffs: right line by line, and without a secret on either side. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../provisioners/model/secret.ts'
import { diffLines, fileDiff } from '../../provisioners/stack/diff.ts'

const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })

describe('diffLines', () => {
  it('tells both sides, in order, with their own line numbers', () => {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const diff = diffLines(before, after)
        const side = (gone: 'added' | 'removed') =>
          diff.filter(({ kind }) => kind !== gone).map(({ text }) => text)
        expect(side('added')).toEqual(before)
        expect(side('removed')).toEqual(after)
        for (const { kind, text, line } of diff)
          expect((kind === 'removed' ? before : after)[line - 1]).toBe(text)
      }),
    )
  })

  it('says nothing about what stayed', () => {
    const text = ['one', 'two', 'three']
    expect(diffLines(text, text).every(({ kind }) => kind === 'same')).toBe(true)
    expect(diffLines(text, ['one', '2', 'three']).filter(({ kind }) => kind !== 'same')).toHaveLength(2)
  })
})

describe('fileDiff', () => {
  const password = new Secret('canary-password', 'database password')
  const shown = (before: string | null, after: (string | Secret)[]) =>
    fileDiff({ path: '/x', before, after, readers: 'root only', secrets: [password] })

  it('masks a new file', () => {
    expect(shown(null, ['password: "', password, '"\n'])).toMatchObject({
      state: 'new',
      secret: true,
      lines: [{ kind: 'added', text: 'password: "[hidden]"', line: 1 }],
    })
  })

  it('masks the old side’s known secrets, so that nothing is said of a line that stayed', () => {
    const diff = shown('a: 1\npassword: "canary-password"\n', ['a: 2\npassword: "', password, '"\n'])
    expect(diff.lines.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
      'removed a: 1',
      'added a: 2',
      'same password: "[hidden]"',
    ])
  })

  it('masks a value that nobody knows any more', () => {
    const diff = shown('password: "unknown-value"\nold_secret: other-value\n', [
      'password: "',
      password,
      '"\n',
    ])
    expect(JSON.stringify(diff)).not.toMatch(/unknown-value|other-value/)
  })

  it('masks a file that is nothing but a secret', () => {
    const diff = shown('unknown-value', [password])
    expect(diff.lines).toEqual([{ kind: 'same', text: '[hidden]', line: 1 }])
  })

  it('leaves a file without secrets readable', () => {
    const diff = shown('POSTGRES_PASSWORD_FILE: /run/x\nb: 1\n', ['POSTGRES_PASSWORD_FILE: /run/x\nb: 2\n'])
    expect(diff.secret).toBe(false)
    expect(diff.lines[0]).toMatchObject({ kind: 'same', text: 'POSTGRES_PASSWORD_FILE: /run/x' })
  })
})
