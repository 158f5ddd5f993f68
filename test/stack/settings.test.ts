/** Which store directory a service reads, and which generation runs. */
import { describe, expect, it } from 'vitest'
import type { Service } from '../../provisioners/stack/contribution.ts'
import { fold } from '../../provisioners/stack/fold.ts'
import type { Entry } from '../../provisioners/stack/parse.ts'
import {
  chooseStore,
  digest,
  planGeneration,
  renderFiles,
  type StoreSeen,
} from '../../provisioners/stack/settings.ts'
import { means } from './fake.ts'
import { anything } from '../../provisioners/stack/strict/shape.ts'

const service: Service = {
  id: 'web',
  name: 'Web',
  what: '',
  image: 'example.org/web:1',
  user: { uid: 33, gid: 33 },
  store: {
    mount: '/config',
    files: [
      { name: 'a.yaml', mode: 0o600, shape: anything, render: () => ['a: 1\n'] },
      { name: 'b.key', mode: 0o640, render: (secret) => [secret('mas-encryption')] },
    ],
  },
  compose: {},
  memoryLimitMiB: 1,
  memoryUseMiB: 1,
  downloadMiB: 1,
  diskMiB: 1,
  after: [],
}
const files = renderFiles(service, means)
const root = '/opt/bramble/store'

const entry = (kind: Entry['kind'], mode: string): Entry => ({ kind, mode, uid: 33, gid: 33 })
const directory = (name: string): [string, Entry][] => [
  [`${root}/${name}`, entry('directory', '700')],
  [`${root}/${name}/a.yaml`, entry('file', '600')],
  [`${root}/${name}/b.key`, entry('file', '640')],
]
const hashesOf = (name: string): [string, string][] => [
  [`${root}/${name}/a.yaml`, digest('a: 1\n')],
  [`${root}/${name}/b.key`, files[1]!.hash],
]
const whole = (...names: string[]): StoreSeen => ({
  listing: new Map(names.flatMap(directory)),
  hashes: new Map(names.flatMap(hashesOf)),
  stores: new Map([['web', names[0] ?? '']].filter(([, name]) => name !== '') as [string, string][]),
})
const choose = (seen: StoreSeen) => {
  const { directory: name, there } = chooseStore(service, files, seen)
  return `${name} ${there ? 'there' : 'new'}`
}

describe('chooseStore', () => {
  it('starts at 1', () => {
    expect(choose(whole())).toBe('web-1 new')
  })

  it('keeps the one in use, though a newer one fits as well', () => {
    expect(choose(whole('web-2', 'web-5'))).toBe('web-2 there')
  })

  it('takes up one that was written but never used', () => {
    expect(choose({ ...whole('web-3'), stores: new Map() })).toBe('web-3 there')
  })

  it.each<[string, (seen: { listing: Map<string, Entry>; hashes: Map<string, string> }) => void]>([
    ['another content', ({ hashes }) => hashes.set(`${root}/web-2/a.yaml`, digest('a: 2\n'))],
    ['another mode', ({ listing }) => listing.set(`${root}/web-2/b.key`, entry('file', '644'))],
    [
      'another owner',
      ({ listing }) => listing.set(`${root}/web-2/b.key`, { ...entry('file', '640'), uid: 0 }),
    ],
    ['an open directory', ({ listing }) => listing.set(`${root}/web-2`, entry('directory', '755'))],
    ['a missing file', ({ listing }) => listing.delete(`${root}/web-2/b.key`)],
    ['a file too many', ({ listing }) => listing.set(`${root}/web-2/c`, entry('file', '600'))],
    ['a link in a file’s place', ({ listing }) => listing.set(`${root}/web-2/b.key`, entry('other', '640'))],
  ])('never writes into a directory with %s, but beside it', (_, spoil) => {
    const seen = {
      ...whole('web-2'),
      listing: new Map(directory('web-2')),
      hashes: new Map(hashesOf('web-2')),
    }
    spoil(seen)
    expect(choose(seen)).toBe('web-3 new')
  })

  it('counts only its own, and counts numbers', () => {
    const seen = whole('web-9', 'web-10', 'web-2-77', 'website-99', 'web-x')
    expect(choose({ ...seen, hashes: new Map() })).toBe('web-11 new')
  })

  it('does not take the number of a directory that is gone but still named', () => {
    expect(choose({ listing: new Map(), hashes: new Map(), stores: new Map([['web', 'web-4']]) })).toBe(
      'web-5 new',
    )
  })
})

describe('planGeneration', () => {
  const secrets = [{ id: 'mas-encryption', label: 'x', kind: 'hex64' as const }]
  const stack = fold([{ id: 'web', services: [service], databases: [], routes: [], secrets, checks: [] }])
  const composes = new Map<string, string>()
  const none = { ...whole(), generations: new Map<string, string>(), current: null, composes }
  const first = planGeneration(stack, means, none)
  const written = (number: number, ...more: [string, string][]) =>
    new Map([
      [`/opt/bramble/generations/${number}/compose.yaml`, digest(first.text)],
      [`/opt/bramble/generations/${number}/manifest.json`, digest(first.manifest)],
      ...more,
    ])

  it('starts at 1, and names the stores that are about to be written', () => {
    expect(first).toMatchObject({ number: 1, there: false, good: false })
    expect(first.manifest).toContain('"web": "web-1"')
    expect(first.text).toContain('/opt/bramble/store/web-1')
  })

  it('is the same before and after its own work', () => {
    const after = { ...whole('web-1'), generations: written(1), current: 1, composes }
    expect(planGeneration(stack, means, after)).toMatchObject({ number: 1, there: true, text: first.text })
  })

  it('takes up an older one that says the same, the one in use first', () => {
    const seen = {
      ...whole('web-1'),
      generations: new Map([...written(2), ...written(5)]),
      current: 2,
      composes,
    }
    expect(planGeneration(stack, means, seen).number).toBe(2)
    expect(planGeneration(stack, means, { ...seen, current: 3 }).number).toBe(5)
  })

  it('never counts a staged one, and goes on from the highest', () => {
    const other: [string, string][] = [
      ['/opt/bramble/generations/9.new/compose.yaml', digest(first.text)],
      ['/opt/bramble/generations/7/compose.yaml', digest('other')],
    ]
    expect(
      planGeneration(stack, means, { ...whole('web-1'), generations: new Map(other), current: 7, composes }),
    ).toMatchObject({
      number: 8,
      there: false,
    })
  })

  it('knows the mark of a good one', () => {
    const good: [string, string] = ['/opt/bramble/generations/1/good', digest('')]
    expect(
      planGeneration(stack, means, { ...whole('web-1'), generations: written(1, good), current: 1, composes })
        .good,
    ).toBe(true)
  })
})
