/** A program that refuses its settings stops the run before anything that runs is touched. */
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import * as components from '../../provisioners/components.ts'
import { newRunId, sleep } from '../../provisioners/computer.ts'
import { followRun, startRun } from '../../provisioners/engine/apply.ts'
import { serverTask, type Stack as Parts } from '../../provisioners/engine/examine.ts'
import { createPracticePi } from '../../provisioners/host/practice/index.ts'
import { secretMaker } from '../../provisioners/keys.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import type { TimedEvent } from '../../provisioners/model/run-event.ts'
import { reveal, type Text } from '../../provisioners/model/text.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { describe as inWords } from '../../provisioners/shell/describe.ts'
import { selfCheck } from '../../provisioners/stack/commands.ts'
import type { Stack } from '../../provisioners/stack/fold.ts'
import { stackResources } from '../../provisioners/stack/resources.ts'
import { anything } from '../../provisioners/stack/strict/shape.ts'
import { intent, withoutElement } from './fake.ts'

/** The components, but for one file that says something else, and that nobody of ours looks at. */
function spoiled(service: string, name: string, change: (text: string) => string): Parts {
  const again = (content: Text): Text => [new Secret(change(reveal(content)), 'a whole file')]
  const stackOf = (of: Intent): Stack => {
    const stack = components.stackOf(of)
    return {
      ...stack,
      services: stack.services.map((one) =>
        one.id === service && one.store
          ? {
              ...one,
              store: {
                ...one.store,
                files: one.store.files.map((file) =>
                  file.name === name
                    ? { ...file, shape: anything, render: (secret) => again(file.render(secret)) }
                    : file,
                ),
              },
            }
          : one,
      ),
    }
  }
  const own = new Set(stackResources(components.stackOf(intent), []).map(({ id }) => id))
  return {
    ...components,
    resources: (of) => [
      ...components.resources(of).filter(({ id }) => !own.has(id) && id !== 'client-answered'),
      ...stackResources(stackOf(of), []),
    ],
  }
}

const start = 1_795_000_000
const makeSecret = secretMaker((bytes) => randomBytes(bytes))

async function practice() {
  const pi = createPracticePi({ now: () => start, speed: 0 })
  const host = await pi.connect()
  const converge = async (stack: Parts, of: Intent): Promise<TimedEvent[]> => {
    const means = {
      stack,
      makeSecret,
      newRunId,
      installation: 'test',
      machine: 'test',
      connect: async () => host,
      now: () => start,
      sleep,
    }
    const run = await startRun(serverTask(of, stack), means)
    if (run === null) return []
    const events: TimedEvent[] = []
    for await (const event of followRun(run, means, new AbortController().signal)) events.push(event)
    return events
  }
  return { pi, host, converge }
}

/** The fault, and what Synapse or Caddy says of it. */
const faults = [
  {
    service: 'synapse',
    file: 'homeserver.yaml',
    change: (text: string) => text.replace('enable_registration: false', 'enable_registration: true'),
    says: /Error in configuration at 'enable_registration'/,
  },
  {
    service: 'mas',
    file: 'config.yaml',
    change: (text: string) => text.replace(/^matrix:/m, 'metrics:'),
    says: /missing field/,
  },
  {
    service: 'caddy',
    file: 'caddy.json',
    change: (text: string) => text.replace('"logging"', '"loging"'),
    says: /unknown field "loging"/,
  },
] as const

describe('settings that a program refuses', () => {
  it.each(faults)(
    '$service: nothing is switched, and it says why',
    async ({ service, file, change, says }) => {
      const { pi, host, converge } = await practice()
      const first = await converge(components, intent)
      expect(first.at(-1)).toMatchObject({ kind: 'finished', outcome: 'verified' })
      const look = {
        command: { kind: 'exec', argv: ['readlink', '/opt/bramble/current'] },
        timeoutSeconds: 5,
        capBytes: 1000,
      } as const
      const running = pi.machine.docker.all().map(({ id, startedAt }) => ({ id, startedAt }))
      const [before] = await host.ask([look])

      const events = await converge(spoiled(service, file, change), withoutElement)
      expect(events.at(-1)).toMatchObject({
        kind: 'finished',
        outcome: 'failed',
        problem: {
          code: 'settings-refused',
          evidence: expect.arrayContaining([expect.stringMatching(says)]),
        },
      })
      const [after] = await host.ask([look])
      expect(after?.stdout).toBe(before?.stdout)
      expect(pi.machine.docker.all().map(({ id, startedAt }) => ({ id, startedAt }))).toEqual(running)
      expect(pi.bugs).toEqual([])
    },
  )

  it('settings that were taken are not asked about again', async () => {
    const { converge } = await practice()
    const asked = (events: readonly TimedEvent[]): boolean =>
      events.some(
        (event) =>
          event.kind === 'planned' &&
          event.steps.some(({ title }) => title === 'Have each program check its settings'),
      )
    expect(asked(await converge(components, intent))).toBe(true)
    expect(await converge(components, intent)).toEqual([])
    expect(asked(await converge(components, withoutElement))).toBe(true)
    // back to settings that were proved before
    expect(asked(await converge(components, intent))).toBe(false)
  })
})

describe('how a program is asked', () => {
  it('as the user that reads the files, without a network, and without the real data', () => {
    const service = components.services(intent).find(({ id }) => id === 'synapse')
    if (!service?.selfCheck) throw new Error('Synapse cannot be asked')
    const words = inWords(selfCheck({ ...service, selfCheck: service.selfCheck }, 'synapse-7'))
    expect(words).toContain('--network none')
    expect(words).toContain('--user 991:991')
    expect(words).toContain('type=bind,source=/opt/bramble/store/synapse-7,target=/config,readonly')
    expect(words).toContain('--tmpfs /data:uid=991,gid=991,mode=0700')
    expect(words).not.toContain('/opt/bramble/data')
  })
})
