/** `npm start`: builds what is out of date, then opens the app in Electron where it is, else in a browser. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '..')
const options = process.argv.slice(2)

if (!existsSync(join(root, 'node_modules/esbuild'))) {
  console.error('The packages are not installed yet: run npm ci first.')
  process.exit(1)
}
const { buildOrExit } = await import('./lib/build.mjs')
const built = await buildOrExit({ onlyStale: true })
if (built.length > 0) console.log(`Built: ${built.join(', ')}`)

const electron = await wantedElectron()
if (electron !== null) {
  const began = Date.now()
  // Chromium's sandbox does not run as root; for everyone else it stays on.
  const sandbox = process.platform === 'linux' && process.geteuid() === 0 ? ['--no-sandbox'] : []
  const status = await run(electron, [...sandbox, root, ...options])
  // One that ends at once with a failure lacks a library or a sandbox here.
  if (status === 0 || Date.now() - began > 5000) process.exit(status)
  console.log('Electron did not start. Bramble opens in a browser instead.')
}
process.exit(await run(process.execPath, [join(root, 'dist/web.js'), ...options]))

/** Path of Electron's program; null where the browser is wanted, or is all there is. */
async function wantedElectron() {
  const { BRAMBLE_SHELL, BRAMBLE_OPEN, DISPLAY, WAYLAND_DISPLAY } = process.env
  if (BRAMBLE_SHELL === 'browser' || BRAMBLE_OPEN === 'none' || options.includes('--print-url')) return null
  if (process.platform === 'linux' && !DISPLAY && !WAYLAND_DISPLAY) return null
  const { findElectron } = await import('../dist/electron-binary.js')
  return findElectron(root)
}

/** Runs it on this terminal until it ends; Ctrl+C reaches it by itself and must not end this script before it. */
function run(program, parameters) {
  const ignore = () => {}
  const stop = (signal) => child.kill(signal)
  const child = spawn(program, parameters, { stdio: 'inherit', cwd: root })
  process.on('SIGINT', ignore).on('SIGTERM', stop)
  return new Promise((done) => {
    child.once('exit', (code, signal) => done(code ?? (signal ? 1 : 0))).once('error', () => done(1))
  }).finally(() => process.off('SIGINT', ignore).off('SIGTERM', stop))
}
