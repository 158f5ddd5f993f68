/** What runs, what does not, and why: each container's deviation in words. */
import { describe, expect, it } from 'vitest'
import { resources, services, stackOf } from '../../provisioners/components.ts'
import type { Diff } from '../../provisioners/engine/resource.ts'
import { compose } from '../../provisioners/stack/compose.ts'
import type { OwnContainer } from '../../provisioners/stack/parse.ts'
import { dataPath, paths } from '../../provisioners/stack/paths.ts'
import { serviceRuns } from '../../provisioners/stack/checks.ts'
import { fakeSecret, intent, means } from './fake.ts'

const tree = {
  listing: new Map(),
  hashes: new Map(),
  stores: new Map(),
  generations: new Map(),
  current: null,
  composes: new Map(),
}
const diff = (id: string, seen: Record<string, unknown>): Diff =>
  resources(intent)
    .find((resource) => resource.id === id)!
    .diff(seen, means)

/** With nothing on the host yet, the first store directories are what the containers will read. */
const { revisions } = compose(stackOf(intent), new Map(services(intent).map(({ id }) => [id, `${id}-1`])))
const well: OwnContainer[] = services(intent).map(({ id, image }) => ({
  service: id,
  image,
  revision: revisions.get(id) ?? '',
  state: 'running',
  health: 'healthy',
  restarts: 0,
  startedAt: 1,
  exitCode: 0,
  mounts: [],
  healthOutput: '',
  networks: new Map([['bramble_default', [id]]]),
}))
const with_ = (service: string, more: Partial<OwnContainer>) =>
  well.map((container) => (container.service === service ? { ...container, ...more } : container))
const containers = (seen: readonly OwnContainer[]) => diff('containers', { ...tree, containers: seen })

describe('containers', () => {
  it('has nothing to do when all are well, a probe-less one included', () => {
    expect(containers(with_('mas', { health: 'none' })).met).toBe(true)
  })

  it.each<[string, OwnContainer[], RegExp, string[]]>([
    ['nothing runs', [], /PostgreSQL \(new\).*Caddy \(new\)/, []],
    ['one is gone', well.filter(({ service }) => service !== 'mas'), /^Sign-in service \(new\)$/, []],
    ['one has other settings', with_('synapse', { revision: 'old' }), /^Synapse \(changed\)$/, ['Synapse']],
    ['one has another image', with_('caddy', { image: 'caddy:1' }), /^Caddy \(changed\)$/, ['Caddy']],
    ['one was stopped', with_('postgres', { state: 'exited' }), /^PostgreSQL \(stopped\)$/, []],
    ['one starts over and over', with_('mas', { state: 'restarting' }), /^Sign-in service \(stopped\)$/, []],
    ['one is not well', with_('element', { health: 'unhealthy' }), /^Element Web \(not well\)$/, []],
    ['one is not ready', with_('synapse', { health: 'starting' }), /^Synapse \(still starting\)$/, []],
    ['one is too many', [...well, { ...well[0]!, service: 'old' }], /^old \(no longer wanted\)$/, []],
  ])('%s', (_, seen, summary, restarts) => {
    const result = containers(seen)
    expect(result.met).toBe(false)
    if (result.met) return
    expect(result.summary).toMatch(summary)
    expect(result.restarts).toEqual(restarts)
    expect(result.failure).toBe('not-healthy')
    expect(result.actions.length).toBeGreaterThan(1)
  })
})

describe('folders and secrets', () => {
  const directory = { kind: 'directory', mode: '700', uid: 0, gid: 0 }
  const root = new Map(
    [paths.secrets, paths.store, paths.generations, paths.data].map((path) => [path, directory]),
  )
  const data = new Map(
    ['postgres', 'synapse', 'caddy'].map((name) => [dataPath(name), { ...directory, uid: 4711 }]),
  )

  it('a program may do with its own data directory as it likes', () => {
    expect(diff('folders', { root, there: data }).met).toBe(true)
  })

  it('an open folder is closed, a missing one made', () => {
    const open = new Map([...root, [paths.secrets, { ...directory, mode: '755' }]])
    expect(diff('folders', { root: open, there: data })).toMatchObject({ met: false, summary: '1 folder' })
    expect(diff('folders', { root: new Map(), there: new Map() })).toMatchObject({ summary: '7 folders' })
  })

  it('secrets are made once and never written over', () => {
    const result = diff('secrets', { listing: new Map() })
    if (result.met) throw new Error('nothing made')
    expect(result.actions).toHaveLength(1)
    expect(result.actions[0]).toMatchObject({ kind: 'upload', ifAbsent: true })
    const [upload] = result.actions
    for (const file of upload?.kind === 'upload' ? upload.files : [])
      expect(file).toMatchObject({ mode: 0o600, uid: 0, gid: 0 })
  })
})

describe('databases', () => {
  it('says that it is a guess while the database does not run', () => {
    expect(diff('databases', { seen: null })).toMatchObject({
      met: false,
      likely: true,
      summary: 'mas, synapse',
    })
  })

  it('sends SQL by standard input only', () => {
    const result = diff('databases', { seen: null })
    const text = JSON.stringify(
      result.met ? [] : result.actions.map((action) => (action.kind === 'run' ? action.command : '')),
    )
    expect(text).not.toContain(fakeSecret('mas-database').reveal())
    expect(text).toContain('verifier of sign-in database password')
  })
})

describe('the check of a service', () => {
  const check = serviceRuns(services(intent).find(({ id }) => id === 'synapse')!)
  const judge = (seen: readonly OwnContainer[]) => check.judge({ containers: seen })

  it.each<[string, Partial<OwnContainer>, RegExp | null]>([
    ['well', {}, null],
    ['starting', { health: 'starting' }, null],
    ['no probe', { health: 'none' }, null],
    ['unhealthy', { health: 'unhealthy', healthOutput: 'curl: (7)' }, /not well/],
    ['restarting', { state: 'restarting' }, /over and over/],
    ['exited', { state: 'exited', exitCode: 137 }, /is exited/],
  ])('%s', (_, more, detail) => {
    const found = judge(with_('synapse', more))
    if (detail === null) expect(found).toBeNull()
    else expect(found?.detail).toMatch(detail)
  })

  it('misses a missing container', () => {
    expect(judge([])?.detail).toMatch(/missing/)
  })
})
