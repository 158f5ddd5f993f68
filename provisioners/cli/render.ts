/** `bramble render`: every generated file of an answers file in a folder, without a Pi. */
import { randomBytes } from 'node:crypto'
import { keptSecretSpecs } from '../components.ts'
import { SecretBox, type GivenSecrets } from '../engine/secrets.ts'
import { secretMaker } from '../keys.ts'
import { EngineError } from '../model/engine-error.ts'
import type { Intent } from '../model/intent.ts'
import type { Secret } from '../model/secret.ts'
import { renderedFiles, secretFiles } from '../render/files.ts'
import { placeholders } from '../render/placeholders.ts'
import { writeFolder } from '../render/write.ts'
import { readAnswers } from './answers.ts'
import type { CliOptions, Terminal } from './commands.ts'
import { givenOf, readBrought } from './given.ts'

/** @throws EngineError intent-invalid, secret-missing; nothing is written then */
export async function render(options: CliOptions, { say }: Terminal): Promise<number> {
  const { answers, out } = options
  if (answers === undefined)
    throw new EngineError('intent-invalid', 'Which answers? Name the file that holds them.')
  if (out === undefined) throw new EngineError('intent-invalid', 'Where to? Name a new folder with --out.')
  const intent = await readAnswers(answers)
  const given = givenOf(await readBrought(options.secrets), intent)
  const real = options['with-secrets']
  const secret = real ? realSecrets(intent, given) : placeholders(keptSecretSpecs(intent))
  const files = [...renderedFiles(intent, secret), ...(real ? secretFiles(intent, secret) : [])]
  await writeFolder(out, files)
  if (options.json) say(JSON.stringify({ out, files: files.map(({ path }) => path) }))
  else {
    for (const { path, where } of files) say(where === undefined ? path : `${path}: ${where}`)
    say(
      `${files.length} files in ${out}${real ? ', with secrets: keep them to yourself' : ', with placeholders where secrets go'}`,
    )
  }
  return 0
}

/** Made anew, as a first installation does; those that only the owner has must have been brought. */
function realSecrets(intent: Intent, given: GivenSecrets): (id: string) => Secret {
  const specs = keptSecretSpecs(intent)
  const missing = specs.filter(({ id, kind }) => kind === 'given' && !given.has(id))
  if (missing.length > 0)
    throw new EngineError(
      'secret-missing',
      missing.length === 1 ? 'One secret is missing.' : `${missing.length} secrets are missing.`,
      missing.map(({ id, label }) => `${id}: ${label}`),
    )
  const box = new SecretBox(
    new Map(),
    specs,
    secretMaker((bytes) => randomBytes(bytes)),
    given,
  )
  return (id) => box.secret(id)
}
