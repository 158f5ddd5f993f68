/** The schema of an answers file for editors, made from the one that the answers are checked with. Pure. */
import { z } from 'zod'
import type { Bridge } from '../bridges/bridge.ts'
import { bridges } from '../bridges/index.ts'
import { providers } from '../identity/index.ts'
import type { IdentityProvider } from '../identity/identity-provider.ts'
import { isSecretField, type Field } from '../model/field.ts'
import { intentSchema } from '../model/intent.ts'
import { descriptions } from './descriptions.ts'

export interface Schema {
  [key: string]: unknown
  type?: string | readonly string[]
  description?: string
  const?: unknown
  enum?: readonly unknown[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  propertyNames?: Schema
  items?: Schema
  oneOf?: Schema[]
  anyOf?: Schema[]
  allOf?: Schema[]
}

/** The bare schema, as zod says it: what may be left out is not required. */
export const answersShape = (): Schema =>
  z.toJSONSchema(intentSchema, { io: 'input', target: 'draft-7' }) as Schema

/** The same with descriptions, and with the questions of every provider: draft 7, which editors know best. */
export function answersSchema(): Schema {
  const schema = answersShape()
  describe(schema, '')
  const entry = schema.properties?.['signIn']?.properties?.['providers']?.items
  if (!entry?.properties) throw new TypeError('the answers have no providers')
  entry.properties['kind'] = {
    type: 'string',
    enum: providers.map(({ id }) => id),
    description: `${descriptions['signIn.providers.kind']} ${providers.map(({ id, name, what }) => `${id}: ${name} (${what}).`).join(' ')}`,
  }
  entry.allOf = providers.map((provider) => ({
    if: { properties: { kind: { const: provider.id } }, required: ['kind'] },
    // oxlint-disable-next-line unicorn/no-thenable -- JSON Schema's own keyword
    then: rulesOf(provider),
  }))
  const known = schema.properties?.['bridges']
  if (!known) throw new TypeError('the answers have no bridges')
  known.properties = Object.fromEntries(bridges.map((bridge) => [bridge.id, bridgeSchema(bridge)]))
  known.additionalProperties = false
  return { ...schema, title: 'Answers for Bramble' }
}

/** The schema's own text, as it lies in docs/answers. */
export const answersSchemaText = (): string => `${JSON.stringify(answersSchema(), null, 2)}\n`

/** Puts the words of each answer to it, by its path without the numbers of lists. */
function describe(schema: Schema, path: string): void {
  for (const branch of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) describe(branch, path)
  if (schema.items) describe(schema.items, path)
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    const own = path === '' ? name : `${path}.${name}`
    const words = descriptions[own]
    if (words !== undefined) inner.description = words
    describe(inner, own)
  }
}

/** What one kind of provider asks. Its secrets are no properties, so that an editor marks them. */
function rulesOf(provider: IdentityProvider): Schema {
  const asked = provider.fields.filter((field) => !isSecretField(field))
  const required = requiredOf(asked)
  return {
    properties: {
      settings: {
        type: 'object',
        properties: Object.fromEntries(asked.map((field) => [field.name, fieldSchema(field)])),
        additionalProperties: false,
        ...(required.length > 0 && { required }),
      },
      ...(provider.audience === 'anyone' && { admits: { enum: ['invited', 'listed'] } }),
    },
    ...(required.length > 0 && { required: ['settings'] }),
  }
}

/** What one bridge asks. */
function bridgeSchema({ name, what, caveat, fields }: Bridge): Schema {
  const asked = fields.filter((field) => !isSecretField(field))
  const required = requiredOf(asked)
  return {
    type: 'object',
    description: [`${name}: ${what}.`, caveat].filter((part) => part !== undefined).join(' '),
    properties: Object.fromEntries(asked.map((field) => [field.name, numberToo(field)])),
    additionalProperties: false,
    ...(required.length > 0 && { required }),
  }
}

/** Digits may stand without quotes. */
function numberToo(field: Field): Schema {
  const schema = fieldSchema(field)
  const digits = (field.choices ?? []).map(({ value }) => value).filter((value) => /^\d+$/.test(value))
  if (digits.length > 0)
    return { ...schema, type: ['string', 'integer'], enum: [...(schema.enum ?? []), ...digits.map(Number)] }
  return field.kind === 'text' ? { ...schema, type: ['string', 'integer'] } : schema
}

const requiredOf = (asked: readonly Field[]): string[] =>
  asked
    .filter(({ kind, optional, initial }) => kind !== 'switch' && !optional && initial === undefined)
    .map(({ name }) => name)

function fieldSchema(field: Field): Schema {
  const words = [field.label, field.help].filter((part) => part !== undefined).join('. ')
  const base = { description: words, ...(field.initial !== undefined && { default: field.initial }) }
  if (field.kind === 'switch') return { type: 'boolean', ...base }
  if (field.kind === 'choice')
    return { type: 'string', enum: (field.choices ?? []).map(({ value }) => value), ...base }
  const patterns = [field.kind === 'https' ? '^https://' : undefined, field.pattern?.source]
    .filter((pattern) => pattern !== undefined)
    .map((pattern) => ({ pattern }))
  return { type: 'string', ...base, ...(patterns.length > 0 && { allOf: patterns }) }
}
