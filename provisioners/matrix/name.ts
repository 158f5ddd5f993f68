/** Which name the messages on the machine belong to, whoever remembers it. */
import { parse } from 'yaml'
import type { Fact } from '../engine/resource.ts'
import { nameSources } from '../stack/commands.ts'
import { readManifest, type StoreNames } from '../stack/compose.ts'
import { parseTexts } from '../stack/parse.ts'

const SERVICE = 'synapse'
const FILE = 'homeserver.yaml'

/**
 * The answers can be lost while the data are there, and a server of another name over them would belong to nobody: Synapse's own
 * settings tell. Null while there are no data, or nothing is left that says whose they are; then Synapse itself refuses a name
 * that is not its accounts' (Synapse, synapse/storage/databases/main/__init__.py, check_database_before_upgrade).
 */
export const nameOfData: Fact<string | null> = {
  id: 'matrix.name-of-data',
  command: nameSources(FILE, 'server_name:'),
  capBytes: 256 * 1024,
  parse({ stdout }) {
    const lines = stdout.split('\n')
    const isManifest = (line: string): boolean => !line.includes('\0')
    return nameAmong(
      namesByStore(lines.filter((line) => !isManifest(line)).join('\n')),
      readManifest(lines.filter(isManifest).join('\n')) ?? new Map(),
    )
  },
}

/** By store directory, such as `synapse-3`. */
function namesByStore(found: string): ReadonlyMap<string, string> {
  return new Map(
    [...parseTexts(found)].flatMap(([path, line]): [string, string][] => {
      const directory = path.split('/').at(-2) ?? ''
      const name = valueOf(line)
      return /^synapse-\d+$/.test(directory) && name !== null ? [[directory, name]] : []
    }),
  )
}

function valueOf(line: string): string | null {
  try {
    const value: unknown = (parse(line) as Record<string, unknown> | null)?.['server_name']
    return typeof value === 'string' && value !== '' ? value : null
  } catch {
    return null
  }
}

/**
 * Settings that were written for another name and never used lie beside those that were.
 *
 * @param used the stores of the generation in use; empty where nothing tells, and then the newest settings are taken
 */
export function nameAmong(names: ReadonlyMap<string, string>, used: StoreNames): string | null {
  const own = names.get(used.get(SERVICE) ?? '')
  if (own !== undefined) return own
  const number = (directory: string): number => Number(directory.slice(directory.lastIndexOf('-') + 1))
  const [newest] = [...names.keys()].toSorted((one, other) => number(other) - number(one))
  return newest === undefined ? null : (names.get(newest) ?? null)
}
