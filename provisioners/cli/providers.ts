/** `bramble providers`: which ways to sign in there are, and what to do at one of them. */
import { placeOf, providerOf, providers } from '../identity/index.ts'
import { EngineError } from '../model/engine-error.ts'
import { readAnswers } from './answers.ts'
import type { CliOptions, Terminal } from './commands.ts'

/** With a kind: what to click there for each entry of the answers that is of this kind. */
export async function showProviders(options: CliOptions, { say }: Terminal): Promise<number> {
  // the first word behind the command is the kind here
  const kind = options.answers
  if (kind === undefined) {
    for (const { id, name, what } of providers) say(`${id.padEnd(12)} ${name}: ${what}`)
    return 0
  }
  const provider = providerOf(kind)
  if (options['answers-file'] === undefined)
    throw new EngineError(
      'intent-invalid',
      'The redirect address hangs on your answers: name their file with --answers.',
    )
  const intent = await readAnswers(options['answers-file'])
  const entries = intent.signIn.providers.filter((entry) => entry.kind === kind)
  if (entries.length === 0)
    throw new EngineError('intent-invalid', `The answers name no provider of the kind “${kind}”.`)
  for (const entry of entries) {
    say(`${entry.label ?? provider.name} (${entry.key})`)
    provider
      .guide(placeOf(entry, intent))
      .forEach((step, index) => say(`${index + 1}. ${step.replaceAll(/\{([^{}]*)\}/g, '$1')}`))
  }
  return 0
}
