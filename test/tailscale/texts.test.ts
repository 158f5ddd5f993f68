/** Every text that Tailscale has for what is in the way, and what a person is then shown. */
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import type { Wait } from '../../provisioners/host/host.ts'
import { serveAsks, serveFails } from '../../provisioners/tailscale/serving.ts'
import { signInFails } from '../../provisioners/tailscale/sign-in.ts'
import { printed } from './recorded.ts'

const lines = (text: string): string[] => text.split('\n')
const found = (pattern: string, text: string): boolean =>
  lines(text).some((line) => new RegExp(pattern).test(line))

/** As a wait judges what it began. */
function card(fails: Wait['fails'], asks: Wait['asks'], text: string): string | null {
  const failed = fails.find(({ when }) => found(when, text))
  if (failed) return failed.code
  const ask = asks.find(({ of, when }) => of === 'begin' && found(when, text))
  if (!ask?.link) return null
  const link = new RegExp(ask.link)
  return `${ask.purpose} ${lines(text)
    .map((line) => link.exec(line)?.[0])
    .find((one) => one !== undefined)}`
}

const funnel = serveFails({ how: 'funnel' })
const serve = serveFails({ how: 'serve' })
const node = 'TESTCTRL00000001'

describe('of serve and Funnel, recorded', () => {
  it.each([
    ['funnel-not-enabled', `tailscale-funnel https://login.tailscale.com/f/funnel?node=${node}`],
    ['funnel-not-enabled-waits', `tailscale-funnel https://login.tailscale.com/f/funnel?node=${node}`],
    ['funnel-no-https', `tailscale-funnel https://login.tailscale.com/f/funnel?node=${node}`],
    ['funnel-https-missing', 'funnel-refused'],
    ['funnel-attribute-missing', 'funnel-refused'],
    ['funnel-no-ports', 'funnel-refused'],
    ['funnel-port-forbidden', 'funnel-refused'],
    ['funnel-port-forbidden-other', 'funnel-refused'],
    ['funnel-shields-up', 'funnel-refused'],
    ['funnel-foreground-taken', 'port-in-use'],
    ['headscale-funnel', 'funnel-refused'],
    // tried again: another change came in between
    ['funnel-another-client', null],
    ['funnel-on', null],
  ])('%s', (name, expected) => {
    expect(card(funnel, serveAsks, printed(name))).toBe(expected)
  })

  it.each([
    ['serve-no-https', `tailscale-https https://login.tailscale.com/f/serve?node=${node}`],
    ['serve-https-missing', 'serve-refused'],
    ['headscale-serve', 'serve-refused'],
    ['headscale-cert', 'serve-refused'],
    ['cert-no-https', 'serve-refused'],
    ['serve-over-funnel', null],
  ])('%s', (name, expected) => {
    expect(card(serve, serveAsks, printed(name))).toBe(expected)
  })
})

describe('of signing in', () => {
  it.each([
    ['up-bad-key', 'tailscale-key-refused'],
    ['headscale-up-key-unknown', 'tailscale-key-refused'],
    ['headscale-up-key-used', 'tailscale-key-refused'],
    ['headscale-up-key-expired', 'tailscale-key-refused'],
    ['headscale-up-tag-forbidden', 'tailnet-tags-refused'],
    ['up-not-mentioned', 'step-failed'],
    ['up-waits', null],
    ['up-timeout', null],
  ])('%s, recorded', (name, expected) => {
    expect(card(signInFails, [], printed(name))).toBe(expected)
  })

  /** From Tailscale's sources and issues: its own service's words are not had without an account. */
  it.each([
    ['backend error: invalid key: unable to validate API key', 'tailscale-key-refused'],
    ['backend error: invalid key: API key does not exist', 'tailscale-key-refused'],
    ['backend error: requested tags [tag:server] are invalid or not permitted', 'tailnet-tags-refused'],
    ['tag: "tag:": tag names must not be empty', 'tailnet-tags-refused'],
    ["can't change --login-server without --force-reauth", 'tailnet-other'],
  ])('%s, constructed', (text, expected) => {
    expect(card(signInFails, [], text)).toBe(expected)
  })
})

/** Constructed: B.5's texts which this version does not print itself any more. */
it.each([
  ['HTTPS cert support is not enabled/configured for your tailnet.', 'serve-refused'],
  ['error: failed apply web serve: cannot serve web; already serving TCP', 'port-in-use'],
  ["can't reconfigure tailscaled when using a config file; config file is locked", 'serve-refused'],
])('%s', (text, expected) => {
  expect(card(serve, serveAsks, text)).toBe(expected)
})

it('grep on the Pi reads the patterns as this program does', () => {
  const names = [
    'funnel-not-enabled',
    'funnel-shields-up',
    'up-bad-key',
    'up-not-mentioned',
    'headscale-up-tag-forbidden',
  ]
  const patterns = [
    ...[...funnel, ...serve, ...signInFails].map(({ when }) => when),
    ...serveAsks.flatMap(({ when, link }) => [when, link ?? when]),
  ]
  for (const name of names)
    for (const pattern of new Set(patterns))
      expect([name, pattern, grep(pattern, printed(name))]).toEqual([
        name,
        pattern,
        found(pattern, printed(name)),
      ])
})

function grep(pattern: string, input: string): boolean {
  try {
    execFileSync('grep', ['-Eq', '-e', pattern], { input })
    return true
  } catch (error) {
    if ((error as { status?: number }).status === 1) return false
    throw error
  }
}
