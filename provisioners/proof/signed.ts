/** Whether a server's published keys are its own (Matrix specification, server-server API: Publishing keys). Pure. */
import { z } from 'zod'
import { canonicalJson } from '../model/canonical-json.ts'
import type { Verdict } from './causes.ts'

const published = z.object({
  server_name: z.string(),
  valid_until_ts: z.number(),
  verify_keys: z.record(z.string(), z.object({ key: z.string() })),
  signatures: z.record(z.string(), z.record(z.string(), z.string())),
})

/**
 * @param now seconds since the epoch
 * @param verify see host/outside.ts
 */
export function judgeKeys(
  value: Record<string, unknown>,
  serverName: string,
  now: number,
  verify: (key: string, text: string, signature: string) => boolean,
): Verdict | null {
  if (typeof value['server_name'] === 'string' && value['server_name'] !== serverName)
    return { cause: 'other-server-name', detail: `it signs as ${value['server_name'].slice(0, 100)}` }
  const read = published.safeParse(value)
  if (!read.success)
    return {
      cause: 'wrong-shape',
      detail: `${read.error.issues[0]?.path.join('.') ?? 'something'} is missing or of another kind`,
    }
  const { valid_until_ts, verify_keys, signatures } = read.data
  const { signatures: _, unsigned: __, ...rest } = value
  const text = canonicalJson(rest)
  const signed =
    text !== null &&
    Object.entries(signatures[serverName] ?? {}).some(
      ([id, signature]) =>
        id.startsWith('ed25519:') &&
        verify_keys[id] !== undefined &&
        verify(verify_keys[id].key, text, signature),
    )
  if (!signed) return { cause: 'bad-signature', detail: 'the signature under its keys does not hold' }
  return valid_until_ts / 1000 > now
    ? null
    : { cause: 'keys-expired', detail: 'its keys are said to be out of date already' }
}
