/** Generated settings against upstream's own schemas, where they lie beside the repository: an unknown key is an error. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { reveal } from '../../provisioners/model/text.ts'
import { services } from '../../provisioners/components.ts'
import { fakeSecretsOf, intents } from '../stack/fake.ts'
import { unknownKeys } from './strict.ts'

const folder = fileURLToPath(new URL('../../../shared/schemas/', import.meta.url))
const there = existsSync(folder)

/** What upstream reads although its schema does not say so (Synapse, synapse/config/experimental.py). */
const beyondSchema = new Set(['.experimental_features'])

const schemaOf = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(`${folder}${name}`, 'utf8')) as Record<string, unknown>

const files = [
  { service: 'mas', file: 'config.yaml', schema: 'mas-config.schema.stripped.json' },
  { service: 'synapse', file: 'homeserver.yaml', schema: 'synapse-config.schema.stripped.json' },
]

describe.skipIf(!there)(
  `upstream's schemas${there ? '' : ' (skipped: no ../shared/schemas beside the repository)'}`,
  () => {
    for (const { service, file, schema } of files)
      it.each(intents)(`${service}/${file} %s`, (_, intent) => {
        const store = services(intent).find(({ id }) => id === service)?.store
        const text = store?.files.find(({ name }) => name === file)?.render(fakeSecretsOf(intent))
        const value = parse(reveal(text ?? [])) as Record<string, unknown>
        const root = schemaOf(schema)
        expect(unknownKeys(root, value).filter((path) => !beyondSchema.has(path))).toEqual([])
        const { $schema: _meta, $id: _id, ...plain } = root
        const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(plain)
        expect(validate(value) ? [] : validate.errors).toEqual([])
      })

    it('would see a key that nobody knows', () => {
      const mas = schemaOf('mas-config.schema.stripped.json')
      const value = { session: {}, http: { listeners: [{ name: 'x', bindings: [] }] }, email: { smtp: {} } }
      expect(unknownKeys(mas, value)).toEqual(['.session', '.http.listeners[0].bindings', '.email.smtp'])
      const synapse = schemaOf('synapse-config.schema.stripped.json')
      expect(unknownKeys(synapse, { server_name: 'x', caches: { factor: 1 } })).toEqual(['.caches.factor'])
    })
  },
)
