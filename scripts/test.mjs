/** `npm test`: the unit tests, and the real window over the practice Pi in a browser. */
import { writeFileSync } from 'node:fs'
import { ensure } from './lib/debian.mjs'
import { playwright, run, sum, vitest } from './lib/runners.mjs'

const missing = await ensure([
  { program: 'chromium', package: 'chromium', why: 'drives the real window' },
  { program: 'bash', package: 'bash', why: 'proves the quoting of commands' },
  { program: 'openssl', package: 'openssl', why: 'makes certificates for a mail server' },
])

const counts = [await vitest()]
if (missing.includes('chromium')) {
  console.log('Skipped by name: the window over the practice Pi (test/e2e), for want of chromium')
  counts.push({ passed: 0, failed: 0, skipped: 1 })
} else {
  const built = await run(['scripts/build.mjs'])
  counts.push(built === 0 ? await playwright(['--project=practice']) : { passed: 0, failed: 1, skipped: 0 })
}
const total = sum(counts)
if (process.env.BRAMBLE_COUNTS) writeFileSync(process.env.BRAMBLE_COUNTS, JSON.stringify(total))
console.log(`tests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed > 0 ? 1 : 0)
