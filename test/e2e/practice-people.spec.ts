import { expect, test } from '@playwright/test'
import { startApp, type App } from './app.ts'
import { meetPeople } from './people.ts'
import { practise } from './practise.ts'

let app: App
test.beforeEach(async () => {
  app = await startApp()
})
test.afterEach(() => app.close())

test('people and invitations over the practice Pi', async ({ page }) => {
  test.setTimeout(300_000)
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(app.url)
  await practise(page)
  await meetPeople(page, false)
  expect(complaints).toEqual([])
})
