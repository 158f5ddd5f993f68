import { expect, test } from '@playwright/test'
import { startApp, type App } from './app.ts'
import { answer, install, visitServer } from './journey.ts'
import { addProvider, changeSettings, goOnAnyway } from './ways.ts'

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

test('another way to sign in, and settings of the server, from the first click to a running server', async ({
  page,
  context,
}) => {
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(app.url)
  await answer(page, {
    address: null,
    fingerprint: null,
    user: 'pi',
    password: 'practice',
    host: 'brookside.local',
    people: addProvider,
    goOn: goOnAnyway,
    extras: changeSettings,
  })
  await install(page, 2)
  await expect(page.getByRole('heading', { name: 'Brookside works' })).toBeVisible()
  expect(complaints).toEqual([])
})
