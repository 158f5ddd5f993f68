/** The permanent name: refused where data of another name are there, whoever remembers it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stateResource } from '../../provisioners/engine/state.ts'
import { nameAmong, nameOfData } from '../../provisioners/matrix/name.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { practiceEngine } from '../support/practice.ts'
import { intent, means } from '../stack/fake.ts'

const called = (host: string): Intent => ({ ...intent, address: { mode: 'home', host } })
const answer = (stdout: string) => ({ status: 0, stdout, stderr: '', truncated: false })
const line = (directory: string, name: string): string =>
  `/opt/bramble/store/${directory}/homeserver.yaml\0server_name: ${name}\n`

describe('which name the data belong to', () => {
  it.each<[string, string, string | null]>([
    ['no data', '', null],
    ['a manifest, and no settings', '{"stores":{"synapse":"synapse-1"}}\n', null],
    ['settings in use', `{"stores":{"synapse":"synapse-1"}}\n${line('synapse-1', 'a.org')}`, 'a.org'],
    [
      'newer settings that were never used',
      `{\n  "stores": {\n    "synapse": "synapse-1"\n  }\n}\n${line('synapse-2', 'b.org')}${line('synapse-1', 'a.org')}`,
      'a.org',
    ],
    [
      'nothing that tells which are used: the newest',
      line('synapse-9', 'a.org') + line('synapse-10', 'b.org'),
      'b.org',
    ],
    ['a name in quotes', line('synapse-1', '"0123.example"'), '0123.example'],
    ['a manifest that is broken', `{"stores":\n${line('synapse-1', 'a.org')}`, 'a.org'],
    ['lines of other services', line('mas-1', 'b.org'), null],
    ['a line that is no YAML', '/opt/bramble/store/synapse-1/homeserver.yaml\0server_name: "a\n', null],
    ['no name', line('synapse-1', ''), null],
  ])('%s', (_, stdout, name) => {
    expect(nameOfData.parse(answer(stdout))).toBe(name)
  })

  it('the generation in use decides, not the newest', () => {
    const names = new Map([
      ['synapse-1', 'a.org'],
      ['synapse-2', 'b.org'],
    ])
    expect(nameAmong(names, new Map([['synapse', 'synapse-1']]))).toBe('a.org')
    expect(nameAmong(names, new Map([['synapse', 'synapse-7']]))).toBe('b.org')
    expect(nameAmong(new Map(), new Map([['synapse', 'synapse-1']]))).toBe(null)
  })
})

describe('another name', () => {
  const none = { kind: 'none' } as const
  const state = { kind: 'state', text: '', state: { version: 2, intent: called('a.local') } } as const
  const diff = (seen: Record<string, unknown>) =>
    stateResource(called('b.local'), nameOfData).diff(seen as never, means)

  it.each([
    ['nothing is there', { stored: none, settled: false, ofData: null }],
    ['the answers were never put to work', { stored: state, settled: false, ofData: null }],
    ['the data are of that name', { stored: none, settled: true, ofData: 'b.local' }],
    ['the answers are older than the data', { stored: state, settled: true, ofData: 'b.local' }],
  ])('is taken where %s', (_, seen) => {
    expect(diff(seen).met).toBe(false)
  })

  it.each([
    ['the answers were put to work', { stored: state, settled: true, ofData: null }],
    ['data are there, and the answers are lost', { stored: none, settled: true, ofData: 'a.local' }],
    ['nothing but data is left', { stored: none, settled: false, ofData: 'a.local' }],
  ])('is refused where %s', (_, seen) => {
    expect(() => diff(seen)).toThrow('name-permanent')
  })
})

describe('on a practice Pi', { timeout: 120_000 }, () => {
  const { engine, pi, close } = practiceEngine()
  const { files } = pi.machine
  afterAll(close)
  beforeAll(async () => {
    const run = await engine.start(called('a.local'))
    for await (const event of engine.follow(run ?? '', new AbortController().signal))
      if (event.kind === 'finished') expect(event.outcome).toBe('verified')
  })

  it('the answers are lost: the same server goes on, and another cannot take its place', async () => {
    files.remove('/opt/bramble/state.json')
    await expect(engine.plan(called('b.local'))).rejects.toMatchObject({
      code: 'name-permanent',
      detail: 'This server is a.local for ever; it cannot become b.local.',
    })
    const again = await engine.plan(called('a.local'))
    expect(again.changes.map(({ resource }) => resource)).toEqual(['answers'])
  })

  it('and so it is when nothing says any more which settings were in use', async () => {
    files.remove('/opt/bramble/current')
    await expect(engine.plan(called('b.local'))).rejects.toMatchObject({ code: 'name-permanent' })
  })

  it('settings without data bind nobody', async () => {
    files.remove('/opt/bramble/data/postgres/bramble-ready')
    await expect(engine.plan(called('b.local'))).resolves.toBeDefined()
  })
})
