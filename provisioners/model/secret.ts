/** A value that never prints: not by string conversion, JSON, inspection or concatenation. */

const values = new WeakMap<Secret, string>()

/** An opaque secret. Only `reveal()` gives the value, and only to code that writes it to its place. */
export class Secret {
  /** A short public name, such as `synapse database password`; shown in place of the value. */
  readonly label: string

  constructor(value: string, label: string) {
    values.set(this, value)
    this.label = label
    Object.freeze(this)
  }

  /** The value itself. Callers write it to a 0600 file or to standard input, nowhere else. */
  reveal(): string {
    const value = values.get(this)
    if (value === undefined) throw new TypeError('not a Secret of this process')
    return value
  }

  toString(): string {
    return `[secret: ${this.label}]`
  }

  toJSON(): string {
    return this.toString()
  }

  /** What `console.log` and `util.inspect` show; the symbol is Node's own, named so that no import is needed. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/** A text with secrets in it, such as an address with a password, as one secret. */
export const composed = (label: string, ...parts: readonly (string | Secret)[]): Secret =>
  new Secret(parts.map((part) => (typeof part === 'string' ? part : part.reveal())).join(''), label)

/** Eight dots in the window, this word in text: what stands where a secret was. */
export const HIDDEN = '[hidden]'

/**
 * Takes every secret value out of a text.
 *
 * @param text anything that a host printed
 * @param secrets the run's secrets; values shorter than 6 characters are left alone, they would eat ordinary text
 * @returns the text with every line of every secret replaced by `[hidden]`
 */
export function scrub(text: string, secrets: Iterable<Secret>): string {
  for (const piece of scrubPatterns(secrets)) text = text.replaceAll(piece, HIDDEN)
  return text
}

/** The literal strings that `scrub` looks for, longest first: each line of a key file counts by itself. */
export function scrubPatterns(secrets: Iterable<Secret>): string[] {
  const pieces = new Set<string>()
  for (const secret of secrets)
    for (const line of secret.reveal().split('\n'))
      if (line.length >= 6 && !/^-----(BEGIN|END) [A-Z ]+-----$/.test(line)) pieces.add(line)
  return [...pieces].sort((a, b) => b.length - a.length)
}

/** What Bramble makes by itself. `token`: 43 URL-safe characters; `hex64`: exactly 64 hex digits; `localpart`: 32 letters and digits that any
 * address takes; `rsa`, `rsa4096`, `p256`: PEM private keys; `signing-key`: Synapse's one line. */
export type MadeSecret = 'token' | 'hex64' | 'localpart' | 'rsa4096' | 'rsa' | 'p256' | 'signing-key'

/** How a secret comes to be, once; its id is its file name under /opt/bramble/secrets. */
export interface SecretSpec {
  readonly id: string
  /** Public name, for people. */
  readonly label: string
  /** `given`: the owner brings it, and may bring another later. */
  readonly kind: MadeSecret | 'given'
  /** What a given one must look like, and the sentence for one that does not: it never says what was given. */
  readonly pattern?: { readonly source: string; readonly words: string }
}

/** @returns what is wrong with a secret that the owner brought, naming it and never quoting it; null where nothing is */
export const wrongGiven = ({ kind, label, pattern }: SecretSpec, value: Secret): string | null =>
  kind === 'given' && pattern && !new RegExp(pattern.source, 'u').test(value.reveal())
    ? `${label}: ${pattern.words}`
    : null
