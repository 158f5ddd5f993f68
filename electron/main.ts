/** The desktop app: one window over the engine. Reads from top to bottom as what happens when it starts. */
import { app, BrowserWindow, ipcMain, Menu, protocol, session, shell } from 'electron'
import { join, resolve } from 'node:path'
import { appFolder, toProblem } from '../provisioners/index.ts'
import { builtFile } from './built-files.ts'
import { refuse, serve, type Session } from './contract/serve.ts'
import { createHandlers } from './handlers/index.ts'
import { contentSecurityPolicy, pageHeaders } from './headers.ts'
import { allowedLink } from './links.ts'
import { menuTemplate } from './menu.ts'
import { APP_SCHEME, createWindow, denyPermissions, isOwnPage } from './window.ts'

const root = resolve(import.meta.dirname, '..')
let window: BrowserWindow | null = null
let conversation: Session | null = null

if (!app.requestSingleInstanceLock()) app.exit(0)
app.enableSandbox()
protocol.registerSchemesAsPrivileged([
  { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
])

const handlers = createHandlers({ appFolder: appFolder(), shell: 'electron', version: app.getVersion() })
app.on('second-instance', focusWindow)
app.on('window-all-closed', () => app.quit())
app.once('will-quit', endTidily)
ipcMain.on('bramble', hear)

await app.whenReady()
protocol.handle(APP_SCHEME, serveFile)
denyPermissions(session.defaultSession)
Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, !app.isPackaged)))
openWindow()

function openWindow(): void {
  const opened = createWindow({ BrowserWindow, preload: join(root, 'dist', 'preload.cjs'), openLink })
  const say = (text: string) => {
    if (!opened.isDestroyed()) opened.webContents.send('bramble', text)
  }
  conversation = serve(handlers, say, { toProblem, onBug: console.error, checkOutputs: !app.isPackaged })
  opened.on('closed', () => {
    conversation?.close()
    window = null
  })
  window = opened
}

function hear(event: Electron.IpcMainEvent, text: unknown): void {
  if (typeof text !== 'string') return
  if (isOwnPage(event.senderFrame, window)) return conversation?.receive(text)
  const refusal = refuse(text, toProblem)
  if (refusal !== null) event.reply('bramble', refusal)
}

async function serveFile(request: Request): Promise<Response> {
  const { host, pathname } = new URL(request.url)
  const file =
    host === 'app' && request.method === 'GET' ? await builtFile(join(root, 'dist/renderer'), pathname) : null
  const headers = pageHeaders(contentSecurityPolicy())
  if (file === null) return new Response('Not found', { status: 404, headers })
  return new Response(file.body, { headers: { ...headers, ...file.headers } })
}

function openLink(url: string): void {
  handlers.requests['servers.list']({})
    .then((servers) => {
      const own = servers.map(({ address }) => address)
      const link = allowedLink(url, own)
      return link === null ? undefined : shell.openExternal(link)
    })
    .catch(console.error)
}

function focusWindow(): void {
  if (window?.isMinimized()) window.restore()
  window?.focus()
}

/** Connections are closed before the process ends; a Pi that does not answer does not hold it up. */
function endTidily(event: Electron.Event): void {
  event.preventDefault()
  const patience = new Promise((resolve) => setTimeout(resolve, 2000))
  void Promise.race([handlers.close(), patience]).finally(() => app.exit(0))
}
