/** What the model does not take of the answers about the address, it says in words; and its ways of refusing are all seen. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wordsOf, wordsOfCode } from '../../provisioners/answers/words.ts'
import { address, hostName, tailnetTag, tailscaleSettings } from '../../provisioners/model/address.ts'
import { joinSettings } from '../../provisioners/model/reach.ts'
import { hostileBits, RUNS, SEED, typedAddress, typedJoin } from './hostile.ts'

const often = { seed: SEED, numRuns: RUNS * 2 }
const nothing = 'This does not fit here.'

describe(`${often.numRuns} answers from the seed ${SEED}`, () => {
  it('every refused address has a sentence that says what to change', () => {
    const codes = new Set<string>()
    fc.assert(
      fc.property(typedAddress, (typed) => {
        for (const issue of address.safeParse(typed).error?.issues ?? []) {
          codes.add(issue.message)
          for (const { words } of wordsOf(issue, null, () => '')) expect(words).not.toBe(nothing)
        }
      }),
      often,
    )
    for (const code of Object.keys(wordsOfCode).filter((name) => /^(address|tailnet|proxy)\./.test(name)))
      expect([...codes]).toContain(code)
  })

  it('every refused way to join has a code of its own', () => {
    const codes = new Set<string>()
    fc.assert(
      fc.property(typedJoin, (typed) => {
        for (const { message, path } of joinSettings.safeParse(typed).error?.issues ?? []) {
          // more than the longest address is one that no server has
          if (!message.startsWith('tailnet.'))
            expect([path, message]).toEqual([['controlServer'], expect.stringContaining('300')])
          codes.add(message)
        }
      }),
      often,
    )
    for (const code of ['tailnet.machine-name', 'tailnet.tag', 'tailnet.control-server'])
      expect([...codes]).toContain(code)
  })
})

describe('names that are none', () => {
  it.each([
    ['a number of an address, in hexadecimal', '0x7f.1'],
    ['one that ends in a number', 'matrix.0x10'],
    ['one that spells nothing', 'xn--a.example'],
    ['a line break', 'a\n.example'],
    ['a port', 'a.example:443'],
    ['a slash', 'a.example/b'],
    ['a hyphen in front', '-a.example'],
    ['a dot at its end', 'a.example.'],
    ['a dot in front', '.example'],
    ['an underscore', 'a_b.example'],
    ['letters of another script', 'bücher.example'],
    ['a mark that turns the reading around', 'a\u202e.example'],
    ['too many letters', `${'a.'.repeat(130)}example`],
    ['a part of too many letters', `${'a'.repeat(64)}.example`],
  ])('%s', (_, name) => {
    expect(hostName.safeParse(name).error?.issues.map(({ message }) => message)).toEqual(
      name.length > 253 ? [expect.stringContaining('253')] : ['address.invalid'],
    )
  })

  it('one of another script is taken as the DNS writes it', () => {
    expect(hostName.parse(' XN--MNCHEN-3YA.example ')).toBe('xn--mnchen-3ya.example')
  })

  it.each([
    'https://user:word@headscale.example.org',
    'https://headscale.example.org/$(id)',
    'https://head\nscale.example.org',
    'https://headscale.example.org/\0',
    'https://headscale.example.org/?a=b',
    'https://headscale.example.org/#a',
    'https://headscale.example.org:99999',
    'https://0x7f.1',
    'ftp://headscale.example.org',
    'headscale.example.org',
  ])('the control server %j', (controlServer) => {
    expect(
      tailscaleSettings.safeParse({ controlServer }).error?.issues.map(({ message }) => message),
    ).toEqual(['tailnet.control-server'])
  })

  it.each(['http://192.168.1.5:8080', 'https://headscale.example.org/', 'https://Head.example.org/a/b'])(
    'the control server %s is one',
    (controlServer) => {
      expect(tailscaleSettings.parse({ controlServer }).controlServer).toBe(controlServer)
    },
  )

  it('no tag holds what separates tags', () => {
    for (const bit of hostileBits.filter((text) => /[^A-Za-z0-9-\s]/.test(text)))
      expect(tailnetTag.safeParse(`tag:a${bit}b`).success).toBe(false)
  })
})
