/** Where the Pi is: addresses as they are written, as they are told, and of which kind they are. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canonical,
  isCloudflare,
  kindOf,
  parseIp,
  sameNetwork,
  writeIp,
} from '../../provisioners/ingress/ip.ts'
import { echoServices, readEcho, readOwnAddresses } from '../../provisioners/ingress/whereabouts.ts'
import { answer } from '../system/answer.ts'

describe('addresses', () => {
  it('have one spelling, whatever they were written as', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const ip = parseIp(text)
        if (!ip) throw new Error(`not read: ${text}`)
        const written = writeIp(ip)
        expect(parseIp(written)).toEqual(ip)
        // Node writes them by the same rules
        if (ip.family === 6) expect(new URL(`http://[${text}]/`).hostname).toBe(`[${written}]`)
      }),
    )
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        expect(canonical(text, 4)).toBe(text)
      }),
    )
  })

  it('are nothing else', () => {
    fc.assert(
      fc.property(fc.string(), (text) => void [kindOf(text), isCloudflare(text), sameNetwork(text, text)]),
    )
    for (const text of [
      '',
      '1.2.3',
      '1.2.3.256',
      '01.2.3.4',
      ':',
      ':::',
      '1::2::3',
      '12345::',
      'fe80::1%eth0',
      '1:2:3:4:5:6:7',
      '::1.2.3',
    ])
      expect([text, parseIp(text)]).toEqual([text, null])
  })

  it.each([
    ['100.64.0.0', 'shared'],
    ['100.127.255.255', 'shared'],
    ['100.128.0.0', 'public'],
    ['100.63.255.255', 'public'],
    ['172.15.0.1', 'public'],
    ['172.16.0.1', 'home'],
    ['172.32.0.1', 'public'],
    ['192.168.1.1', 'home'],
    ['10.1.2.3', 'home'],
    ['127.0.0.1', 'none'],
    ['169.254.1.1', 'none'],
    ['fe80::1', 'none'],
    ['fd00::1', 'none'],
    ['2001:db8::1', 'public'],
    ['::ffff:10.0.0.1', 'home'],
  ])('%s is %s', (address, kind) => expect(kindOf(address)).toBe(kind))

  it('are what an echo service says, and nothing else of it', () => {
    const [ipify, cloudflare] = echoServices
    if (!ipify || !cloudflare) throw new Error('there are two')
    expect(readEcho(ipify, 4, '198.51.100.24\n')).toBe('198.51.100.24')
    expect(readEcho(cloudflare, 6, 'fl=1f1\nip=2001:DB8::1\nts=1\n')).toBe('2001:db8::1')
    for (const text of ['<html>', '10.0.0.1', '2001:db8::1', '198.51.100.24 198.51.100.25', ''])
      expect(readEcho(ipify, 4, text)).toBeNull()
    fc.assert(
      fc.property(fc.string(), (text) => void [readEcho(ipify, 4, text), readEcho(cloudflare, 6, text)]),
    )
  })

  it('of the Pi are those that lead outside and stay', () => {
    const addresses = [
      { family: 'inet6', local: '2001:db8:1::42', scope: 'global' },
      { family: 'inet6', local: '2001:db8:1::99', scope: 'global', temporary: true },
      { family: 'inet6', local: 'fe80::1', scope: 'link' },
    ]
    const devices = [
      { ifname: 'eth0', addr_info: addresses },
      { ifname: 'tailscale0', addr_info: [{ local: '100.72.1.2', scope: 'global' }] },
      { ifname: 'docker0', addr_info: [{ local: '172.17.0.1', scope: 'global' }] },
      { ifname: 'wlan0', addr_info: [{ local: 'fd7a:115c:a1e0::1', scope: 'global' }] },
    ]
    expect(readOwnAddresses(answer(JSON.stringify(devices)))).toEqual([
      { address: '2001:db8:1::42', family: 6, device: 'eth0', passing: false },
      { address: '2001:db8:1::99', family: 6, device: 'eth0', passing: true },
    ])
    expect(readOwnAddresses(answer('', 127))).toBeNull()
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readOwnAddresses(answer(text))))
  })
})
