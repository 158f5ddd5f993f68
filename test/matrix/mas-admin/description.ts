/** MAS's own description of its Admin API, where the machine has it beside the project; nothing of it is kept here. */
import { Ajv, type ErrorObject } from 'ajv'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { MasAnswer, MasRequest } from '../../../provisioners/matrix/mas-admin/index.ts'
import { unknownKeys } from '../strict.ts'

const file = fileURLToPath(new URL('../../../../shared/schemas/mas-admin-api.json', import.meta.url))
export const described = existsSync(file)
export const BASE = '/api/admin/v1'

type Schema = Readonly<Record<string, unknown>>
interface Operation {
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Record<string, { schema: Schema }> }
  readonly responses: Record<string, { content?: Record<string, { schema: Schema }> }>
}

export interface Description {
  /** By path pattern, then by method in small letters. */
  readonly paths: Record<string, Record<string, Operation>>
  /** @returns what the description does not allow in a request and in its answer */
  readonly complaints: (request: MasRequest, answer: MasAnswer) => string[]
  readonly resolve: (schema: Schema) => Schema
}

export function description(): Description {
  const api = JSON.parse(readFileSync(file, 'utf8')) as {
    paths: Description['paths']
    components: { schemas: Record<string, Schema> }
  }
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true })
  const whole = (schema: Schema): Schema => ({ ...schema, components: api.components })
  const wrong = (schema: Schema, value: unknown): string[] => {
    const root = whole(schema)
    const valid = ajv.validate(root, value)
    const errors = valid ? [] : (ajv.errors ?? []).map(said)
    return [...errors, ...unknownKeys(root, value).map((key) => `${key} is no field`)]
  }

  function complaints(request: MasRequest, answer: MasAnswer): string[] {
    const url = new URL(request.path, 'http://mas')
    const place = `${request.method} ${url.pathname}`
    const pattern = Object.keys(api.paths).find((path) => matches(path, url.pathname))
    const operation = pattern === undefined ? undefined : api.paths[pattern]?.[request.method.toLowerCase()]
    if (!operation) return [`${place} is not described`]
    const found: string[] = []
    for (const [name, text] of url.searchParams) {
      const parameter = operation.parameters?.find((one) => one.in === 'query' && one.name === name)
      if (parameter) found.push(...wrong(parameter.schema, typed(text, resolve(parameter.schema))))
      else found.push(`${name} is no parameter`)
    }
    const schema = operation.requestBody?.content['application/json']?.schema
    if (request.body !== undefined)
      found.push(...(schema ? wrong(schema, JSON.parse(request.body)) : ['it takes no body']))
    else if (operation.requestBody?.required === true) found.push('its body is missing')
    // a missing or wrong token is refused before the path is looked at, and described nowhere
    const response = operation.responses[String(answer.status)]
    if (!response) found.push(`${answer.status} is no answer to it`)
    else {
      const shape = response.content?.['application/json']?.schema
      if (shape) found.push(...wrong(shape, JSON.parse(answer.body)))
      else if (answer.body !== '') found.push('its answer has a body')
    }
    return found.map((complaint) => `${place}: ${complaint}`)
  }

  const resolve = (schema: Schema): Schema => {
    const reference = schema['$ref']
    const name = typeof reference === 'string' ? reference.split('/').at(-1) : undefined
    return (name === undefined ? undefined : api.components.schemas[name]) ?? schema
  }
  return { paths: api.paths, complaints, resolve }
}

const said = ({ instancePath, message }: ErrorObject): string => `${instancePath} ${message ?? ''}`

export const matches = (pattern: string, path: string): boolean => {
  const wanted = pattern.split('/')
  const given = path.split('/')
  return (
    wanted.length === given.length && wanted.every((part, at) => part === given[at] || /^\{.+\}$/.test(part))
  )
}

/** A query's text as the value that its schema speaks of. */
function typed(text: string, schema: Schema): unknown {
  if (schema['type'] === 'integer') return Number(text)
  if (schema['type'] === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}
