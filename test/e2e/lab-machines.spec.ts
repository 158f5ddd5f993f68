import { expect, test, type Page } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emptyPi, labFacts, onPi } from '../lab/support.ts'
import { onlyAtHome } from './address.ts'
import { look, startApp, type App } from './app.ts'

let app: App
test.beforeEach(async () => {
  app = await startApp()
})
test.afterEach(() => app.close())

const go = (page: Page) => page.getByRole('button', { name: 'Continue' }).click()

/** From Home to the sign-in form of the lab's Pi. */
async function meet(page: Page): Promise<void> {
  await page.goto(app.url)
  await page.getByRole('button', { name: /Set up a server/ }).click()
  await page.getByLabel('Address of your Pi').fill(labFacts().host)
  await go(page)
  await page.getByRole('button', { name: 'Yes, this is my Pi' }).click()
  await page.getByLabel('Name on the Pi').fill(labFacts().user)
}

/** As far as the Review, with the default answers. */
async function toReview(page: Page): Promise<void> {
  await meet(page)
  await page.getByRole('textbox', { name: 'Password' }).fill(labFacts().password)
  await go(page)
  await expect(page.getByRole('heading', { name: /^Your Pi is/ })).toBeVisible({ timeout: 60_000 })
  await go(page)
  await onlyAtHome(page, null, false)
  for (let screen = 0; screen < 2; screen++) await go(page)
}

test('a 32-bit system is in the way, with what to do', async ({ page }) => {
  await emptyPi('i386')
  await meet(page)
  await page.getByRole('textbox', { name: 'Password' }).fill(labFacts().password)
  await go(page)
  await expect(page.getByRole('heading', { name: 'In the way' })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/i386/).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Continue' })).toBeDisabled()
  await look(page, 'problem-32-bit')
})

test('no usable Docker is told at the Review, before anything is changed', async ({ page }) => {
  await emptyPi('bookworm')
  await toReview(page)
  await expect(page.getByText('No usable Docker can be had for this Pi')).toBeVisible({ timeout: 60_000 })
  await look(page, 'problem-docker')
})

test('a disk without room is in the way, with what is needed', async ({ page }) => {
  await emptyPi('full', '--docker-mb', '300', '--data-mb', '40')
  await meet(page)
  await page.getByRole('textbox', { name: 'Password' }).fill(labFacts().password)
  await go(page)
  await expect(page.getByRole('heading', { name: 'In the way' })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('Free space').first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Continue' })).toBeDisabled()
  await look(page, 'problem-disk')
})

test('a wrong password for sudo is told, and asked for again', async ({ page }) => {
  await emptyPi()
  const folder = mkdtempSync(join(tmpdir(), 'bramble-key-'))
  const key = join(folder, 'id')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  const line = readFileSync(`${key}.pub`, 'utf8').trim()
  const put = `install -d -m 700 -o pi -g pi /home/pi/.ssh && echo "${line}" >/home/pi/.ssh/authorized_keys && chown pi /home/pi/.ssh/authorized_keys`
  expect((await onPi('sh', '-c', put)).status).toBe(0)
  await meet(page)
  await page.getByText('Key file', { exact: true }).click()
  await page.getByLabel('Path of the key file').fill(key)
  await go(page)
  await expect(page.getByRole('heading', { name: 'One more password' })).toBeVisible({ timeout: 60_000 })
  await page.getByRole('textbox', { name: 'Password for changes on the Pi' }).fill('not-the-password')
  await go(page)
  await expect(page.getByText('That is not the administrator’s password')).toBeVisible({ timeout: 60_000 })
  await look(page, 'problem-sudo')
  await page.getByRole('textbox', { name: 'Password for changes on the Pi' }).fill(labFacts().password)
  await go(page)
  await expect(page.getByRole('heading', { name: /^Your Pi is/ })).toBeVisible({ timeout: 60_000 })
  rmSync(folder, { recursive: true })
})
