/** The app's own folder on each system, and who can read it. */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { appFolder, readPrivate, writePrivate } from '../../provisioners/app-folder.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bramble-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('the app’s folder', () => {
  it.each([
    ['linux', {}, '/home/anna/.config/bramble'],
    ['linux', { XDG_CONFIG_HOME: '/data/config' }, '/data/config/bramble'],
    ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/anna/.config/bramble'],
    ['darwin', {}, '/home/anna/Library/Application Support/Bramble'],
    ['win32', { APPDATA: '/Roaming' }, '/Roaming/Bramble'],
    ['linux', { BRAMBLE_HOME: '/elsewhere' }, '/elsewhere'],
  ] as const)('on %s with %o is %s', (platform, env, path) => {
    expect(appFolder(env, platform, '/home/anna')).toBe(path)
  })

  it('keeps files that only their owner reads, written whole', async () => {
    const file = join(folder, 'new/deep/file.json')
    expect(await readPrivate(file)).toBeNull()
    await writePrivate(file, 'one')
    await writePrivate(file, 'two')
    expect(await readPrivate(file)).toBe('two')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'new'))).mode & 0o777).toBe(0o700)
    expect(await readdir(join(folder, 'new/deep'))).toEqual(['file.json'])
  })
})
