/** Files that a run places, by the real sh and coreutils; and the bundle that carries them. */
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { HostFile } from '../../provisioners/host/host.ts'
import { bundleQueue, queueFiles } from '../../provisioners/host/queue-bundle.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { sh, withInput } from '../../provisioners/shell/command.ts'
import { file, makeQueue, placeRun, work } from './support/queue.ts'
import { sandbox } from './support/sandbox.ts'

vi.setConfig({ testTimeout: 60_000 })

const isRoot = process.getuid?.() === 0
const secret = new Secret('correct-horse-battery', 'test')

describe('files', () => {
  const place = async (files: HostFile[], ifAbsent = false): Promise<string[]> => {
    const placed = await placeRun(sandbox(), makeQueue([[{ kind: 'files', files, ifAbsent }]]))
    await placed.run()
    return placed.lines().slice(2)
  }
  const fine = ['exit 1 0', 'end done']
  const content = (path: string): string => readFileSync(path, 'utf8')

  it('arrive byte for byte, with their mode, in directories that are made', async () => {
    const sandboxed = sandbox()
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', maxLength: 300 }),
        fc.constantFrom(0o600, 0o644, 0o755, 0o4755),
        async (text, mode) => {
          const path = join(sandboxed, 'new dir', "o'brien", 'x.conf')
          expect(await place([file(path, [text, secret], { mode })])).toEqual(fine)
          expect(content(path)).toBe(Buffer.from(text + secret.reveal()).toString())
          expect(statSync(path).mode & 0o7777).toBe(mode)
          expect(statSync(join(sandboxed, 'new dir')).mode & 0o777).toBe(0o755)
          expect(readdirSync(join(sandboxed, 'new dir', "o'brien"))).toEqual(['x.conf'])
        },
      ),
      { numRuns: 8 },
    )
  })

  it.runIf(isRoot)('with their owner (as root only)', async () => {
    const path = join(sandbox(), 'd', 'x')
    expect(await place([file(path, ['x'], { uid: 991, gid: 33, mode: 0o4640 })])).toEqual(fine)
    expect(statSync(path)).toMatchObject({ uid: 991, gid: 33 })
    expect(statSync(path).mode & 0o7777).toBe(0o4640)
    expect(statSync(join(path, '..'))).toMatchObject({ uid: 0, gid: 0 })
  })

  it('replace what is there, be it a link, and never a directory', async () => {
    const directory = sandbox()
    writeFileSync(join(directory, 'a'), 'old')
    writeFileSync(join(directory, 'elsewhere'), 'theirs')
    symlinkSync(join(directory, 'elsewhere'), join(directory, 'b'))
    mkdirSync(join(directory, 'c'))
    expect(await place([file(join(directory, 'a'), ['new']), file(join(directory, 'b'), ['new'])])).toEqual(
      fine,
    )
    expect([
      content(join(directory, 'a')),
      content(join(directory, 'b')),
      content(join(directory, 'elsewhere')),
    ]).toEqual(['new', 'new', 'theirs'])
    expect(lstatSync(join(directory, 'b')).isSymbolicLink()).toBe(false)
    expect((await place([file(join(directory, 'c'), ['new'])])).at(-1)).toBe('end failed')
    expect(lstatSync(join(directory, 'c')).isDirectory()).toBe(true)
  })

  it('do not follow a link that is planted where they are staged', async () => {
    const directory = sandbox()
    writeFileSync(join(directory, 'victim'), 'theirs')
    symlinkSync(join(directory, 'victim'), join(directory, '.x.bramble-new'))
    expect(await place([file(join(directory, 'x'), ['mine'])])).toEqual(fine)
    expect([content(join(directory, 'victim')), content(join(directory, 'x'))]).toEqual(['theirs', 'mine'])
  })

  it('that must be absent are made once, and what a killed run left is no obstacle', async () => {
    const directory = sandbox()
    const path = join(directory, 'deep', 'secret')
    expect(await place([file(path, ['first'])], true)).toEqual(fine)
    expect(await place([file(path, ['second'])], true)).toEqual(fine)
    expect(content(path)).toBe('first')
    writeFileSync(join(directory, 'deep', '.secret.bramble-new'), 'half')
    writeFileSync(join(directory, 'deep', '.other.bramble-new'), 'half')
    expect(
      await place([file(path, ['third']), file(join(directory, 'deep', 'other'), ['whole'])], true),
    ).toEqual(fine)
    expect([content(path), content(join(directory, 'deep', 'other'))]).toEqual(['first', 'whole'])
    expect(readdirSync(join(directory, 'deep')).sort()).toEqual(['other', 'secret'])
    symlinkSync('/nowhere', join(directory, 'dangling'))
    expect(await place([file(join(directory, 'dangling'), ['x'])], true)).toEqual(fine)
    expect(readlinkSync(join(directory, 'dangling'))).toBe('/nowhere')
  })

  it('none is renamed when one cannot be staged', async () => {
    const directory = sandbox()
    writeFileSync(join(directory, 'plain'), '')
    const files = [file(join(directory, 'a'), ['new']), file(join(directory, 'plain', 'b'), ['new'])]
    expect((await place(files)).at(-1)).toBe('end failed')
    expect(existsSync(join(directory, 'a'))).toBe(false)
  })

  it.each(['relative', '/a/../b', '/a/', '/a//b', '/', ''])('the path %j is refused', (path) => {
    const queue = makeQueue([[{ kind: 'files', ifAbsent: false, files: [file(path, ['x'])] }]])
    expect(() => queueFiles(queue)).toThrow(TypeError)
  })

  it.each([{ mode: -1 }, { mode: 0o10000 }, { uid: -1 }, { gid: 1.5 }])('%j is refused', (more) => {
    const queue = makeQueue([[{ kind: 'files', ifAbsent: false, files: [file('/x', ['x'], more)] }]])
    expect(() => queueFiles(queue)).toThrow(TypeError)
  })
})

describe('the bundle', () => {
  it('is the same for the same queue', async () => {
    const queue = makeQueue([[work(sh`true`)]])
    expect((await bundleQueue(queue)).archive.equals((await bundleQueue(queue)).archive)).toBe(true)
  })

  it('has secrets in files only that are removed', () => {
    const queue = makeQueue([
      [work(withInput(sh`cat`, [secret])), { kind: 'files', ifAbsent: true, files: [file('/x', [secret])] }],
    ])
    const holding = queueFiles(queue)
      .filter(({ text }) => text.includes(secret.reveal()))
      .map(({ path }) => path)
    expect(holding).toEqual(['secrets', 'steps/001-0.sh', 'files/001-1/0'])
  })

  it.each(['', '-x', 'a/b', 'a b', 'a.service', '../x', 'x'.repeat(65)])('the id %j is refused', (id) => {
    expect(() => queueFiles(makeQueue([], { id }))).toThrow(TypeError)
  })
})
