/** Objects with secrets as YAML and JSON: whatever is in them comes back, and no secret is in the text around them. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { Secret } from '../../provisioners/model/secret.ts'
import { masked, reveal } from '../../provisioners/model/text.ts'
import { toJson, toYaml } from '../../provisioners/stack/yaml.ts'

const key = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text !== '__proto__' && text !== '<<')
const leaf = fc.oneof(
  fc.string({ unit: 'grapheme' }).filter((text) => !/[\ue000\ue001\ud800-\udfff]/.test(text)),
  fc.boolean(),
  fc.integer(),
)
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
}))

describe('toYaml', () => {
  it('gives back what went in', () => {
    fc.assert(
      fc.property(fc.dictionary(key, tree, { noNullPrototype: true }), (value) => {
        expect(parse(reveal(toYaml(value)))).toEqual(value)
        expect(JSON.parse(reveal(toJson(value)))).toEqual(value)
      }),
    )
  })

  it('carries any secret, and shows none', () => {
    const secret = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !/[\ud800-\udfff]/.test(text))
    fc.assert(
      fc.property(secret, leaf, (value, other) => {
        const hidden = new Secret(value, 'canary')
        const text = toYaml({ before: other, password: hidden, list: [hidden, other] })
        expect(parse(reveal(text))).toEqual({ before: other, password: value, list: [value, other] })
        expect(masked(text)).toBe(
          masked(
            toYaml({
              before: other,
              password: new Secret('x', 'canary'),
              list: [new Secret('y', ''), other],
            }),
          ),
        )
        expect(JSON.parse(reveal(toJson({ password: hidden })))).toEqual({ password: value })
      }),
    )
  })

  it('quotes what YAML 1.1, which Synapse reads, would take for something else', () => {
    const words = [
      'yes',
      'no',
      'on',
      'off',
      'null',
      '~',
      '1e3',
      '0x1f',
      '012',
      '22:22',
      '1_000',
      '2001-01-01',
      '<<',
    ]
    for (const word of words) {
      const line = reveal(toYaml({ word }))
      expect(line, word).toBe(`word: "${word}"\n`)
    }
  })

  it('never folds a long line and never makes an alias', () => {
    const long = 'word '.repeat(60).trim()
    const shared = { a: 1 }
    expect(reveal(toYaml({ long }))).toBe(`long: ${long}\n`)
    expect(reveal(toYaml({ one: shared, two: shared }))).not.toMatch(/[&*]/)
  })

  it.each([undefined, Number.NaN, () => 1, Symbol('x'), new Date(0), '\ue000'])('refuses %s', (value) => {
    expect(() => toYaml({ value })).toThrow(TypeError)
  })
})
