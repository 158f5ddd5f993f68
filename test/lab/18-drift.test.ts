/** Drift on a real server: named, repaired, and nothing that is well is touched; ten more runs under load change nothing. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ChangesView } from '../../provisioners/model/changes.ts'
import { batches as serverBatches, type DriftCase } from './drift-cases.ts'
import { machineBatches } from './drift-machine.ts'
import { brookside, converge, emptyPi, laptop, onPi, outcome, type Laptop } from './support.ts'

const batches = [...serverBatches, ...machineBatches]
let one: Laptop

beforeAll(async () => {
  await emptyPi()
  one = laptop()
  expect(outcome(await converge(one, brookside))).toBe('verified')
})
afterAll(() => one?.close())

/** Ids of the stack's containers by service. */
async function ids(): Promise<ReadonlyMap<string, string>> {
  const { stdout } = await onPi('docker', 'ps', '--all', '--no-trunc', '--format', '{{.Names}} {{.ID}}')
  return new Map(
    stdout
      .split('\n')
      .map((line) => /^bramble-(.+)-1 (\S+)$/.exec(line))
      .filter((match) => match !== null)
      .map((match) => [match[1] ?? '', match[2] ?? '']),
  )
}

/** All that is done by hand in one batch: one shell, which knows the directories in use. */
async function byHand(cases: readonly DriftCase[]): Promise<void> {
  const known = `for name in $(sed -n 's/.*": "\\([a-z0-9-]*-[0-9]*\\)".*/\\1/p' /opt/bramble/current/manifest.json); do
    eval "STORE_$(echo \${name%-*} | tr - _)=/opt/bramble/store/$name"; done`
  const done = await onPi('sh', '-ec', [known, ...cases.map(({ hand }) => hand)].join('\n'))
  expect(done.status, done.stdout).toBe(0)
}

/** What is said at a place; empty where nothing is. */
function said(view: ChangesView, at: string): string {
  const other = view.others.find(({ resource }) => resource === at)
  if (other) return other.detail
  const file = view.edited.find(({ service, file: name }) => at === `edited:${service}/${name}`)
  return (file?.diff.lines ?? [])
    .filter(({ kind }) => kind !== 'same')
    .map(({ kind, text }) => `${kind} ${text}`)
    .join('\n')
}

describe('is named and repaired:', () => {
  it('at least thirty', () => {
    expect(batches.flatMap(({ cases }) => cases).length).toBeGreaterThanOrEqual(30)
  })

  it.each(batches)('$name', async ({ cases, replaced }) => {
    const before = await ids()
    await byHand(cases)
    const view = await one.engine.changes(brookside)
    for (const { what, at, says } of cases)
      expect(said(view, at), `${what}: ${JSON.stringify(view.others)}`).toMatch(says)
    expect(outcome(await converge(one, brookside))).toBe('verified')
    expect((await one.engine.plan(brookside)).changes).toEqual([])
    expect(await one.engine.changes(brookside)).toMatchObject({ edited: [], others: [] })
    const after = await ids()
    expect([...after.keys()].toSorted()).toEqual([...before.keys()].toSorted())
    for (const [service, id] of before)
      if (!replaced.includes(service)) expect(after.get(service), service).toBe(id)
  })
})

describe('a file that its owner keeps', () => {
  const keep = async (kept: boolean): Promise<string> => {
    const task = { kind: 'keep', service: 'synapse', file: 'homeserver.yaml', keep: kept } as const
    const run = await one.engine.startTask(task)
    const events = []
    for await (const event of one.engine.follow(run ?? '', new AbortController().signal)) events.push(event)
    return outcome(events)
  }
  const max = async (): Promise<string> =>
    (
      await onPi(
        'docker',
        'exec',
        'bramble-synapse-1',
        'sed',
        '-n',
        's/^max_upload_size: //p',
        '/config/homeserver.yaml',
      )
    ).stdout.trim()

  it('is taken by the real Synapse, stays through a run for other answers, and goes back', async () => {
    const before = await ids()
    const ours = await max()
    await byHand([
      {
        what: '',
        at: '',
        says: /./,
        hand: `sed -i 's/^max_upload_size: .*/max_upload_size: 7M/' $STORE_synapse/homeserver.yaml`,
      },
    ])
    expect(await keep(true)).toBe('verified')
    expect((await one.engine.plan(brookside)).changes).toEqual([])
    const other = { ...brookside, server: { ...brookside.server, uploadMiB: 321 } }
    expect(outcome(await converge(one, other))).toBe('verified')
    expect(await max()).toBe('7M')
    expect((await one.engine.changes(other)).kept).toMatchObject([{ service: 'synapse', behind: true }])
    expect((await ids()).get('synapse')).toBe(before.get('synapse'))
    expect(outcome(await converge(one, brookside))).toBe('verified')
    expect(await keep(false)).toBe('verified')
    expect(outcome(await converge(one, brookside))).toBe('verified')
    expect(await max()).toBe(ours)
  })
})

describe('a server under load', () => {
  it('ten more runs change nothing and restart nothing', async () => {
    const state = async (): Promise<string> =>
      (
        await onPi(
          'sh',
          '-c',
          'docker ps --all --quiet --no-trunc --filter label=com.docker.compose.project=bramble | sort | xargs docker inspect --format "{{.Name}} {{.Id}} {{.State.StartedAt}} {{.RestartCount}}"; find /opt/bramble -path /opt/bramble/data -prune -o -type f -print0 | sort -z | xargs -0 sha256sum; cat /opt/bramble/revision',
        )
      ).stdout
    const answered = async (): Promise<number> =>
      Number((await onPi('sh', '-c', 'cat /run/load.* | wc -l')).stdout)
    const before = await state()
    const loop = `while test -e /run/load; do docker exec bramble-synapse-1 sh -c 'for i in 1 2 3 4 5 6 7 8 9 10; do curl --silent --output /dev/null --write-out "%{http_code}\\n" http://localhost:8008/_matrix/client/versions; done'; done`
    await onPi('sh', '-c', `touch /run/load; for n in 1 2 3; do (${loop}) > /run/load.$n 2>/dev/null & done`)
    try {
      let last = 0
      for (let run = 0; run < 10; run += 1) {
        expect(await one.engine.start(brookside)).toBeNull()
        const now = await answered()
        expect(now).toBeGreaterThanOrEqual(last)
        last = now
      }
      expect(last).toBeGreaterThan(0)
    } finally {
      await onPi('rm', '-f', '/run/load')
    }
    expect((await onPi('sh', '-c', 'cat /run/load.* | sort -u')).stdout.trim()).toBe('200')
    expect(await state()).toBe(before)
  })
})
