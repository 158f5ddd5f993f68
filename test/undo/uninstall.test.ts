/** Uninstalling from a practice Pi: what goes, what stays, and the way back. */
import { afterEach, describe, expect, it } from 'vitest'
import type { Engine } from '../../provisioners/engine.ts'
import type { Host } from '../../provisioners/host/host.ts'
import type { PlanView } from '../../provisioners/model/plan.ts'
import type { RunTask } from '../../provisioners/model/task.ts'
import { sh, withInput, type Command } from '../../provisioners/shell/command.ts'
import { runSql } from '../../provisioners/stack/commands.ts'
import { listDatabases } from '../../provisioners/stack/databases.ts'
import { intent } from '../stack/fake.ts'
import { practiceEngine } from '../support/practice.ts'

const uninstall = (data: 'keep' | 'delete'): RunTask => ({ kind: 'uninstall', data })

let close: () => Promise<void> = async () => {}
afterEach(() => close())

async function ask(connect: () => Promise<Host>, command: Command): Promise<string> {
  const [answer] = await (await connect()).ask([{ command, timeoutSeconds: 20, capBytes: 1_000_000 }])
  return answer?.stdout ?? ''
}

async function finished(engine: Engine, run: string | null): Promise<void> {
  if (run === null) throw new Error('nothing was to do')
  const events = []
  for await (const event of engine.follow(run, new AbortController().signal)) events.push(event)
  expect(events.at(-1)).toMatchObject({ kind: 'finished', outcome: 'verified' })
}

async function installed(before: (connect: () => Promise<Host>) => Promise<unknown> = async () => {}) {
  const made = practiceEngine()
  close = made.close
  await before(made.connect)
  const was = await machine(made.connect)
  await finished(made.engine, await made.engine.start(intent))
  return { ...made, was }
}

/** What an uninstallation is judged by: files of the host, packages, what listens. */
async function machine(connect: () => Promise<Host>): Promise<Record<string, string[]>> {
  const lines = async (command: Command): Promise<string[]> =>
    (await ask(connect, command)).split('\n').filter((line) => line !== '')
  return {
    files: await lines(sh`find /etc /opt -printf ${'%p\\n'}`),
    packages: await lines(
      sh`dpkg-query --show ${'--showformat=${Package}\\n'} curl ca-certificates docker-ce docker-ce-cli containerd.io docker-compose-plugin docker-buildx-plugin`,
    ),
    ports: await lines(sh`ss -Hltnp`),
  }
}

const summaryOf = (plan: PlanView, id: string): string =>
  plan.changes.find(({ resource }) => resource === id)?.summary ?? ''

describe('uninstalling', () => {
  it('with the data leaves the machine as it was', async () => {
    const { engine, connect, was } = await installed()
    const plan = await engine.planTask(uninstall('delete'))
    expect(plan.changes.map(({ resource }) => resource)).toEqual([
      'uninstall-containers',
      'uninstall-network',
      'uninstall-images',
      'uninstall-docker-settings',
      'uninstall-packages',
      'uninstall-files',
    ])
    expect(summaryOf(plan, 'uninstall-files')).toMatch(/^All messages.*for good/)
    await finished(engine, await engine.startTask(uninstall('delete'), { expected: plan.id }))
    const now = await machine(connect)
    expect(now['packages']).toEqual(was['packages'])
    expect(now['ports']).toEqual(was['ports'])
    const left = (now['files'] ?? []).filter((path) => !was['files']?.includes(path))
    // folders that belong to nobody
    expect(left.filter((path) => !['/etc/docker', '/etc/apt/keyrings'].includes(path))).toEqual([])
    expect(was['files']?.filter((path) => !now['files']?.includes(path))).toEqual([])
    expect((await engine.inspect()).stored).toEqual({ kind: 'none' })
    expect(await engine.startTask(uninstall('delete'))).toBeNull()
  })

  it('without the data: a new installation finds them', async () => {
    const { engine, connect } = await installed()
    const rows = () => ask(connect, runSql(listDatabases))
    const secrets = () => ask(connect, sh`find /opt/bramble/secrets -type f -exec sha256sum ${'{}'} ${';'}`)
    const [before, keys] = [await rows(), await secrets()]
    // a file that its owner keeps is his own work
    await ask(connect, sh`mkdir -p /opt/bramble/kept/synapse`)
    await finished(engine, await engine.startTask(uninstall('keep')))
    expect(await ask(connect, sh`find /opt/bramble -mindepth 1 -maxdepth 1 -printf ${'%f\\n'}`)).toBe(
      [
        'README.txt',
        'current',
        'data',
        'generations',
        'kept',
        'revision',
        'secrets',
        'state.json',
        'store',
        '',
      ].join('\n'),
    )
    expect(await ask(connect, sh`docker ps --all --quiet`)).toBe('')
    expect(await engine.startTask(uninstall('keep'))).toBeNull()
    // the name is permanent though nothing runs
    const other = {
      ...intent,
      address: { ...intent.address, host: 'riverside.local' } as typeof intent.address,
    }
    await expect(engine.plan(other)).rejects.toMatchObject({ code: 'name-permanent' })
    await finished(engine, await engine.start(intent))
    expect(await rows()).toBe(before)
    expect(await secrets()).toBe(keys)
  })

  it('leaves alone what is somebody else’s', async () => {
    const settings = '{"debug": true}\n'
    const { engine, connect } = await installed(async (connect) => {
      await ask(connect, sh`mkdir -p /etc/docker`)
      await ask(connect, withInput(sh`tee /etc/docker/daemon.json`, [settings]))
      await ask(connect, sh`apt-get update`)
      await ask(connect, sh`apt-get install --yes curl`)
    })
    await ask(connect, sh`docker network create web`)
    await finished(engine, await engine.startTask(uninstall('delete')))
    expect(await ask(connect, sh`cat /etc/docker/daemon.json`)).toBe(settings)
    expect(await ask(connect, sh`find /etc/docker -type f`)).toBe('/etc/docker/daemon.json\n')
    expect(await ask(connect, sh`dpkg-query --show ${'--showformat=${db:Status-Status}'} curl`)).toBe(
      'installed',
    )
  })

  it('leaves settings of Docker that were changed since', async () => {
    const { engine, connect } = await installed()
    await ask(connect, withInput(sh`tee /etc/docker/daemon.json`, ['{"debug": true}\n']))
    const plan = await engine.planTask(uninstall('keep'))
    expect(plan.kept.find(({ resource }) => resource === 'uninstall-docker-settings')?.reason).toMatch(
      /changed them since/,
    )
  })

  it('removes no package that was not noted', async () => {
    const { engine, connect } = await installed()
    await ask(connect, sh`rm /opt/bramble/installed`)
    const plan = await engine.planTask(uninstall('delete'))
    expect(plan.kept.find(({ resource }) => resource === 'uninstall-packages')?.reason).toMatch(
      /did not note that it installed any, so all of them stay/,
    )
  })
})
