/** Every file that Bramble writes for an intent, as a first installation has them below /opt/bramble. Pure. */
import { filesForPeople, keptSecretSpecs, stackOf } from '../components.ts'
import type { Means } from '../engine/resource.ts'
import { renderState } from '../engine/state.ts'
import type { Intent } from '../model/intent.ts'
import { reveal } from '../model/text.ts'
import { generationPath, paths, storePath } from '../stack/paths.ts'
import { chooseStore, planGeneration, renderFiles } from '../stack/settings.ts'

export interface RenderedFile {
  /** Relative to the folder, with slashes. */
  readonly path: string
  readonly text: string
  /** For a file that a person puts somewhere: where, in one sentence. */
  readonly where?: string
}

/** A machine that has nothing yet. */
const nothing = {
  listing: new Map(),
  hashes: new Map(),
  stores: new Map(),
  generations: new Map(),
  current: null,
  composes: new Map(),
}

/**
 * @param secret each secret by its id
 * @returns the files in the order of their paths
 * @throws EngineError intent-invalid
 */
export function renderedFiles(intent: Intent, secret: Means['secret']): RenderedFile[] {
  const stack = stackOf(intent)
  const means: Means = { secret, changed: () => false }
  const { number, text, manifest } = planGeneration(stack, means, nothing)
  const files = [
    { path: paths.state, text: renderState(intent) },
    { path: `${generationPath(number)}/compose.yaml`, text },
    { path: `${generationPath(number)}/manifest.json`, text: manifest },
    { path: `${generationPath(number)}/answers.json`, text: renderState(intent) },
    ...stack.services.flatMap((service) => {
      const { directory, files: rendered } = chooseStore(service, renderFiles(service, means), nothing)
      return rendered.map(({ name, content }) => ({
        path: `${storePath(directory)}/${name}`,
        text: reveal(content),
      }))
    }),
  ].map((file) => ({ ...file, path: file.path.slice(paths.root.length + 1) }))
  const forPeople = filesForPeople(intent).map((file) => ({ ...file, path: `for-you/${file.name}` }))
  return [...files, ...forPeople].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** The files of made and given secrets, as they lie on the Pi. */
export const secretFiles = (intent: Intent, secret: Means['secret']): RenderedFile[] =>
  keptSecretSpecs(intent).map(({ id }) => ({
    path: `${paths.secrets.slice(paths.root.length + 1)}/${id}`,
    text: secret(id).reveal(),
  }))
