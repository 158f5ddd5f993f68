/** Electron's window, as far as it can be held to without Electron: what it is made with, and what it refuses. */
import { describe, expect, it, vi } from 'vitest'
import { contentSecurityPolicy } from '../../electron/headers.ts'
import { allowedLink } from '../../electron/links.ts'
import { menuTemplate } from '../../electron/menu.ts'
import { createWindow, denyPermissions, isOwnPage } from '../../electron/window.ts'

type Listener = (...args: never[]) => unknown

/** Records what it is made with and asked to do; has no more of Electron than the window uses. */
class FakeWindow {
  static last: FakeWindow
  readonly listeners = new Map<string, Listener>()
  readonly loaded: string[] = []
  readonly options: { webPreferences?: object }
  openHandler: Listener = () => undefined
  readonly webContents = {
    on: (name: string, listener: Listener) => this.listeners.set(name, listener),
    setWindowOpenHandler: (handler: Listener) => (this.openHandler = handler),
    mainFrame: { url: 'bramble://app/' },
    reload: vi.fn(),
  }
  constructor(options: object) {
    this.options = options
    FakeWindow.last = this
  }
  once(name: string, listener: Listener) {
    this.listeners.set(name, listener)
  }
  async loadURL(url: string) {
    this.loaded.push(url)
  }
  show() {}
  /** Whether the event, told with these details, was prevented. */
  prevents(name: string, details: object): boolean {
    let prevented = false
    this.listeners.get(name)?.({ ...details, preventDefault: () => (prevented = true) } as never)
    return prevented
  }
}

function openWindow() {
  const openLink = vi.fn()
  createWindow({ BrowserWindow: FakeWindow as never, preload: '/app/dist/preload.cjs', openLink })
  return { window: FakeWindow.last, openLink }
}

describe('the window', () => {
  it('is sandboxed, isolated and without Node', () => {
    const { window } = openWindow()
    expect(window.options.webPreferences).toEqual({
      preload: '/app/dist/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    })
    expect(window.loaded).toEqual(['bramble://app/'])
  })

  it('goes nowhere but to itself', () => {
    const { window } = openWindow()
    const goes = (url: string, isMainFrame = true) =>
      !window.prevents('will-frame-navigate', { url, isMainFrame })
    expect(goes('bramble://app/')).toBe(true)
    expect(goes('bramble://app/#/logs')).toBe(true)
    expect(goes('bramble://app/', false)).toBe(false)
    for (const url of [
      'https://example.org/',
      'file:///etc/passwd',
      'bramble://app.evil/',
      'bramble://app/x',
      'data:,x',
    ])
      expect(goes(url)).toBe(false)
    expect(window.prevents('will-redirect', {})).toBe(true)
    expect(window.prevents('will-attach-webview', {})).toBe(true)
  })

  it('opens no other window, and hands on the address', () => {
    const { window, openLink } = openWindow()
    expect(window.openHandler({ url: 'https://matrix.org/' } as never)).toEqual({ action: 'deny' })
    expect(openLink).toHaveBeenCalledWith('https://matrix.org/')
  })

  it('loads again after a crash, but not for ever', () => {
    const { window } = openWindow()
    for (let crash = 0; crash < 9; crash++)
      window.listeners.get('render-process-gone')?.({} as never, { reason: 'crashed' } as never)
    expect(window.webContents.reload).toHaveBeenCalledTimes(3)
  })

  it('hears its own main frame only', () => {
    const { window } = openWindow()
    const own = window.webContents.mainFrame
    const hears = (frame: unknown, by: unknown = window) => isOwnPage(frame as never, by as never)
    expect(hears(own)).toBe(true)
    expect(hears({ url: 'bramble://app/' })).toBe(false)
    expect(hears(null)).toBe(false)
    expect(hears(own, null)).toBe(false)
    own.url = 'https://example.org/'
    expect(hears(own)).toBe(false)
  })

  it('is permitted to write to the clipboard, and to save what it holds, and nothing else', () => {
    const set: Record<string, Listener> = {}
    const session = new Proxy(
      {},
      {
        get: (_target, name: string) => (given: Listener | string, listener?: Listener) => {
          set[listener ? String(given) : name] = listener ?? (given as Listener)
        },
      },
    )
    denyPermissions(session as never)
    const asked = (permission: string, url = 'bramble://app/') => {
      const answers: unknown[] = [
        set['setPermissionCheckHandler']?.({ getURL: () => url } as never, permission as never),
      ]
      set['setPermissionRequestHandler']?.(
        { getURL: () => url } as never,
        permission as never,
        ((yes: boolean) => {
          answers.push(yes)
        }) as never,
      )
      return answers
    }
    expect(asked('clipboard-sanitized-write')).toEqual([true, true])
    expect(asked('clipboard-sanitized-write', 'https://example.org/')).toEqual([false, false])
    for (const permission of [
      'clipboard-read',
      'media',
      'geolocation',
      'notifications',
      'openExternal',
      'fileSystem',
      'usb',
    ])
      expect(asked(permission)).toEqual([false, false])
    expect(set['setDevicePermissionHandler']?.()).toBe(false)
    const saves = (url: string) => {
      let prevented = false
      set['will-download']?.(
        { preventDefault: () => (prevented = true) } as never,
        { getURL: () => url } as never,
      )
      return !prevented
    }
    expect(saves('blob:bramble://app/1234')).toBe(true)
    expect(saves('https://example.org/file')).toBe(false)
  })

  it('has a menu without tools for developers, except for developers', () => {
    const roles = (developing: boolean) => JSON.stringify(menuTemplate('darwin', developing))
    expect(roles(false)).not.toMatch(/toggleDevTools|"reload"/)
    expect(roles(true)).toMatch(/toggleDevTools/)
    expect(menuTemplate('linux', false).map(({ role }) => role)).not.toContain('appMenu')
  })
})

describe('links', () => {
  it.each([
    ['https://login.tailscale.com/a/123', true],
    ['https://matrix.org/docs', true],
    ['https://bramble.example.org/', true],
    ['https://element.bramble.example.org/', true],
    ['https://brookside.local/', true],
    ['http://matrix.org/', false],
    ['https://matrix.org.evil.example/', false],
    ['https://evilmatrix.org/', false],
    ['https://user:secret@matrix.org/', false],
    ['file:///etc/passwd', false],
    ['ssh://pi.local', false],
    ['javascript:alert(1)', false],
    ['matrix.org', false],
    ['', false],
  ])('%s: %s', (url, may) => {
    const link = allowedLink(url, ['bramble.example.org', 'https://brookside.local/', '', 'not a host'])
    expect(link !== null).toBe(may)
  })
})

describe('the policy', () => {
  it('lets a page do nothing that it does not name', () => {
    const policy = contentSecurityPolicy()
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|\*|http/)
  })
})
