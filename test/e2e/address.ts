/** The screens of the address, as a person goes through them: each way begins at "Where will people find it?". */
import { expect, type Page } from '@playwright/test'
import { look } from './app.ts'

const go = (page: Page) => page.getByRole('button', { name: 'Continue', exact: true }).click()
const heading = (page: Page, name: string | RegExp, timeout = 10_000) =>
  expect(page.getByRole('heading', { name })).toBeVisible({ timeout })

async function choose(page: Page, card: RegExp, looked: boolean): Promise<void> {
  await heading(page, 'Where will people find it?')
  await page.getByRole('radio', { name: card }).check()
  await page.getByLabel('What you call it').fill('Brookside')
  if (looked) await look(page, 'address')
  await go(page)
}

/** The name for ever is asked for once more, and nothing else will do. */
async function confirm(page: Page, name: string): Promise<void> {
  const field = page.getByLabel('Type the name once more')
  await field.fill(`${name}x`)
  await go(page)
  await expect(page.getByText(`This is not yet ${name}.`)).toBeVisible()
  await expect(field).toBeFocused()
  await field.fill(name.toUpperCase())
  await expect(page.getByText('That is the name.')).toBeVisible()
}

/** @param host null keeps what is proposed */
export async function onlyAtHome(page: Page, host: string | null, looked = true): Promise<void> {
  await choose(page, /^Only at home/, looked)
  await heading(page, 'What will not work')
  const field = page.getByLabel('Its name in your network')
  if (host !== null) await field.fill(host)
  await confirm(page, await field.inputValue())
  if (looked) await look(page, 'address-home')
  await go(page)
}

/** Joins the tailnet on the way; the page is loaded anew in the middle, as a person might. @returns the name that it got */
export async function byFunnel(page: Page, machine: string): Promise<string> {
  await choose(page, /^The easy one/, true)
  await heading(page, 'Tailscale Funnel')
  await page.getByLabel('Name of the Pi in your tailnet').fill('-brookside')
  await expect(page.getByText('Tailscale is not on your Pi yet')).toBeVisible({ timeout: 60_000 })
  const join = page.getByRole('button', { name: 'See what joining does' })
  await join.click()
  await expect(page.getByText(/^Only letters, digits and hyphens/)).toBeVisible()
  await page.getByLabel('Name of the Pi in your tailnet').fill(machine)
  await look(page, 'funnel-absent')
  await join.click()
  await heading(page, 'This is what joining does')
  const start = page.getByRole('button', { name: 'Join', exact: true })
  await expect(start).toBeEnabled({ timeout: 60_000 })
  await look(page, 'funnel-plan')
  await start.click()
  await heading(page, 'Let the Pi join your tailnet', 120_000)
  await expect(page.getByRole('img', { name: /picture for a phone/ })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Open the page' })).toHaveAttribute('href', /^https:/)
  // somebody opens the practice link within seconds, so its picture is taken in the gallery
  await page.reload()
  await heading(page, 'Tailscale Funnel', 120_000)
  const name = `${machine}.practice.ts.net`
  await expect(page.getByText(`The Pi is in your tailnet as ${name}`)).toBeVisible({ timeout: 120_000 })
  await expect(page.getByText('Only Tailscale was set up on your Pi.')).toBeVisible()
  // what was typed before is gone with the page, the tailnet is not
  await page.getByRole('button', { name: 'Another way in' }).click()
  await choose(page, /^The easy one/, false)
  await expect(page.getByText('This name is Tailscale’s, not yours.')).toBeVisible()
  await confirm(page, name)
  await look(page, 'funnel-joined')
  await go(page)
  return name
}
