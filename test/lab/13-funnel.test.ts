import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { intentSchema, type Intent } from '../../provisioners/model/intent.ts'
import type { TimedEvent } from '../../provisioners/model/run-event.ts'
import { brookside, converge, emptyPi, lab, laptop, onPi, outcome, type Laptop } from './support.ts'
import { asked, control, join, joining, onTailnet, served } from './tailnet-support.ts'

const HOST = 'brookside.tail1a2b3c.ts.net'
const reached = (mode: 'funnel' | 'tailnet'): Intent =>
  intentSchema.parse({ ...brookside, address: { mode, host: HOST } })

/** Somebody on another machine of the same tailnet. */
const visit = (...args: string[]): Promise<string> => lab('visit', '--', ...args)

/**
 * Real tailscaled against Tailscale's own testcontrol, by the names of Tailscale's service; certificates from the lab's Let's
 * Encrypt. Nothing here is reached through Funnel from outside: the relays for that are Tailscale's alone.
 */
describe('Tailscale’s own control server', () => {
  let one: Laptop
  beforeAll(async () => {
    await emptyPi('tailnet')
    one = laptop()
  })
  afterAll(() => one.close())

  it('a link, then an administrator: each is asked for, and waited for', async () => {
    await control('settings', { deviceApproval: true })
    const events = await join(one, joining('brookside'), undefined, async (event) => {
      if (event.kind !== 'asked' || !event.ask) return
      if (event.ask.purpose === 'tailscale-sign-in') await control('sign-in', { url: event.ask.link })
      else await control('approve', {})
    })
    expect(outcome(events)).toBe('verified')
    expect(asked(events)).toEqual([
      { purpose: 'tailscale-sign-in', link: expect.stringMatching(/^https:\/\/login\.tailscale\.com\//) },
      { purpose: 'tailscale-approval', link: 'https://login.tailscale.com/admin' },
    ])
    expect(await onTailnet()).toMatchObject({ state: 'Running', name: `${HOST}.` })
  })

  describe('a server by Funnel', () => {
    let events: TimedEvent[] = []
    let before: unknown
    beforeAll(async () => {
      await control('settings', { deviceApproval: false, funnel: false })
      for (const args of [
        ['--https=10000', '--set-path=/photos', 'http://127.0.0.1:2342'],
        ['--tcp=2222', 'tcp://127.0.0.1:22'],
      ])
        await onPi('tailscale', 'serve', '--bg', '--yes', ...args)
      before = await served()
      events = await converge(one, reached('funnel'), async (event) => {
        if (event.kind === 'asked' && event.ask?.purpose === 'tailscale-funnel')
          await control('settings', { funnel: true })
      })
    })

    it('asks for what is not enabled, and goes on when it is', () => {
      expect(asked(events)).toEqual([
        {
          purpose: 'tailscale-funnel',
          link: expect.stringMatching(/^https:\/\/login\.tailscale\.com\/f\/funnel\?node=/),
        },
      ])
      expect(outcome(events)).toBe('verified')
    })

    it('443 and the port of sign-in are open, and what was there before is as it was', async () => {
      expect(before).toMatchObject({ TCP: { '2222': {} } })
      expect(await served()).toMatchObject(before as object)
      expect(await served()).toMatchObject({ AllowFunnel: { [`${HOST}:443`]: true } })
      expect(JSON.stringify(await served())).not.toContain(`"${HOST}:10000":true`)
    })

    it('another machine of the tailnet reaches it, with a certificate that it believes', async () => {
      expect(JSON.parse(await visit(`https://${HOST}/.well-known/matrix/server`))).toEqual({
        'm.server': `${HOST}:443`,
      })
      expect(JSON.parse(await visit(`https://${HOST}/_matrix/client/versions`))).toHaveProperty('versions')
    })

    it('a second run has nothing to do', async () => {
      expect((await one.engine.plan(reached('funnel'))).changes).toEqual([])
    })
  })
})
