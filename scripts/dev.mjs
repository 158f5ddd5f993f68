/** `npm run dev`: the browser shell from its sources. Vite reloads the page; the engine starts anew when its sources change. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { watch } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { createServer as createVite } from 'vite'

const root = resolve(import.meta.dirname, '..')
const vitePort = await freePort()
// The page's own origin is the engine's, so it is told where Vite is.
const server = { port: vitePort, strictPort: true, ws: { host: '127.0.0.1', clientPort: vitePort } }
const vite = await createVite({ configFile: join(root, 'vite.config.ts'), server })
await vite.listen()

// Port and cookie outlive a restart, so that the open page connects again and its streams resume.
const env = {
  ...process.env,
  BRAMBLE_OPEN: 'none',
  BRAMBLE_CHECK: '1',
  BRAMBLE_PORT: String(await freePort()),
  BRAMBLE_DEV_RENDERER: `http://127.0.0.1:${vitePort}`,
  BRAMBLE_DEV_COOKIE: randomBytes(32).toString('base64url'),
}

let engine = start()
let pending
for (const folder of ['electron', 'provisioners'])
  watch(join(root, folder), { recursive: true }, () => {
    clearTimeout(pending)
    pending = setTimeout(() => void restart(), 150)
  })

for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    engine.kill()
    process.exit(0)
  })

function start() {
  return spawn(process.execPath, ['--import', 'tsx', join(root, 'electron/web.ts')], {
    stdio: 'inherit',
    env,
  })
}

async function restart() {
  console.log('Sources changed: the engine starts again.')
  const old = engine
  if (old.exitCode === null && old.signalCode === null) {
    const ended = new Promise((done) => old.once('exit', done))
    old.kill()
    await ended
  }
  engine = start()
}

async function freePort() {
  const server = createServer()
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}
