/** `bramble doctor` over the practice Pi: well, with something to know, and broken. */
import { beforeAll, describe, expect, it } from 'vitest'
import { diagnose, exitStatus, showDiagnosis } from '../../provisioners/cli/doctor.ts'
import { defaultIntent, type Intent } from '../../provisioners/model/intent.ts'
import { sh, withInput, type Command } from '../../provisioners/shell/command.ts'
import { practiceEngine } from '../support/practice.ts'

const intent: Intent = { ...defaultIntent('pi'), address: { mode: 'home', host: 'brookside.local' } }
const { engine, pi, connect } = practiceEngine()

async function onPi(command: Command): Promise<void> {
  const [answer] = await (await connect()).ask([{ command, timeoutSeconds: 60, capBytes: 65_536 }])
  expect(answer?.status).toBe(0)
}

async function told(): Promise<{ status: number; text: string }> {
  const found = await diagnose(engine, intent)
  return { status: exitStatus(found), text: showDiagnosis(found).join('\n') }
}

beforeAll(async () => {
  await engine.start(intent)
  await pi.idle()
})

describe('bramble doctor', () => {
  it('says that all is well, by everything that it asked', async () => {
    const { status, text } = await told()
    expect(text).toMatch(/^https:\/\/brookside\.local: works$/m)
    expect(text).toMatch(/^health: \d+ checks passed, 0 findings$/m)
    expect(text).toMatch(/^changes: all is as Bramble set it up$/m)
    expect(text).not.toMatch(/^[!~]/m)
    expect(status).toBe(0)
  })

  it('a file that was edited is worth knowing', async () => {
    await onPi(withInput(sh`tee /opt/bramble/store/synapse-1/log.yaml`, ['version: 1\n']))
    const { status, text } = await told()
    expect(text).toContain('~ Synapse: log.yaml was edited by hand')
    expect(text).toMatch(/^changes: 1 differ/m)
    expect(status).toBe(1)
  })

  it('a service that is down is told at once, worst first, with what to do', async () => {
    await onPi(sh`docker stop bramble-synapse-1`)
    const { status, text } = await told()
    expect(text.split('\n')[1]).toBe('! Synapse is not running (blocks)')
    expect(text).toContain('Bramble can start Synapse again')
    expect(text).toMatch(/; the first that is broken is /)
    expect(status).toBe(2)
  })
})
