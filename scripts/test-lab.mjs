/** `npm run test:lab`: everything against a real Debian host with real Docker, Synapse, PostgreSQL and Caddy. */
import { writeFileSync } from 'node:fs'
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
  counts.push(await vitest(['--config', 'vitest.lab.config.ts']))
  if (missing.length === 0) counts.push(await playwright(['--project=lab']))
  else counts.push({ passed: 0, failed: 0, skipped: 1 })
}
const total = sum(counts)
if (process.env.BRAMBLE_COUNTS) writeFileSync(process.env.BRAMBLE_COUNTS, JSON.stringify(total))
console.log(`lab: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed > 0 ? 1 : 0)
