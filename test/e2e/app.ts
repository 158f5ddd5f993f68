/** The app as a person has it: the built shell on loopback, its one-time address, and a page in Chromium. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface App {
  /** Works once. */
  readonly url: string
  /** The app's own folder on this computer. */
  readonly home: string
  close(): Promise<void>
}

/** Starts the browser shell without opening anything. */
export async function startApp(home = mkdtempSync(join(tmpdir(), 'bramble-e2e-'))): Promise<App> {
  const child = spawn(process.execPath, ['dist/web.js', '--print-url'], {
    env: { ...process.env, BRAMBLE_HOME: home, BRAMBLE_CHECK: '1', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await firstAddress(child)
  return {
    url,
    home,
    async close() {
      child.kill('SIGTERM')
      await new Promise((resolve) => child.once('exit', resolve))
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function firstAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const found = /^open: (\S+)$/m.exec(text)
      if (found?.[1]) resolve(found[1])
    })
    child.once('exit', (code) =>
      reject(new Error(`the app ended with ${code} before it had an address:\n${text}`)),
    )
  })
}

/** Every screen is looked at twice, by axe and by a picture, in both themes. */
export async function look(page: Page, name: string): Promise<void> {
  const folder = process.env['BRAMBLE_SCREENS'] ?? 'test-results/screens'
  mkdirSync(folder, { recursive: true })
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(
      violations.map(
        ({ id, nodes }) => `${name}, ${theme}: ${id} at ${nodes.map(({ target }) => target).join(' ')}`,
      ),
    ).toEqual([])
    await page.screenshot({ path: join(folder, `${name}-${theme}.png`) })
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}
