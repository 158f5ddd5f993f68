import { expect, test } from '@playwright/test'
import { emptyPi, labFacts, onPi, until } from '../lab/support.ts'
import { look, startApp, type App } from './app.ts'

let app: App
test.beforeEach(async () => {
  await emptyPi()
  app = await startApp()
})
test.afterEach(() => app.close())

test('what goes wrong at the door is told on the screen, and nothing is lost', async ({ page }) => {
  const { host, user, password } = labFacts()
  const go = () => page.getByRole('button', { name: 'Continue' }).click()
  await page.goto(app.url)
  await page.getByRole('button', { name: /Set up a server/ }).click()

  // A machine where nobody listens.
  await page.getByLabel('Address of your Pi').fill(`${host}:2`)
  await go()
  await expect(page.getByText(/refused the connection|Nothing answered/)).toBeVisible({ timeout: 40_000 })
  await look(page, 'problem-refused')

  await page.getByLabel('Address of your Pi').fill(host)
  await go()
  await page.getByRole('button', { name: 'Yes, this is my Pi' }).click()
  await page.getByLabel('Name on the Pi').fill(user)
  await page.getByRole('textbox', { name: 'Password' }).fill('not-the-password')
  await go()
  await expect(page.getByText('The Pi did not accept that')).toBeVisible({ timeout: 30_000 })
  await look(page, 'problem-password')
  // The name was kept; only the password is asked for again.
  await expect(page.getByLabel('Name on the Pi')).toHaveValue(user)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await go()
  await expect(page.getByRole('heading', { name: /^Your Pi is/ })).toBeVisible({ timeout: 60_000 })

  // Who holds the ports of web pages is named; a proxy may lead to the server, so the set-up goes on.
  await onPi('systemd-run', '--unit=squatter', 'python3', '-m', 'http.server', '443')
  await until('it listens', 30, async () => (await onPi('ss', '-Hltn', 'sport = :443')).stdout !== '')
  await page.getByRole('button', { name: 'Look again' }).click()
  await expect(page.getByText(/443 by python3/).first()).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Continue' })).toBeEnabled()
  await look(page, 'problem-port')
})

test('a machine whose key has changed is not signed in to', async ({ page }) => {
  const { host } = labFacts()
  await page.goto(app.url)
  await page.getByRole('button', { name: /Set up a server/ }).click()
  await page.getByLabel('Address of your Pi').fill(host)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Yes, this is my Pi' }).click()
  const { user, password } = labFacts()
  await page.getByLabel('Name on the Pi').fill(user)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('heading', { name: /^Your Pi is/ })).toBeVisible({ timeout: 60_000 })

  await emptyPi('hostkey')
  await page.evaluate('sessionStorage.clear()')
  await page.reload()
  await page.getByRole('button', { name: /Set up a server/ }).click()
  await page.getByLabel('Address of your Pi').fill(host)
  await page.getByRole('button', { name: 'Continue' }).click()
  await expect(page.getByRole('heading', { name: 'This is not the Pi that you know' })).toBeVisible({
    timeout: 30_000,
  })
  await look(page, 'changed-key')
  await emptyPi()
})
