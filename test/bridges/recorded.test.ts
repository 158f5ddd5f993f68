/** What the real mautrix-whatsapp said when something was wrong (recorded/README.md) is recognised, each as what it is. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { recognise } from '../../provisioners/bridges/causes/index.ts'

const folder = new URL('recorded/', import.meta.url)

/** By the recorded file, with the code that the program ended with; null where it went on. */
const cases: readonly (readonly [string, number | null, readonly string[]])[] = [
  ['another-bridges-database', 15, ['db-owned']],
  ['new-database', 34, ['self-sign-no-key']],
  ['no-database', 15, ['db-connect']],
  ['no-permissions', 11, ['cfg-unset']],
  ['no-template-variable', 11, ['cfg-parse']],
  ['nobody-may', 10, ['cfg-parse']],
  // it has started well with a value of its own: nothing fails, and only the registration tells where it should listen
  ['number-as-text', null, []],
  ['own-address-only', 13, ['hs-to-bridge-down']],
  ['synapses-database', 15, ['db-foreign']],
  ['unknown-software', 11, ['cfg-parse']],
  ['without-msc4190', 1, ['mas-login-flows']],
  // Synapse asks MAS about a token that it does not know; the lab's stand-in knows none, and Synapse says 503 for it
  ['wrong-as-token', null, ['hs-unreachable']],
  ['wrong-bot', 16, ['register-rejected']],
  ['wrong-database-password', 15, ['db-connect']],
  ['wrong-domain', null, ['register-rejected']],
  ['wrong-homeserver-address', null, ['hs-unreachable']],
  ['wrong-hs-token', 13, ['hs-token-mismatch']],
  ['wrong-pickle-key', 1, ['pickle-key']],
]

it.each(cases)('%s', (name, exitCode, ids) => {
  const lines = readFileSync(new URL(`${name}.log`, folder), 'utf8')
    .split('\n')
    .filter(Boolean)
  const found = recognise(lines, { bridge: 'whatsapp', ...(exitCode !== null && { exitCode }) })
  expect(found.map(({ id }) => id)).toEqual(ids)
})

it('covers every file', () => {
  const recorded = readdirSync(folder).filter((name) => name.endsWith('.log'))
  expect(recorded.map((name) => name.slice(0, -4)).toSorted()).toEqual(cases.map(([name]) => name))
})
