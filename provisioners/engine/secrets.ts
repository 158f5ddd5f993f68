/** Secrets are made once, written to the Pi before anything uses them, and read from there ever after. */
import { Secret, type SecretSpec } from '../model/secret.ts'
import { readSecrets } from './commands.ts'
import type { Fact, Means } from './resource.ts'

/** Makes a new value; real randomness comes from the caller, so that plans can be reproduced in tests. */
export type MakeSecret = (kind: SecretSpec['kind']) => string

/** Every secret that is on the Pi, by id. */
export const storedSecrets: Fact<ReadonlyMap<string, Secret>> = {
  id: 'bramble.secrets',
  command: readSecrets(),
  parse(answer) {
    const lines = answer.stdout.split('\n')
    const found = new Map<string, Secret>()
    for (let index = 0; index + 1 < lines.length; index += 2) {
      const id = lines[index] ?? ''
      found.set(id, new Secret(Buffer.from(lines[index + 1] ?? '', 'base64').toString('utf8'), id))
    }
    return found
  },
}

/** The secrets of one plan: those of the Pi, and new ones for what is missing there, each made on first use. */
export class SecretBox implements Means {
  readonly #stored: ReadonlyMap<string, Secret>
  readonly #specs: ReadonlyMap<string, SecretSpec>
  readonly #make: MakeSecret
  readonly #made = new Map<string, Secret>()

  constructor(stored: ReadonlyMap<string, Secret>, specs: readonly SecretSpec[], make: MakeSecret) {
    this.#stored = stored
    this.#specs = new Map(specs.map((spec) => [spec.id, spec]))
    this.#make = make
  }

  secret(id: string): Secret {
    const known = this.#stored.get(id) ?? this.#made.get(id)
    if (known) return known
    const spec = this.#specs.get(id)
    if (!spec) throw new Error(`no component declares the secret ${id}`)
    const made = new Secret(this.#make(spec.kind), spec.label)
    this.#made.set(id, made)
    return made
  }

  /** Everything that output must be scrubbed of. */
  all(): Secret[] {
    return [...this.#stored.values(), ...this.#made.values()]
  }
}
