/** The People page as a person uses it: with the mouse here, with the keyboard there. */
import { expect, type Page } from '@playwright/test'
import { look } from './app.ts'

/** @param standIn whether the lab's double answers, which must be said */
export async function meetPeople(page: Page, standIn: boolean): Promise<void> {
  await page.getByRole('button', { name: 'People', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'People', exact: true })).toBeVisible()
  await expect(page.getByText('Nobody is here yet')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/is a stand-in for MAS/)).toHaveCount(standIn ? 1 : 0)
  await look(page, 'people-empty')

  for (const name of ['anna', 'ben']) {
    await page.getByRole('button', { name: 'Add someone' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
    if (name === 'anna') await page.getByLabel(/^Runs the server/).check()
    await page.getByRole('button', { name: 'Make the account' }).click()
    await expect(page.getByRole('heading', { name: `@${name}:brookside.local is there` })).toBeVisible({
      timeout: 60_000,
    })
    await expect(page.getByRole('dialog').locator('code')).toHaveText(/^([a-z0-9]{5}-){3}[a-z0-9]{5}$/)
    if (name === 'anna') await look(page, 'people-added')
    await page.getByRole('button', { name: 'Done' }).click()
    await expect(page.getByRole('button', { name: new RegExp(name) })).toBeVisible({ timeout: 60_000 })
  }
  // what was shown once is nowhere any more
  expect(await page.content()).not.toMatch(/[a-z0-9]{5}-[a-z0-9]{5}-[a-z0-9]{5}-[a-z0-9]{5}/)

  // the only one who runs the server is not locked by accident
  const anna = page.getByRole('button', { name: /anna/ })
  await anna.press('Enter')
  await expect(page.getByRole('heading', { name: 'anna' })).toBeFocused()
  await expect(page.getByText('Signed in on')).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect(page.getByRole('alertdialog')).toContainText('Nobody would be left to run the server')
  await look(page, 'people-last')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await expect(page.getByRole('heading', { name: 'anna' })).toBeVisible()
  await page.getByRole('heading', { name: 'anna' }).press('Escape')
  await expect(anna).toBeFocused()

  await page.getByRole('button', { name: /ben/ }).click()
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Unlock' })).toBeVisible({ timeout: 60_000 })
  await look(page, 'people-locked')
  await page.getByRole('button', { name: 'Unlock' }).click()
  await expect(page.getByRole('button', { name: 'Lock', exact: true })).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Close', exact: true }).click()

  await page.getByRole('button', { name: 'Invite someone' }).click()
  await page.getByRole('button', { name: 'Make the invitation' }).click()
  await expect(page.getByRole('heading', { name: 'The invitation is ready' })).toBeVisible({
    timeout: 60_000,
  })
  await expect(page.getByRole('dialog').locator('code').first()).toHaveText(
    'https://brookside.local:8443/register',
  )
  await look(page, 'people-invited')
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('1 open')).toBeVisible({ timeout: 60_000 })
  await look(page, 'people')
  await page.getByRole('button', { name: /^Withdraw the invitation/ }).click()
  await expect(page.getByText('No invitation is open.')).toBeVisible({ timeout: 60_000 })
}
