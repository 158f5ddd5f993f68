/** The key to a tailnet: brought with the answers, used once, and never among what stays on the Pi. */
import { expect, it } from 'vitest'
import { givenFor } from '../../provisioners/answers/given.ts'
import { keptSecretSpecs, secretSpecs, stackOf } from '../../provisioners/components.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { TAILSCALE_KEY } from '../../provisioners/model/reach.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { secretFiles } from '../../provisioners/render/files.ts'
import { intent as home } from '../stack/fake.ts'

const by = (signIn: 'key' | 'link'): Intent => ({
  ...home,
  address: { mode: 'funnel', host: 'brookside.tail1a2b3c.ts.net', tailscale: { signIn, tags: [] } },
})
const ids = (specs: readonly { readonly id: string }[]): string[] => specs.map(({ id }) => id)

it('is asked for where the answers say so, and only there', () => {
  expect(ids(secretSpecs(by('key')))).toContain(TAILSCALE_KEY)
  expect(ids(secretSpecs(by('link')))).not.toContain(TAILSCALE_KEY)
  expect(ids(secretSpecs(home))).not.toContain(TAILSCALE_KEY)
  const key = new Secret('tskey-auth-1', 'brought')
  expect([...givenFor(new Map([[TAILSCALE_KEY, key]]), secretSpecs(by('key'))).keys()]).toEqual([
    TAILSCALE_KEY,
  ])
})

it('is never among what stays', () => {
  expect(ids(keptSecretSpecs(by('key')))).not.toContain(TAILSCALE_KEY)
  expect(ids(stackOf(by('key')).secrets)).toEqual(ids(keptSecretSpecs(by('key'))))
  const files = secretFiles(by('key'), (id) => new Secret(`value of ${id}`, id))
  expect(files.map(({ path }) => path).join('\n')).not.toContain(TAILSCALE_KEY)
})
