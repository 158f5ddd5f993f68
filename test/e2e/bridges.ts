/** The Bridges page as a person uses it: adding, signing in, removing, adding again. */
import { expect, type Locator, type Page } from '@playwright/test'
import { look } from './app.ts'

export const cardOf = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true })

export async function openBridges(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Bridges', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Bridges', exact: true })).toBeVisible()
}

/** What the plan says will change, a title each, in its order. */
export async function plannedChanges(page: Page): Promise<string[]> {
  const lines = page.locator('main li > .plan-line .what')
  await expect(lines.first()).toBeVisible({ timeout: 60_000 })
  const texts = await lines.allTextContents()
  return texts.map((text) => text.trim())
}

/** From the list to the plan: the questions are answered on the way. */
export async function toPlanOf(
  page: Page,
  name: string,
  answers: (page: Page) => Promise<void> = async () => undefined,
): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^Add ${name}`) }).click()
  await expect(page.getByRole('heading', { name: `Add ${name}` })).toBeVisible()
  await answers(page)
  await page.getByRole('button', { name: 'See what it does' }).click()
  await expect(page.getByRole('heading', { name: new RegExp(`^Adding ${name}: `) })).toBeVisible({
    timeout: 60_000,
  })
}

/** From the plan to the list, with the run in between. */
export async function carryOut(page: Page, button: string, done: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click()
  await expect(page.getByRole('heading', { name: done })).toBeVisible({ timeout: 120_000 })
  await page.getByRole('button', { name: 'To the bridges' }).click()
  await expect(page.getByRole('heading', { name: 'Bridges', exact: true })).toBeVisible()
}

/** Telegram's own two questions; nothing is asked of Telegram. */
export async function answerTelegram(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'See what it does' }).click()
  await expect(page.getByText('One of the questions needs another look.')).toBeVisible()
  await page.getByLabel('API id').fill('1234567')
  const hash = page.getByRole('textbox', { name: 'API hash' })
  await hash.fill('0123456789abcdef0123456789abcdef')
  await hash.press('Enter')
  await expect(page.getByText('One of the questions needs another look.')).toHaveCount(0, { timeout: 60_000 })
  await look(page, 'bridge-form')
}

/** By a code to scan, for the only person there is. */
export async function signInByCode(page: Page, name: string, person: string): Promise<void> {
  await cardOf(page, name)
    .getByRole('button', { name: `Sign in: ${name}` })
    .click()
  const sheet = page.getByRole('dialog', { name: `Sign in to ${name}` })
  await expect(sheet.getByRole('heading', { name: `Sign in to ${name}` })).toBeFocused()
  await expect(sheet.getByText(`For ${person}`)).toBeVisible({ timeout: 60_000 })
  const flow = sheet.getByRole('button', { name: /^QR/ })
  const code = sheet.getByRole('img', { name: `A code to scan with ${name}` })
  await expect(flow.or(code).first()).toBeVisible({ timeout: 60_000 })
  if (await flow.isVisible()) await flow.click()
  await expect(code).toBeVisible({ timeout: 60_000 })
  await look(page, 'bridge-code')
  await expect(sheet.getByText('Signed in', { exact: true })).toBeVisible({ timeout: 120_000 })
  await look(page, 'bridge-signed-in')
  await sheet.getByRole('button', { name: 'Done' }).click()
  await expect(sheet).toHaveCount(0)
}
