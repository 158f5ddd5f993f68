/** SQL as a value: identifiers and literals are quoted by construction, and it travels by standard input only. */
import { Secret } from '../model/secret.ts'
import type { Text } from '../model/text.ts'

class Fragment {
  readonly text: Text
  constructor(text: Text) {
    this.text = text
  }
}
export type { Fragment }

/** A name of something in the database. */
export function identifier(name: string): Fragment {
  return new Fragment([`"${safe(name).replaceAll('"', '""')}"`])
}

/** A string. PostgreSQL reads backslashes as they are since 9.1 (standard_conforming_strings). */
export function literal(value: string | Secret): Fragment {
  if (typeof value === 'string') return new Fragment([`'${safe(value).replaceAll("'", "''")}'`])
  const plain = safe(value.reveal())
  return new Fragment([
    "'",
    plain.includes("'") ? new Secret(plain.replaceAll("'", "''"), value.label) : value,
    "'",
  ])
}

/** Builds SQL from a template; only fragments of `identifier`, `literal` and `sql` itself fit into it. */
export function sql(literals: TemplateStringsArray, ...values: readonly Fragment[]): Fragment {
  const parts: (string | Secret)[] = []
  literals.forEach((text, index) => {
    parts.push(text)
    if (index >= values.length) return
    const value = values[index]
    if (!(value instanceof Fragment)) throw new TypeError('only identifiers, literals and SQL fit into SQL')
    parts.push(...value.text)
  })
  return new Fragment(parts)
}

/** Several statements, one after another. */
export const statements = (fragments: readonly Fragment[]): Text =>
  fragments.flatMap((fragment) => [...fragment.text, '\n'])

/** SQL without secrets, as a string: for a statement inside another one. */
export function plainSql(fragment: Fragment): string {
  return fragment.text
    .map((part) => {
      if (part instanceof Secret) throw new TypeError('a secret inside a nested statement')
      return part
    })
    .join('')
}

function safe(value: string): string {
  if (value.includes('\0')) throw new TypeError('PostgreSQL has no NUL in strings')
  return value
}
