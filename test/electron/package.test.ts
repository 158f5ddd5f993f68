/** The packaged app, as far as it can be made without Electron's own program: what is in it, and which fuses are blown. */
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const { resolve: find } = createRequire(import.meta.url)
const run = promisify(execFile)

/** Where electron-builder finds the fuses in Electron's program: one byte each, `0` off and `1` on. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

let folder: string
let packaged: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bramble-package-'))
  const electron = join(folder, 'electron')
  await mkdir(join(electron, 'resources'), { recursive: true })
  await mkdir(join(electron, 'locales'))
  await writeFile(join(electron, 'electron'), `#!/bin/sh\n${SENTINEL}\x01\x09111111111`, { mode: 0o755 })
  const { version } = JSON.parse(await readFile(find('electron/package.json'), 'utf8')) as { version: string }
  for (const [name, text] of [
    ['version', version],
    ['LICENSE', ''],
    ['LICENSES.chromium.html', ''],
  ] as const)
    await writeFile(join(electron, name), text)
  const project = join(folder, 'project')
  for (const file of [
    'dist/main.js',
    'dist/parts/part.js',
    'dist/preload.cjs',
    'dist/renderer/index.html',
    'dist/util/pagent.exe',
    'dist/.host',
    'renderer/main.tsx',
    'test/some.test.ts',
    'node_modules/ssh2/index.js',
  ]) {
    await mkdir(dirname(join(project, file)), { recursive: true })
    await writeFile(join(project, file), file)
  }
  const about = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Record<string, unknown>
  // The set-up of this test has no packages to look through.
  await writeFile(
    join(project, 'package.json'),
    JSON.stringify({ ...about, dependencies: {}, devDependencies: {} }),
  )
  for (const name of ['electron-builder.yml', 'LICENSE']) await cp(join(root, name), join(project, name))
  const builder = join(dirname(find('electron-builder/package.json')), 'cli.js')
  await run(process.execPath, [
    builder,
    '--linux',
    'dir',
    '--x64',
    `--project=${project}`,
    `-c.electronDist=${electron}`,
    `-c.electronVersion=${version}`,
  ])
  packaged = join(project, 'dist/packages/linux-unpacked')
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The files of an archive, by its header: JSON behind four lengths. */
async function archived(path: string): Promise<string[]> {
  type Entry = { files?: Record<string, Entry>; unpacked?: boolean }
  const bytes = await readFile(path)
  const header = JSON.parse(bytes.toString('utf8', 16, 16 + bytes.readUInt32LE(12))) as Entry
  const names = ({ files, unpacked }: Entry, at: string): string[] =>
    files
      ? Object.entries(files).flatMap(([name, entry]) => names(entry, at === '' ? name : `${at}/${name}`))
      : [unpacked ? `${at} (unpacked)` : at]
  return names(header, '').sort()
}

describe('the packaged app', () => {
  it('holds what was built and nothing else: no packages, no sources, no tests', async () => {
    expect(await archived(join(packaged, 'resources/app.asar'))).toEqual([
      'LICENSE',
      'dist/main.js',
      'dist/parts/part.js',
      'dist/preload.cjs',
      'dist/renderer/index.html',
      'dist/util/pagent.exe (unpacked)',
      'package.json',
    ])
    expect(await readdir(join(packaged, 'resources/app.asar.unpacked/dist/util'))).toEqual(['pagent.exe'])
    expect((await stat(join(packaged, 'bramble'))).mode & 0o111).not.toBe(0)
  })

  it('cannot be turned into Node, debugged from outside, or given other code', async () => {
    const program = await readFile(join(packaged, 'bramble'), 'latin1')
    const fuses = program.slice(program.indexOf(SENTINEL) + SENTINEL.length + 2)
    const [runAsNode, cookies, nodeOptions, inspect, integrity, onlyAsar, , fileRights] = fuses
    expect({ runAsNode, nodeOptions, inspect, fileRights }).toEqual({
      runAsNode: '0',
      nodeOptions: '0',
      inspect: '0',
      fileRights: '0',
    })
    expect({ cookies, integrity, onlyAsar }).toEqual({ cookies: '1', integrity: '1', onlyAsar: '1' })
  })
})
