/** Undo over a practice Pi: back in one step, forth again, never below a version, and never a word of a secret. */
import { afterEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { stackOf } from '../../provisioners/components.ts'
import type { Engine } from '../../provisioners/engine.ts'
import { look } from '../../provisioners/engine/look.ts'
import { storedSecrets } from '../../provisioners/engine/secrets.ts'
import { renderState } from '../../provisioners/engine/state.ts'
import type { Host } from '../../provisioners/host/host.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import type { RunTask } from '../../provisioners/model/task.ts'
import { sh, withInput, type Command } from '../../provisioners/shell/command.ts'
import { compose, definitionOf, serialise } from '../../provisioners/stack/compose.ts'
import { intent, intents, withoutElement } from '../stack/fake.ts'
import { practiceEngine } from '../support/practice.ts'

const before: Intent = withoutElement
const after: Intent = { ...intent, server: { ...intent.server, uploadMiB: 77 } }

let close: () => Promise<void> = async () => {}
afterEach(() => close())

/** A server that was made by one run and changed by another: Element Web was added, and the upload size changed. */
async function changed() {
  const made = practiceEngine()
  close = made.close
  await finished(made.engine, await made.engine.start(before))
  await finished(made.engine, await made.engine.start(after))
  return made
}

async function finished(engine: Engine, run: string | null): Promise<void> {
  if (run === null) throw new Error('nothing was to do')
  const events = []
  for await (const event of engine.follow(run, new AbortController().signal)) events.push(event)
  expect(events.at(-1)).toMatchObject({ kind: 'finished', outcome: 'verified' })
}

const undo = (to: number): RunTask => ({ kind: 'undo', to })

async function ask(connect: () => Promise<Host>, command: Command): Promise<string> {
  const [answer] = await (await connect()).ask([{ command, timeoutSeconds: 20, capBytes: 1_000_000 }])
  return answer?.stdout ?? ''
}

/** As an editor does it. */
async function replace(
  connect: () => Promise<Host>,
  path: string,
  [from, to]: [string, string],
): Promise<void> {
  const text = await ask(connect, sh`cat ${path}`)
  expect(text).toContain(from)
  await ask(connect, withInput(sh`tee ${path}`, [text.replaceAll(from, to)]))
}

/** Id of each container by its name. */
async function containers(connect: () => Promise<Host>): Promise<Map<string, string>> {
  const text = await ask(connect, sh`docker ps --no-trunc --format ${'{{json .}}'}`)
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { ID: string; Names: string })
      .map(({ ID, Names }) => [Names, ID]),
  )
}

describe('undo', () => {
  it('goes back in one step, and the way back from there is what was undone', async () => {
    const { engine, connect } = await changed()
    const there = await containers(connect)
    const way = await engine.wayBack()
    expect(way).toMatchObject({ to: 1 })
    expect(way?.changes).toContain('Element Web no longer runs; its data stay.')
    expect(way?.changes.join(' ')).toMatch(/Synapse: homeserver\.yaml as before\./)

    const plan = await engine.planTask(undo(1))
    expect(plan.changes.map(({ resource }) => resource)).toEqual([
      'undo-answers',
      'undo-switch',
      'undo-containers',
    ])
    await finished(engine, await engine.startTask(undo(1), { expected: plan.id }))

    const { stored } = await engine.inspect()
    expect(stored).toMatchObject({ kind: 'state', state: { intent: before } })
    expect(await ask(connect, sh`readlink /opt/bramble/current`)).toBe('generations/1\n')
    const homeserver = await ask(connect, sh`cat /opt/bramble/store/synapse-1/homeserver.yaml`)
    expect(parse(homeserver)).toMatchObject({ max_upload_size: `${before.server.uploadMiB}M` })
    const now = await containers(connect)
    expect([...there.keys()].filter((name) => !now.has(name))).toEqual(['bramble-element-1'])
    for (const name of ['bramble-postgres-1', 'bramble-mas-1'])
      expect(now.get(name), name).toBe(there.get(name))
    expect((await engine.plan(before)).changes).toEqual([])
    expect(await engine.startTask(undo(1))).toBeNull()

    expect(await engine.wayBack()).toMatchObject({ to: 2 })
    await finished(engine, await engine.startTask(undo(2)))
    expect((await engine.plan(after)).changes).toEqual([])
    expect([...(await containers(connect)).keys()].sort()).toEqual([...there.keys()].sort())
  })

  it('leaves data, databases and secrets alone', async () => {
    const { engine, connect } = await changed()
    const look = () =>
      ask(connect, sh`find /opt/bramble/data /opt/bramble/secrets -type f -printf ${'%p %s %T@\\n'}`)
    const was = await look()
    await finished(engine, await engine.startTask(undo(1)))
    expect(await look()).toBe(was)
  })

  it('shows no secret', async () => {
    const { engine, connect } = await changed()
    const seen = await look(await connect(), [{ facts: { storedSecrets } }])
    const secrets = [...(seen.get(storedSecrets.id) as Map<string, { reveal(): string }>).values()]
    const shown = JSON.stringify(await engine.planTask(undo(1)))
    expect(secrets.length).toBeGreaterThan(5)
    for (const secret of secrets) expect(shown).not.toContain(JSON.stringify(secret.reveal()).slice(1, -1))
  })

  it('keeps an image that is higher by now, and the next plan has nothing to do', async () => {
    const { engine, connect } = await changed()
    // a newer Bramble was here: the settings in use name a higher version
    await replace(connect, '/opt/bramble/generations/2/compose.yaml', [
      'synapse:v1.160.0',
      'synapse:v1.161.0',
    ])
    const plan = await engine.planTask(undo(1))
    const text = plan.changes.map(({ summary }) => summary).join('\n')
    expect(text).toMatch(/Synapse: Stays at v1\.161\.0: its data were already changed for it/)
    await finished(engine, await engine.startTask(undo(1), { expected: plan.id }))
    expect(await ask(connect, sh`readlink /opt/bramble/current`)).toBe('generations/3\n')
    const ran = await ask(connect, sh`docker inspect --format ${'{{json .Config.Image}}'} bramble-synapse-1`)
    expect(JSON.parse(ran)).toBe('ghcr.io/element-hq/synapse:v1.161.0')
    const next = await engine.plan(before)
    expect(next.changes).toEqual([])
    expect(next.kept.find(({ resource }) => resource === 'image:synapse')?.reason).toMatch(
      /^Stays at v1\.161\.0/,
    )
    expect(await engine.startTask(undo(1))).toBeNull()
  })

  it('an ordinary plan never lowers an image either', async () => {
    const { engine, connect } = await changed()
    await replace(connect, '/opt/bramble/generations/2/compose.yaml', [
      'synapse:v1.160.0',
      'synapse:v1.161.0',
    ])
    const plan = await engine.plan({ ...after, server: { ...after.server, uploadMiB: 78 } })
    expect(plan.changes.find(({ resource }) => resource === 'image:synapse')?.summary).toMatch(
      /Stays at v1\.161\.0: its data were already changed for it\.$/,
    )
    const file = plan.changes.find(({ resource }) => resource === 'generation')?.files[0]
    const added = file?.lines.filter(({ kind, text }) => kind === 'added' && text.includes('image:')) ?? []
    expect(added).toEqual([])
  })

  it.each<[string, Command | null, number, RegExp]>([
    ['never proved good', sh`rm /opt/bramble/generations/1/good`, 1, /never proved good/],
    ['not there', null, 9, /are not there/],
    ['without its answers', sh`rm /opt/bramble/generations/1/answers.json`, 1, /were not kept/],
    ['without a file of its settings', sh`rm -rf /opt/bramble/store/synapse-1`, 1, /synapse-1/],
    [
      'reached in another way',
      withInput(sh`tee /opt/bramble/generations/1/answers.json`, [
        renderState({ ...before, address: { ...before.address, host: 'riverside.local' } as never }),
      ]),
      1,
      /way in/,
    ],
  ])('is not offered to settings that are %s', async (_, spoil, to, words) => {
    const { engine, connect } = await changed()
    if (spoil) await ask(connect, spoil)
    await expect(engine.planTask(undo(to))).rejects.toMatchObject({
      code: 'nothing-to-undo',
      message: expect.stringMatching(words) as string,
    })
    expect(await engine.wayBack()).toEqual(spoil ? null : expect.objectContaining({ to: 1 }))
  })
})

describe('a Compose file, read back', () => {
  it.each(intents)('%s: is the same to the byte', (_, of) => {
    const { services } = stackOf(of)
    const stores = new Map(services.map(({ id }) => [id, `${id}-1`]))
    const { text, revisions } = compose(stackOf(of), stores)
    const read = parse(text) as { services: Record<string, Record<string, unknown>> }
    const again = serialise(
      new Map(Object.entries(read.services).map(([id, service]) => [id, definitionOf(service)])),
    )
    expect(again.text).toBe(text)
    expect(again.revisions).toEqual(revisions)
  })
})
