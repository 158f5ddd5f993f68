/** What may go: never anything that a kept generation or a container reads. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stalePaths, type Leftovers } from '../../provisioners/stack/prune.ts'

const generation = (number: number) => `/opt/bramble/generations/${number}`
const store = (name: string) => `/opt/bramble/store/${name}`

/** Generation N reads web-N. */
const leftovers = (numbers: readonly number[], more: Partial<Leftovers> = {}): Leftovers => {
  const last = Math.max(...numbers)
  return {
    planned: { number: last, stores: [`web-${last}`], there: true },
    generationFiles: numbers.flatMap((number) =>
      ['compose.yaml', 'manifest.json', 'good'].map((name) => `${generation(number)}/${name}`),
    ),
    storePaths: numbers.map((number) => store(`web-${number}`)),
    manifests: new Map(
      numbers.map((number) => [
        `${generation(number)}/manifest.json`,
        JSON.stringify({ stores: { web: `web-${number}` } }),
      ]),
    ),
    mounted: [],
    ...more,
  }
}

describe('stalePaths', () => {
  it('keeps three ways back', () => {
    expect(stalePaths(leftovers([1, 2, 3, 4]))).toEqual([])
    expect(stalePaths(leftovers([1, 2, 3, 4, 5, 6]))).toEqual([
      generation(2),
      generation(1),
      store('web-1'),
      store('web-2'),
    ])
  })

  it('counts only good ones as ways back', () => {
    const seen = leftovers([1, 2, 3, 4, 5])
    const files = seen.generationFiles.filter((path) => path !== `${generation(4)}/good`)
    expect(stalePaths({ ...seen, generationFiles: files })).toEqual([generation(4), store('web-4')])
  })

  it('leaves what a container reads, a file of it included', () => {
    const seen = leftovers([1, 2, 3, 4, 5, 6], { mounted: [`${store('web-1')}/config.json`, store('web-2')] })
    expect(stalePaths(seen)).toEqual([generation(2), generation(1)])
  })

  it('leaves all stores while a manifest cannot be read', () => {
    const seen = leftovers([1, 2, 3, 4, 5, 6])
    const manifests = new Map([...seen.manifests, [`${generation(5)}/manifest.json`, '{']])
    expect(stalePaths({ ...seen, manifests })).toEqual([generation(2), generation(1)])
  })

  it('clears away a directory that was begun and never used', () => {
    const seen = leftovers([1])
    expect(stalePaths({ ...seen, storePaths: [...seen.storePaths, store('web-2')] })).toEqual([
      store('web-2'),
    ])
  })

  it('never names anything but a generation or a store', () => {
    const anything = fc.array(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `/opt/bramble/store/${text}`),
      ),
    )
    fc.assert(
      fc.property(anything, anything, (generationFiles, storePaths) => {
        const paths = stalePaths(leftovers([3], { generationFiles, storePaths }))
        for (const path of paths)
          expect(path).toMatch(/^\/opt\/bramble\/(generations\/\d+(\.new)?|store\/[a-z0-9-]+-\d+)$/)
        expect(paths).not.toContain(store('web-3'))
        expect(paths).not.toContain(generation(3))
      }),
    )
  })

  it('has nothing to do once it was done', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (numbers) => {
        const before = leftovers(numbers)
        const gone = new Set(stalePaths(before))
        const left = (path: string) =>
          ![...gone].some((stale) => path === stale || path.startsWith(`${stale}/`))
        const after = {
          ...before,
          generationFiles: before.generationFiles.filter(left),
          storePaths: before.storePaths.filter(left),
        }
        expect(stalePaths(after)).toEqual([])
      }),
    )
  })
})
