import { expect, test } from '@playwright/test'
import { look, startApp, type App } from './app.ts'
import {
  answerTelegram,
  cardOf,
  carryOut,
  openBridges,
  plannedChanges,
  signInByCode,
  toPlanOf,
} from './bridges.ts'
import { practise } from './practise.ts'

let app: App
test.beforeEach(async () => {
  app = await startApp()
})
test.afterEach(() => app.close())

test('bridges over the practice Pi: added, signed in to, removed with their data kept, added again', async ({
  page,
}) => {
  test.setTimeout(600_000)
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(app.url)
  await practise(page)
  await page.getByRole('button', { name: 'People', exact: true }).click()
  await page.getByRole('button', { name: 'Add someone' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('anna')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.getByRole('button', { name: 'Done' }).click({ timeout: 60_000 })

  await openBridges(page)
  await expect(page.getByText('No bridge yet')).toBeVisible({ timeout: 60_000 })
  await look(page, 'bridges-empty')

  await toPlanOf(page, 'WhatsApp')
  await expect(page.getByText(/^Synapse restarts once, for about/)).toBeVisible()
  const first = await plannedChanges(page)
  expect(first).toEqual([])
  await look(page, 'bridge-plan')
  await carryOut(page, 'Add WhatsApp', 'WhatsApp is there')
  await expect(cardOf(page, 'WhatsApp').getByText('Works', { exact: true })).toBeVisible({ timeout: 120_000 })

  await toPlanOf(page, 'Telegram', answerTelegram)
  const second = await plannedChanges(page)
  expect(second).toEqual([])
  await carryOut(page, 'Add Telegram', 'Telegram is there')
  await expect(cardOf(page, 'Telegram').getByText('Works', { exact: true })).toBeVisible({ timeout: 120_000 })
  await look(page, 'bridges')

  await signInByCode(page, 'WhatsApp', 'anna')
  const whatsapp = cardOf(page, 'WhatsApp')
  await expect(whatsapp.getByText('Connected', { exact: true })).toBeVisible({ timeout: 60_000 })
  await expect(whatsapp.getByText('anna uses it')).toBeVisible()
  await look(page, 'bridges-signed-in')

  const telegram = cardOf(page, 'Telegram')
  await telegram.getByRole('button', { name: 'First steps and settings: Telegram' }).click()
  await telegram.getByRole('button', { name: 'Remove Telegram' }).click()
  await expect(page.getByText('Its data stays')).toBeVisible()
  await expect(page.getByRole('heading', { name: /^Removing Telegram: / })).toBeVisible({ timeout: 60_000 })
  await look(page, 'bridge-remove')
  await carryOut(page, 'Remove Telegram', 'Telegram is removed')
  await expect(page.getByText('its keys are kept')).toBeVisible({ timeout: 60_000 })
  await expect(cardOf(page, 'Telegram')).toHaveCount(0)
  await expect(whatsapp.getByText('Connected', { exact: true })).toBeVisible({ timeout: 60_000 })

  // its key is on the Pi still: only what is no secret is asked again
  await page.getByRole('button', { name: 'Add again: Telegram' }).click()
  await page.getByLabel('API id').fill('1234567')
  await expect(page.getByText('Kept on the Pi')).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'See what it does' }).click()
  const again = await plannedChanges(page)
  expect(again).toEqual([])
  await carryOut(page, 'Add Telegram', 'Telegram is there')
  await expect(telegram.getByText('Works', { exact: true })).toBeVisible({ timeout: 120_000 })
  expect(complaints).toEqual([])
})
