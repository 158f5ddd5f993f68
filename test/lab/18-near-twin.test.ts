/** The near-twin's accident on a real PostgreSQL: whatever is lost around the data, a run leaves the same data in place. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { brookside, converge, emptyPi, laptop, onPi, outcome, type Laptop } from './support.ts'

let one: Laptop

async function sql(text: string): Promise<string> {
  const done = await onPi(
    'docker',
    'exec',
    'bramble-postgres-1',
    'psql',
    '--username=postgres',
    '--dbname=synapse',
    '--quiet',
    '--no-align',
    '--tuples-only',
    '--set=ON_ERROR_STOP=1',
    `--command=${text}`,
  )
  expect(done.status, done.stdout).toBe(0)
  return done.stdout.trim()
}

/** What only these data have: initdb draws another number each time. */
const identity = async (): Promise<string> =>
  `${await sql('SELECT system_identifier FROM pg_control_system()')} ${await sql('SELECT count(*) FROM marker')}`

/** Signs in over the network, as Synapse does, with the password of the file on the Pi. */
const signsIn = async (role: string): Promise<string> =>
  (
    await onPi(
      'sh',
      '-c',
      `docker exec --env PGPASSWORD="$(cat /opt/bramble/secrets/${role}-database)" bramble-postgres-1 \
       sh -c 'psql --host=$(hostname -i) --username=${role} --dbname=${role} --no-align --tuples-only --command="SELECT 1"'`,
    )
  ).stdout.trim()

beforeAll(async () => {
  await emptyPi()
  one = laptop()
  expect(outcome(await converge(one, brookside))).toBe('verified')
  await sql('CREATE TABLE marker AS SELECT generate_series(1, 3) AS message')
})
afterAll(() => one?.close())

const root = '/opt/bramble'
const accidents: readonly (readonly [string, string])[] = [
  ['the password differs', `printf another > ${root}/secrets/synapse-database`],
  [
    'the role’s password differs',
    `docker exec bramble-postgres-1 psql --username=postgres --command "ALTER ROLE synapse PASSWORD 'another'"`,
  ],
  ['the passwords are lost', `rm ${root}/secrets/synapse-database ${root}/secrets/mas-database`],
  ['the superuser’s password differs', `printf another > ${root}/secrets/postgres-superuser`],
  ['the answers are lost', `rm ${root}/state.json`],
  [
    'the mark of finished databases is lost, and nothing runs',
    `rm ${root}/data/postgres/bramble-ready; docker stop bramble-synapse-1 bramble-postgres-1`,
  ],
  [
    'everything but the data is lost',
    `find ${root} -mindepth 1 -maxdepth 1 ! -name data -exec rm -rf {} +; docker ps --all --quiet | xargs docker rm -f`,
  ],
]

describe('the near-twin’s accident', () => {
  it.each(accidents)('a run while %s: the data are the same data', async (_, accident) => {
    const before = await identity()
    expect(before).toMatch(/^\d+ 3$/)
    const done = await onPi('sh', '-ec', accident)
    expect(done.status, done.stdout).toBe(0)
    expect(outcome(await converge(one, brookside))).toBe('verified')
    expect((await one.engine.plan(brookside)).changes).toEqual([])
    expect(await identity()).toBe(before)
    for (const role of ['synapse', 'mas']) expect(await signsIn(role)).toBe('1')
    expect((await onPi('sh', '-c', `ls -d ${root}/data/*.unfinished* 2>/dev/null`)).stdout).toBe('')
  })
})
