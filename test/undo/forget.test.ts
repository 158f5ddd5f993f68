/** Forgetting a bridge that was removed: its database, its role, its keys, and nothing else. */
import { afterEach, describe, expect, it } from 'vitest'
import { placeOf } from '../../provisioners/bridges/bridge.ts'
import { bridgeOf } from '../../provisioners/bridges/index.ts'
import type { Engine } from '../../provisioners/engine.ts'
import { renderState } from '../../provisioners/engine/state.ts'
import type { Host } from '../../provisioners/host/host.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import type { RunTask } from '../../provisioners/model/task.ts'
import { allOf, sh, withInput, type Command } from '../../provisioners/shell/command.ts'
import { runSql } from '../../provisioners/stack/commands.ts'
import { listDatabases, makeDatabases } from '../../provisioners/stack/databases.ts'
import { intent } from '../stack/fake.ts'
import { practiceEngine } from '../support/practice.ts'

const { contribution } = bridgeOf('whatsapp').contribute(placeOf(bridgeOf('whatsapp'), intent))
const forget: RunTask = { kind: 'forget', bridge: 'whatsapp' }

let close: () => Promise<void> = async () => {}
afterEach(() => close())

async function ask(connect: () => Promise<Host>, command: Command): Promise<string> {
  const [answer] = await (await connect()).ask([{ command, timeoutSeconds: 20, capBytes: 1_000_000 }])
  expect(answer?.stderr ?? '').toBe('')
  return answer?.stdout ?? ''
}

async function finished(engine: Engine, run: string | null): Promise<void> {
  if (run === null) throw new Error('nothing was to do')
  const events = []
  for await (const event of engine.follow(run, new AbortController().signal)) events.push(event)
  expect(events.at(-1)).toMatchObject({ kind: 'finished', outcome: 'verified' })
}

/** A server from which WhatsApp was removed: what it left is there, and an earlier generation that names it. */
async function removed() {
  const made = practiceEngine()
  close = made.close
  await finished(made.engine, await made.engine.start(intent))
  const { connect } = made
  const means = { secret: (id: string) => new Secret('a-password', id), changed: () => false }
  await ask(connect, runSql(makeDatabases(contribution.databases, means)))
  for (const { id } of contribution.secrets)
    await ask(connect, withInput(sh`tee ${`/opt/bramble/secrets/${id}`}`, ['left']))
  const compose =
    'name: bramble\nservices:\n  bridge-whatsapp:\n    image: dock.mau.dev/mautrix/whatsapp:v26.08\n'
  const old = '/opt/bramble/generations/7'
  await ask(
    connect,
    allOf(
      sh`mkdir -p ${old} /opt/bramble/store/bridge-whatsapp-1`,
      sh`touch ${`${old}/good`} /opt/bramble/store/bridge-whatsapp-1/config.yaml`,
    ),
  )
  await ask(connect, withInput(sh`tee ${`${old}/compose.yaml`}`, [compose]))
  const manifest = JSON.stringify({ stores: { 'bridge-whatsapp': 'bridge-whatsapp-1' } })
  await ask(connect, withInput(sh`tee ${`${old}/manifest.json`}`, [manifest]))
  return made
}

const rows = (connect: () => Promise<Host>): Promise<string> => ask(connect, runSql(listDatabases))
const files = (connect: () => Promise<Host>): Promise<string> =>
  ask(connect, sh`find /opt/bramble/secrets /opt/bramble/store /opt/bramble/generations -printf ${'%p\\n'}`)

describe('forgetting a bridge', () => {
  it('deletes its database, its role, its keys and what leads to them, and nothing else; once', async () => {
    const { engine, connect } = await removed()
    const [before, there] = [await rows(connect), await files(connect)]
    expect(before).toContain('bridge_whatsapp')
    const plan = await engine.planTask(forget)
    expect(plan.changes.map(({ resource, kind }) => [resource, kind])).toEqual([
      ['forget-settings', 'remove'],
      ['forget-database', 'remove'],
      ['forget-secrets', 'remove'],
    ])
    expect(plan.changes[1]?.summary).toMatch(/sign-ins to WhatsApp.*Rooms and messages in Matrix stay/)
    expect(plan.restarts).toEqual([])
    await finished(engine, await engine.startTask(forget, { expected: plan.id }))
    const gone = (text: string) => /bridge[_-]whatsapp|generations\/7(\/|$)/.test(text)
    const left = (text: string) => text.split('\n').filter((line) => !gone(line))
    expect((await rows(connect)).split('\n')).toEqual(left(before))
    expect((await files(connect)).split('\n')).toEqual(left(there))
    expect(await engine.startTask(forget)).toBeNull()
    expect((await engine.plan(intent)).changes).toEqual([])
  })

  it('never touches one that the answers want', async () => {
    const { engine, connect } = await removed()
    const wanted = renderState({ ...intent, bridges: { whatsapp: {} } })
    await ask(connect, withInput(sh`tee /opt/bramble/state.json`, [wanted]))
    await expect(engine.planTask(forget)).rejects.toMatchObject({
      code: 'intent-invalid',
      detail: expect.stringMatching(/^WhatsApp is part of this server/) as string,
    })
  })

  it('knows only bridges that have a file', async () => {
    const { engine } = await removed()
    await expect(engine.planTask({ kind: 'forget', bridge: 'pigeon' })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})
