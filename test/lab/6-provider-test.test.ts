/** The live test of a provider over a real forwarded connection: a real provider on this machine, asked from the Pi too. */
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { placeOf } from '../../provisioners/identity/index.ts'
import { authority, type Authority } from '../identity/support/certificates.ts'
import { entryOf, intentWith, redirect, tryEntry } from '../identity/support/entry.ts'
import { startProvider, type RunningProvider } from '../identity/support/provider.ts'
import { emptyPi, labFacts, laptop, onPi, type Laptop } from './support.ts'

/** This machine's end of the pair whose other end is the lab's: a /30 of its own (README). */
function address(): string {
  const pair = (ip: string): number => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) >>> 2
  const lab = labFacts().host
  const found = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find((one) => one.family === 'IPv4' && pair(one.address) === pair(lab))
  if (!found) throw new Error(`no interface beside ${lab}`)
  return found.address
}

describe('a provider on another machine', () => {
  let one: Laptop
  let trusted: Authority
  const running: RunningProvider[] = []
  const provider = async (at: string): Promise<RunningProvider> => {
    const certificate = trusted.issue('DNS:localhost', `IP:${at}`)
    const started = await startProvider({ certificate, redirect, address: at })
    running.push(started)
    return started
  }

  beforeAll(async () => {
    await emptyPi()
    trusted = authority()
    one = laptop()
  }, 600_000)

  afterAll(async () => {
    await Promise.all(running.map((each) => each.close()))
    await one?.close()
    trusted?.close()
  })

  it('that both reach is fine, and nothing is left on the Pi', async () => {
    const { url, requests } = await provider(address())
    const lines = await tryEntry({ host: await one.connect(), ca: trusted.ca, settings: { issuer: url } })
    expect(lines.filter(({ verdict }) => verdict !== 'fine')).toEqual([])
    expect(lines.find(({ code }) => code === 'reach')?.title).toContain('Your Pi')
    // the document once from each side
    expect(requests.filter(({ path }) => path.endsWith('openid-configuration'))).toHaveLength(2)
    expect((await onPi('ls', '-A', '/opt')).stdout).not.toContain('bramble')
    const intent = intentWith('oidc', {})
    expect(placeOf(entryOf(intent), intent).redirect).toBe(redirect)
  })

  it('that this computer alone reaches is in the way', async () => {
    const { url } = await provider('127.0.0.1')
    const lines = await tryEntry({ host: await one.connect(), ca: trusted.ca, settings: { issuer: url } })
    expect(lines.filter(({ verdict }) => verdict !== 'fine')).toMatchObject([
      { code: 'unreachable-from-pi', verdict: 'in-the-way' },
    ])
  })
})
