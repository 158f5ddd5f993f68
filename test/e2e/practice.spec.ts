import { expect, test } from '@playwright/test'
import { startApp, type App } from './app.ts'
import { answer, install, visitServer } from './journey.ts'

let app: App
test.beforeEach(async () => {
  app = await startApp()
})
test.afterEach(() => app.close())

test('the main journey over the practice Pi, every screen by axe in both themes', async ({ page }) => {
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(app.url)
  await answer(page, {
    address: null,
    fingerprint: null,
    user: 'pi',
    password: 'practice',
    host: 'brookside.local',
  })
  await install(page, 2)
  await expect(page.getByRole('heading', { name: 'Brookside works' })).toBeVisible()
  await visitServer(page)
  expect(complaints).toEqual([])
})
