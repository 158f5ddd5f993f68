/** Secrets for a plan: from a file, and typed at the terminal for those that are still missing. */
import { givenFor, readSecretsFile, type Brought } from '../answers/given.ts'
import { secretSpecs } from '../components.ts'
import type { GivenSecrets } from '../engine/secrets.ts'
import { EngineError } from '../model/engine-error.ts'
import type { Intent } from '../model/intent.ts'
import { Secret } from '../model/secret.ts'
import type { Terminal } from './commands.ts'

/** @throws EngineError intent-invalid for a file that cannot be used */
export const readBrought = (path: string | undefined): Promise<Brought> =>
  path === undefined ? Promise.resolve(new Map()) : readSecretsFile(path)

/** @throws EngineError intent-invalid for a name that the answers do not ask for */
export const givenOf = (brought: Brought, intent: Intent): GivenSecrets =>
  givenFor(brought, secretSpecs(intent))

/**
 * Works with the secrets that are there, and asks for each that turns out to be missing: some are on the Pi already.
 *
 * @throws EngineError secret-missing where there is no terminal to ask at, or nothing was typed
 */
export async function withGiven<T>(
  given: GivenSecrets,
  { ask }: Pick<Terminal, 'ask'>,
  work: (given: GivenSecrets) => Promise<T>,
): Promise<{ readonly result: T; readonly given: GivenSecrets }> {
  let have = given
  for (;;) {
    try {
      return { result: await work(have), given: have }
    } catch (error) {
      const id =
        error instanceof EngineError && error.code === 'secret-missing' ? error.evidence[0] : undefined
      if (!(error instanceof EngineError) || id === undefined || have.has(id)) throw error
      const typed = await ask(`${error.detail} Type it (nothing is shown): `, true)
      if (typed === null || typed === '')
        throw new EngineError('secret-missing', error.detail, [`Its name in the file of --secrets is ${id}.`])
      have = new Map([...have, [id, new Secret(typed, id)]])
    }
  }
}
