/** The second visit, through the window: from a computer that never saw the server, over a real Synapse and real bridges. */
import { expect, test, type Page } from '@playwright/test'
import {
  containerEvents,
  containers,
  makePerson,
  secretSums,
  sql,
  watchContainers,
} from '../lab/bridges-support.ts'
import { converge, emptyPi, labFacts, laptop, outcome } from '../lab/support.ts'
import { look, startApp, type App } from './app.ts'
import { cardOf, carryOut, openBridges, signInByCode } from './bridges.ts'

let app: App
let before: { containers: Map<string, string>; secrets: Map<string, string> }
test.beforeEach(async () => {
  await emptyPi()
  const one = laptop()
  expect(outcome(await converge(one))).toBe('verified')
  await one.close()
  before = { containers: await containers(), secrets: await secretSums() }
  app = await startApp()
})
test.afterEach(() => app.close())

/** To the page of a server that lives on the Pi: nothing of it is known here before. */
async function comeBack(page: Page): Promise<void> {
  const { host, user, password } = labFacts()
  await page.getByRole('button', { name: /Set up a server/ }).click()
  await page.getByLabel('Address of your Pi').fill(host)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: 'Yes, this is my Pi' }).click()
  await page.getByLabel('Name on the Pi').fill(user)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('button', { name: /^(Go to|Open) brookside$/i }).click({ timeout: 60_000 })
  await expect(page.getByRole('table').getByText('Synapse')).toBeVisible({ timeout: 60_000 })
}

/** Services whose container is another one than at the last look. */
async function changed(): Promise<string[]> {
  const is = await containers()
  const was = before.containers
  before = { ...before, containers: is }
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((name) => was.get(name) !== is.get(name))
    .toSorted()
}

/** By the set-up's own screen, both in one run. */
async function addBoth(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Change: Files of up to' }).click()
  await expect(page.getByRole('heading', { name: 'Anything else?' })).toBeVisible({ timeout: 60_000 })
  await page.getByRole('checkbox', { name: /^WhatsApp/ }).check()
  await page.getByRole('checkbox', { name: /^Telegram/ }).check()
  await page.getByLabel('API id').fill('1234567')
  const hash = page.getByRole('textbox', { name: 'API hash' })
  await hash.fill('0123456789abcdef0123456789abcdef')
  await hash.press('Enter')
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'This is what will happen' })).toBeVisible({
    timeout: 60_000,
  })
  await expect(page.getByText('role bridge_whatsapp')).toBeVisible()
  await look(page, 'lab-bridges-review')
  await page.getByRole('button', { name: 'Make these changes' }).click()
  await expect(page.getByRole('heading', { name: /is changed$/ })).toBeVisible({ timeout: 240_000 })
  await page.getByRole('button', { name: 'Continue', exact: true }).click()
  await page.getByRole('button', { name: /^Go to brookside$/i }).click({ timeout: 60_000 })
}

async function works(page: Page, name: string): Promise<void> {
  await expect(cardOf(page, name).getByText('Works', { exact: true })).toBeVisible({ timeout: 120_000 })
}

test('WhatsApp and Telegram are added, used, removed with their data kept, and added again as the same', async ({
  page,
}) => {
  await page.goto(app.url)
  await comeBack(page)
  await watchContainers()
  await addBoth(page)
  await openBridges(page)
  await works(page, 'WhatsApp')
  await works(page, 'Telegram')
  // Synapse once, for both of them
  expect(await changed()).toEqual(['bridge-telegram', 'bridge-whatsapp', 'synapse'])
  expect((await containerEvents()).filter((event) => event === 'start synapse')).toHaveLength(1)
  const secrets = await secretSums()
  for (const [name, sum] of before.secrets) expect(secrets.get(name), name).toBe(sum)

  // MAS is a stand-in here, so the person is made twice: for the window's list, and in Synapse
  await page.getByRole('button', { name: 'People', exact: true }).click()
  await page.getByRole('button', { name: 'Add someone' }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('ada')
  await page.getByRole('button', { name: 'Make the account' }).click()
  await page.getByRole('button', { name: 'Done' }).click({ timeout: 60_000 })
  const one = laptop()
  await makePerson(one)
  await one.close()
  await openBridges(page)
  await signInByCode(page, 'Telegram', 'ada')
  const telegram = cardOf(page, 'Telegram')
  await expect(telegram.getByText('Connected', { exact: true })).toBeVisible({ timeout: 60_000 })

  await telegram.getByRole('button', { name: 'First steps and settings: Telegram' }).click()
  await telegram.getByRole('button', { name: 'Remove Telegram' }).click()
  await expect(page.getByText('Its data stays')).toBeVisible()
  await expect(page.getByRole('heading', { name: /^Removing Telegram: / })).toBeVisible({ timeout: 60_000 })
  await carryOut(page, 'Remove Telegram', 'Telegram is removed')
  await expect(telegram).toHaveCount(0)
  expect(await changed()).toEqual(['bridge-telegram', 'synapse'])
  expect(await sql('bridge_telegram', 'SELECT count(*) FROM user_login')).toEqual(['1'])

  await page.getByRole('button', { name: 'Add again: Telegram' }).click()
  await page.getByLabel('API id').fill('1234567')
  // the hash of before: nobody is asked for it again
  await expect(page.getByText(/^(Given|Kept on the Pi)$/)).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'See what it does' }).click()
  await carryOut(page, 'Add Telegram', 'Telegram is there')
  await works(page, 'Telegram')
  expect(await secretSums()).toEqual(secrets)
  // the account of before is signed in still
  await expect(telegram.getByText('Connected', { exact: true })).toBeVisible({ timeout: 60_000 })
})
