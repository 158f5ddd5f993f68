/** `npm run test:lab`: everything against a real Debian host with real Docker, Synapse, PostgreSQL and Caddy. */
import { readdirSync, writeFileSync } from 'node:fs'
import { ensure } from './lib/debian.mjs'
import { playwright, run, sum, vitest } from './lib/runners.mjs'

const missing = await ensure([
  { program: 'chromium', package: 'chromium', why: 'drives the real window' },
  { program: 'curl', package: 'curl', why: 'asks the server from outside' },
  { program: 'ssh-keygen', package: 'openssh-client', why: 'makes keys to sign in with' },
])
const counts = []
if ((await run(['scripts/build.mjs'])) !== 0) counts.push({ passed: 0, failed: 1, skipped: 0 })
else {
  counts.push(...(await inTwoLabs()))
  if (missing.length === 0) counts.push(await playwright(['--project=lab']))
  else counts.push({ passed: 0, failed: 0, skipped: 1 })
}
const total = sum(counts)
if (process.env.BRAMBLE_COUNTS) writeFileSync(process.env.BRAMBLE_COUNTS, JSON.stringify(total))
console.log(`lab: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed > 0 ? 1 : 0)

/** A lab waits more than it works: two of them side by side, and each takes the next file when it is free. */
async function inTwoLabs() {
  const files = readdirSync('test/lab').filter((name) => name.endsWith('.test.ts'))
  // the longest are begun first
  const first = [
    '18-drift',
    '3-problems',
    '20-uninstall',
    '13-proxy',
    '9-intents',
    '8-keycloak',
    '12-domain',
    '19-undo',
  ]
  const rank = (name) => (first.includes(name.slice(0, -8)) ? first.indexOf(name.slice(0, -8)) : first.length)
  const waiting = files.toSorted((a, b) => rank(a) - rank(b) || a.localeCompare(b, 'en', { numeric: true }))
  const inLab = async (name) => {
    const lab = (...words) =>
      run(['test/lab/lab', ...words, '--name', name], {}, { program: 'bash', atOnce: false })
    if ((await lab('up')) !== 0) return [{ passed: 0, failed: 1, skipped: 0 }]
    const done = []
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const began = Date.now()
      done.push(
        await vitest(
          ['--config', 'vitest.lab.config.ts', `test/lab/${file}`],
          { BRAMBLE_LAB_NAME: name },
          { atOnce: false },
        ),
      )
      console.log(`lab: ${file} took ${Math.round((Date.now() - began) / 1000)} s`)
    }
    if (name !== 'lab') await lab('down')
    return done
  }
  return (await Promise.all([inLab('lab'), inLab('lab2')])).flat()
}
