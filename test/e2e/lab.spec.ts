import { expect, test } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scrubPatterns, Secret } from '../../provisioners/model/secret.ts'
import { emptyPi, labFacts, laptop, onPi } from '../lab/support.ts'
import { startApp, type App } from './app.ts'
import { answer, install, visitServer } from './journey.ts'
import { meetPeople } from './people.ts'

let app: App
test.beforeEach(async () => {
  await emptyPi()
  app = await startApp()
})
test.afterEach(() => app.close())

test('from an empty host to a running server, through the window', async ({ page }) => {
  const { host, user, password, hostKeySha256 } = labFacts()
  await page.goto(app.url)
  await answer(page, {
    address: host,
    fingerprint: hostKeySha256.replace('SHA256:', ''),
    user,
    password,
    host: 'brookside.local',
  })
  await install(page, 10)

  // What the proof says of the name depends on this computer's resolver; the rest was asked at the Pi's address.
  await page.getByRole('button', { name: /: From this computer/ }).click()
  await expect(page.getByText('Works: The server answers apps')).toBeAttached()
  await page
    .getByRole('textbox', { name: 'Name', exact: true })
    .or(page.getByText('An account cannot be made here'))
    .first()
    .waitFor()
  await visitServer(page)
  await meetPeople(page, true)

  // From outside, through Caddy, with the certificate that the window hands out.
  const one = laptop()
  const { pem } = await one.engine.certificate()
  await one.close()
  const folder = mkdtempSync(join(tmpdir(), 'bramble-ca-'))
  writeFileSync(join(folder, 'ca.crt'), pem)
  const get = (path: string): string =>
    execFileSync('curl', [
      '--silent',
      '--show-error',
      '--fail',
      '--cacert',
      join(folder, 'ca.crt'),
      '--resolve',
      `brookside.local:443:${host}`,
      `https://brookside.local${path}`,
    ]).toString()
  expect((JSON.parse(get('/_matrix/client/versions')) as { versions: string[] }).versions).toContain('v1.11')
  expect(JSON.parse(get('/.well-known/matrix/client'))).toMatchObject({
    'm.homeserver': { base_url: 'https://brookside.local/' },
  })
  expect(JSON.parse(get('/_matrix/key/v2/server'))).toMatchObject({ server_name: 'brookside.local' })
  expect(get('/')).toContain('Element')
  rmSync(folder, { recursive: true })

  // No secret stays in the browser: not in its storage, not in the page that is shown.
  const kept = await page.evaluate<string>(
    'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, document.documentElement.outerHTML])',
  )
  const { stdout } = await onPi('sh', '-c', 'cat /opt/bramble/secrets/*')
  const secrets = scrubPatterns([new Secret(stdout, 'all'), new Secret(password, 'password')])
  expect(secrets.length).toBeGreaterThan(20)
  expect(secrets.filter((secret) => kept.includes(secret))).toEqual([])
})
