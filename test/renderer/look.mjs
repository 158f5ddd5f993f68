/**
 * Opens every screen of the gallery in Chromium, light and dark, under the app's own policy: takes its picture, runs axe,
 * and watches the console. `node test/renderer/look.mjs [--out DIR] [--width 1100] [--height 760] [NAME…]`
 */
import { mkdir, mkdtemp, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium } from '@playwright/test'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    width: { type: 'string', default: '1100' },
    height: { type: 'string', default: '760' },
  },
})
const here = import.meta.dirname
const built = await mkdtemp(join(tmpdir(), 'bramble-gallery-'))
if (values.out) await mkdir(values.out, { recursive: true })

await build({
  configFile: false,
  root: here,
  logLevel: 'error',
  plugins: [react()],
  build: {
    outDir: built,
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rolldownOptions: { input: join(here, 'gallery.html') },
  },
})

const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' }
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'"
const server = createServer((request, response) => {
  const name = (request.url ?? '/').split('?')[0]
  readFile(join(built, name)).then(
    (body) =>
      response
        .writeHead(200, {
          'Content-Type': types[extname(name)] ?? 'text/plain',
          'Content-Security-Policy': policy,
        })
        .end(body),
    () => response.writeHead(404).end(),
  )
})
await new Promise((done) => server.listen(0, '127.0.0.1', done))
const address = `http://127.0.0.1:${server.address().port}/gallery.html`

const executablePath = ['/usr/bin/chromium'].find((path) => existsSync(path))
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
const context = await browser.newContext({
  viewport: { width: Number(values.width), height: Number(values.height) },
  reducedMotion: 'reduce',
  bypassCSP: false,
})
const page = await context.newPage()
let said = []
page.on('console', (message) => ['error', 'warning'].includes(message.type()) && said.push(message.text()))
page.on('pageerror', (error) => said.push(error.message))

await page.goto(address)
const names = positionals.length > 0 ? positionals : await page.evaluate(() => window.galleryScreens)
let bad = 0
for (const name of names) {
  for (const theme of ['light', 'dark']) {
    said = []
    await page.goto(`${address}?screen=${name}&theme=${theme}`)
    await page.waitForTimeout(450)
    await prepare(name)
    if (values.out) await page.screenshot({ path: join(values.out, `${name}-${theme}.png`) })
    const { violations } = await new AxeBuilder({ page }).analyze()
    const wide = await page.evaluate(() => {
      const root = document.documentElement
      if (root.scrollWidth <= innerWidth) return []
      const over = [...root.querySelectorAll('body *')].filter(
        (each) => each.getBoundingClientRect().right > innerWidth + 1,
      )
      return ['scrolls sideways', ...over.map((each) => `${each.localName} ${each.className}`).slice(0, 8)]
    })
    const found = [
      ...violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(' | ')}`,
      ),
      ...said,
      ...wide,
    ]
    bad += found.length
    console.log(
      `${found.length === 0 ? 'fine' : 'BAD '}  ${name} ${theme}${found.map((line) => `\n      ${line}`).join('')}`,
    )
  }
}
await browser.close()
server.close()
console.log(bad === 0 ? `${names.length} screens, twice each: nothing found` : `${bad} things found`)
process.exitCode = bad === 0 ? 0 : 1

/** What a person does before the picture is worth taking. */
async function prepare(name) {
  const press = (button) => page.getByRole('button', { name: button, exact: true }).click()
  if (name === 'find-problem') await press('Continue')
  if (name === 'sign-in-refused' || name === 'sign-in-sudo') {
    await page.getByLabel('Name on the Pi').fill('anna')
    await page.getByRole('textbox', { name: 'Password' }).fill('wrong')
    await press('Continue')
  }
  if (name === 'review') await page.getByRole('button', { name: /signing in/ }).click()
  if (name === 'review-locked') await press('Install')
  if (name === 'install-done' || name === 'install') await press('Open the log')
  if (name === 'services') await page.getByRole('button', { name: /Synapse/ }).click()
  if (name === 'people-wrong') await press('Continue')
  const picked = {
    'people-provider': 'OpenID Connect',
    'people-provider-missing': 'OpenID Connect',
    'people-provider-bad': 'OpenID Connect',
    'people-here': 'Clubhouse',
    'people-experimental': 'Skybridge',
    'people-pem': 'Orchard',
    'people-public': 'Searchlight',
  }[name]
  if (name === 'people-pick' || picked !== undefined) await press('Add a way to sign in')
  if (picked !== undefined) await page.getByRole('button', { name: picked }).click()
  if (name === 'people-provider-missing') await press('Test it')
  if (name === 'people-provider' || name === 'people-provider-bad') {
    await page.getByLabel('Issuer').fill('https://id.example.org')
    await page.getByLabel('Client ID').fill('bramble')
    await page.getByRole('textbox', { name: 'Client secret' }).fill('a secret of the gallery')
    await press('Test it')
  }
  if (name === 'people-kept' || name === 'people-risk') await press('Change Forge')
  if (name === 'people-risk') {
    await page.getByLabel('Client ID').fill('another')
    await press('Done')
    await press('Continue')
  }
  if (name === 'people-mail') {
    await page.getByRole('button', { name: /^Mail/ }).click()
    await page.getByLabel('The server sends mail').check()
    await page.getByLabel('Name at the mail server').fill('chat')
    await press('Send a test mail')
  }
  if (name === 'people-captcha') {
    await page.getByRole('button', { name: /^Proof of being human/ }).click()
    await page.getByLabel('Ask for it').check()
    await page.getByRole('button', { name: /^On the sign-in page/ }).click()
    await page.getByLabel('Your privacy page').fill('http://example.org')
  }
  if (name === 'extras-settings') {
    await page.getByRole('button', { name: /^Sizes, other servers/ }).click()
    await press('Continue')
  }
  if (name === 'logs') await page.getByLabel('Search').fill('jonas')
  await preparePersons(name, press)
  await prepareAddress(name, press)
  if (name.startsWith('bridges') || name.startsWith('extras-bridges')) await prepareBridges(name, press)
  await page.waitForTimeout(200)
}

async function prepareBridges(name, press) {
  const tick = (bridge) => page.getByRole('checkbox', { name: new RegExp(bridge) }).check()
  const add = () => page.getByRole('button', { name: /^Add Telegram/ }).click()
  if (name === 'extras-bridges') {
    await tick('WhatsApp')
    await page.getByRole('button', { name: /^Advanced/ }).click()
  }
  if (name === 'extras-bridges-missing') {
    await tick('Telegram')
    await press('Continue')
  }
  if (name === 'bridges-more') await press('First steps and settings: WhatsApp')
  if (name === 'bridges-sign-out')
    await page
      .getByRole('button', { name: /^Sign out/ })
      .first()
      .click()
  if (/^bridges-(form|plan)/.test(name)) await add()
  if (name === 'bridges-form-missing') await press('See what it does')
  if (name.startsWith('bridges-plan')) {
    await page.getByLabel('API id').fill('1234567')
    await page.getByRole('textbox', { name: 'API hash' }).fill('0123456789abcdef0123456789abcdef')
    await page.getByRole('textbox', { name: 'API hash' }).press('Enter')
    await page.waitForTimeout(300)
    await press('See what it does')
  }
  if (name === 'bridges-plan-locked') await page.getByRole('button', { name: 'Add Telegram' }).click()
  if (name === 'bridges-change' || name === 'bridges-remove') {
    await press(name === 'bridges-change' ? 'Change Telegram' : 'Remove Telegram')
  }
  if (name.startsWith('bridges-delete')) await press('Delete its data: Telegram')
  if (name === 'bridges-delete-sure') await press('Delete its data')
  if (name === 'bridges-bot') await press('How to sign in: Discord')
  const step = /^bridges-(who|flows|qr|code|emoji|ask|cookies|elsewhere|done|refused)/.test(name)
  if (step)
    await page
      .getByRole('button', { name: /^Sign in/ })
      .first()
      .click()
  if (step && !name.startsWith('bridges-who')) await press('Continue')
  if (name === 'bridges-ask-missing') {
    await page.waitForTimeout(200)
    await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click()
  }
  await page.waitForTimeout(200)
}

async function prepareAddress(name, press) {
  if (!name.startsWith('address-')) return
  if (name === 'address-others') return press('Other ways')
  if (name === 'address-lives') return undefined
  if (/^address-(join|plan$|joined)/.test(name) && name !== 'address-plan') return page.waitForTimeout(300)
  if (name === 'address-cloudflare') return press('Continue')
  await press('Continue')
  await page.waitForTimeout(900)
  if (name === 'address-plan') await press('See what joining does')
  if (name === 'address-funnel-more') await press('See what joining does')
  if (/-(bad|home|tailnet|ready)$/.test(name)) await press('Continue')
  return page.waitForTimeout(300)
}

async function preparePersons(name, press) {
  const sheet = { 'persons-sheet': /mia/, 'persons-sheet-last': /jonas/, 'persons-sheet-locked': /theo/ }
  const more = { 'persons-sheet-closed': /klara/, 'persons-close': /mia/, 'persons-password': /mia/ }
  const who = { ...sheet, ...more }[name]
  if (who !== undefined) await page.getByRole('button', { name: who }).click()
  if (name === 'persons-sheet-last') await page.getByRole('switch').click()
  if (name === 'persons-close') await press('Close this account')
  if (name === 'persons-password') {
    await press('New password')
    await press('Make a new password')
  }
  if (name === 'persons-none') await page.getByRole('searchbox').fill('zoe')
  if (name === 'persons-none') await page.waitForTimeout(400)
  if (name.startsWith('persons-add')) await press('Add someone')
  if (name === 'persons-added') {
    await page.getByLabel('Name', { exact: true }).fill('ada')
    await press('Make the account')
  }
  if (name.startsWith('persons-invite')) await press('Invite someone')
  if (name === 'persons-invited') await press('Make the invitation')
}
