/** The schema that editors use: up to date, and of one mind with the real check. */
import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { checkAnswers } from '../../provisioners/answers/check.ts'
import { descriptions } from '../../provisioners/answers/descriptions.ts'
import {
  answersSchema,
  answersSchemaText,
  answersShape,
  type Schema,
} from '../../provisioners/answers/json-schema.ts'
import { providers } from '../../provisioners/identity/index.ts'
import { examples, folder } from './examples.ts'

const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(answersSchema())

describe('docs/answers/answers.schema.json', () => {
  it('is what the code makes (npx vitest run test/answers -u writes it)', async () => {
    await expect(answersSchemaText()).toMatchFileSnapshot('../../docs/answers/answers.schema.json')
  })

  it('has words for every answer, and no words for others', () => {
    const paths = new Set<string>()
    const walk = (schema: Schema, path: string): void => {
      for (const branch of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) walk(branch, path)
      if (schema.items) walk(schema.items, path)
      for (const [name, inner] of Object.entries(schema.properties ?? {})) {
        const own = path === '' ? name : `${path}.${name}`
        paths.add(own)
        walk(inner, own)
      }
    }
    walk(answersShape(), '')
    expect(Object.keys(descriptions).sort()).toEqual([...paths].sort())
    for (const words of Object.values(descriptions)) expect(words).toMatch(/^[A-Za-z@][^!]*\.$/)
  })

  it('names every provider with its questions, and none of their secrets', () => {
    const text = answersSchemaText()
    for (const { id, fields } of providers) {
      expect(text).toContain(`"const": "${id}"`)
      for (const { name, kind, label } of fields)
        if (kind === 'secret' || kind === 'pem') expect(text, `${id}.${name}`).not.toContain(`"${label}`)
    }
  })
})

describe('examples', () => {
  it('are a dozen', () => expect(examples.length).toBeGreaterThanOrEqual(12))

  it.each(examples)('%s is right, and the schema says so too', (_, text) => {
    const checked = checkAnswers(text)
    expect(checked.kind === 'intent' ? [] : checked.mistakes).toEqual([])
    expect(validate(parse(text)) ? [] : validate.errors).toEqual([])
  })

  it.each(examples)('%s begins with its schema and says in one line what it is for', (_, text) => {
    expect(text).toMatch(/^# yaml-language-server: \$schema=answers\.schema\.json\n# [A-Z].+\.\nversion: 2\n/)
  })

  it('are all in the table of README.md', () => {
    const readme = readFileSync(`${folder}README.md`, 'utf8')
    const named = [...readme.matchAll(/^\| \[(\S+\.yaml)\]\(\1\)/gm)].map((match) => match[1] ?? '')
    expect(named.sort()).toEqual(examples.map(([name]) => name))
  })
})

describe('broken answers', () => {
  type Value = Record<string, Record<string, unknown> & string>
  const breaks: readonly (readonly [string, (value: Value) => unknown])[] = [
    ['a version that is none', (value) => Object.assign(value, { version: 'two' })],
    ['an unknown name', (value) => Object.assign(value, { colour: 'red' })],
    [
      'a kind of address that there is not',
      (value) => Object.assign(value['address'] ?? {}, { mode: 'pigeon' }),
    ],
    ['a host with a space', (value) => Object.assign(value['address'] ?? {}, { host: 'a b' })],
    ['no name', (value) => delete value['name']],
    ['an unknown way to register', (value) => Object.assign(value['signIn'] ?? {}, { registration: 'open' })],
    ['a number in quotes', (value) => Object.assign(value, { server: { uploadMiB: '50' } })],
  ]
  it.each(breaks)('%s is refused by both, in every example', (_, spoil) => {
    for (const [name, text] of examples) {
      const value = parse(text) as Value
      spoil(value)
      expect(checkAnswers(JSON.stringify(value)).kind, name).toBe('mistakes')
      expect(validate(value), name).toBe(false)
    }
  })

  it('settings that a provider does not ask for, or not so, are refused by both', () => {
    const [, text] = examples.find(([name]) => name === 'keycloak-elsewhere.yaml') ?? ['', '']
    for (const [from, to] of [
      ['issuer: https:', 'issuer: http:'],
      ['clientId: matrix', 'secret: canary'],
      ['issuer: https:', 'region: eu\n        issuer: https:'],
      [/ +issuer: .*\n/, ''],
    ] as const) {
      const spoilt = text.replace(from, to)
      expect(spoilt).not.toBe(text)
      expect(checkAnswers(spoilt).kind).toBe('mistakes')
      expect(validate(parse(spoilt))).toBe(false)
    }
  })

  it('what the real check takes, the schema takes: an editor marks nothing that is right', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...examples),
        fc.nat(),
        fc.constantFrom('', 'x', 0, true, null),
        (example, at, other) => {
          const value = parse(example[1]) as Record<string, unknown>
          const keys = Object.keys(value)
          value[keys[at % keys.length] ?? ''] = other
          if (checkAnswers(JSON.stringify(value)).kind === 'intent') expect(validate(value)).toBe(true)
        },
      ),
    )
  })
})
