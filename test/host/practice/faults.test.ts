/** What goes wrong, through the whole engine: what people are told, and that the next attempt gets there. */
import { describe, expect, it } from 'vitest'
import { paths } from '../../../provisioners/host/host.ts'
import { createPracticePi, type Fault } from '../../../provisioners/host/practice/index.ts'
import { now } from '../../../provisioners/computer.ts'
import { defaultIntent, type Intent } from '../../../provisioners/model/intent.ts'
import type { TimedEvent } from '../../../provisioners/model/run-event.ts'
import { sh } from '../../../provisioners/shell/command.ts'
import { practiceEngine } from '../../support/practice.ts'
import { print } from './support.ts'

const intent: Intent = { ...defaultIntent('raspberrypi'), address: { mode: 'home', host: 'brookside.local' } }

type Practised = ReturnType<typeof practiceEngine>

async function apply({ engine }: Practised, wanted: Intent = intent): Promise<TimedEvent[]> {
  const run = await engine.start(wanted)
  const events: TimedEvent[] = []
  if (run === null) return events
  for await (const event of engine.follow(run, new AbortController().signal)) events.push(event)
  return events
}

const outcome = (events: readonly TimedEvent[]) => {
  const last = events.at(-1)
  return last?.kind === 'finished' ? (last.problem?.code ?? last.outcome) : last?.kind
}

const stepOf = async ({ engine }: Practised, resource: string) =>
  (await engine.plan(intent)).changes.findIndex((change) => change.resource === resource) + 1

const withFaults = (...faults: Fault[]) => practiceEngine({ faults })

/** A fault at a step that is named by its resource: the numbers follow from the plan. */
async function atStep(resource: string, fault: (step: number) => Fault): Promise<Practised> {
  return withFaults(fault(await stepOf(practiceEngine(), resource)))
}

describe('a fault', () => {
  it('none: everything is verified, and a second run has nothing to do', async () => {
    const practised = practiceEngine()
    const events = await apply(practised)
    expect(outcome(events)).toBe('verified')
    const bytes = events.filter((event) => event.kind === 'progress')
    expect(bytes.length).toBeGreaterThan(20)
    expect(bytes.every(({ done, total }) => done <= total)).toBe(true)
    expect(await apply(practised)).toEqual([])
    expect((await practised.engine.status(intent)).light).toBe('works')
    expect(practised.pi.bugs).toEqual([])
  })

  it('of the connection does not disturb the Pi, and the laptop finds its way back', async () => {
    const practised = await atStep('image:synapse', (step) => ({
      kind: 'connection-lost',
      atStep: step,
      forSeconds: 3,
    }))
    const events = await apply(practised)
    expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['contact-lost', 'contact-back']))
    expect(outcome(events)).toBe('verified')
    const steps = events.filter((event) => event.kind === 'step-started').map(({ step }) => step)
    expect(steps).toEqual([...new Set(steps)])
  })

  it('of the power interrupts the run; the next one goes on from there', async () => {
    const practised = await atStep('containers', (step) => ({
      kind: 'power-cut',
      atStep: step,
      forSeconds: 4,
    }))
    const events = await apply(practised)
    expect(events.filter((event) => event.kind === 'queue-ended').map((event) => event.outcome)).toEqual([
      'interrupted',
    ])
    expect(practised.pi.machine.files.find(paths.lock, { follow: false })?.kind).toBe('link')
    expect(outcome(await apply(practised))).toBe('verified')
    expect(practised.pi.machine.files.find(paths.lock, { follow: false })).toBeUndefined()
  })

  it('of the power in the middle of an installation leaves packages half configured, which are mended', async () => {
    const practised = await atStep('docker-engine', (step) => ({
      kind: 'power-cut',
      atStep: step,
      afterSeconds: 4,
      forSeconds: 4,
    }))
    await apply(practised)
    expect(practised.pi.machine.packages.halfConfigured().length).toBeGreaterThan(0)
    const plan = await practised.engine.plan(intent)
    expect(plan.changes.map(({ resource }) => resource)).toContain('packages-mended')
    expect(outcome(await apply(practised))).toBe('verified')
  })

  it('of the registry fails the download, after three tries', async () => {
    const practised = withFaults({ kind: 'unreachable', host: 'ghcr.io' })
    const events = await apply(practised)
    expect(outcome(events)).toBe('download-failed')
    expect(
      events.filter((event) => event.kind === 'output' && event.text.includes('no such host')).length,
    ).toBeGreaterThan(2)
    practised.pi.machine.network.unreachable.clear()
    expect(outcome(await apply(practised))).toBe('verified')
  })

  it('of Docker’s repository makes the plan take Debian’s own', async () => {
    const practised = withFaults({ kind: 'unreachable', host: 'download.docker.com' })
    const change = (await practised.engine.plan(intent)).changes.find(
      ({ resource }) => resource === 'docker-engine',
    )
    expect(change?.summary).toContain('from Debian')
    expect(outcome(await apply(practised))).toBe('verified')
  })

  it('of the card fails a download that does not fit', async () => {
    const practised = await atStep('image:postgres', (step) => ({
      kind: 'disk-full',
      freeBytes: 200_000_000,
      atStep: step,
    }))
    const events = await apply(practised)
    expect(['disk-full', 'download-failed']).toContain(outcome(events))
    practised.pi.machine.disk.otherBytes -= 40 * 1024 ** 3
    expect(outcome(await apply(practised))).toBe('verified')
  })

  it('of another apt at work is waited for', async () => {
    expect(outcome(await apply(withFaults({ kind: 'packages-locked', seconds: 120 })))).toBe('verified')
  })

  it('of another apt that never ends is named', async () => {
    const practised = withFaults({ kind: 'packages-locked', seconds: 3600 })
    const events = await apply(practised)
    expect(outcome(events)).toBe('package-lock')
    const last = events.at(-1)
    expect(last?.kind === 'finished' && last.problem?.cause).toContain('unattended-upgr')
  })

  it('of a port that somebody else has is told, and gone when they are', async () => {
    const practised = withFaults({ kind: 'port-in-use', port: 443, program: 'apache2' })
    const lines = await practised.engine.checkup()
    expect(
      JSON.stringify(lines.find(({ detail, value }) => `${detail}${value}`.includes('apache2'))),
    ).toContain('443')
    await expect(practised.engine.plan(intent)).rejects.toThrow('Port 443 by apache2')
    practised.pi.machine.network.others.clear()
    expect(outcome(await apply(practised))).toBe('verified')
  })

  it('of a port that somebody takes in the middle of a run fails the start, and only that', async () => {
    const practised = await atStep('containers', (atStep) => ({
      kind: 'port-in-use',
      port: 443,
      program: 'apache2',
      atStep,
    }))
    const events = await apply(practised)
    expect(['port-in-use', 'not-healthy']).toContain(outcome(events))
    const said = (words: string) =>
      events.some((event) => event.kind === 'output' && event.text.includes(words))
    expect(said('address already in use')).toBe(true)
    practised.pi.machine.network.others.clear()
    expect(outcome(await apply(practised))).toBe('verified')
  })

  it('of the userland, the clock or the board is seen at the check-up', async () => {
    const bad = async (...faults: Fault[]) =>
      (await withFaults(...faults).engine.checkup()).filter(({ verdict }) => verdict === 'in-the-way').length
    expect(await bad()).toBe(0)
    expect(await bad({ kind: 'userland-32-bit' })).toBeGreaterThan(0)
    expect(await bad({ kind: 'clock-wrong', bySeconds: -10 * 86_400 })).toBeGreaterThan(0)
  })

  it('of a daemon.json that is there already: it is kept, and added to', async () => {
    const practised = withFaults({ kind: 'daemon-json', text: '{"data-root":"/mnt/docker"}' })
    expect(outcome(await apply(practised))).toBe('verified')
    const { files } = practised.pi.machine
    expect(JSON.parse(files.read('/etc/docker/daemon.json'))).toMatchObject({
      'data-root': '/mnt/docker',
      'live-restore': true,
    })
    expect(files.read('/etc/docker/daemon.json.before-bramble')).toBe('{"data-root":"/mnt/docker"}')
  })

  it.each(['docker', 'debian'] as const)(
    'of a Docker that is there already (%s): it is used',
    async (from) => {
      const practised = withFaults({ kind: 'docker-installed', from })
      const plan = await practised.engine.plan(intent)
      expect(plan.kept.map(({ resource }) => resource)).toContain('docker-engine')
      expect(outcome(await apply(practised))).toBe('verified')
    },
  )

  it('of a step is told with what it printed', async () => {
    const practised = withFaults({ kind: 'step-fails', step: 3, status: 5, text: 'the hamster is tired' })
    const events = await apply(practised)
    const last = events.at(-1)
    expect(last?.kind === 'finished' && last.problem?.evidence.join('\n')).toContain('the hamster is tired')
    expect(outcome(await apply(practised))).toBe('verified')
  })
})

describe('another laptop', () => {
  it('replays a run from its first line, and goes on where the first one stopped', async () => {
    const first = practiceEngine()
    const events = await apply(first)
    const second = createPracticePi({ now })
    expect(second.machine).not.toBe(first.pi.machine)
    const host = await first.pi.connect()
    const [known] = (await first.engine.inspect()).runs
    const again: TimedEvent[] = []
    for await (const event of first.engine.follow(known?.run ?? '', new AbortController().signal))
      again.push(event)
    const shown = (list: readonly TimedEvent[]) => list.map((event) => ({ ...event, at: 0 }))
    expect(shown(again)).toEqual(shown(events))
    await host.close()
  })

  it('finds the answers on the Pi', async () => {
    const practised = practiceEngine()
    await apply(practised)
    const { stored } = await practised.engine.inspect()
    expect(stored.kind === 'state' && stored.state.intent).toEqual(intent)
  })

  it('finds no secret in any journal or plan', async () => {
    const practised = practiceEngine()
    await apply(practised)
    const { files } = practised.pi.machine
    const text = await print(practised.pi, sh`find ${paths.runs} -type f -exec cat ${'{}'} ${';'}`)
    for (const name of files.list(paths.secrets))
      for (const line of files.read(`${paths.secrets}/${name}`).split('\n'))
        if (line.length >= 6 && !line.startsWith('-----')) expect(text).not.toContain(line)
  })
})
