/** Coming back: the same server opened again, an answer changed by the set-up's own screens, and seen from a second window. */
import { expect, test, type Page } from '@playwright/test'
import { onlyAtHome } from './address.ts'
import { look, startApp, type App } from './app.ts'

let app: App
test.beforeEach(async () => {
  app = await startApp()
})
test.afterEach(() => app.close())

const go = (page: Page) => page.getByRole('button', { name: 'Continue', exact: true }).click()

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Name on the Pi').fill('pi')
  await page.getByRole('textbox', { name: 'Password' }).fill('practice')
  await go(page)
}

/** The shortest way to a server; its screens are looked at in the main journey. */
async function practise(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Practise without a Pi/ }).click()
  await go(page)
  await signIn(page)
  await expect(page.getByRole('heading', { name: /^Your Pi is/ })).toBeVisible({ timeout: 60_000 })
  await go(page)
  await onlyAtHome(page, 'brookside.local', false)
  for (let step = 0; step < 2; step++) await go(page)
  await page.getByRole('button', { name: 'Install', exact: true }).click({ timeout: 60_000 })
  await expect(page.getByRole('heading', { name: 'Brookside is installed' })).toBeVisible({
    timeout: 120_000,
  })
  await go(page)
  await page.getByRole('button', { name: 'Go to Brookside' }).click({ timeout: 60_000 })
  await expect(page.getByRole('table').getByText('Synapse')).toBeVisible({ timeout: 60_000 })
}

test('opened again from Home, the upload size and the name are changed, and nothing else', async ({
  page,
}) => {
  test.setTimeout(420_000)
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(app.url)
  await practise(page)

  await page.getByRole('button', { name: 'All servers' }).click()
  await page.getByRole('button', { name: 'Open Brookside' }).click()
  await signIn(page)
  await page.getByRole('button', { name: 'Settings' }).click()
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await expect(page.getByText('@…:brookside.local')).toBeVisible()
  await look(page, 'settings')

  // nothing is changed: said in plain words, and nothing starts
  await page.getByRole('button', { name: 'Change: Files of up to' }).click()
  await expect(page.getByRole('heading', { name: 'Anything else?' })).toBeVisible({ timeout: 60_000 })
  await go(page)
  await expect(page.getByRole('heading', { name: 'There is nothing to do' })).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Back', exact: true }).click()

  await page.getByRole('button', { name: /^Sizes, other servers/ }).click()
  await page.getByLabel('Largest file that people can send').selectOption('250')
  await look(page, 'edit-extras')
  // the rail leads to any other answer; the name for ever is closed there
  await page
    .getByRole('button', { name: /Address/ })
    .first()
    .click()
  await page.getByLabel('What you call it').fill('Brookside Two')
  await go(page)
  await go(page)
  await expect(page.getByRole('heading', { name: 'This is what will happen' })).toBeVisible({
    timeout: 60_000,
  })
  await look(page, 'edit-review')
  await page.getByRole('button', { name: 'Make these changes' }).click()
  await expect(page.getByRole('heading', { name: 'Brookside Two is changed' })).toBeVisible({
    timeout: 120_000,
  })
  await go(page)
  await page.getByRole('button', { name: 'Go to Brookside Two' }).click({ timeout: 60_000 })
  await page.getByRole('button', { name: 'Settings' }).click()
  await expect(page.getByText('250 MB')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('@…:brookside.local')).toBeVisible()

  // and back in one step: the settings, the containers and the answers
  await page.getByRole('button', { name: /^Changes/ }).click()
  await expect(page.getByRole('heading', { name: 'All is as Bramble set it up' })).toBeVisible({
    timeout: 60_000,
  })
  await look(page, 'changes-undo')
  await page.getByRole('button', { name: 'See what happens' }).click()
  await expect(page.getByRole('heading', { name: /^Back to the settings of / })).toBeVisible({
    timeout: 60_000,
  })
  await look(page, 'undo-plan')
  await page.getByRole('button', { name: 'Go back', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'The older settings hold again' })).toBeVisible({
    timeout: 120_000,
  })
  await page.getByRole('button', { name: 'Settings' }).click()
  await expect(page.getByText('50 MB')).toBeVisible({ timeout: 60_000 })
  expect(complaints).toEqual([])
})

test('from “Set up a server” a Pi that has one says so, and opens it', async ({ page }) => {
  test.setTimeout(420_000)
  await page.goto(app.url)
  await practise(page)
  await page.getByRole('button', { name: 'All servers' }).click()
  await page.getByRole('button', { name: 'Forget Brookside' }).click()
  await page.getByRole('button', { name: 'Forget', exact: true }).click()
  await expect(page.getByText('No servers yet')).toBeVisible()

  await page.getByRole('button', { name: /Practise without a Pi/ }).click()
  await go(page)
  await signIn(page)
  await expect(page.getByRole('heading', { name: 'This Pi already runs Brookside' })).toBeVisible({
    timeout: 60_000,
  })
  await look(page, 'lives')
  await page.getByRole('button', { name: 'Open Brookside' }).click()
  await expect(page.getByRole('table').getByText('Synapse')).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'All servers' }).click()
  await expect(page.getByRole('button', { name: 'Open Brookside' })).toBeVisible()
})

test('taken off the Pi with its data kept, it is gone from Home', async ({ page }) => {
  test.setTimeout(420_000)
  await page.goto(app.url)
  await practise(page)
  await page.getByRole('button', { name: 'Settings' }).click()
  // data go only with the name typed; here they stay
  await page.getByLabel(/^Delete them too/).check()
  await page.getByRole('button', { name: 'See what goes' }).click()
  await expect(page.getByRole('heading', { name: 'What goes with Brookside' })).toBeVisible({
    timeout: 60_000,
  })
  await expect(page.getByRole('button', { name: 'Take it off and delete' })).toBeDisabled()
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  await page.getByRole('button', { name: 'See what goes' }).click()
  await expect(page.getByRole('button', { name: 'Take it off', exact: true })).toBeEnabled({
    timeout: 60_000,
  })
  await look(page, 'uninstall-plan')
  await page.getByRole('button', { name: 'Take it off', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Brookside is off the Pi' })).toBeVisible({
    timeout: 180_000,
  })
  await look(page, 'uninstalled')
  await page.getByRole('button', { name: 'To your servers' }).click()
  await expect(page.getByText('No servers yet')).toBeVisible()
})
