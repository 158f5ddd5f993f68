import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hostName } from '../../provisioners/model/address.ts'
import { appCatalog } from '../../provisioners/index.ts'
import { readKept, writeKept, type Kept } from '../../renderer/place.ts'
import { extraAnswers } from '../../renderer/wizard/extra-answers.ts'
import { checkHost, parseAddress } from '../../renderer/wizard/parse.ts'

describe('address', () => {
  it.each([
    ['brookside.local', 'brookside.local', 22],
    [' 192.168.1.42 ', '192.168.1.42', 22],
    ['192.168.1.42:2222', '192.168.1.42', 2222],
    ['pi', 'pi', 22],
    ['[fe80::1%eth0]:2200', 'fe80::1%eth0', 2200],
    ['fe80::1', 'fe80::1', 22],
    ['[::1]', '::1', 22],
  ])('%s', (typed, host, port) => expect(parseAddress(typed)).toEqual({ ok: true, host, port }))

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['brook side', 'invalid'],
    ['-oProxyCommand=x', 'invalid'],
    ['https://brookside', 'invalid'],
    ['anna@brookside', 'invalid'],
    ['brookside:', 'port'],
    ['brookside:0', 'port'],
    ['brookside:65536', 'port'],
    ['brookside:ssh', 'port'],
    ['[nope]:22', 'invalid'],
  ])('%s is refused: %s', (typed, error) => expect(parseAddress(typed)).toEqual({ ok: false, error }))
})

describe('host name', () => {
  it('is judged as the model judges it', () => {
    const near = fc.string({
      unit: fc.constantFrom('a', 'b', '1', '-', '.', 'A', '_', ' ', 'ü'),
      maxLength: 20,
    })
    fc.assert(
      fc.property(fc.oneof(near, fc.string(), fc.domain()), (typed) => {
        expect(checkHost(typed) === null, typed).toBe(hostName.safeParse(typed).success)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('extras', () => {
  it('that the catalogue offers have an answer', () => {
    const offered = appCatalog().filter(({ choice }) => choice === 'extra')
    expect(offered.length).toBeGreaterThan(0)
    for (const { id } of offered) expect(Object.keys(extraAnswers)).toContain(id)
  })
})

describe('what a reload keeps', () => {
  const id = fc.stringMatching(/^[\w-]{1,40}$/)
  it('comes back as it was', () => {
    const kept: fc.Arbitrary<Kept> = fc.oneof(
      fc.record({
        at: fc.constant('setup' as const),
        connection: id,
        practice: fc.boolean(),
        run: fc.option(id.filter((each) => each !== '-')),
        lives: fc.boolean(),
      }),
      fc.record({
        at: fc.constant('server' as const),
        connection: id,
        practice: fc.boolean(),
        page: fc.constantFrom('overview', 'services', 'logs', 'changes', 'settings'),
        run: fc.option(id),
      }),
    )
    fc.assert(
      fc.property(kept, (each) => {
        expect(readKept(writeKept(each))).toEqual(each)
      }),
    )
  })
  it.each([
    null,
    '',
    'setup',
    'setup c1',
    'server c1 real elsewhere',
    'setup c1 real new',
    'setup c1 maybe new -',
    'setup c1 real new r x',
    'a b c d e',
  ])('is nothing when it is %s', (text) => expect(readKept(text)).toBeNull())
})
