/** The one window: sandboxed, without Node, going nowhere and permitted nothing. */
import type { BrowserWindow, BrowserWindowConstructorOptions, Session, WebFrameMain } from 'electron'

export const APP_SCHEME = 'bramble'
/** The only page that there is. */
export const APP_URL = 'bramble://app/'

export interface WindowNeeds {
  readonly BrowserWindow: new (options: BrowserWindowConstructorOptions) => BrowserWindow
  /** The bundled preload script. */
  readonly preload: string
  /** Asked with every address that a link or a script wants to open elsewhere. */
  readonly openLink: (url: string) => void
}

export function createWindow({ BrowserWindow, preload, openLink }: WindowNeeds): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Bramble',
    width: 1180,
    height: 800,
    minWidth: 640,
    minHeight: 480,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // It would fetch dictionaries from elsewhere.
      spellcheck: false,
    },
  })
  const { webContents } = window
  let reloads = 0
  // A reload of the app itself is the only way to navigate.
  webContents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || event.url.split('#')[0] !== APP_URL) event.preventDefault()
  })
  webContents.on('will-redirect', (event) => event.preventDefault())
  webContents.on('will-attach-webview', (event) => event.preventDefault())
  webContents.setWindowOpenHandler(({ url }) => {
    openLink(url)
    return { action: 'deny' }
  })
  webContents.on('render-process-gone', (_event, { reason }) => {
    // A page that crashes as it loads is not loaded for ever.
    if (reason !== 'clean-exit' && reloads++ < 3) webContents.reload()
  })
  window.once('ready-to-show', () => window.show())
  void window.loadURL(APP_URL)
  return window
}

/** Denies every permission but one: writing text to the clipboard, which the copy buttons do. */
export function denyPermissions(session: Session): void {
  const granted = (permission: string, url: string) =>
    permission === 'clipboard-sanitized-write' && url.startsWith(APP_URL)
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(granted(permission, contents.getURL())),
  )
  session.setPermissionCheckHandler((contents, permission) => granted(permission, contents?.getURL() ?? ''))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
  // Files are saved from what the page holds, never fetched from elsewhere.
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${APP_SCHEME}://app/`)) event.preventDefault()
  })
}

/** Whether a message comes from the window's own page, and not from a frame or a page that got in. */
export function isOwnPage(frame: WebFrameMain | null, window: BrowserWindow | null): boolean {
  return (
    frame !== null &&
    window !== null &&
    frame === window.webContents.mainFrame &&
    frame.url.startsWith(APP_URL)
  )
}
