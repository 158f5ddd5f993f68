/** Upstream's own schemas, where they lie beside the repository, each compiled once. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { unknownKeys } from './strict.ts'

const folder = fileURLToPath(new URL('../../../shared/schemas/', import.meta.url))
export const schemasThere = existsSync(folder)
export const schemasMissing = schemasThere ? '' : ' (skipped: no ../shared/schemas beside the repository)'

export const schemaOf = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(`${folder}${name}`, 'utf8')) as Record<string, unknown>

/** What upstream reads although its schema does not say so (Synapse, synapse/config/experimental.py). */
const beyondSchema = new Set(['.experimental_features'])

export interface Verdict {
  (value: unknown): string[]
}

/** @returns a function that names every unknown key and every error of a value */
export function verdictOf(name: string): Verdict {
  const root = schemaOf(name)
  const { $schema: _meta, $id: _id, ...plain } = root
  const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(plain)
  return (value) => [
    ...unknownKeys(root, value)
      .filter((path) => !beyondSchema.has(path))
      .map((path) => `unknown key ${path}`),
    ...(validate(value)
      ? []
      : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)),
  ]
}

/** Which file of which service has a schema. */
export const schemaFiles = [
  { service: 'mas', file: 'config.yaml', schema: 'mas-config.schema.stripped.json' },
  { service: 'synapse', file: 'homeserver.yaml', schema: 'synapse-config.schema.stripped.json' },
] as const

/** Verdicts by SERVICE/FILE; none where the schemas are not there. */
export const verdicts = (): ReadonlyMap<string, Verdict> =>
  new Map(
    schemasThere
      ? schemaFiles.map(({ service, file, schema }) => [`${service}/${file}`, verdictOf(schema)])
      : [],
  )
