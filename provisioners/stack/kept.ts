/** Files that their owner keeps as they are: every later generation takes them in place of what Bramble would write. Pure. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'

export interface KeptText {
  readonly text: string
  /** sha256 in hex, as `sha256sum` has it. */
  readonly hash: string
  /** Mark of what Bramble had written when it was kept; null where nobody knows. */
  readonly mark: string | null
}

/** By service and file, such as `synapse/homeserver.yaml`. */
export type KeptFiles = ReadonlyMap<string, KeptText>

export const noneKept: KeptFiles = new Map()

/** Reads lines by turns: a path below the folder, and the file's bytes in base64. What is no text is passed over. */
export function parseKept(stdout: string): KeptFiles {
  const lines = stdout.split('\n')
  const found = new Map<string, Buffer>()
  for (let index = 0; index + 1 < lines.length; index += 2)
    found.set(lines[index] ?? '', Buffer.from(lines[index + 1] ?? '', 'base64'))
  const kept = new Map<string, KeptText>()
  for (const [path, bytes] of found) {
    const name = /^([a-z0-9-]+)\/([a-z0-9][a-z0-9._-]*)$/.exec(path)
    const text = textOf(bytes)
    if (!name || text === null) continue
    const mark = found.get(`${name[1]}/~${name[2]}`)?.toString('utf8').trim() ?? null
    kept.set(path, { text, hash: bytesToHex(sha256(bytes)), mark })
  }
  return kept
}

/** What would be written back is what is there: null for bytes that are no UTF-8. */
function textOf(bytes: Buffer): string | null {
  const text = bytes.toString('utf8')
  return Buffer.from(text, 'utf8').equals(bytes) ? text : null
}
