/** The preload script as it is bundled, and the client as the page has it. */
import { build } from 'esbuild'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bramble-test-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('the preload script', () => {
  it('is one CommonJS file that uses two things of Electron and nothing of Node', async () => {
    const { buildPreload } = (await import('../../scripts/lib/build.mjs' as string)) as {
      buildPreload: (outdir: string) => Promise<void>
    }
    await buildPreload(folder)
    expect(await readdir(folder)).toEqual(['preload.cjs'])
    const text = await readFile(join(folder, 'preload.cjs'), 'utf8')
    expect(text).not.toMatch(/^\s*(import|export)\b/m)
    expect([...text.matchAll(/\brequire\((.*?)\)/g)].map(([, name]) => name)).toEqual(['"electron"'])

    const exposed: Record<
      string,
      { send(text: string): void; onMessage(listener: (text: string) => void): void }
    > = {}
    const sent: unknown[] = []
    const listeners = new Map<string, (event: unknown, text: string) => void>()
    const used = new Set<string>()
    const electron = new Proxy(
      {
        contextBridge: { exposeInMainWorld: (name: string, value: never) => (exposed[name] = value) },
        ipcRenderer: {
          send: (...args: unknown[]) => sent.push(args),
          on: (name: string, listener: never) => listeners.set(name, listener),
          removeAllListeners: (name: string) => listeners.delete(name),
        },
      },
      {
        get(target, name: 'contextBridge' | 'ipcRenderer') {
          used.add(name)
          return target[name]
        },
      },
    )
    // oxlint-disable-next-line typescript/no-implied-eval -- runs the bundle as a sandboxed preload script is run
    new Function('require', 'module', 'exports', text)(() => electron, { exports: {} }, {})
    expect(Object.keys(exposed)).toEqual(['bramble'])
    expect(Object.keys(exposed['bramble'] ?? {}).sort()).toEqual(['onMessage', 'send'])
    const heard: string[] = []
    exposed['bramble']?.onMessage((text) => heard.push(text))
    exposed['bramble']?.send('to the engine')
    listeners.get('bramble')?.({ sender: 'not handed on' }, 'to the window')
    expect([sent, heard]).toEqual([[['bramble', 'to the engine']], ['to the window']])
    expect([...used].sort()).toEqual(['contextBridge', 'ipcRenderer'])
  })

  it('is all that the window’s page can find of Electron: the client itself bundles for a browser', async () => {
    const { outputFiles, warnings } = await build({
      entryPoints: [join(root, 'electron/contract/client.ts')],
      bundle: true,
      platform: 'browser',
      format: 'esm',
      write: false,
    })
    expect(warnings).toEqual([])
    expect(outputFiles[0]?.text).not.toMatch(/\b(process|Buffer|require|zod)\b/)
  })
})
