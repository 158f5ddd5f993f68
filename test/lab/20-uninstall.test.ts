/** Taken off again: the host is as it was before, but for what is listed here with its reason; and data that were kept come back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunTask } from '../../provisioners/model/task.ts'
import { secretSums, sql } from './bridges-support.ts'
import { brookside, converge, emptyPi, laptop, onPi, outcome, type Laptop } from './support.ts'

let one: Laptop

const linesOf = async (script: string): Promise<string[]> =>
  (await onPi('sh', '-c', script)).stdout.split('\n').filter(Boolean).toSorted()

/** What the host is judged by. */
const looks = {
  // names and contents; what every package writes on its way is left out here, and looked at as packages
  files: 'find /etc /opt /usr/local /home /root /srv -type f -exec sha256sum {} +',
  folders: 'find /etc /opt /usr/local /home /root /srv -type d',
  units: 'systemctl list-unit-files --no-legend --plain | grep -v transient',
  timers: 'systemctl list-timers --all --no-legend --plain | sed "s/.* //"',
  packages: "dpkg-query --show --showformat='${Package} ${db:Status-Status}\\n' | grep -v not-installed",
  ports: "ss -Hltn | tr -s ' ' | cut -d' ' -f4",
  docker: 'find /var/lib/docker -mindepth 1 -maxdepth 2',
  links: 'ls /sys/class/net',
} as const
type Look = keyof typeof looks

async function host(): Promise<Record<Look, string[]>> {
  const seen = {} as Record<Look, string[]>
  for (const name of Object.keys(looks) as Look[]) seen[name] = await linesOf(looks[name])
  return seen
}

async function uninstall(data: 'keep' | 'delete'): Promise<string> {
  const task: RunTask = { kind: 'uninstall', data }
  const { id } = await one.engine.planTask(task)
  const run = await one.engine.startTask(task, { expected: id })
  const events = []
  for await (const event of one.engine.follow(run ?? '', new AbortController().signal)) events.push(event)
  return outcome(events)
}

/** Lines that are on one side only: `+ new`, `- gone`. */
const between = (was: readonly string[], is: readonly string[]): string[] => [
  ...is.filter((line) => !was.includes(line)).map((line) => `+ ${line}`),
  ...was.filter((line) => !is.includes(line)).map((line) => `- ${line}`),
]

beforeAll(async () => {
  await emptyPi()
  // the lists of packages are no part of it: any update of the machine renews them
  await onPi('apt-get', 'update')
  one = laptop()
})
afterAll(() => one?.close())

describe('uninstalling', () => {
  it('with the data kept: a new installation finds its data', async () => {
    expect(outcome(await converge(one))).toBe('verified')
    await sql('synapse', "CREATE TABLE lab_witness AS SELECT 'here' AS word")
    const secrets = await secretSums()
    expect(await uninstall('keep')).toBe('verified')
    expect(await linesOf('ls -A /opt/bramble')).toEqual(
      [
        'README.txt',
        'current',
        'data',
        'generations',
        'revision',
        'secrets',
        'state.json',
        'store',
      ].toSorted(),
    )
    expect((await onPi('docker', 'ps')).status).not.toBe(0)
    const { stored } = await one.engine.inspect()
    expect(stored).toMatchObject({ kind: 'state', state: { intent: brookside } })
    expect(outcome(await converge(one))).toBe('verified')
    expect(await sql('synapse', 'SELECT word FROM lab_witness')).toEqual(['here'])
    expect(await secretSums()).toEqual(secrets)
  })

  it('with the data deleted: the host is as before', async () => {
    await one.close()
    await emptyPi()
    await onPi('apt-get', 'update')
    one = laptop()
    const was = await host()
    expect(outcome(await converge(one))).toBe('verified')
    expect(await uninstall('delete')).toBe('verified')
    // as the plan says: what came along with Docker is listed by apt
    expect((await onPi('apt-get', 'autoremove', '--purge', '--yes')).status).toBe(0)
    const is = await host()
    const left = Object.fromEntries(
      (Object.keys(looks) as Look[]).map((name) => [name, between(was[name], is[name])]),
    ) as Record<Look, string[]>
    expect(left).toEqual({})
  })
})
