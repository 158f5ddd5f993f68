/** Generated settings against upstream's own schemas, where they lie beside the repository: an unknown key is an error. */
import { describe, expect, it } from 'vitest'
import { intents } from '../stack/fake.ts'
import { broken } from './obeys.ts'
import { unknownKeys } from './strict.ts'
import { twelve } from './twelve.ts'
import { schemaOf, schemasMissing, schemasThere, verdicts } from './upstream-schemas.ts'

describe.skipIf(!schemasThere)(`upstream's schemas${schemasMissing}`, () => {
  const known = schemasThere ? verdicts() : new Map()

  it.each([...intents, ...twelve])('%s', (_, intent) => {
    expect(broken(intent, known)).toEqual([])
  })

  it('would see a key that nobody knows', () => {
    const mas = schemaOf('mas-config.schema.stripped.json')
    const value = { session: {}, http: { listeners: [{ name: 'x', bindings: [] }] }, email: { smtp: {} } }
    expect(unknownKeys(mas, value)).toEqual(['.session', '.http.listeners[0].bindings', '.email.smtp'])
    const synapse = schemaOf('synapse-config.schema.stripped.json')
    expect(unknownKeys(synapse, { server_name: 'x', caches: { factor: 1 } })).toEqual(['.caches.factor'])
  })
})
