/** Everything that the app may ask or do, against the practice Pi: nothing is unknown, and doing it makes it true. */
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import * as components from '../../../provisioners/components.ts'
import * as engineCommands from '../../../provisioners/engine/commands.ts'
import { look, seenBy } from '../../../provisioners/engine/look.ts'
import { inOrder } from '../../../provisioners/engine/order.ts'
import type { Resource } from '../../../provisioners/engine/resource.ts'
import { SecretBox, storedSecrets } from '../../../provisioners/engine/secrets.ts'
import { stateResource } from '../../../provisioners/engine/state.ts'
import type { Host } from '../../../provisioners/host/host.ts'
import { doWork } from '../../../provisioners/host/practice/run/do-work.ts'
import type { PracticePi } from '../../../provisioners/host/practice/pi.ts'
import { secretMaker } from '../../../provisioners/keys.ts'
import { defaultIntent, type Intent } from '../../../provisioners/model/intent.ts'
import { sh, type Command } from '../../../provisioners/shell/command.ts'
import { followLogs } from '../../../provisioners/stack/logs.ts'
import { addressOf, observeFacts } from '../../../provisioners/stack/observe.ts'
import { machineFacts } from '../../../provisioners/system/observe.ts'
import { practice } from './support.ts'

const intent: Intent = { ...defaultIntent('raspberrypi'), address: { mode: 'home', host: 'brookside.local' } }
const all = inOrder([stateResource(intent, components.nameOfData), ...components.resources(intent)])
const makeSecret = secretMaker((bytes) => randomBytes(bytes))

/** Every fact that any screen asks. */
const askers = [
  ...all,
  ...components.checks(intent),
  { facts: { ...components.checkupFacts, ...machineFacts, ...observeFacts, ca: components.caCertificate } },
  ...components.services(intent).map(({ id }) => ({ facts: { address: addressOf(id) } })),
]

async function means(host: Host): Promise<SecretBox> {
  const seen = await look(host, [{ facts: { storedSecrets } }])
  const stored = seen.get(storedSecrets.id) as ReturnType<typeof storedSecrets.parse>
  return new SecretBox(stored, components.secretSpecs(intent), makeSecret)
}

/** Makes one resource true by itself, with a fresh look before and after. */
async function converge(pi: PracticePi, host: Host, resource: Resource): Promise<string> {
  const diff = async () => resource.diff(seenBy(resource, await look(host, [resource])), await means(host))
  const before = await diff()
  if (before.met) return 'met'
  for (const action of before.actions) {
    if (action.kind === 'wait') throw new Error(`${resource.id} waits for a person`)
    const work =
      action.kind === 'run'
        ? action
        : { kind: 'files' as const, files: action.files, ifAbsent: action.ifAbsent ?? false }
    const output: string[] = []
    const status = await doWork(pi.machine, work, (text) => output.push(text), new AbortController().signal)
    if (status !== 0) throw new Error(`${resource.id}: ${output.slice(-5).join('')}`)
  }
  const after = await diff()
  return after.met ? 'made' : `still: ${after.summary}`
}

async function converged(pi: PracticePi): Promise<Host> {
  const host = await pi.connect()
  for (const resource of all) await converge(pi, host, resource)
  return host
}

describe('the vocabulary', () => {
  it.each([
    'a fresh Pi',
    'one that Bramble set up',
    'one whose Docker was stopped',
    'one whose containers were stopped',
  ])('of facts is known on %s', async (state) => {
    const pi = practice()
    const host = state === 'a fresh Pi' ? await pi.connect() : await converged(pi)
    if (state.includes('Docker')) for (const name of ['docker.socket', 'docker.service']) stop(pi, name)
    if (state.includes('containers'))
      for (const one of pi.machine.docker.all()) pi.machine.docker.stopContainer(one)
    const seen = await look(host, askers)
    expect(seen.size).toBeGreaterThan(40)
  })

  it('of the engine itself is known, before and after a run', async () => {
    const { followJournal, appendJournal, ...rest } = engineCommands
    const commands: Command[] = Object.values(rest).map((make) =>
      (make as (...args: never[]) => Command)(...(['r1', 0] as never[])),
    )
    const pi = practice()
    const ask = async () => {
      const host = await pi.connect()
      return host.ask(
        [...commands, appendJournal('r1', 'x')].map((command) => ({
          command,
          timeoutSeconds: 5,
          capBytes: 1000,
        })),
      )
    }
    await ask()
    await converged(pi)
    await ask()
    const host = await pi.connect()
    pi.machine.files.mkdir('/opt/bramble/runs/r1', { parents: true })
    pi.machine.files.write('/opt/bramble/runs/r1/journal', 'line\n')
    for await (const piece of host.follow(followJournal('r1', 2), new AbortController().signal)) {
      expect(piece).toBe('ne\n')
      break
    }
  })

  it('of the logs is known, and what they say is theirs', async () => {
    const pi = practice()
    const host = await converged(pi)
    const stop = new AbortController()
    let text = ''
    for await (const piece of host.follow(followLogs([], 10), stop.signal)) {
      text += piece
      if (text.includes('caddy-1') && text.includes('postgres-1')) stop.abort()
    }
    expect(text).toMatch(/^synapse-1 +\| \d{4}-\d\d-\d\dT[\d:.]+Z WARNING practice: /m)
  })
})

describe('the resources', () => {
  it('become true one after another by their own actions, and stay true', async () => {
    const pi = practice()
    const host = await pi.connect()
    const first: Record<string, string> = {}
    for (const resource of all) first[resource.id] = await converge(pi, host, resource)
    expect(Object.entries(first).filter(([, what]) => what.startsWith('still'))).toEqual([])
    expect(Object.values(first).filter((what) => what === 'made').length).toBeGreaterThan(15)
    for (const resource of all)
      expect([resource.id, await converge(pi, host, resource)]).toEqual([resource.id, 'met'])
  })

  it('leave what runs alone when nothing has changed', async () => {
    const pi = practice()
    await converged(pi)
    const before = pi.machine.docker.all().map(({ id, startedAt }) => [id, startedAt])
    await converged(pi)
    expect(pi.machine.docker.all().map(({ id, startedAt }) => [id, startedAt])).toEqual(before)
  })

  it('survive a restart of the Pi', async () => {
    const pi = practice()
    await converged(pi)
    pi.machine.power.cut()
    pi.machine.clock.shift(60)
    const host = await pi.connect()
    await host.ask([{ command: sh`sleep 30`, timeoutSeconds: 60, capBytes: 10 }])
    for (const resource of all)
      expect([resource.id, await converge(pi, host, resource)]).toEqual([resource.id, 'met'])
  })
})

function stop(pi: PracticePi, name: string): void {
  const unit = pi.machine.units.find(name)
  if (unit) pi.machine.units.stop(unit)
}
