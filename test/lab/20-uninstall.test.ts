/** Taken off again: the host is as it was before, but for what is listed here with its reason; and data that were kept come back. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunTask } from '../../provisioners/model/task.ts'
import { makePerson, secretSums, sql, synapse } from './bridges-support.ts'
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

/** Two rooms of a person; in one of them Synapse is made to believe that there is somebody of another server. */
async function sharedRoom(): Promise<string> {
  await makePerson(one)
  const make = async (name: string) =>
    String((await synapse(one, '/_matrix/client/v3/createRoom', { name })).json['room_id'])
  await make('Garden')
  const room = await make('Weather')
  await sql(
    'synapse',
    `INSERT INTO current_state_events (event_id, room_id, type, state_key, membership) SELECT '$far', room_id, type, '@bo:far.example', membership FROM current_state_events WHERE room_id = '${room}' AND type = 'm.room.member'`,
  )
  return room
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
    const { bridges: _none, ...rest } = brookside
    const bridged = { ...rest, bridges: { whatsapp: {} } }
    expect(outcome(await converge(one, bridged))).toBe('verified')
    const room = await sharedRoom()
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
    expect(stored).toMatchObject({ kind: 'state', state: { intent: bridged } })
    expect(outcome(await converge(one, bridged))).toBe('verified')
    expect(await sql('synapse', 'SELECT word FROM lab_witness')).toEqual(['here'])
    expect(await secretSums()).toEqual(secrets)
    // everybody had left the room that was shared with another server, and no other
    expect(
      await sql(
        'synapse',
        "SELECT room_id, membership FROM local_current_membership WHERE user_id LIKE '@ada:%' ORDER BY membership",
      ),
    ).toEqual([expect.stringMatching(/\|join$/), `${room}|leave`])
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
    const name = (line: string): string => line.replace(/^([+-]) [0-9a-f]{64} {2}/, '')
    // settings of packages, which only a purge would take; the group that docker.io makes; and what any use of the machine changes
    const allowed =
      /^\/etc\/(group|gshadow|passwd|shadow|subuid|subgid)-?$|^\/etc\/(ld\.so\.cache|\.updated|machine-id)$|^\/etc\/(init\.d|default|docker|rc\d\.d|systemd\/system\/sockets\.target\.wants|cni|containerd|apparmor\.d|alternatives|bash_completion\.d)(\/|$)|sudo_as_admin_successful$/
    const odd = [...left.files, ...left.folders].map((line) => name(line).replace(/^[+-] /, ''))
    expect(odd.filter((path) => !allowed.test(path))).toEqual([])
    expect(left.units).toEqual([])
    expect(left.ports).toEqual([])
    // the bridge of Docker stays until the machine is restarted
    expect(left.links).toEqual(['+ docker0'])
  })
})
