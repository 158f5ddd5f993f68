/** The tunnel to Cloudflare: what runs, what it holds, and what a person is told to enter there. */
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { filesForPeople, stackOf } from '../../provisioners/components.ts'
import { CLOUDFLARE_UPLOAD_MIB, intentSchema, type Intent } from '../../provisioners/model/intent.ts'
import { CLOUDFLARE_TOKEN } from '../../provisioners/model/keys.ts'
import { masked, reveal } from '../../provisioners/model/text.ts'
import { compose } from '../../provisioners/stack/compose.ts'
import { fakeSecretsOf, intent } from '../stack/fake.ts'
import { addresses } from '../stack/modes.ts'

const through: Intent = { ...intent, address: addresses['cloudflare'] ?? expect.unreachable() }
const stack = stackOf(through)
const service = stack.services.find(({ id }) => id === 'cloudflared')
const secret = fakeSecretsOf(through)

describe('the service', () => {
  it('is there for this kind of address alone', () => {
    for (const [name, address] of Object.entries(addresses))
      expect([name, stackOf({ ...intent, address }).services.some(({ id }) => id === 'cloudflared')]).toEqual(
        [name, name === 'cloudflare'],
      )
  })

  it('has its token in a file for its own user, and nowhere else', () => {
    const [file] = service?.store?.files ?? []
    expect([file?.mode, service?.user]).toEqual([0o600, { uid: 65532, gid: 65532 }])
    const content = file?.render(secret) ?? []
    expect(reveal(content)).toBe(secret(CLOUDFLARE_TOKEN).reveal())
    expect(masked(content)).not.toContain(secret(CLOUDFLARE_TOKEN).reveal())
    expect(stack.secrets.find(({ id }) => id === CLOUDFLARE_TOKEN)?.kind).toBe('given')
    const stores = new Map(stack.services.map(({ id }) => [id, `${id}-1`]))
    const { text } = compose(stack, stores)
    expect(text).not.toContain(secret(CLOUDFLARE_TOKEN).reveal())
    const { services } = parse(text) as { services: Record<string, Record<string, unknown>> }
    expect(services['cloudflared']).toMatchObject({
      command: ['tunnel', '--metrics', '127.0.0.1:2000', 'run', '--token-file', '/etc/cloudflared/token'],
      mem_limit: '192m',
      depends_on: { caddy: { condition: 'service_healthy' } },
    })
    expect(services['cloudflared']).not.toHaveProperty('ports')
    expect(services['cloudflared']).not.toHaveProperty('environment')
  })
})

describe('what to enter at Cloudflare', () => {
  const text = (of: Intent) => filesForPeople(of).find(({ name }) => name === 'cloudflare.txt')?.text ?? ''

  it('is a route for each name that is used, to where Caddy listens', () => {
    expect(text(through)).toContain('matrix.example.org  ->  http://caddy:8080\n')
    // nothing for identities runs here, so its name leads nowhere
    expect(text(through)).not.toContain('id.example.org')
    const [caddy] = stack.services.find(({ id }) => id === 'caddy')?.store?.files ?? []
    expect(reveal(caddy?.render(secret) ?? [])).toContain('":8080"')
  })

  it('tells the limits', () => {
    for (const limit of [
      '100 MB',
      `${CLOUDFLARE_UPLOAD_MIB} MB`,
      '100 seconds',
      '8448',
      'ends the encryption',
    ])
      expect(text(through)).toContain(limit)
  })

  it('is not there for other kinds', () => {
    expect(text(intent)).toBe('')
  })
})

describe('files that Cloudflare would refuse', () => {
  const taken = (uploadMiB: number, address = through.address) =>
    intentSchema
      .safeParse({ ...intent, address, server: { uploadMiB } })
      .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

  it('are refused before', () => {
    expect(taken(CLOUDFLARE_UPLOAD_MIB)).toEqual([])
    expect(taken(CLOUDFLARE_UPLOAD_MIB + 1)).toEqual(['server.uploadMiB: upload.cloudflare'])
    expect(taken(CLOUDFLARE_UPLOAD_MIB + 1, intent.address)).toEqual([])
    expect(CLOUDFLARE_UPLOAD_MIB * 1024 ** 2).toBeLessThan(100 * 1000 ** 2)
  })
})
