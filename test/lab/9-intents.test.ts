/** Twelve intents on the lab's Pi: the real Synapse takes each and starts with it, and the real Caddy takes its routes. */
import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { stackOf } from '../../provisioners/components.ts'
import { images } from '../../provisioners/images.ts'
import { secretMaker } from '../../provisioners/keys.ts'
import { intentSchema, type Intent } from '../../provisioners/model/intent.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { reveal } from '../../provisioners/model/text.ts'
import { selfCheck } from '../../provisioners/stack/commands.ts'
import type { Service } from '../../provisioners/stack/contribution.ts'
import { storePath } from '../../provisioners/stack/paths.ts'
import { renderFiles } from '../../provisioners/stack/settings.ts'
import { render } from '../../provisioners/shell/render.ts'
import { twelve } from '../matrix/twelve.ts'
import { brookside, converge, emptyPi, laptop, onPi, outcome, type Laptop } from './support.ts'

const answers = fileURLToPath(new URL('../../docs/answers/', import.meta.url))
const intents: readonly (readonly [string, Intent])[] = existsSync(answers)
  ? readdirSync(answers)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => [name, intentSchema.parse(parse(readFileSync(`${answers}${name}`, 'utf8')))])
  : twelve

const make = secretMaker((bytes) => randomBytes(bytes))
const rsa = make('rsa')
let one: Laptop

/** Secrets of an intent; the database's is the one that the Pi has, for its PostgreSQL is used. */
function secretsOf(intent: Intent, database: string): (id: string) => Secret {
  const known = new Map(
    stackOf(intent).secrets.map(({ id, kind, label }) => {
      if (id === 'synapse-database') return [id, new Secret(database, label)] as const
      return [
        id,
        kind === 'given' ? new Secret('brought-by-the-owner', label) : kind === 'rsa' ? rsa : make(kind),
      ] as const
    }),
  )
  return (id) => {
    const found = known.get(id)
    if (!found) throw new Error(`nobody declares ${id}`)
    return found instanceof Secret ? found : new Secret(String(found), id)
  }
}

/** Writes a service's files into a store directory of their own, as a run would: one script, for each call costs a process here. */
async function place(service: Service, secret: (id: string) => Secret, directory: string): Promise<void> {
  const { uid, gid } = service.user
  const lines = renderFiles(service, { secret }).map(({ name, mode, content }) => {
    const path = `${storePath(directory)}/${name}`
    const bytes = Buffer.from(reveal(content)).toString('base64')
    return `echo ${bytes} | base64 -d > ${path}; chown ${uid}:${gid} ${path}; chmod 0${mode.toString(8)} ${path}`
  })
  const made = `install -d -m 0700 -o ${uid} -g ${gid} ${storePath(directory)}`
  expect((await onPi('sh', '-ec', [made, ...lines].join('\n'))).status).toBe(0)
}

function serviceOf(intent: Intent, id: string): Service | undefined {
  return stackOf(intent).services.find((service) => service.id === id)
}

/** What a program says of its settings, by the very command that a run uses. */
async function ask(service: Service, directory: string): Promise<{ status: number; stdout: string }> {
  const { selfCheck: argv } = service
  if (!argv) throw new Error(`${service.id} cannot be asked`)
  return onPi('sh', '-c', `${render(selfCheck({ ...service, selfCheck: argv }, directory))} 2>&1`)
}

beforeAll(async () => {
  await emptyPi()
  one = laptop()
  expect(outcome(await converge(one, brookside))).toBe('verified')
  const { stdout } = await onPi(
    'docker',
    'exec',
    'bramble-synapse-1',
    'python3',
    '-c',
    'import synapse; print(synapse.__version__)',
  )
  console.log(`Synapse ${stdout.trim()}`)
  // the real server's containers keep the Pi's memory busy; only its database is needed from here on
  await onPi('docker', 'stop', 'bramble-synapse-1')
})

afterAll(async () => {
  await one?.close()
})

it('its databases have the locale that Synapse insists on', async () => {
  const { stdout } = await onPi(
    'docker',
    'exec',
    'bramble-postgres-1',
    'psql',
    '--username=postgres',
    '--no-align',
    '--tuples-only',
    '--command=SELECT datname, pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database ORDER BY 1',
  )
  expect(stdout.split('\n')).toContain('synapse|UTF8|C|C')
  expect(stdout.split('\n').find((line) => line.startsWith('mas|'))).toMatch(/^mas\|UTF8\|/)
})

describe('the real programs take', () => {
  it.each(intents)('%s', async (name, intent) => {
    const number = 9000 + intents.findIndex(([other]) => other === name)
    const password = (await onPi('cat', '/opt/bramble/secrets/synapse-database')).stdout
    const secret = secretsOf(intent, password)
    const synapse = serviceOf(intent, 'synapse')
    if (!synapse) throw new Error('no Synapse')
    await place(synapse, secret, `synapse-${number}`)
    const parsed = await ask(synapse, `synapse-${number}`)
    expect(parsed.stdout).toContain('Config parses OK!')
    expect(parsed.status).toBe(0)
    const caddy = serviceOf(intent, 'caddy')
    if (caddy) {
      await place(caddy, secret, `caddy-${number}`)
      const valid = await ask(caddy, `caddy-${number}`)
      expect(valid.stdout).toContain('Valid configuration')
      expect(valid.status).toBe(0)
    } else expect(intent.address.mode).toBe('proxy')
    const began = Date.now()
    await startUntilHealthy(`synapse-${number}`)
    console.log(`${name}: Synapse was up after ${((Date.now() - began) / 1000).toFixed(1)} s`)
  })
})

/** Each server name is another server, and needs a database that knows no other. */
async function startUntilHealthy(directory: string): Promise<void> {
  const sql = (text: string): Promise<{ status: number; stdout: string }> =>
    onPi(
      'docker',
      'exec',
      'bramble-postgres-1',
      'psql',
      '--username=postgres',
      '--quiet',
      `--command=${text}`,
    )
  const run = await onPi(
    'sh',
    '-c',
    `docker run --detach --name intent --network bramble_default --user 991:991 --tmpfs /data:uid=991,gid=991,mode=0700 \
     --mount type=bind,source=${storePath(directory)},target=/config,readonly \
     --env SYNAPSE_CONFIG_PATH=/config/homeserver.yaml ${images.synapse} 2>&1`,
  )
  expect(run.status, run.stdout).toBe(0)
  try {
    const healthy = await onPi(
      'sh',
      '-c',
      'for i in $(seq 60); do docker exec intent curl --fail --silent http://localhost:8008/health && exit 0; sleep 0.5; done; docker logs --tail 20 intent 2>&1; exit 1',
    )
    expect(healthy.stdout).toContain('OK')
    expect(healthy.status).toBe(0)
  } finally {
    await onPi('docker', 'rm', '-f', 'intent')
    await sql('DROP DATABASE synapse WITH (FORCE)')
    await sql(
      "CREATE DATABASE synapse OWNER synapse TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'",
    )
  }
}

describe('the real programs refuse, in their own words,', () => {
  const intent = brookside

  it('a Synapse that wants accounts of its own beside the sign-in service', async () => {
    const synapse = serviceOf(intent, 'synapse')
    if (!synapse?.store) throw new Error('no Synapse')
    const secret = secretsOf(intent, 'any')
    await place(synapse, secret, 'synapse-9100')
    const path = `${storePath('synapse-9100')}/homeserver.yaml`
    await onPi(
      'sed',
      '-i',
      's/^  localdb_enabled: false/  localdb_enabled: true/; /^password_config/,/^[a-z]/s/  enabled: false/  enabled: true/',
      path,
    )
    const refused = await ask(synapse, 'synapse-9100')
    expect(refused.status).not.toBe(0)
    expect(refused.stdout).toContain('password_config')
  })

  it('a Caddy with a handler that does not exist', async () => {
    const caddy = serviceOf(intent, 'caddy')
    if (!caddy) throw new Error('no Caddy')
    await place(caddy, secretsOf(intent, 'any'), 'caddy-9100')
    await onPi(
      'sed',
      '-i',
      's/"handler": "reverse_proxy"/"handler": "reverse_prosy"/',
      `${storePath('caddy-9100')}/caddy.json`,
    )
    const refused = await ask(caddy, 'caddy-9100')
    expect(refused.status).not.toBe(0)
    expect(refused.stdout).toContain('reverse_prosy')
  })
})
