/** Health of the way through the tailnet, by what is seen. */
import { describe, expect, it } from 'vitest'
import type { Check } from '../../provisioners/engine/check.ts'
import { tailscaleChecks } from '../../provisioners/tailscale/index.ts'
import { absent, served, serving, stateLike, status, there, type Seen } from './seen.ts'

const now = 1_795_000_000
const DAY = 86_400

function failing(seen: Seen, of = serving): string[] {
  const judge = (check: Check) =>
    check.judge(
      Object.fromEntries(Object.entries(check.facts).map(([name, fact]) => [name, seen[fact.id]])),
      now,
    )
  const found = tailscaleChecks(of).flatMap((check) => {
    const failure = judge(check)
    return failure === null ? [] : [{ check, failure }]
  })
  const codes = new Set(found.map(({ check }) => check.code))
  // as the status folds them: what is explained by another is not told again
  return found
    .filter(({ check }) => !check.dependsOn.some((code) => codes.has(code)))
    .map(({ check, failure }) => `${check.code} ${check.severity}: ${failure.detail}`)
}

const well = { ...there, ...served('serve-status-two-ports') }
const endsIn = (seconds: number): Seen => {
  const text = new Date((now + seconds) * 1000).toISOString()
  return {
    ...well,
    ...stateLike('status-running', { Self: { DNSName: 'brookside.tail1a2b3c.ts.net.', KeyExpiry: text } }),
  }
}

describe('one cause is told', () => {
  it.each([
    ['all is well', well, []],
    ['Tailscale was removed', absent, [/^tailscale\.runs blocks: Tailscale is not installed/]],
    [
      'its daemon does not run',
      { ...well, ...status('not-running'), ...served('serve-status-not-running') },
      [/^tailscale\.runs blocks: .*does not answer/],
    ],
    [
      'it was signed out',
      { ...well, ...status('status-signed-out') },
      [/^tailnet\.signed-in blocks: It was signed out/],
    ],
    [
      'the key has ended',
      { ...well, ...status('status-expired') },
      [/^tailnet\.signed-in blocks: The key .* has ended/],
    ],
    [
      'it was switched off',
      { ...well, ...status('status-stopped') },
      [/^tailnet\.signed-in blocks: Tailscale was switched off/],
    ],
    ['it waits for an administrator', { ...well, ...status('status-needs-machine-auth') }, [/administrator/]],
    [
      'it was renamed',
      { ...well, ...status('status-renamed') },
      [/^tailnet\.name blocks: It is called riverside\./],
    ],
    [
      'nobody is led in',
      { ...well, ...served('serve-status-empty') },
      [/^tailnet\.served blocks: Nobody is led in at port 443, 8443/],
    ],
    [
      'one port is private',
      { ...well, ...served('serve-status-mixed') },
      [/^tailnet\.served blocks: .*port 8443\./],
    ],
    [
      'an update brought a version that serves nobody',
      { ...well, ...stateLike('status-running', { Version: '1.102.1' }) },
      [/^tailscale\.fit warns: Version 1\.102\.1 lets nobody in/],
    ],
    ['the key ends in 40 days', endsIn(40 * DAY), []],
    ['the key ends in 20 days', endsIn(20 * DAY), [/^tailnet\.key-ends-soon notes: In 20 days/]],
    ['the key ends in 7 days', endsIn(7 * DAY), [/^tailnet\.key-ends warns: In 7 days/]],
    ['the key ends in an hour', endsIn(3600), [/^tailnet\.key-ends warns: In one day/]],
  ])('%s', (_, seen, expected) => {
    const found = failing(seen)
    expect(found).toHaveLength(expected.length)
    expected.forEach((pattern, index) => expect(found[index]).toMatch(pattern))
  })

  it('what should be private and is open to all', () => {
    expect(failing(well, { ...serving, how: 'serve' })).toEqual([
      expect.stringMatching(/^tailnet\.served blocks: It is open to the whole internet/),
    ])
  })
})
