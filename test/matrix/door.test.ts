/** How the machine asks its own addresses, for every kind of address. */
import { describe, expect, it } from 'vitest'
import { checks, services } from '../../provisioners/components.ts'
import { addressesOf } from '../../provisioners/matrix/address.ts'
import { SYNAPSE } from '../../provisioners/matrix/checks.ts'
import { CA_CERTIFICATE, wayTo } from '../../provisioners/matrix/door.ts'
import { addresses } from '../stack/modes.ts'
import { intent } from '../stack/fake.ts'

const way = (mode: string, path = '') => {
  const address = addresses[mode]
  if (!address) throw new Error(`there is no mode ${mode}`)
  const found = addressesOf({ address })
  const base = path.startsWith('sign-in') ? found.signIn : found.matrix
  return wayTo(`${base}${path.replace('sign-in', '')}`, found)
}

describe('the way to the server’s own address', () => {
  it.each([
    [
      'home',
      'x?y=%2F',
      'https://brookside.local/x?y=%2F',
      ['--cacert', CA_CERTIFICATE, '--resolve', 'brookside.local:443:127.0.0.1'],
    ],
    [
      'home',
      'sign-in',
      'https://brookside.local:8443/',
      ['--cacert', CA_CERTIFICATE, '--resolve', 'brookside.local:8443:127.0.0.1'],
    ],
    ['domain', 'x', 'https://matrix.example.org/x', ['--resolve', 'matrix.example.org:443:127.0.0.1']],
    [
      'funnel',
      'x?y',
      'http://brookside.tail1234.ts.net/x?y',
      [
        '--connect-to',
        'brookside.tail1234.ts.net:80:127.0.0.1:18080',
        '--header',
        'X-Forwarded-Proto: https',
      ],
    ],
    [
      'tailnet',
      'sign-in',
      'http://brookside.tail1234.ts.net:8443/',
      [
        '--connect-to',
        'brookside.tail1234.ts.net:8443:127.0.0.1:18081',
        '--header',
        'X-Forwarded-Proto: https',
      ],
    ],
    [
      'cloudflare',
      'sign-in',
      'http://matrix.example.org/auth/',
      ['--connect-to', 'matrix.example.org:80:127.0.0.1:18080', '--header', 'X-Forwarded-Proto: https'],
    ],
    ['proxy-nginx', 'x', 'https://matrix.example.org/x', []],
  ])('of the kind %s, %j', (mode, path, url, options) => {
    expect(way(mode, path)).toEqual({ url, options })
  })
})

describe('the door of a service behind a proxy of others', () => {
  const to = (mode: string, path: string, behind: { service: string; port: number }) => {
    const address = addresses[mode]
    if (!address) throw new Error(`there is no mode ${mode}`)
    const found = addressesOf({ address })
    return wayTo(path.replace('@', found.matrix).replace('#', found.signIn), found, behind)
  }
  const mas = { service: 'mas', port: 8080 }

  it('on the loopback', () => {
    expect(to('proxy-nginx', '@_matrix/x?y=%2F', SYNAPSE)).toEqual({
      options: [],
      url: 'http://127.0.0.1:18008/_matrix/x?y=%2F',
    })
    expect(to('proxy-nginx', '#login', mas)).toEqual({ options: [], url: 'http://127.0.0.1:18080/login' })
  })

  it.each(['proxy-nginx-network', 'proxy-traefik-labels'])('from a container, %s', (mode) => {
    expect(to(mode, '@', { service: 'element', port: 80 })).toEqual({
      options: [],
      url: 'http://element:80/',
      inside: true,
    })
    expect(to(mode, '#a%2Fb', mas)).toMatchObject({ url: 'http://mas:8080/a%2Fb', inside: true })
  })

  it('nowhere else is anything different', () => {
    for (const [mode, address] of Object.entries(addresses)) {
      if (address.mode === 'proxy') continue
      const found = addressesOf({ address })
      expect(wayTo(found.matrix, found, SYNAPSE), mode).toEqual(wayTo(found.matrix, found))
    }
  })
})

describe('the checks', () => {
  it.each(Object.entries(addresses))('of the kind %s name only causes that are there', (_, address) => {
    const all = checks({ ...intent, address })
    const codes = all.map(({ code }) => code)
    for (const { dependsOn } of all) expect(codes).toEqual(expect.arrayContaining([...dependsOn]))
    expect(codes.includes('certificate.holds')).toBe(['home', 'domain'].includes(address.mode))
    expect(codes).toContain('site.answers')
    const ids = services({ ...intent, address }).map(({ id }) => id)
    for (const { remedy } of all) if (remedy.kind === 'restart') expect(ids).toContain(remedy.service)
  })
})
