/** The repositories that apt would ask, read from its own files. */
import type { Machine } from '../machine.ts'

export interface Source {
  readonly host: string
  readonly suite: string
  readonly file: string
  /** Path of the key that it is signed by; null where the system's own keys are used. */
  readonly key: string | null
}

const DIRECTORY = '/etc/apt/sources.list.d'

/** Every source in /etc/apt/sources.list.d, in both of apt's formats; the system's own come first. */
export function readSources(machine: Machine): Source[] {
  const own = {
    host: 'debian.example',
    suite: machine.options.codename,
    file: `${DIRECTORY}/debian.sources`,
    key: null,
  }
  const found: Source[] = [own]
  for (const name of machine.files.list(DIRECTORY)) {
    const file = `${DIRECTORY}/${name}`
    const text = machine.files.read(file)
    if (name.endsWith('.sources')) found.push(...readDeb822(text, file))
    else if (name.endsWith('.list')) found.push(...readOneLine(text, file))
  }
  return found
}

function readDeb822(text: string, file: string): Source[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const fields = new Map<string, string>()
    for (const line of stanza.split('\n')) {
      const match = /^([A-Za-z-]+):\s*(.*)$/.exec(line)
      if (match) fields.set((match[1] ?? '').toLowerCase(), match[2] ?? '')
    }
    const uri = fields.get('uris')
    const suite = fields.get('suites')
    if (uri === undefined || suite === undefined || fields.get('enabled') === 'no') return []
    return [{ host: new URL(uri).host, suite, file, key: fields.get('signed-by') ?? null }]
  })
}

function readOneLine(text: string, file: string): Source[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)/.exec(line)
    if (!match) return []
    const key = /signed-by=(\S+)/.exec(match[1] ?? '')?.[1] ?? null
    return [{ host: new URL(match[2] ?? '').host, suite: match[3] ?? '', file, key }]
  })
}
