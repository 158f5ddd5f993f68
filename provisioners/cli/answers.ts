/** The answers file: the same that “Save as a file” writes. */
import { readFile } from 'node:fs/promises'
import { parse, stringify } from 'yaml'
import { z } from 'zod'
import { EngineError } from '../model/engine-error.ts'
import { intentSchema, type Intent } from '../model/intent.ts'

/**
 * @param path a YAML or JSON file
 * @throws EngineError intent-invalid that names each wrong key, before anything is connected
 */
export async function readAnswers(path: string): Promise<Intent> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new EngineError('intent-invalid', `The file ${path} cannot be read: ${(error as Error).message}`)
  }
  let value: unknown
  try {
    value = parse(text)
  } catch (error) {
    throw new EngineError('intent-invalid', `The file ${path} is neither YAML nor JSON.`, [
      (error as Error).message,
    ])
  }
  const intent = intentSchema.safeParse(value)
  if (intent.success) return intent.data
  throw new EngineError(
    'intent-invalid',
    `The answers in ${path} are not whole.`,
    z.prettifyError(intent.error).split('\n'),
  )
}

/** The text of an answers file; it holds no secret. */
export function writeAnswers(intent: Intent): string {
  return `# Answers for Bramble: \`bramble apply THIS-FILE --host YOUR-PI\` does what they say.\n${stringify(intent)}`
}
