/** The shortest way to a server on the practice Pi; its screens are looked at in the main journey. */
import { expect, type Page } from '@playwright/test'
import { onlyAtHome } from './address.ts'

export async function practise(page: Page): Promise<void> {
  const go = () => page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: /Practise without a Pi/ }).click()
  await go()
  await page.getByLabel('Name on the Pi').fill('pi')
  await page.getByRole('textbox', { name: 'Password' }).fill('practice')
  await go()
  await expect(page.getByRole('heading', { name: /^Your Pi is/ })).toBeVisible({ timeout: 60_000 })
  await go()
  await onlyAtHome(page, 'brookside.local', false)
  for (let step = 0; step < 2; step++) await go()
  await page.getByRole('button', { name: 'Install', exact: true }).click({ timeout: 60_000 })
  await expect(page.getByRole('heading', { name: 'Brookside is installed' })).toBeVisible({
    timeout: 120_000,
  })
  await go()
  await page.getByRole('button', { name: 'Go to Brookside' }).click({ timeout: 60_000 })
}
