import { expect, test, type Page } from '@playwright/test'
import { byCloudflare, byDomain, byFunnel, byProxy, reloadedWhileJoining, watchAsks } from './address.ts'
import { look, startApp, type App } from './app.ts'
import { everything } from './ways.ts'

let app: App
test.beforeEach(async () => {
  app = await startApp()
})
test.afterEach(() => app.close())

const go = (page: Page) => page.getByRole('button', { name: 'Continue', exact: true }).click()

/** To the address; what comes before is looked at in the main journey. */
async function toAddress(page: Page): Promise<string[]> {
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(app.url)
  await page.getByRole('button', { name: /Practise without a Pi/ }).click()
  await go(page)
  await page.getByLabel('Name on the Pi').fill('pi')
  await page.getByRole('textbox', { name: 'Password' }).fill('practice')
  await go(page)
  await expect(page.getByRole('heading', { name: /^Your Pi is/ })).toBeVisible({ timeout: 60_000 })
  await go(page)
  return complaints
}

async function toReady(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Who signs in, and how?' })).toBeVisible()
  await go(page)
  await expect(page.getByRole('heading', { name: 'Anything else?' })).toBeVisible()
  await go(page)
  await page.getByRole('button', { name: 'Install', exact: true }).click({ timeout: 60_000 })
}

test('by Funnel: joined, installed, and proved', async ({ page }) => {
  test.setTimeout(420_000)
  const complaints = await toAddress(page)
  const name = await byFunnel(page, 'brookside')
  const asks = await watchAsks(page)
  await toReady(page)
  await expect(page.getByRole('heading', { name: 'Brookside is installed' })).toBeVisible({
    timeout: 240_000,
  })
  // Funnel itself waited for its owner, as a card that went by itself
  expect(await asks()).toContain('Turn Funnel on')
  await go(page)
  await expect(page.getByRole('heading', { name: 'Brookside works' })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(`https://${name}`).first()).toBeVisible()
  // the world trusts its certificate already
  await expect(page.getByRole('heading', { name: 'A certificate for every device' })).toHaveCount(0)
  await look(page, 'funnel-ready')

  await page.getByRole('button', { name: 'Go to Brookside' }).click()
  await page.getByRole('button', { name: 'From outside' }).click()
  await expect(page.getByRole('heading', { name: 'It is reachable' })).toBeVisible({ timeout: 60_000 })
  await look(page, 'outside')

  // the name is for ever, and what would need another one is closed
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Change: Address' }).click({ timeout: 60_000 })
  await expect(page.getByRole('radio', { name: /^My own domain/ })).toBeDisabled({ timeout: 60_000 })
  await look(page, 'address-lives')
  await go(page)
  await expect(page.getByLabel('Name of the Pi in your tailnet')).toBeDisabled()
  await expect(page.getByLabel('Type the name once more')).toHaveCount(0)
  await look(page, 'funnel-locked')
  expect(complaints).toEqual([])
})

test('a window that is loaded anew while the Pi joins finds the run again', async ({ page }) => {
  await toAddress(page)
  await reloadedWhileJoining(page, 'brookside')
})

test('behind a proxy: named, with the piece to add, as far as the plan', async ({ page }) => {
  test.setTimeout(420_000)
  const complaints = await toAddress(page)
  await byProxy(page)
  await expect(page.getByRole('heading', { name: 'Who signs in, and how?' })).toBeVisible()
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  // Back loses nothing: the same screen, with the name still confirmed
  await expect(page.getByLabel('The server answers at')).toHaveValue('chat.hollis.example')
  await expect(page.getByText('That is the name.')).toBeVisible()
  await go(page)
  await go(page)
  await go(page)
  await expect(page.getByRole('heading', { name: 'This is what will happen' })).toBeVisible({
    timeout: 60_000,
  })
  await look(page, 'proxy-review')
  expect(complaints).toEqual([])
})

test('by an own domain: looked up, installed, and proved', async ({ page }) => {
  test.setTimeout(420_000)
  const complaints = await toAddress(page)
  await byDomain(page, 'hollis.example')
  await toReady(page)
  await expect(page.getByRole('heading', { name: 'Brookside is installed' })).toBeVisible({
    timeout: 240_000,
  })
  await go(page)
  await expect(page.getByRole('heading', { name: 'Brookside works' })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('https://hollis.example').first()).toBeVisible()
  const ladder = page.getByRole('button', { name: /^Works: From outside/ })
  await expect(ladder).toContainText('all fine')
  await ladder.click()
  await look(page, 'domain-ready')
  expect(complaints).toEqual([])
})

test('by Cloudflare’s tunnel: its limits, its token, as far as the plan', async ({ page }) => {
  const token = 'canary-tunnel-token-0123456789'
  const complaints = await toAddress(page)
  await byCloudflare(page, 'hollis.example', token)
  await expect(page.getByRole('heading', { name: 'Who signs in, and how?' })).toBeVisible()
  await go(page)
  await go(page)
  await expect(page.getByRole('heading', { name: 'This is what will happen' })).toBeVisible({
    timeout: 60_000,
  })
  await look(page, 'cloudflare-review')
  const kept = await everything(page)
  expect(kept).toContain('hollis.example')
  expect(kept).not.toContain(token)
  expect(complaints).toEqual([])
})
