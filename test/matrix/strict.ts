/** Unknown keys of a configuration: upstream's schemas allow them and its programs ignore them, so we count them. */

type Schema = Readonly<Record<string, unknown>>

/** @returns path of every key in `value` that no branch of the schema names */
export function unknownKeys(root: Schema, value: unknown): string[] {
  return walk(root, [root], value, '')
}

function walk(root: Schema, schemas: readonly Schema[], value: unknown, path: string): string[] {
  const branches = schemas.flatMap((schema) => spread(root, schema))
  if (Array.isArray(value)) {
    const items = branches.flatMap((schema) => (isSchema(schema['items']) ? [schema['items']] : []))
    return items.length === 0
      ? []
      : value.flatMap((item: unknown, at) => walk(root, items, item, `${path}[${at}]`))
  }
  if (typeof value !== 'object' || value === null) return []
  const named = branches.flatMap((schema) => (isSchema(schema['properties']) ? [schema['properties']] : []))
  const free = branches.flatMap((schema) =>
    isSchema(schema['additionalProperties']) ? [schema['additionalProperties']] : [],
  )
  const open = named.length === 0 || branches.some((schema) => schema['additionalProperties'] === true)
  return Object.entries(value).flatMap(([key, item]) => {
    const inner = named.flatMap((properties) => (isSchema(properties[key]) ? [properties[key]] : []))
    if (inner.length > 0) return walk(root, inner, item, `${path}.${key}`)
    if (free.length > 0) return walk(root, free, item, `${path}.${key}`)
    return open ? [] : [`${path}.${key}`]
  })
}

/** A schema with everything that it refers to or is combined from. */
function spread(root: Schema, schema: Schema): Schema[] {
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((name) => {
    const list = schema[name]
    return Array.isArray(list) ? list.filter(isSchema) : []
  })
  const reference = schema['$ref']
  if (typeof reference === 'string') parts.push(resolve(root, reference))
  return [schema, ...parts.flatMap((part) => spread(root, part))]
}

function resolve(root: Schema, reference: string): Schema {
  let found: unknown = root
  for (const name of reference.replace(/^#\//, '').split('/'))
    found = isSchema(found) ? found[name] : undefined
  if (!isSchema(found)) throw new Error(`no ${reference} in the schema`)
  return found
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
