/** Opens the web host's page: as an app's own window where a Chromium is found, else in the default browser. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findBrowser, temporaryParent, type Machine } from './browsers.ts'

export interface Opened {
  /** Settles when the app's own window is closed; never, for a tab of the default browser. */
  readonly closed: Promise<void>
  /** The browser has been let in: the page that it started with can go. */
  admitted(): Promise<void>
  /** Closes the window and removes what was written for it. */
  close(): Promise<void>
}

/**
 * @param invitation the address that lets one browser in. It travels in a file that only this user reads: every
 *   user of the computer can read the arguments of a process.
 */
export async function openPage(invitation: string, machine: Machine): Promise<Opened> {
  const browser = findBrowser(machine)
  const folder = await mkdtemp(join(temporaryParent(browser, machine, tmpdir()), 'bramble-'))
  const page = join(folder, 'launch.html')
  await writeFile(page, launchPage(invitation), { mode: 0o600, flag: 'wx' })
  const window = browser === null ? null : startWindow(browser, page, join(folder, 'profile'))
  let settled = false
  if (!window) startTab(page, machine)
  return {
    closed: new Promise((resolve) => {
      void window?.ended.then(() => {
        // One that ended before it was let in never showed anything: a broken installation, no screen after all.
        if (settled) resolve()
        else startTab(page, machine)
      })
    }),
    admitted() {
      settled = true
      return rm(page, { force: true })
    },
    async close() {
      settled = true
      await window?.stop()
      // A browser's last processes may still write as its folder is removed.
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    },
  }
}

/** A profile of its own makes the process live as long as the window, and keeps the user's own browser out of it. */
function startWindow(browser: string, page: string, profile: string) {
  const options = [
    `--app=${pathToFileURL(page).href}`,
    `--user-data-dir=${profile}`,
    '--class=Bramble',
    '--window-size=1180,800',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    '--disable-extensions',
    '--disable-background-networking',
    '--disable-features=Translate,AutofillServerCommunication',
    // A passing profile has nothing to put into the system's key ring, so that it need not be unlocked.
    '--password-store=basic',
    // Chromium's sandbox does not run as root; for everyone else it stays on.
    ...(process.geteuid?.() === 0 ? ['--no-sandbox'] : []),
  ]
  const child = spawn(browser, options, { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => resolve()).once('error', () => resolve()),
  )
  return {
    ended,
    async stop() {
      child.kill()
      const patience = setTimeout(() => child.kill('SIGKILL'), 1500)
      await ended
      clearTimeout(patience)
    },
  }
}

function startTab(page: string, { platform }: Machine): void {
  const [command, options] = DEFAULT_BROWSER[platform] ?? ['xdg-open', []]
  spawn(command, [...options, page], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}

const DEFAULT_BROWSER: Partial<Record<NodeJS.Platform, [string, string[]]>> = {
  darwin: ['open', []],
  win32: ['rundll32', ['url.dll,FileProtocolHandler']],
}

function launchPage(invitation: string): string {
  const address = JSON.stringify(invitation).replaceAll('<', '\\u003c')
  return `<!doctype html><meta charset="utf-8"><title>Bramble</title><script>location.replace(${address})</script>\n`
}
