/** Which version is the higher one, and that no plan ever leads to a lower one. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { images } from '../../provisioners/images.ts'
import { keptImage, readCompose } from '../../provisioners/stack/composed.ts'
import { compareTags, keepImage, readImage, whyKept } from '../../provisioners/stack/versions.ts'

/** From the lowest to the highest; what is in one list is of one program. */
const ladders = [
  ['16.9-trixie', '17.2-bookworm', '17.11-trixie', '18.0-trixie'],
  ['v0.12.5', 'v0.2501', 'v26.08', 'v26.08.1', 'v26.09', 'v26.10', 'v27.01'].filter(
    (tag) => tag !== 'v0.2501',
  ),
  ['ig-v25.12', 'ig-v26.08', 'ig-v26.08.2'],
  ['v1.9.0', 'v1.99.3', 'v1.160.0', 'v1.161.0', 'v2.0.0'],
  ['2.9.9', '2.10.0', '2.11.4'],
  ['2026.7.31', '2026.8.0', '2026.8.2', '2026.10.0'],
  ['v0.7.6', 'v0.7.7', 'v0.10.0'],
]
/** A version of three numbers, as a tag. */
const numbers = fc.tuple(fc.nat(3000), fc.nat(300), fc.nat(300))
const dotted = (parts: readonly number[]): string => `v${parts.join('.')}`
const NAME = 'ghcr.io/someone/program'

describe('compareTags', () => {
  it.each(ladders)('%s and what comes after it', (...ladder) => {
    ladder.forEach((low, at) => {
      expect(compareTags(low, low)).toBe(0)
      for (const high of ladder.slice(at + 1)) {
        expect(compareTags(low, high), `${low} ${high}`).toBeLessThan(0)
        expect(compareTags(high, low)).toBeGreaterThan(0)
      }
    })
  })

  it('orders by each number, and a missing one is 0', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const at = a.findIndex((part, index) => part !== b[index])
        const expected = at < 0 ? 0 : Math.sign((a[at] ?? 0) - (b[at] ?? 0))
        expect(Math.sign(compareTags(dotted(a), dotted(b)) ?? Number.NaN)).toBe(expected)
        expect(compareTags(dotted([...a, 0]), dotted(a))).toBe(0)
      }),
    )
  })

  it.each([
    'latest',
    'v1',
    'sha-0123abc',
    'main',
    'v1.2.0rc1',
    'v1.2.0-rc.1',
    '17-beta',
    '',
    'v',
    'v1..2',
    '1.2.x',
  ])('guesses nothing about %j', (tag) => {
    const known = compareTags('v1.2.0', tag)
    if (tag === 'v1') expect(known).toBeGreaterThan(0)
    else expect(known).toBeNull()
  })

  it('never compares two lines of images', () => {
    expect(compareTags('ig-v26.08', 'v26.07')).toBeNull()
    expect(compareTags('ig-v26.08', 'fb-v26.07')).toBeNull()
  })

  it('takes any text without an outcry, the same both ways', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const there = compareTags(a, b)
        expect(compareTags(b, a)).toBe(there === null ? null : there === 0 ? 0 : -there)
      }),
    )
  })

  it('can compare every image that is pinned', () => {
    for (const image of Object.values(images)) {
      const tag = readImage(image)?.tag ?? ''
      expect(compareTags(tag, tag), image).toBe(0)
    }
  })
})

describe('keepImage', () => {
  const keep = (wanted: string, current: string | null, ...before: string[]) =>
    keepImage(`${NAME}:${wanted}`, {
      current: current === null ? null : `${NAME}:${current}`,
      before: before.map((tag) => `${NAME}:${tag}`),
    })

  it('takes the wanted one where it is new, the same or higher', () => {
    expect(keep('v1.2.0', null)).toBeNull()
    expect(keep('v1.2.0', 'v1.2.0')).toBeNull()
    expect(keep('v1.2.0', 'v1.1.9', 'v1.0.0')).toBeNull()
  })

  it('never goes below what ran once, and says so', () => {
    expect(keep('v1.2.0', 'v1.3.0')).toEqual({ image: `${NAME}:v1.3.0`, tag: 'v1.3.0', because: 'newer' })
    expect(keep('v1.2.0', null, 'v1.1.0', 'v1.4.0')).toMatchObject({ tag: 'v1.4.0' })
    expect(whyKept(keep('v1.2.0', 'v1.3.0')!)).toMatch(/^Stays at v1\.3\.0: its data were already changed/)
    fc.assert(
      fc.property(numbers, fc.array(numbers), numbers, (wanted, before, current) => {
        const kept = keep(dotted(wanted), dotted(current), ...before.map(dotted))
        const taken = kept?.tag ?? dotted(wanted)
        for (const one of [wanted, current, ...before])
          expect(compareTags(taken, dotted(one))).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('leaves what it cannot compare', () => {
    expect(keep('v1.2.0', 'latest')).toMatchObject({ tag: 'latest', because: 'unknown' })
    expect(keep('v26.08', 'ig-v26.08')).toMatchObject({ tag: 'ig-v26.08', because: 'unknown' })
  })

  it('knows only the same program', () => {
    expect(keepImage(`${NAME}:v1.0.0`, { current: 'ghcr.io/other/program:v2.0.0', before: [] })).toBeNull()
    expect(
      keepImage(`${NAME}:v1.0.0`, { current: `${NAME}@sha256:${'0'.repeat(64)}`, before: [] }),
    ).toBeNull()
  })

  it('never changes the major version of PostgreSQL, up or down', () => {
    const postgres = (wanted: string, current: string) =>
      keepImage(`docker.io/library/postgres:${wanted}`, {
        current: `docker.io/library/postgres:${current}`,
        before: [],
      })
    expect(postgres('18.1-trixie', '17.11-trixie')).toMatchObject({ tag: '17.11-trixie', because: 'major' })
    expect(postgres('17.11-trixie', '18.1-trixie')).toMatchObject({ tag: '18.1-trixie', because: 'major' })
    expect(postgres('17.11-trixie', '17.9-trixie')).toBeNull()
    expect(postgres('17.11-trixie', '17.12-trixie')).toMatchObject({ tag: '17.12-trixie', because: 'newer' })
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), fc.nat(40), fc.nat(40), (a, b, c, d) => {
        const taken = postgres(`${a}.${b}-trixie`, `${c}.${d}-trixie`)?.tag ?? `${a}.${b}-trixie`
        expect(Number.parseInt(taken)).toBe(c)
      }),
    )
  })
})

describe('what ran once', () => {
  const at = (number: number, name: string): string => `/opt/bramble/generations/${number}/${name}`
  const file = (tag: string): string => `services:\n  web:\n    image: ${NAME}:${tag}\n`
  const seen = {
    current: 2,
    generations: new Map([1, 4].map((number) => [at(number, 'good'), ''])),
    composes: new Map([
      [at(1, 'compose.yaml'), file('v1.0.0')],
      [at(2, 'compose.yaml'), file('v1.1.0')],
      [at(3, 'compose.yaml'), file('v9.0.0')],
      [at(4, 'compose.yaml'), file('v1.2.0')],
    ]),
  }

  it('is what is in use and what was good; what was only written never ran', () => {
    expect(keptImage('web', `${NAME}:v1.1.5`, seen)).toMatchObject({ tag: 'v1.2.0' })
    expect(keptImage('other', `${NAME}:v1.1.5`, seen)).toBeNull()
  })

  it('is nothing where the files make no sense', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const services = readCompose(text)
        if (services !== null) expect(services).toBeInstanceOf(Map)
      }),
    )
    const composes = new Map([[at(2, 'compose.yaml'), 'services: [']])
    expect(keptImage('web', `${NAME}:v1.0.0`, { ...seen, composes })).toBeNull()
  })
})
