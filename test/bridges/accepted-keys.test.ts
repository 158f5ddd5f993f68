/** Every setting that is written is one that the program itself copies, with a type that it takes: upstream's own lists say so. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bridges } from '../../provisioners/bridges/index.ts'
import { familyIds, hostileNames, placeWith, rendered, settingsArb } from './support.ts'

const folder = fileURLToPath(new URL('../../../shared/schemas/bridges/', import.meta.url))
const there = existsSync(folder)

interface Accepted {
  readonly accepted_types: Readonly<Record<string, readonly string[]>>
}

const acceptedOf = (id: string): Accepted => {
  const program = id === 'facebook' ? 'meta' : id
  return JSON.parse(readFileSync(`${folder}mautrix-${program}-accepted-keys.json`, 'utf8')) as Accepted
}

/** As Go's YAML library names the type of a value. */
function typeOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'object' ? 'map' : 'string'
}

/** @returns every path that the program would drop or skip; what it takes as a whole is not looked into */
function refused({ accepted_types: accepted }: Accepted, value: unknown, path = ''): string[] {
  const types = accepted[path]
  if (types)
    return types.includes(typeOf(value)) ? [] : [`${path} is ${typeOf(value)}, not ${types.join(' or ')}`]
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is not copied`]
  return Object.entries(value).flatMap(([key, inner]) =>
    refused({ accepted_types: accepted }, inner, path === '' ? key : `${path}.${key}`),
  )
}

const family = bridges
  .filter(({ id }) => familyIds.includes(id))
  .map((bridge) => [bridge.id, bridge] as const)

describe.skipIf(!there)(
  `upstream’s lists${there ? '' : ' (skipped: no ../shared/schemas beside the repository)'}`,
  () => {
    it.each(family)('%s: all answers write only what is copied', (id, bridge) => {
      const accepted = acceptedOf(id)
      expect(Object.keys(accepted.accepted_types).length).toBeGreaterThan(60)
      fc.assert(
        fc.property(fc.constantFrom(...hostileNames), settingsArb(bridge.fields), (serverName, settings) => {
          expect(
            refused(accepted, rendered(bridge, placeWith(bridge, serverName, settings)).settings),
          ).toEqual([])
        }),
        { numRuns: 30 },
      )
    })

    it('find what is wrong', () => {
      const accepted = acceptedOf('telegram')
      expect(refused(accepted, { network: { api_id: '123' } })).toEqual(['network.api_id is string, not int'])
      expect(refused(accepted, { network: { mode: 'x' } })).toEqual(['network.mode is not copied'])
      expect(refused(accepted, { appservice: { port: null, hostname: null } })).toEqual([])
      expect(refused(accepted, { logging: 'info' })).toEqual(['logging is string, not map'])
    })
  },
)
