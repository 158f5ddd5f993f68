/** Every renderer's text, whole; and what must hold in each. The real programs read them in the lab. */
import { describe, expect, it } from 'vitest'
import { filesForPeople } from '../../../provisioners/components.ts'
import { addressesOf } from '../../../provisioners/matrix/address.ts'
import { filesFor } from '../../../provisioners/matrix/for-people.ts'
import { reveal } from '../../../provisioners/model/text.ts'
import { caddyConfig } from '../../../provisioners/stack/routes/caddy.ts'
import { caddyfile } from '../../../provisioners/stack/routes/caddyfile.ts'
import { nginxConfig } from '../../../provisioners/stack/routes/nginx.ts'
import { byServiceName } from '../../../provisioners/stack/routes/table.ts'
import { traefikConfig } from '../../../provisioners/stack/routes/traefik.ts'
import { stackOf } from '../../../provisioners/components.ts'
import { intent, withoutElement } from '../fake.ts'
import { addresses, modes, type Mode } from '../modes.ts'

const golden = (name: string) => `../golden/routes/${name}`

describe('Caddy of our own', () => {
  const own = modes.filter(({ stack }) => stack.services.some(({ id }) => id === 'caddy'))
  it.each(own)('$name', async ({ name, stack }) => {
    const file = stack.services.find(({ id }) => id === 'caddy')?.store?.files[0]
    const text = reveal(file?.render(() => expect.unreachable('Caddy needs no secret')) ?? [])
    await expect(text).toMatchFileSnapshot(golden(`caddy.${name.replaceAll(' ', '-')}.json`))
  })

  it('asks for certificates with the owner’s e-mail address, and does without', () => {
    const { sites } = addressesOf(intent)
    const text = (email: string | null) =>
      JSON.stringify(
        caddyConfig(sites, stackOf(intent).routes, {
          storage: '/data',
          healthPort: 1,
          front: { kind: 'acme', email },
        }),
      )
    expect(text('a@example.org')).toContain('{"module":"acme","email":"a@example.org"}')
    expect(text(null)).toContain('{"module":"acme"}')
  })
})

describe('texts for people', () => {
  const files = (mode: Mode) => filesFor(mode.intent, mode.stack.routes)

  it.each(modes.filter((mode) => mode.name.startsWith('proxy')))('$name', async (mode) => {
    const piece = files(mode).at(-1)
    await expect(piece?.text).toMatchFileSnapshot(golden(`${mode.name.replaceAll(' ', '-')}.txt`))
  })

  it('on the web server of the permanent name', async () => {
    const given = filesForPeople({ ...intent, address: addresses['domain'] ?? intent.address })
    expect(given.map(({ name }) => name)).toEqual([
      'well-known-client.json',
      'well-known-server.json',
      'apex-caddy.txt',
      'apex-nginx.txt',
      'apex-traefik.yaml',
      'apex-apache.txt',
    ])
    const whole = given.map(({ name, where, text }) => `## ${name}\n${where}\n\n${text}`).join('\n')
    await expect(whole).toMatchFileSnapshot(golden('apex.txt'))
  })

  it('the two files say what the specification wants', () => {
    const [client, server] = filesForPeople({ ...intent, address: addresses['cloudflare'] ?? intent.address })
    expect(JSON.parse(client?.text ?? '')).toEqual({
      'm.homeserver': { base_url: 'https://matrix.example.org/' },
    })
    expect(JSON.parse(server?.text ?? '')).toEqual({ 'm.server': 'matrix.example.org:443' })
  })

  it('none where the server answers for its own name', () => {
    expect(filesForPeople(intent)).toEqual([])
    const own = { mode: 'domain', serverName: 'example.org', host: 'example.org' } as const
    expect(filesForPeople({ ...intent, address: own })).toEqual([])
  })

  it.each(modes)('$name: every one says where it goes, in one sentence', (mode) => {
    for (const { where, text } of files(mode)) {
      expect(where).toMatch(/^[A-Z].*[^.]\.$/)
      expect(text).toMatch(/\n$/)
    }
  })
})

describe('every renderer', () => {
  const { sites } = addressesOf(withoutElement)
  const { routes } = stackOf(withoutElement)

  it('says what it is where no page was wanted, or finds nothing there', () => {
    expect(caddyfile(sites, routes, byServiceName)).toContain('respond `A Matrix server.')
    expect(nginxConfig(sites, routes, { upstream: byServiceName, uploadMiB: 50 })).toContain(
      'return 200 "A Matrix server.',
    )
    expect(traefikConfig(sites, routes, byServiceName)).toContain('noop@internal')
  })

  it('nginx takes more than Synapse does', () => {
    const text = nginxConfig(sites, routes, { upstream: byServiceName, uploadMiB: 100 })
    expect(Number(/client_max_body_size (\d+)m;/.exec(text)?.[1])).toBeGreaterThan(100)
    expect(text).not.toMatch(/proxy_pass http:\/\/synapse:8008[^;]/)
  })

  it('refuses a text that would be more than a text', () => {
    const route = { site: 'main', match: { kind: 'all' }, to: { kind: 'text', body: 'a`"$b' } } as const
    expect(() => caddyfile(sites, [route], byServiceName)).toThrow(TypeError)
    expect(() => nginxConfig(sites, [route], { upstream: byServiceName, uploadMiB: 1 })).toThrow(TypeError)
  })
})
