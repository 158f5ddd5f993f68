/** The answers file: the same that “Save as a file” writes. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { stringify } from 'yaml'
import { checkAnswers } from '../answers/check.ts'
import { showMistake } from '../answers/document.ts'
import { EngineError } from '../model/engine-error.ts'
import type { Intent } from '../model/intent.ts'

/**
 * @param path a YAML or JSON file
 * @throws EngineError intent-invalid with everything that is wrong, each with its line, before anything is connected
 */
export async function readAnswers(path: string): Promise<Intent> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new EngineError('intent-invalid', `The file ${path} cannot be read: ${(error as Error).message}`)
  }
  const checked = checkAnswers(text)
  if (checked.kind === 'intent') return checked.intent
  const { mistakes } = checked
  throw new EngineError(
    'intent-invalid',
    `In ${basename(path)} ${mistakes.length === 1 ? 'one thing has' : `${mistakes.length} things have`} to be changed:`,
    mistakes.map(showMistake),
  )
}

/** The text of an answers file; it holds no secret. */
export function writeAnswers(intent: Intent): string {
  return `# Answers for Bramble: \`bramble apply THIS-FILE --host YOUR-PI\` does what they say.\n${stringify(intent)}`
}
