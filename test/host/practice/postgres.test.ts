import { describe, expect, it } from 'vitest'
import { Cluster, verifierOf } from '../../../provisioners/host/practice/postgres/cluster.ts'
import { runScript, SqlError } from '../../../provisioners/host/practice/postgres/sql.ts'
import { PracticeError } from '../../../provisioners/host/practice/practice-error.ts'
import { Secret } from '../../../provisioners/model/secret.ts'
import { reveal, type Text } from '../../../provisioners/model/text.ts'
import type { Database } from '../../../provisioners/stack/contribution.ts'
import {
  listDatabases,
  makeDatabases,
  missingDatabases,
  parseDatabases,
} from '../../../provisioners/stack/databases.ts'

const wanted: readonly Database[] = [
  { name: 'synapse', role: 'synapse', passwordSecret: 'a', locale: 'C' },
  { name: 'mas', role: 'mas', passwordSecret: 'b', locale: 'default' },
]
const secret = (id: string) => new Secret(`the password called ${id}`, id)
const means = {
  changed: () => false,
  secret,
}

const psql = (cluster: Cluster, script: Text | string): string[] => {
  const rows: string[] = []
  runScript(cluster, typeof script === 'string' ? script : reveal(script), (values) =>
    rows.push(values.join('\t')),
  )
  return rows
}

describe('the practice PostgreSQL', () => {
  it('makes what the stack asks for, however often it is asked', () => {
    const cluster = new Cluster('postgres', 'root', 'C')
    const seen = () => parseDatabases(psql(cluster, listDatabases).join('\n'))
    expect(missingDatabases(seen(), wanted, means)).toHaveLength(4)
    expect(psql(cluster, makeDatabases(wanted, means))).toEqual([])
    expect(psql(cluster, makeDatabases(wanted, means))).toEqual([])
    expect(missingDatabases(seen(), wanted, means)).toEqual([])
    expect(seen().databases.get('synapse')).toEqual({ owner: 'synapse', encoding: 'UTF8', collate: 'C' })
  })

  it('lets in who has the password that the verifier was made of', () => {
    const cluster = new Cluster('postgres', 'root', 'en_US.utf8')
    psql(cluster, makeDatabases(wanted, means))
    expect(cluster.signIn('mas', secret('b').reveal(), 'mas')).toHaveProperty('database')
    expect(cluster.signIn('mas', secret('a').reveal(), 'mas')).toEqual({
      fatal: 'FATAL:  password authentication failed for user "mas"',
    })
    expect(cluster.signIn('mas', secret('b').reveal(), 'other')).toEqual({
      fatal: 'FATAL:  database "other" does not exist',
    })
    expect(cluster.signIn('nobody', 'x', 'mas')).toHaveProperty('fatal')
    psql(cluster, 'ALTER ROLE mas PASSWORD NULL;')
    expect(cluster.signIn('mas', secret('b').reveal(), 'mas')).toHaveProperty('fatal')
  })

  it('tells the people of Synapse by their names, those of bridges left out', () => {
    const cluster = new Cluster('postgres', 'root', 'C')
    psql(cluster, makeDatabases(wanted, means))
    const { rows } = cluster.databases.get('synapse')!
    for (const [name, appserviceId] of [
      ['@b:x.y', null],
      ['@a:x.y', null],
      ['@c:x.y', 'whatsapp'],
      ['@d:xzy', null],
    ])
      rows.set(`users ${name}`, { name, appserviceId })
    const ask = (source: string, database = 'synapse') => {
      const names: string[] = []
      runScript(
        cluster,
        `SELECT name FROM users WHERE appservice_id IS NULL AND name ~ '${source}' ORDER BY name LIMIT 20;`,
        ([name = '']) => names.push(name),
        database,
      )
      return names
    }
    expect(ask(String.raw`^@(a|b|c|d):x\.y$`)).toEqual(['@a:x.y', '@b:x.y'])
    expect(() => ask('a', 'mas')).toThrow(SqlError)
    // what the two languages read differently is not pretended to be known
    expect(() => ask('[[:alpha:]]')).toThrow(PracticeError)
    expect(() => ask('(?=a)')).toThrow(PracticeError)
  })

  it('makes a verifier of a plain password itself', () => {
    const cluster = new Cluster('postgres', 'root', 'C')
    psql(cluster, `CREATE ROLE "a" LOGIN; ALTER ROLE "a" LOGIN PASSWORD 'it''s;plain';`)
    expect(cluster.roles.get('a')?.verifier).toMatch(/^SCRAM-SHA-256\$4096:/)
    expect(cluster.signIn('a', "it's;plain", 'postgres')).toHaveProperty('database')
    expect(verifierOf('x', 'y')).toBe(verifierOf('x', 'y'))
  })

  it('refuses what a real one refuses', () => {
    const cluster = new Cluster('postgres', 'root', 'C')
    expect(() => psql(cluster, `CREATE ROLE "postgres" LOGIN;`)).toThrow(SqlError)
    expect(() => psql(cluster, `ALTER ROLE "nobody" LOGIN PASSWORD 'x';`)).toThrow(
      'role "nobody" does not exist',
    )
    expect(() =>
      psql(cluster, `CREATE DATABASE "x" OWNER "nobody" TEMPLATE template0 ENCODING 'UTF8';`),
    ).toThrow(SqlError)
  })

  it.each([
    'DROP DATABASE "synapse";',
    'SELECT 1;',
    `CREATE DATABASE "x" OWNER "postgres";`,
    `ALTER ROLE "postgres" SUPERUSER;`,
    `SELECT 'a' WHERE 1 = 1 \\gexec`,
    `SELECT 'no semicolon'`,
  ])('does not pretend to understand: %s', (script) => {
    expect(() => psql(new Cluster('postgres', 'root', 'C'), script)).toThrow(PracticeError)
  })

  it('keeps literals out of its bug reports', () => {
    expect(() =>
      psql(new Cluster('postgres', 'r', 'C'), `ALTER USER "a" PASSWORD 'hunter2hunter2';`),
    ).toThrow(expect.not.objectContaining({ message: expect.stringContaining('hunter2') }) as Error)
  })
})
