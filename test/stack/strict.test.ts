/** The checker itself: what it takes, and that it finds every key and value that does not belong. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { services } from '../../provisioners/components.ts'
import { renderFiles } from '../../provisioners/stack/settings.ts'
import { check } from '../../provisioners/stack/strict/check.ts'
import { checkText, demandKnown } from '../../provisioners/stack/strict/file.ts'
import * as shape from '../../provisioners/stack/strict/shape.ts'
import { generate } from '../matrix/obeys.ts'
import { twelve } from '../matrix/twelve.ts'
import { schemaFiles, schemasMissing, schemasThere, verdictOf } from '../matrix/upstream-schemas.ts'
import { intent, means } from './fake.ts'

const why = (of: shape.Shape, value: unknown): string[] =>
  check(of, value).map((finding) => `${finding.path}: ${finding.why}`)

describe('shapes', () => {
  const doors = shape.keys(
    { a: shape.text(), b: shape.whole(1, 5), c: shape.yesNo, d: shape.list(shape.among('x', 'y'), 1) },
    ['a'],
    shape.notBoth('b', 'c'),
  )

  it('say what is wrong, and where', () => {
    expect(why(doors, { a: 'x', b: 3, d: ['y'] })).toEqual([])
    expect(why(doors, { a: 1, z: 1 })).toEqual([
      'a: is a number where a text belongs',
      'z: is a key that the program does not know',
    ])
    expect(why(doors, { b: 9, c: true })).toEqual([
      'b: is too small or too large',
      ': needs a',
      ': has more than one of b, c',
    ])
    expect(why(doors, { a: 'x', b: 1.5, d: [] })).toEqual(['b: is no whole number', 'd: is too short a list'])
    expect(why(doors, { a: 'x', d: ['x', 'q'] })).toEqual(['d[1]: is none of x, y'])
    expect(why(doors, null)).toEqual([': is nothing where keys with values belong'])
    expect(why(doors, ['a'])).toEqual([': is a list where keys with values belong'])
  })

  it('know keys that JavaScript’s objects have by themselves for what they are', () => {
    expect(why(doors, { a: 'x', constructor: 1 })).toEqual([
      'constructor: is a key that the program does not know',
    ])
    expect(why(doors, JSON.parse('{"a": "x", "__proto__": {"b": 1}}'))).toHaveLength(1)
  })

  it('take the reading that fits best of several', () => {
    const either = shape.either(
      shape.keys({ host: shape.text(), port: shape.port }, ['port']),
      shape.keys({ socket: shape.text() }, ['socket']),
    )
    expect(why(either, { socket: '/x' })).toEqual([])
    expect(why(either, { host: 'x', port: 0 })).toEqual(['port: is too small or too large'])
  })

  it('never repeat a value: it may be a secret', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const canary = { a: 'canary-1', b: 'canary-2', c: value, d: ['canary-3'], e: 'canary-4' }
        expect(why(doors, canary).join(' ')).not.toContain('canary')
      }),
    )
    expect(JSON.stringify(checkText('x.yaml', doors, 'a: [canary'))).not.toContain('canary')
  })
})

describe('a file', () => {
  it('that cannot be read, or says a key twice, is refused', () => {
    const doors = shape.keys({ a: shape.whole() })
    expect(checkText('x.yaml', doors, 'a: 1\n')).toEqual([])
    expect(checkText('x.yaml', doors, 'a: 1\na: 2\n')).toHaveLength(1)
    expect(checkText('x.json', doors, '{"a": 1')).toHaveLength(1)
  })

  it('with keys and without anybody who knows them is refused', () => {
    expect(() => demandKnown('x/a.yaml', undefined, 'a: 1')).toThrow(TypeError)
    expect(() => demandKnown('x/a.json', undefined, '{}')).toThrow(TypeError)
    expect(() => demandKnown('x/key.pem', undefined, '-----')).not.toThrow()
  })

  it('with an unknown key never gets out of its component', () => {
    const mas = services(intent).find(({ id }) => id === 'mas')
    if (!mas?.store) throw new Error('no MAS')
    const [config, ...rest] = mas.store.files
    if (!config) throw new Error('no configuration')
    const invented = { ...config, render: () => ['session: {lifetime: 60}\n'] }
    const broken = { ...mas, store: { ...mas.store, files: [invented, ...rest] } }
    expect(() => renderFiles(mas, means)).not.toThrow()
    expect(() => renderFiles(broken, means)).toThrow(/mas\/config\.yaml .* session is a key/)
  })
})

/** Every place of a value that holds keys, as a path from the top. */
function mappings(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return []
  const below = Object.entries(value).flatMap(([key, item]) =>
    mappings(item, [...path, Array.isArray(value) ? Number(key) : key]),
  )
  return Array.isArray(value) ? below : [[...path], ...below]
}

const at = (value: unknown, path: readonly (string | number)[]): Record<string, unknown> =>
  path.reduce((inner, key) => (inner as Record<string | number, unknown>)[key], value) as Record<
    string,
    unknown
  >

/** Where the program itself takes any name: of caches, of loggers, of parameters, of servers. */
const free = [
  'config.yaml additional_authorization_parameters',
  'log.yaml formatters',
  'log.yaml loggers',
  'log.yaml handlers',
  'caddy.json servers',
  'caddy.json logs',
  'caddy.json headers',
  'caddy.json set',
  'caddy.json certificate_authorities',
  'config.json setting_defaults',
]

describe(`spoiled files${schemasMissing}`, () => {
  const valid = twelve.flatMap(([, of]) => {
    const { stack, files } = generate(of)
    return stack.services.flatMap(({ id, store }) =>
      (store?.files ?? []).flatMap(({ name, shape: known }) =>
        known
          ? [
              {
                path: `${id}/${name}`,
                name,
                known,
                value: parse(files.get(`${id}/${name}`) ?? '') as unknown,
              },
            ]
          : [],
      ),
    )
  })
  const schemas = new Map(
    schemasThere
      ? schemaFiles.map(({ service, file, schema }) => [`${service}/${file}`, verdictOf(schema)])
      : [],
  )
  const anyFile = fc.constantFrom(...valid)

  it('a key that nobody knows is found at any depth, as the schema finds it', () => {
    let deep = 0
    fc.assert(
      fc.property(anyFile, fc.nat(), ({ path, name, known, value }, pick) => {
        const spoiled: unknown = structuredClone(value)
        const places = mappings(spoiled).filter((place) => !free.includes(`${name} ${String(place.at(-1))}`))
        const place = places[pick % places.length] ?? []
        at(spoiled, place)['invented_key'] = 'x'
        deep = Math.max(deep, place.length)
        expect(check(known, value)).toEqual([])
        expect(check(known, spoiled), `${path} ${place.join('.')}`).not.toEqual([])
        // the schema leaves these two open: nobody but us looks there
        const open =
          ['args', 'experimental_features', 'trusted_key_servers'].some((key) => place.includes(key)) ||
          place[0] === 'policy'
        const verdict = schemas.get(path)
        if (verdict && !open) expect(verdict(spoiled), `${path} ${place.join('.')}`).not.toEqual([])
      }),
      { seed: 3, numRuns: 1500 },
    )
    expect(deep).toBeGreaterThan(3)
  })

  it('a value of another type is found wherever the schema finds it', () => {
    fc.assert(
      fc.property(anyFile, fc.nat(), fc.nat(), ({ path, known, value }, pick, key) => {
        const spoiled: unknown = structuredClone(value)
        const places = mappings(spoiled).filter((place) => Object.keys(at(spoiled, place)).length > 0)
        const place = at(spoiled, places[pick % places.length] ?? [])
        const names = Object.keys(place)
        const name = names[key % names.length] ?? ''
        place[name] = typeof place[name] === 'object' ? 7 : { wrong: ['type'] }
        const verdict = schemas.get(path)
        const schemaSays = verdict ? verdict(spoiled).length > 0 : false
        if (schemaSays) expect(check(known, spoiled), `${path} ${name}`).not.toEqual([])
      }),
      { seed: 4, numRuns: 1500 },
    )
  })
})
