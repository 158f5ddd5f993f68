/** The main journey through the real window, step by step, over any Pi. */
import { expect, type Page } from '@playwright/test'
import { onlyAtHome } from './address.ts'
import { look } from './app.ts'

export interface Pi {
  /** Null for the practice Pi. */
  readonly address: string | null
  /** SHA256, without its prefix; what the fingerprint screen must show. */
  readonly fingerprint: string | null
  readonly user: string
  readonly password: string
  readonly host: string
  /** What is done on the screen of who signs in, besides looking. */
  readonly people?: (page: Page) => Promise<void>
  /** How it is left, where not by Continue alone. */
  readonly goOn?: (page: Page) => Promise<void>
  /** What is done on the screen of the extras. */
  readonly extras?: (page: Page) => Promise<void>
}

const go = (page: Page) => page.getByRole('button', { name: 'Continue' }).click()

/** From Home to the Review. */
export async function answer(page: Page, pi: Pi): Promise<void> {
  await expect(page.getByRole('heading', { name: 'Your servers' })).toBeVisible()
  await look(page, 'home')
  if (pi.address === null) {
    await page.getByRole('button', { name: /Practise without a Pi/ }).click()
    await expect(page.getByRole('heading', { name: 'Where is your Pi?' })).toBeVisible()
    await go(page)
  } else {
    await page.getByRole('button', { name: /Set up a server/ }).click()
    await expect(page.getByRole('heading', { name: 'Where is your Pi?' })).toBeVisible()
    await look(page, 'find')
    await page.getByLabel('Address of your Pi').fill(pi.address)
    await go(page)
    await expect(page.getByRole('heading', { name: 'Is this your Pi?' })).toBeVisible()
    await look(page, 'fingerprint')
    const shown = await page.getByLabel('Fingerprint, SHA256, in groups of four').innerText()
    expect(shown.replaceAll(/\s/g, '')).toBe(pi.fingerprint)
    await page.getByRole('button', { name: 'Yes, this is my Pi' }).click()
  }
  await page.getByLabel('Name on the Pi').fill(pi.user)
  await page.getByRole('textbox', { name: 'Password' }).fill(pi.password)
  await look(page, 'sign-in')
  await go(page)
  await expect(page.getByRole('heading', { name: /^Your Pi is/ })).toBeVisible({ timeout: 60_000 })
  await look(page, 'check-up')
  await go(page)
  await onlyAtHome(page, pi.host)
  await expect(page.getByRole('heading', { name: 'Who signs in, and how?' })).toBeVisible()
  await look(page, 'who')
  await pi.people?.(page)
  await (pi.goOn ?? go)(page)
  await expect(page.getByRole('heading', { name: 'Anything else?' })).toBeVisible()
  await expect(page.getByLabel('Element Web')).toBeChecked()
  await look(page, 'extras')
  await pi.extras?.(page)
  await go(page)
  await expect(page.getByRole('heading', { name: 'This is what will happen' })).toBeVisible({
    timeout: 60_000,
  })
  await look(page, 'review')
}

/** From the Review to Ready; the page is loaded anew in the middle, as a person might. */
export async function install(page: Page, minutes: number): Promise<void> {
  await page.getByRole('button', { name: 'Install', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Installing Brookside' })).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Open the log' }).click()
  await look(page, 'install')
  await page.reload()
  await expect(
    page.getByRole('heading', { name: /Installing Brookside|Brookside is installed/ }),
  ).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('heading', { name: 'Brookside is installed' })).toBeVisible({
    timeout: minutes * 60_000,
  })
  await look(page, 'installed')
  await go(page)
  await expect(page.getByRole('heading', { name: /^Brookside (works|is not quite there)/ })).toBeVisible({
    timeout: 60_000,
  })
  await look(page, 'ready')
}

/** The server's own pages. */
export async function visitServer(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Go to Brookside' }).click()
  await expect(page.getByRole('table').getByText('Synapse')).toBeVisible({ timeout: 60_000 })
  await look(page, 'overview')
  await page
    .getByRole('link', { name: 'Services' })
    .or(page.getByRole('button', { name: 'Services' }))
    .first()
    .click()
  await expect(page.getByRole('button', { name: /Restart/ }).first()).toBeVisible()
  await look(page, 'services')
  await page
    .getByRole('link', { name: 'Logs' })
    .or(page.getByRole('button', { name: 'Logs' }))
    .first()
    .click()
  await expect(page.getByRole('log')).toBeVisible()
  await look(page, 'logs')
}
