/** The screens of who signs in and of the server's settings, as a person goes through them. */
import { expect, type Page } from '@playwright/test'
import { look } from './app.ts'

export const SECRET = 'canary-client-secret-0123456789'

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

/** A provider of one's own, from the first click to an explicit yes to one that no test has proved. */
export async function addProvider(page: Page): Promise<void> {
  await press(page, 'Add a way to sign in')
  await expect(page.getByRole('heading', { name: 'Add a way to sign in' })).toBeVisible()
  await look(page, 'who-add')
  await page.getByRole('button', { name: /OpenID Connect/ }).click()
  await expect(page.getByRole('heading', { name: 'Sign in with OpenID Connect' })).toBeVisible()

  // Nothing is asked before everything is there.
  await press(page, 'Test it')
  await expect(page.getByText('Fill in what is missing first.')).toBeVisible()
  await look(page, 'who-missing')
  await page.getByLabel('Issuer').fill('http://id.example.org')
  await expect(page.getByText('It must be an address that begins with https://.')).toBeVisible()
  await page.getByLabel('Issuer').fill('https://id.example.org')
  await page.getByLabel('Client ID').fill('bramble')
  await page.getByLabel('What the button says').fill('Rowing club')
  await page.getByRole('textbox', { name: 'Client secret' }).fill(SECRET)
  await page.getByRole('textbox', { name: 'Client secret' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Replace Client secret' })).toBeFocused()
  await expect(page.getByText('Fill in what is missing first.')).toBeHidden()

  const redirect = page.getByText(/upstream\/callback/)
  const shown = await redirect.innerText()
  expect(shown).toMatch(/^https:\/\/brookside\.local:8443\/upstream\/callback\/[0-7][0-9A-Z]{25}$/)
  await page.getByRole('button', { name: `Copy ${shown}` }).click()
  expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(shown)

  await press(page, 'Test it')
  await expect(page.getByText('Nobody was asked: this is practice', { exact: true })).toBeVisible()
  await look(page, 'who-provider')
  await notInPage(page)
  await press(page, 'Done')
  await expect(page.getByText('Rowing club')).toBeVisible()
  await expect(page.getByText('Not tested')).toBeVisible()
  await look(page, 'who-ways')

  // Going on with what no test has proved takes a yes of its own.
  await press(page, 'Continue')
  await expect(page.getByRole('alertdialog')).toContainText('Rowing club')
  await look(page, 'who-risk')
  await press(page, 'Stay here')
  await expect(page.getByRole('heading', { name: 'Who signs in, and how?' })).toBeVisible()

  // Back and forth, and everything is still there; the secret is known to be given, and not shown.
  await press(page, 'Back')
  await press(page, 'Continue')
  await press(page, 'Change Rowing club')
  await expect(page.getByLabel('Issuer')).toHaveValue('https://id.example.org')
  await expect(page.getByRole('button', { name: 'Replace Client secret' })).toBeVisible()
  await notInPage(page)
  await press(page, 'Done')
  await mailNeedsItsSettings(page)
}

/** Goes on, and says yes to what is not proved. */
export async function goOnAnyway(page: Page): Promise<void> {
  await press(page, 'Continue')
  await press(page, 'Go on anyway')
}

/** Half of the settings of the mail: what is missing is said, and switching it off again mends it. */
async function mailNeedsItsSettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Mail/ }).click()
  await page.getByLabel('The server sends mail').check()
  await press(page, 'Continue')
  await expect(page.getByRole('alert')).toContainText('The settings of the mail are not complete.')
  await look(page, 'who-mail')
  await page.getByLabel('The server sends mail').uncheck()
  await page.getByRole('button', { name: /^Mail/ }).click()
}

/** The settings of the server: cut to the Pi, and one that must be filled in. */
export async function changeSettings(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Sizes, other servers/ }).click()
  // the practice Pi has 8 GB
  await expect(page.getByRole('radio', { name: '8 GB or more' })).toBeChecked()
  await page.getByText('Only these', { exact: true }).click()
  await press(page, 'Continue')
  await expect(page.getByText('Type at least one name, or choose another answer.')).toBeVisible()
  await page.getByLabel('Names of the other servers').fill('example.org\nmatrix.example')
  await page.getByLabel('Largest file that people can send').selectOption('100 MB')
  await look(page, 'extras-settings')
}

/** What is secret is in no storage, no address and no part of the page, the values of its fields included. */
export async function notInPage(page: Page): Promise<void> {
  const kept = await everything(page)
  expect(kept).toContain('Rowing club')
  expect(kept).not.toContain(SECRET)
}

/** All that the page shows and keeps. */
export const everything = (page: Page) =>
  page.evaluate<string>(`JSON.stringify([
    { ...localStorage }, { ...sessionStorage }, document.cookie, location.href,
    document.documentElement.outerHTML, [...document.querySelectorAll('input, textarea')].map((field) => field.value),
  ])`)
