/** The screens of the address, as a person goes through them: each way begins at "Where will people find it?". */
import { expect, type Page } from '@playwright/test'
import { look } from './app.ts'

const go = (page: Page) => page.getByRole('button', { name: 'Continue', exact: true }).click()
const heading = (page: Page, name: string | RegExp, timeout = 10_000) =>
  expect(page.getByRole('heading', { name })).toBeVisible({ timeout })

/** One of a row of short words: its own text is what is pressed, for it lies over the radio. */
async function segment(page: Page, name: string): Promise<void> {
  await page.getByRole('radiogroup').getByText(name, { exact: true }).click()
  await expect(page.getByRole('radio', { name, exact: true })).toBeChecked()
}

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

/** Remembers every heading of the second rank from now on: practice links are opened within seconds, with or without a look. */
export async function watchAsks(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(`(() => {
    window.headingsSeen = new Set()
    const look = () => document.querySelectorAll('h2').forEach((each) => window.headingsSeen.add(each.textContent))
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true })
  })()`)
  return () => page.evaluate<string[]>('[...window.headingsSeen]')
}

/** To the plan of joining. */
async function toJoin(page: Page, machine: string, looked: boolean): Promise<void> {
  await choose(page, /^The easy one/, looked)
  await heading(page, 'Tailscale Funnel')
  await page.getByLabel('Name of the Pi in your tailnet').fill('-brookside')
  await expect(page.getByText('Tailscale is not on your Pi yet')).toBeVisible({ timeout: 60_000 })
  const join = page.getByRole('button', { name: 'See what joining does' })
  await join.click()
  await expect(page.getByText(/^Only letters, digits and hyphens/)).toBeVisible()
  await page.getByLabel('Name of the Pi in your tailnet').fill(machine)
  if (looked) await look(page, 'funnel-absent')
  await join.click()
  await heading(page, 'This is what joining does')
  const start = page.getByRole('button', { name: 'Join', exact: true })
  await expect(start).toBeEnabled({ timeout: 60_000 })
  if (looked) await look(page, 'funnel-plan')
  await start.click()
}

async function joined(page: Page, name: string): Promise<void> {
  await expect(page.getByText(`The Pi is in your tailnet as ${name}`)).toBeVisible({ timeout: 180_000 })
  await expect(page.getByText('Only Tailscale was set up on your Pi.')).toBeVisible()
  await expect(page.getByText('This name is Tailscale’s, not yours.')).toBeVisible()
}

/** Joins the tailnet on the way. @returns the name that it got */
export async function byFunnel(page: Page, machine: string): Promise<string> {
  const asks = await watchAsks(page)
  await toJoin(page, machine, true)
  const name = `${machine}.practice.ts.net`
  await joined(page, name)
  expect(await asks()).toContain('Let the Pi join your tailnet')
  await confirm(page, name)
  await look(page, 'funnel-joined')
  await go(page)
  return name
}

/** The page is loaded anew while the Pi joins, as a person might: the run is found again. */
export async function reloadedWhileJoining(page: Page, machine: string): Promise<void> {
  await toJoin(page, machine, false)
  await heading(page, 'Joining your tailnet', 60_000)
  await page.reload()
  await joined(page, `${machine}.practice.ts.net`)
}

/** Behind a proxy that Bramble does not see: it is named, and gets a piece to add. */
export async function byProxy(page: Page): Promise<void> {
  await choose(page, /^Behind the proxy/, false)
  await heading(page, 'Behind the proxy that you have')
  await expect(page.getByText(/^No proxy was found/)).toBeVisible({ timeout: 60_000 })
  await segment(page, 'nginx')
  await segment(page, 'In its Docker network')
  await page.getByLabel('Docker network of the proxy').fill('bridge')
  await expect(page.getByText(/cannot be joined/)).toBeVisible()
  await segment(page, 'Over the Pi itself')
  await page.getByLabel('Your name ends in').fill('hollis')
  await expect(page.getByText('The world cannot know this name.').first()).toBeVisible()
  await page.getByLabel('Your name ends in').fill('hollis.example')
  await page.getByLabel('The server answers at').fill('chat.hollis.example')
  await expect(page.getByText('Two files for the web site at hollis.example')).toBeVisible({
    timeout: 60_000,
  })
  await expect(page.getByRole('heading', { name: 'The piece to add' })).toBeVisible()
  await expect(page.getByText(/server_name chat\.hollis\.example/)).toBeVisible()
  await confirm(page, 'hollis.example')
  await look(page, 'proxy')
  await go(page)
}

/** A name whose records lead to the practice Pi. Two names for a moment, and then one, which needs no files. */
export async function byDomain(page: Page, name: string): Promise<void> {
  await choose(page, /^My own domain/, false)
  await heading(page, 'Your own domain')
  await page.getByLabel('Your name ends in').fill(name)
  const host = page.getByLabel('The server answers at')
  await expect(host).toHaveValue(name)
  const records = page.getByRole('region', { name: 'At your domain’s provider' })
  await expect(records.getByRole('row', { name: /^A @ .* Right/ })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('Everything leads to your Pi.').first()).toBeVisible()
  await look(page, 'domain')

  await host.fill(`chat.${name}`)
  await expect(page.getByText(`Two files for the web site at ${name}`)).toBeVisible({ timeout: 60_000 })
  await expect(records.getByRole('row', { name: /^A chat .* Right/ })).toBeVisible({ timeout: 60_000 })
  await look(page, 'domain-two-names')
  await host.fill(name)
  await expect(page.getByText(`Two files for the web site at ${name}`)).toHaveCount(0)
  await expect(records.getByRole('row', { name: /^A @ .* Right/ })).toBeVisible({ timeout: 60_000 })

  const email = page.getByLabel('Your e-mail address')
  await email.fill('anna')
  await expect(page.getByText('This is not an e-mail address.')).toBeVisible()
  await email.fill(`anna@${name}`)
  await confirm(page, name)
  await look(page, 'domain-confirmed')
  await go(page)
}

/** Cloudflare's tunnel: its limits come first, and without its token it does not go on. */
export async function byCloudflare(page: Page, name: string, token: string): Promise<void> {
  await heading(page, 'Where will people find it?')
  await page.getByRole('button', { name: 'Other ways' }).click()
  await expect(page.getByText('ngrok is not fit for this')).toBeVisible()
  await choose(page, /^Cloudflare Tunnel/, false)
  await heading(page, 'What you should know first')
  await expect(page.getByText(/^Files over 100 MB do not pass/)).toBeVisible()
  await page.getByLabel('Your name ends in').fill(name)
  await expect(page.getByRole('heading', { name: 'What to enter at Cloudflare' })).toBeVisible({
    timeout: 60_000,
  })
  await go(page)
  const field = page.getByRole('textbox', { name: 'Token of the tunnel' })
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(field).toBeFocused()
  await field.fill(token)
  await field.press('Enter')
  await expect(page.getByRole('button', { name: 'Replace Token of the tunnel' })).toBeFocused()
  await confirm(page, name)
  await look(page, 'cloudflare')
  await go(page)
}
