/** Secrets are made once, written to the Pi before anything uses them, and read from there ever after. */
import { EngineError } from '../model/engine-error.ts'
import { Secret, wrongGiven, type MadeSecret, type SecretSpec } from '../model/secret.ts'
import { readSecrets } from './commands.ts'
import type { Fact, Means } from './resource.ts'

/** Makes a new value; real randomness comes from the caller, so that plans can be reproduced in tests. */
export type MakeSecret = (kind: MadeSecret) => string

/** What the owner brought for this plan, by the secret's id. */
export type GivenSecrets = ReadonlyMap<string, Secret>

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

/** The secrets of one plan: what the owner brought, those of the Pi, and new ones for what is missing, made on first use. */
export class SecretBox implements Means {
  readonly #stored: ReadonlyMap<string, Secret>
  readonly #specs: ReadonlyMap<string, SecretSpec>
  readonly #make: MakeSecret
  readonly #given: GivenSecrets
  readonly #made = new Map<string, Secret>()

  /** @throws EngineError intent-invalid for one that the owner brought and that cannot be it: before anything is written */
  constructor(
    stored: ReadonlyMap<string, Secret>,
    specs: readonly SecretSpec[],
    make: MakeSecret,
    given: GivenSecrets = new Map(),
  ) {
    this.#stored = stored
    this.#specs = new Map(specs.map((spec) => [spec.id, spec]))
    this.#make = make
    this.#given = given
    const wrong = specs.flatMap((spec) => {
      const value = given.get(spec.id)
      return (value && wrongGiven(spec, value)) ?? []
    })
    if (wrong.length > 0) throw new EngineError('intent-invalid', wrong.join(' '), wrong)
  }

  /** @throws EngineError secret-missing for one that only the owner can bring */
  secret(id: string): Secret {
    const spec = this.#specs.get(id)
    const known =
      (spec?.kind === 'given' ? this.#given.get(id) : undefined) ?? this.#stored.get(id) ?? this.#made.get(id)
    if (known) return known
    if (!spec) throw new Error(`no component declares the secret ${id}`)
    if (spec.kind === 'given') throw new EngineError('secret-missing', `${spec.label} is missing.`, [id])
    const made = new Secret(this.#make(spec.kind), spec.label)
    this.#made.set(id, made)
    return made
  }

  changed(id: string): boolean {
    const brought = this.#specs.get(id)?.kind === 'given' ? this.#given.get(id) : undefined
    return brought !== undefined && brought.reveal() !== this.#stored.get(id)?.reveal()
  }

  /** Everything that output must be scrubbed of. */
  all(): Secret[] {
    return [...this.#stored.values(), ...this.#made.values(), ...this.#given.values()]
  }
}
