/** Finds a browser of Chromium's family, which can show a page as an app's own window. */
import { existsSync } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'

export interface Machine {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  exists(path: string): boolean
}

export function thisMachine(home: string): Machine {
  return { platform: process.platform, env: process.env, home, exists: existsSync }
}

/** Path of the first browser there is; `BRAMBLE_BROWSER` names another one. */
export function findBrowser(machine: Machine): string | null {
  const chosen = machine.env['BRAMBLE_BROWSER']
  return [...(chosen ? [chosen] : []), ...candidates(machine)].find((path) => machine.exists(path)) ?? null
}

/** Whether there is a screen to open a window on. */
export function hasDisplay({ platform, env }: Machine): boolean {
  return platform === 'win32' || platform === 'darwin' || Boolean(env['DISPLAY'] ?? env['WAYLAND_DISPLAY'])
}

/**
 * Where a browser's temporary profile and the page that it starts with may be: one from a snap sees neither the
 * system's temporary folder nor hidden ones of the user's.
 */
export function temporaryParent(browser: string | null, machine: Machine, temporary: string): string {
  const snap = /(?:^|\/)snap\/bin\/([\w-]+)$/.exec(browser ?? '')?.[1]
  const own = snap ? join(machine.home, 'snap', snap, 'common') : null
  return own !== null && machine.exists(own) ? own : temporary
}

function candidates({ platform, env, home }: Machine): string[] {
  if (platform === 'darwin')
    return ['/', home].flatMap((base) =>
      MAC.map((name) => join(base, 'Applications', `${name}.app/Contents/MacOS`, name)),
    )
  if (platform === 'win32') {
    const bases = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']].filter(
      (base) => base !== undefined,
    )
    return WINDOWS.flatMap((name) => bases.map((base) => join(base, name)))
  }
  // A folder named relatively would let the current one decide.
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder))
  // Ubuntu's /usr/bin/chromium-browser only calls the snap, so the snap itself goes first.
  return ['/snap/bin/chromium', ...LINUX.flatMap((name) => folders.map((folder) => join(folder, name)))]
}

const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge', 'Brave Browser', 'Vivaldi']
const WINDOWS = [
  'Google/Chrome/Application/chrome.exe',
  'Microsoft/Edge/Application/msedge.exe',
  'Chromium/Application/chrome.exe',
  'BraveSoftware/Brave-Browser/Application/brave.exe',
]
const LINUX = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'brave-browser',
  'vivaldi',
]
