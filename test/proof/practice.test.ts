/** The practice Pi is proved like a real one, by every way that it can be set up. */
import { describe, expect, it } from 'vitest'
import type { Intent } from '../../provisioners/model/intent.ts'
import type { ProofView } from '../../provisioners/model/proof.ts'
import { intent as home } from '../stack/fake.ts'
import { sh } from '../../provisioners/shell/command.ts'
import { practiceEngine } from '../support/practice.ts'

const host = 'brookside.practice.ts.net'
const joined = { signIn: 'link' as const, tags: [] }
const funnel: Intent = { ...home, address: { mode: 'funnel', host, tailscale: joined } }
const tailnet: Intent = { ...home, address: { mode: 'tailnet', host, tailscale: joined } }

async function installed(intent: Intent) {
  const { engine, pi, connect, close } = practiceEngine()
  if (intent.address.mode !== 'home') {
    const task = { kind: 'tailnet', settings: { ...joined, machineName: 'brookside' } } as const
    await engine.startTask(task)
    await pi.idle()
  }
  await engine.start(intent)
  await pi.idle()
  expect(pi.bugs).toEqual([])
  return { pi, connect, close, prove: () => engine.prove(intent) }
}

const besides = ({ probes }: ProofView): string[] =>
  probes
    .filter(({ outcome }) => outcome !== 'works')
    .map(({ code, outcome, cause }) => `${code} ${outcome} ${cause}`)

describe('a practice Pi', () => {
  it('behind Funnel is proved past the tailnet’s names, and what is turned off is named', async () => {
    const { pi, connect, prove, close } = await installed(funnel)
    const whole = await prove()
    expect(besides(whole)).toEqual(['tester skipped not-asked', 'here skipped inside-tailnet'])
    expect(whole.broken).toBeNull()
    const { served, funnelled } = pi.machine.tailscaled
    const signIn = served.get(8443)
    served.delete(8443)
    expect(besides(await prove())).toContain('discovery fails port-off')
    if (signIn) served.set(8443, signIn)
    await (
      await connect()
    ).ask([{ command: sh`docker stop bramble-caddy-1`, timeoutSeconds: 60, capBytes: 4096 }])
    expect(besides(await prove())).toContain('found fails server-down')
    funnelled.delete(443)
    expect(await prove()).toMatchObject({ broken: 'private' })
    funnelled.clear()
    expect(await prove()).toMatchObject({ broken: 'name' })
    await close()
  })

  it('in the tailnet alone is asked there, and nobody else is asked about it', async () => {
    const { prove, close } = await installed(tailnet)
    const whole = await prove()
    expect(besides(whole)).toEqual([])
    expect(whole.probes.map(({ code }) => code)).not.toContain('tester')
    await close()
  })
})
