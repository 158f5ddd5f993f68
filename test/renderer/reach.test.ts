/** The answers to how the server is reached: they make what the model takes, and lose nothing. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  address,
  addressModes,
  proxyKinds,
  serverNameOf,
  type Address,
} from '../../provisioners/model/address.ts'
import { joinSettings } from '../../provisioners/model/reach.ts'
import {
  addressOf,
  freshReach,
  isConfirmed,
  keepName,
  nameOf,
  openWays,
  proposedReach,
  reachOf,
  tagsOf,
  type Reach,
} from '../../renderer/wizard/address/reach.ts'
import { recordLabel } from '../../renderer/wizard/address/record-label.ts'
import { settingsOf } from '../../renderer/wizard/address/tailnet-state.ts'
import { wrongMachineName, wrongReach } from '../../renderer/wizard/address/wrong-reach.ts'

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,8}[a-z0-9])?$/)
const name = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => [...labels, 'example'].join('.'))
const tailscale = fc.record({
  signIn: fc.constantFrom('link', 'key'),
  tags: fc.uniqueArray(
    label.map((each) => `tag:${each}`),
    { maxLength: 3 },
  ),
})
const own = fc.record(
  { serverName: name, host: name, identityHost: name },
  { requiredKeys: ['serverName', 'host'] },
)
const network = fc.constantFrom('proxy', 'web_1', 'Edge.net')
const proxyBy = fc.oneof(
  fc.constant({ by: 'loopback' }),
  fc.record({ by: fc.constant('network'), network }),
  fc.record({ by: fc.constant('labels'), network, entryPoint: label }),
  fc.record({ by: fc.constant('labels'), network, entryPoint: label, certResolver: label }),
)
/** Addresses as the model stores them. */
const stored: fc.Arbitrary<Address> = fc
  .oneof(
    fc.record({
      mode: fc.constant('home'),
      host: fc.oneof(
        name,
        label.map((each) => `${each}.local`),
      ),
    }),
    fc.record({ mode: fc.constant('tailnet'), host: name, tailscale }),
    fc.tuple(name, tailscale).map(([host, more]) => ({
      mode: 'tailnet',
      host,
      tailscale: { ...more, controlServer: 'https://head.example.org' },
    })),
    fc
      .tuple(label, label, tailscale)
      .map(([machine, net, more]) => ({ mode: 'funnel', host: `${machine}.${net}.ts.net`, tailscale: more })),
    own.map((names) => ({ mode: 'domain', ...names, email: 'anna@example.org' })),
    own.map((names) => ({ mode: 'domain', ...names })),
    fc
      .tuple(own, fc.constantFrom(...proxyKinds), proxyBy)
      .map(([names, proxy, by]) => ({ mode: 'proxy', ...names, proxy, reach: by })),
    own.map((names) => ({ mode: 'cloudflare', ...names })),
  )
  .map((each) => address.safeParse(each))
  .filter(({ success }) => success)
  .map(({ data }) => data as Address)

const typed = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '',
      ' ',
      'chat.example.org',
      'Chat.Example.ORG ',
      'brookside.local',
      'a.b.ts.net',
      '0x7f.1',
      'xn--a.example.org',
    ),
  },
  fc.string({ unit: fc.constantFrom('a', 'b', '1', '-', '.', 'A', '_', ' ', 'ü', ':', '/'), maxLength: 12 }),
  fc.domain(),
  fc.string({ maxLength: 8 }),
)
const answers: fc.Arbitrary<Reach> = fc.record({
  way: fc.constantFrom(...addressModes),
  homeHost: typed,
  machineName: typed,
  tailnetHost: typed,
  signIn: fc.constantFrom('link', 'key'),
  tags: fc.oneof(fc.constantFrom('', 'tag:pi', 'pi, tag:Server'), typed),
  controlServer: fc.oneof(
    fc.constantFrom(
      '',
      'https://a:b@head.example.org',
      'https://0x7f.1',
      'https://head.example.org',
      'http://10.0.0.1:8080',
      'ftp://x',
      'head.example.org',
    ),
    typed,
  ),
  serverName: typed,
  host: typed,
  identityHost: typed,
  email: fc.oneof(fc.constantFrom('', 'anna@example.org', 'anna', '@', 'a@b'), fc.emailAddress(), typed),
  proxy: fc.constantFrom(...proxyKinds),
  proxyBy: fc.constantFrom('loopback', 'network', 'labels'),
  network: fc.oneof(fc.constantFrom('proxy', 'bridge', ' web_1 ', 'bramble_default', '-x', 'a b'), typed),
  entryPoint: fc.oneof(fc.constantFrom('websecure', '', 'a,b', 'a@b'), typed),
  certResolver: fc.oneof(fc.constantFrom('', 'le', 'le.'), typed),
  confirmed: typed,
})

describe('an address as answers', () => {
  it('comes back as it was, to the order of its parts', () => {
    fc.assert(
      fc.property(stored, (each) => {
        expect(JSON.stringify(addressOf(reachOf(each)))).toBe(JSON.stringify(each))
      }),
    )
  })

  it('is refused beside its field exactly where the model refuses it', () => {
    fc.assert(
      fc.property(answers, (reach) => {
        const model = address.safeParse(addressOf(reach))
        const wrong = wrongReach(reach)
        // a letter more or less in an e-mail address is the engine's to say: the window may be the stricter one
        if (wrong.email !== undefined) return
        // the screen offers labels to Traefik alone
        if (reach.way === 'proxy' && reach.proxyBy === 'labels' && reach.proxy !== 'traefik') return
        expect(Object.keys(wrong).length === 0, JSON.stringify({ wrong, model: model.error?.issues })).toBe(
          model.success,
        )
      }),
      { numRuns: 4000 },
    )
  })

  it('takes a machine’s name as the model takes it', () => {
    fc.assert(
      fc.property(typed, (machineName) => {
        const settings = settingsOf({ ...freshReach, machineName })
        expect(wrongMachineName(machineName) === null).toBe(joinSettings.safeParse(settings).success)
      }),
      { numRuns: 2000 },
    )
  })

  it('loses no other way’s answers', () => {
    fc.assert(
      fc.property(answers, fc.constantFrom(...addressModes), (reach, way) => {
        expect({ ...reach, way: reach.way }).toEqual(reach)
        const other: Reach = { ...reach, way }
        expect({ ...other, way: reach.way }).toEqual(reach)
      }),
    )
  })
})

describe('the name for ever', () => {
  it('is confirmed by nothing but itself, in whatever case it is typed', () => {
    const reach: Reach = {
      ...freshReach,
      way: 'domain',
      serverName: 'Hollis.example',
      host: 'chat.hollis.example',
    }
    expect(isConfirmed({ ...reach, confirmed: ' HOLLIS.example' })).toBe(true)
    expect(isConfirmed({ ...reach, confirmed: 'chat.hollis.example' })).toBe(false)
    expect(isConfirmed(reach)).toBe(false)
    expect(isConfirmed({ ...freshReach, way: 'home' })).toBe(false)
  })

  it('stays under every way that is open to a server that lives', () => {
    fc.assert(
      fc.property(stored, (each) => {
        const open = openWays(each)
        expect(open).toContain(each.mode === 'tailnet' || each.mode === 'funnel' ? 'tailnet' : open[0])
        for (const way of open) {
          const reach = keepName({ ...reachOf(each), way }, serverNameOf(each))
          expect(nameOf(reach)).toBe(serverNameOf(each))
          expect(address.safeParse(addressOf(reach)).success, way).toBe(true)
        }
        expect(open).toContain(each.mode)
      }),
    )
  })

  it('of a tailnet is no domain’s, and that of a home network nobody else’s', () => {
    expect(openWays({ mode: 'funnel', host: 'a.b.ts.net', tailscale: { signIn: 'link', tags: [] } })).toEqual(
      ['funnel', 'tailnet'],
    )
    expect(openWays({ mode: 'home', host: 'brookside.local' })).toEqual(['home'])
    const own = { serverName: 'hollis.example', host: 'chat.hollis.example' }
    expect(openWays({ mode: 'domain', ...own })).toEqual(['domain', 'proxy', 'cloudflare'])
  })
})

describe('what is proposed', () => {
  it('is the Funnel to a fresh Pi, with its own name', () => {
    expect(proposedReach({ mode: 'home', host: 'brookside.local' })).toMatchObject({
      way: 'funnel',
      homeHost: 'brookside.local',
      machineName: 'brookside',
    })
  })
})

describe('small readings', () => {
  it.each([
    ['', []],
    ['pi', ['tag:pi']],
    ['tag:pi, server\ntag:pi', ['tag:pi', 'tag:server']],
  ])('tags of %j', (text, tags) => expect(tagsOf(text)).toEqual(tags))

  it.each([
    ['chat.hollis.example', 'hollis.example', 'chat'],
    ['hollis.example', 'hollis.example', '@'],
    ['nothollis.example', 'hollis.example', 'nothollis.example'],
    ['chat.elsewhere.example', '', 'chat.elsewhere.example'],
  ])('%s at %s is %s', (whole, domain, label_) => expect(recordLabel(whole, domain)).toBe(label_))
})
