/** SQL is quoted by construction: whatever the value, the statement around it stays the same statement. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../provisioners/model/secret.ts'
import { masked, reveal } from '../../provisioners/model/text.ts'
import { makeDatabases, missingDatabases, parseDatabases } from '../../provisioners/stack/databases.ts'
import { scramVerifier } from '../../provisioners/stack/scram.ts'
import { identifier, literal, plainSql, sql } from '../../provisioners/stack/sql.ts'
import { digest } from '../../provisioners/stack/settings.ts'
import { allSecrets, means } from './fake.ts'

/** PostgreSQL's own rule: a doubled quote is one quote, a single one ends the string (standard_conforming_strings). */
function tokens(text: string): { kind: 'literal' | 'identifier' | 'other'; value: string }[] {
  const found = [...text.matchAll(/'((?:[^']|'')*)'|"((?:[^"]|"")*)"|([^'"]+)/g)]
  expect(found.map((match) => match[0]).join('')).toBe(text)
  return found.map((match) => {
    if (match[1] !== undefined) return { kind: 'literal', value: match[1].replaceAll("''", "'") }
    if (match[2] !== undefined) return { kind: 'identifier', value: match[2].replaceAll('""', '"') }
    return { kind: 'other', value: match[3] ?? '' }
  })
}

const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'))

describe('sql', () => {
  it('keeps every value one token', () => {
    fc.assert(
      fc.property(text, text, (name, value) => {
        const statement = plainSql(sql`ALTER ROLE ${identifier(name)} PASSWORD ${literal(value)};`)
        expect(tokens(statement)).toEqual([
          { kind: 'other', value: 'ALTER ROLE ' },
          { kind: 'identifier', value: name },
          { kind: 'other', value: ' PASSWORD ' },
          { kind: 'literal', value },
          { kind: 'other', value: ';' },
        ])
      }),
    )
  })

  it('nests a statement inside a literal', () => {
    fc.assert(
      fc.property(text, (name) => {
        const inner = sql`CREATE ROLE ${identifier(name)}`
        const [, outer] = tokens(plainSql(sql`SELECT ${literal(plainSql(inner))}`))
        expect(outer).toEqual({ kind: 'literal', value: plainSql(inner) })
      }),
    )
  })

  it('hides a secret that needs escaping as well', () => {
    const fragment = sql`PASSWORD ${literal(new Secret("it's", 'canary'))}`
    expect(reveal(fragment.text)).toBe("PASSWORD 'it''s'")
    expect(masked(fragment.text)).toBe("PASSWORD '[hidden]'")
    expect(() => plainSql(fragment)).toThrow(TypeError)
  })

  it('takes nothing but fragments, and no NUL', () => {
    // @ts-expect-error a string is not SQL
    expect(() => sql`SELECT ${'1; DROP TABLE users'}`).toThrow(TypeError)
    expect(() => literal('a\0b')).toThrow(TypeError)
    expect(() => identifier('\0')).toThrow(TypeError)
  })
})

describe('scram', () => {
  it('is what PostgreSQL takes', () => {
    // tried on PostgreSQL 15.18: with this verifier the password signs in by scram-sha-256, and another one does not
    const verifier = scramVerifier(new Secret('fake-synapse-database', 'x'), 'synapse').reveal()
    expect(verifier).toBe(
      'SCRAM-SHA-256$4096:d07CNvJx8b2l+0oJp64hZg==$3KntS165YwF0WwWDww9aEl+uJ9Cuum8IbrHgRnutluk=:R4JEpxHfubI8hHfMEldanNUFy4toevg+Kdc1Kt34pKQ=',
    )
  })

  it('is the same for the same password, and another one for another role', () => {
    const of = (password: string, role: string) => scramVerifier(new Secret(password, 'x'), role).reveal()
    expect(of('a', 'mas')).toBe(of('a', 'mas'))
    expect(of('a', 'mas')).not.toBe(of('a', 'synapse'))
    expect(of('a', 'mas')).not.toBe(of('b', 'mas'))
  })
})

describe('databases', () => {
  const wanted = [
    { name: 'synapse', role: 'synapse', passwordSecret: 'synapse-database', locale: 'C' },
    { name: 'mas', role: 'mas', passwordSecret: 'mas-database', locale: 'default' },
  ] as const
  const hash = (id: string, role: string) => digest(scramVerifier(means.secret(id), role).reveal())
  const row = (...cells: string[]) => `${cells.join('\t')}\n`
  const whole =
    row('role', 'postgres', digest('')) +
    row('role', 'synapse', hash('synapse-database', 'synapse')) +
    row('role', 'mas', hash('mas-database', 'mas')) +
    row('database', 'synapse', 'synapse', 'UTF8', 'C', 'C') +
    row('database', 'mas', 'mas', 'UTF8', 'C', 'C') +
    'NOTICE: nonsense\n\n'

  it('sees that nothing is missing', () => {
    expect(missingDatabases(parseDatabases(whole), wanted, means)).toEqual([])
  })

  it('sees what is missing', () => {
    const without = whole
      .replace(/^database\tmas.*\n/m, '')
      .replace(hash('mas-database', 'mas'), digest('other'))
    expect(missingDatabases(parseDatabases(without), wanted, means)).toEqual([
      'password of mas',
      'database mas',
    ])
    expect(missingDatabases(parseDatabases(''), wanted, means)).toHaveLength(4)
  })

  it('makes them however often it runs, and never says a password', () => {
    const text = makeDatabases(wanted, means)
    expect(reveal(text).match(/WHERE NOT EXISTS/g)).toHaveLength(4)
    expect(reveal(text)).toContain("LC_COLLATE ''C'' LC_CTYPE ''C''")
    for (const secret of allSecrets) expect(reveal(text)).not.toContain(secret.reveal())
    expect(masked(text)).not.toContain('SCRAM')
  })
})
