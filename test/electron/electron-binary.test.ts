/** Finding Electron's program without loading it, and fetching it once. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  electronBinary,
  electronPackage,
  installElectron,
  runInstaller,
} from '../../electron/electron-binary.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bramble-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

function memoryOf() {
  let text: string | null = null
  return { recall: async () => text, remember: async (now: string) => void (text = now) }
}

describe('Electron’s program', () => {
  /** An `electron` package as npm leaves it. */
  async function installed(withBinary: boolean) {
    const own = join(folder, 'node_modules/electron')
    await mkdir(join(own, 'dist'), { recursive: true })
    await writeFile(join(folder, 'package.json'), '{}')
    const bin = { electron: 'cli.js', 'install-electron': 'install.js' }
    await writeFile(
      join(own, 'package.json'),
      JSON.stringify({ name: 'electron', version: '45.0.0', bin, main: 'index.js' }),
    )
    await writeFile(join(own, 'index.js'), 'throw new Error("loading it starts a download")')
    const appear = async () => {
      await writeFile(join(own, 'path.txt'), 'electron')
      await writeFile(join(own, 'dist/electron'), '')
    }
    if (withBinary) await appear()
    return { own, appear, electron: electronPackage(folder)! }
  }

  it('is found as the package itself finds it, without loading it', async () => {
    const { own, electron } = await installed(true)
    expect(electron).toEqual({ folder: own, version: '45.0.0', installer: join(own, 'install.js') })
    expect(electronBinary(electron, undefined)).toBe(join(own, 'dist/electron'))
    await writeFile(join(folder, 'electron'), '')
    expect(electronBinary(electron, folder)).toBe(join(folder, 'electron'))
    expect(electronBinary(electron, join(folder, 'nowhere'))).toBeNull()
  })

  it('is missed at once where it was never fetched, or where the package was left out', async () => {
    const { electron } = await installed(false)
    const began = performance.now()
    expect(electronBinary(electron, undefined)).toBeNull()
    expect(electronPackage(`${folder}-elsewhere`)).toBeNull()
    expect(performance.now() - began).toBeLessThan(100)
  })

  it('is fetched once; a failure is remembered for a day, or until another version', async () => {
    const { electron } = await installed(false)
    const hour = 3_600_000
    let now = 1_000_000_000_000
    const run = vi.fn(async () => false)
    const said: string[] = []
    const memory = memoryOf()
    const attempt = (of = electron) =>
      installElectron(of, { ...memory, now: () => now, say: (words) => void said.push(words), run })
    expect(await attempt()).toBeNull()
    expect(run).toHaveBeenCalledTimes(1)
    expect(said.join(' ')).toContain('browser')
    now += 23 * hour
    expect(await attempt()).toBeNull()
    expect(run).toHaveBeenCalledTimes(1)
    await attempt({ ...electron, version: '45.0.1' })
    expect(run).toHaveBeenCalledTimes(2)
    now += 25 * hour
    await attempt()
    expect(run).toHaveBeenCalledTimes(3)
    // A clock that was set back does not make the failure last.
    now -= 1000 * hour
    await attempt()
    expect(run).toHaveBeenCalledTimes(4)
    // Nor does a memory that cannot be read, or written.
    const broken = { recall: async () => '{', remember: () => Promise.reject(new Error('read-only')) }
    expect(await installElectron(electron, { ...broken, now: () => now, say: () => {}, run })).toBeNull()
    expect(run).toHaveBeenCalledTimes(5)
  })

  it('is used once it has come', async () => {
    const { electron, appear, own } = await installed(false)
    const run = async () => {
      await appear()
      return true
    }
    const found = await installElectron(electron, { ...memoryOf(), now: Date.now, say: () => {}, run })
    expect(found).toBe(join(own, 'dist/electron'))
  })

  it('is not waited for longer than the limit', async () => {
    const installer = join(folder, 'slow.js')
    await writeFile(installer, 'setTimeout(() => {}, 60000)')
    const began = Date.now()
    expect(await runInstaller(installer, 300)).toBe(false)
    expect(Date.now() - began).toBeLessThan(5000)
  })
})
