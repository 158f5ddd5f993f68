import { describe, expect, it } from 'vitest'
import { EngineError } from '../../provisioners/model/engine-error.ts'
import { defaultIntent } from '../../provisioners/model/intent.ts'
import { addressesOf } from '../../provisioners/matrix/address.ts'
import { prove, type Got, type View } from '../../provisioners/proof/prove.ts'

const intent = defaultIntent('brookside')
const bodies: Record<string, string> = {
  '/_matrix/client/versions': '{"versions":["v1.11"]}',
  '/.well-known/matrix/client': '{"m.homeserver":{"base_url":"https://brookside.local/"}}',
  '/_matrix/key/v2/server': '{"server_name":"brookside.local"}',
  '/login': '<html>',
  '/': '<html>',
}

/** A view whose answers can be spoilt path by path. */
function view(
  spoilt: Record<string, Partial<Got> | Error> = {},
  names: string[] = ['192.0.2.1'],
): View & { asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    resolve: async () => names,
    async get(url, { address }) {
      const { pathname } = new URL(url)
      asked.push(`${pathname}${address ? ` at ${address}` : ''}`)
      const other = spoilt[pathname]
      if (other instanceof Error) throw other
      return { status: 200, headers: {}, body: bodies[pathname] ?? '', milliseconds: 5, ...other }
    },
  }
}

const trust = { ca: 'pem', address: '192.0.2.7' }
const outcomes = async (seen: View): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await prove(intent, seen, trust, addressesOf(intent))).probes.map(({ code, outcome }) => [
      code,
      outcome,
    ]),
  )

describe('proof from outside', () => {
  it('is whole when everything answers as it should', async () => {
    expect(new Set(Object.values(await outcomes(view())))).toEqual(new Set(['works']))
  })

  it('asks at the Pi’s own address where the name leads nowhere, and says so', async () => {
    const seen = view({}, [])
    expect((await outcomes(seen))['name']).toBe('fails')
    expect(seen.asked).toContain('/login at 192.0.2.7')
  })

  it.each([
    ['an error page', { '/_matrix/client/versions': { status: 502 } }, 'answers'],
    [
      'another server’s name',
      { '/_matrix/key/v2/server': { body: '{"server_name":"evil.example"}' } },
      'identity',
    ],
    [
      'another address',
      { '/.well-known/matrix/client': { body: '{"m.homeserver":{"base_url":"https://x/"}}' } },
      'found',
    ],
    ['no JSON', { '/_matrix/client/versions': { body: 'It works!' } }, 'answers'],
    ['no answer', { '/': new EngineError('unreachable', 'brookside.local: timed out') }, 'chat'],
  ])('%s is not taken for a proof', async (_what, spoilt, code) => {
    expect((await outcomes(view(spoilt)))[code]).toBe('fails')
  })

  it('a stand-in that answers proves nothing', async () => {
    const { probes, standIn } = await prove(
      intent,
      view({ '/login': { status: 501, headers: { 'x-bramble-stand-in': 'MAS' } } }),
      trust,
      addressesOf(intent),
    )
    expect(probes.find(({ code }) => code === 'sign-in')?.outcome).toBe('skipped')
    expect(standIn).toContain('stand-in for MAS')
  })
})
