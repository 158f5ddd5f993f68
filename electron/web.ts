/** The app without Electron: the same engine over a WebSocket on loopback, in a browser's window of its own. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { appFolder, toProblem } from '../provisioners/index.ts'
import { createHandlers } from './handlers/index.ts'
import { hasDisplay, thisMachine } from './web/browsers.ts'
import { createWebHost } from './web/host.ts'
import { openPage, type Opened } from './web/open.ts'

const root = resolve(import.meta.dirname, '..')
const { env } = process
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const machine = thisMachine(homedir())
let opened: Opened | null = null
let admitted = false

const handlers = createHandlers({ appFolder: appFolder(), shell: 'browser', version })
const host = await createWebHost({
  handlers,
  files: join(root, 'dist', 'renderer'),
  port: Number(env['BRAMBLE_PORT'] ?? 0),
  development: development(),
  toProblem,
  onBug: (error) => console.error(error),
  checkOutputs: env['BRAMBLE_CHECK'] === '1',
  onAdmitted() {
    admitted = true
    void opened?.admitted()
  },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void end())

if (env['BRAMBLE_OPEN'] === 'none' || process.argv.includes('--print-url')) {
  printInvitation()
} else if (hasDisplay(machine)) {
  opened = await openPage(host.invite(), machine)
  void opened.closed.then(end)
  console.log('Bramble is open. Close its window, or press Ctrl+C here, to end it.')
  setTimeout(helpWhereNothingOpened, 15_000).unref()
} else {
  console.log('There is no screen here. Open this address in a browser on this computer; it works once.')
  printInvitation()
}

function printInvitation(): void {
  console.log(`open: ${host.invite()}`)
}

function helpWhereNothingOpened(): void {
  if (admitted) return
  console.log('If no window came up, open this address in a browser on this computer; it works once.')
  printInvitation()
}

/** Set by `npm run dev` alone. */
function development() {
  const { BRAMBLE_DEV_RENDERER: renderer, BRAMBLE_DEV_COOKIE: cookie } = env
  return renderer && cookie ? { renderer, cookie } : null
}

async function end(): Promise<void> {
  const patience = new Promise((resolve) => setTimeout(resolve, 2500).unref())
  await Promise.race([Promise.all([opened?.close(), host.close(), handlers.close()]), patience])
  process.exit(0)
}
