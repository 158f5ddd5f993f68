/** Opening the page in a browser's own window, with a program in the browser's place that says what it was given. */
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openPage, type Opened } from '../../../electron/web/open.ts'
import type { Machine } from '../../../electron/web/browsers.ts'
import { until } from '../fixture.ts'

const invitation = 'http://127.0.0.1:1234/#the-token'

let folder: string
let opened: Opened | null = null
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bramble-test-'))
  await mkdir(join(folder, 'bin'))
  await program('xdg-open', 'stay')
  vi.stubEnv('PATH', `${join(folder, 'bin')}:${process.env['PATH']}`)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await opened?.close()
  opened = null
  await rm(folder, { recursive: true })
})

/** Writes its arguments beside itself, then stays for a while or ends badly. */
async function program(name: string, then: 'stay' | 'fail'): Promise<string> {
  const path = join(folder, 'bin', name)
  const last =
    then === 'stay' && name !== 'xdg-open' ? 'exec sleep 60' : then === 'fail' ? 'exit 3' : 'exit 0'
  await writeFile(path, `#!/bin/sh\nprintf '%s\\n' "$@" > "$0.now" && mv "$0.now" "$0.asked"\n${last}\n`, {
    mode: 0o755,
  })
  return path
}

const machine = (browser: string): Machine => ({
  platform: 'linux',
  env: { BRAMBLE_BROWSER: browser },
  home: folder,
  exists: existsSync,
})

async function asked(name: string): Promise<string[]> {
  const file = join(folder, 'bin', `${name}.asked`)
  await until(() => existsSync(file))
  return (await readFile(file, 'utf8')).trim().split('\n')
}

const option = (given: string[], name: string) =>
  given.find((text) => text.startsWith(`--${name}=`))?.slice(name.length + 3) ?? ''

describe('a window of its own', () => {
  it('is given the token in a file that only its user reads, never in its arguments', async () => {
    opened = await openPage(invitation, machine(await program('chromium', 'stay')))
    const given = await asked('chromium')
    expect(given.join(' ')).not.toMatch(/the-token|1234/)
    const page = fileURLToPath(option(given, 'app'))
    expect(await readFile(page, 'utf8')).toContain(`location.replace("${invitation}")`)
    expect((await stat(page)).mode & 0o777).toBe(0o600)
    expect((await stat(dirname(page))).mode & 0o777).toBe(0o700)
    expect(dirname(option(given, 'user-data-dir'))).toBe(dirname(page))
    await opened.admitted()
    expect(existsSync(page)).toBe(false)
  })

  it('keeps its sandbox unless its user is root', async () => {
    opened = await openPage(invitation, machine(await program('chromium', 'stay')))
    expect((await asked('chromium')).includes('--no-sandbox')).toBe(process.geteuid?.() === 0)
  })

  it('is closed with what was written for it, and tells when it was', async () => {
    opened = await openPage(invitation, machine(await program('chromium', 'stay')))
    const passing = dirname(fileURLToPath(option(await asked('chromium'), 'app')))
    await opened.admitted()
    await opened.close()
    await opened.closed
    expect(existsSync(passing)).toBe(false)
    expect(existsSync(join(folder, 'bin/xdg-open.asked'))).toBe(false)
  })

  it('that cannot start leaves the page to the default browser', async () => {
    opened = await openPage(invitation, machine(await program('chromium', 'fail')))
    const [page = ''] = await asked('xdg-open')
    expect(await readFile(page, 'utf8')).toContain(invitation)
    let closed = false
    void opened.closed.then(() => (closed = true))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(closed).toBe(false)
  })

  it('needs no browser of that family: the default one is asked at once', async () => {
    opened = await openPage(invitation, { ...machine(''), env: {}, exists: () => false })
    expect((await asked('xdg-open'))[0]).toMatch(/launch\.html$/)
  })
})
