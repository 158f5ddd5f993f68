/** A power cut in the middle of PostgreSQL's first start, played with real files by a real shell. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { render } from '../../provisioners/shell/render.ts'
import { markDatabase, setAsideUnfinished } from '../../provisioners/stack/commands.ts'

describe('a database directory', () => {
  let folder = ''
  let data = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bramble-data-'))
    data = join(folder, 'postgres')
    mkdirSync(data)
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const user = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
  const before = (): void =>
    void execFileSync('sh', ['-c', render(setAsideUnfinished('postgres', data, user))])
  const begun = (): void => writeFileSync(join(data, 'PG_VERSION'), '17\n')

  it('that is empty is left for the first start', () => {
    before()
    expect(existsSync(`${data}.unfinished`)).toBe(false)
  })

  it('that was begun and not finished is moved aside, and nothing is lost', () => {
    begun()
    before()
    expect(existsSync(join(data, 'PG_VERSION'))).toBe(false)
    expect(readFileSync(join(`${data}.unfinished`, 'PG_VERSION'), 'utf8')).toBe('17\n')
    // A second power cut at the same moment.
    begun()
    before()
    expect(existsSync(join(data, 'PG_VERSION'))).toBe(false)
    expect(existsSync(join(`${data}.unfinished.~1~`, 'PG_VERSION'))).toBe(true)
  })

  it.each([
    ['only what PostgreSQL makes by itself', ['1', '4', '5'], false],
    ['a database of ours', ['1', '4', '5', '16384'], true],
  ])('without the mark, with %s', (_, databases, stays) => {
    begun()
    for (const name of databases) mkdirSync(join(data, 'base', name), { recursive: true })
    before()
    expect(existsSync(join(data, 'PG_VERSION'))).toBe(stays)
  })

  it('that was finished once is never touched again', () => {
    begun()
    execFileSync('sh', ['-c', render(markDatabase(data))])
    before()
    expect(existsSync(join(data, 'PG_VERSION'))).toBe(true)
    expect(existsSync(`${data}.unfinished`)).toBe(false)
  })
})
