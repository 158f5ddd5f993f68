/** Programs in containers come up only when what they need is there: mistakes of order and of ownership show. */
import { describe, expect, it } from 'vitest'
import { paths } from '../../../provisioners/host/host.ts'
import type { PracticePi } from '../../../provisioners/host/practice/pi.ts'
import { defaultIntent } from '../../../provisioners/model/intent.ts'
import { Secret } from '../../../provisioners/model/secret.ts'
import { sh, type Command } from '../../../provisioners/shell/command.ts'
import { practiceEngine } from '../../support/practice.ts'
import { print, run } from './support.ts'

const intent = {
  ...defaultIntent('raspberrypi'),
  address: { mode: 'home' as const, host: 'brookside.local' },
}

async function installed() {
  const practised = practiceEngine()
  const id = await practised.engine.start(intent)
  await practised.pi.idle()
  if (id === null) throw new Error('nothing was to do')
  return practised
}

const at = (path: string) => `https://brookside.local${path}`
const site = (url: string): Command =>
  sh`curl --silent --max-time 10 --cacert ${`${paths.data}/caddy/pki/authorities/local/root.crt`} --resolve brookside.local:443:127.0.0.1 --resolve brookside.local:8443:127.0.0.1 --write-out ${'%{http_code}'} --output /dev/null ${url}`

/** Restarts one service and says how it is then. */
async function restarted(pi: PracticePi, service: string): Promise<{ up: boolean; log: string }> {
  await run(pi, sh`docker restart ${`bramble-${service}-1`}`)
  await run(pi, sh`sleep 20`)
  const one = pi.machine.docker.find(`bramble-${service}-1`)
  return { up: one?.up === true, log: one?.log.at(-1)?.text ?? '' }
}

const storeOf = (service: string) => `${paths.store}/${service}-1`

describe('the services', () => {
  it('answer where and what the real ones answer', async () => {
    const { pi } = await installed()
    const status = async (url: string) => (await run(pi, site(url))).stdout
    expect(await status(at('/_matrix/client/versions'))).toBe('200')
    expect(await status(at('/_matrix/client/v3/sync'))).toBe('404')
    expect(await status(at('/_matrix/client/v3/login'))).toBe('200')
    expect(await status(at('/_synapse/admin/v1/users'))).toBe('404')
    expect(await status(at('/_synapse/mas/x'))).toBe('404')
    expect(await status(at('/'))).toBe('200')
    expect(await status(at(':8443/login'))).toBe('200')
    expect(await status(at(':8443/api/admin/v1/users'))).toBe('404')
    const inside = (url: string) =>
      run(pi, sh`docker exec bramble-synapse-1 curl --fail --silent --show-error --max-time 5 ${url}`)
    expect(await inside('http://localhost:8008/health')).toMatchObject({ status: 0, stdout: 'OK' })
    expect(await inside('http://mas:8081/health')).toMatchObject({ status: 0, stdout: 'ok' })
    expect(await inside('http://mas:8080/health')).toMatchObject({ status: 22 })
    expect(await inside('http://nobody:80/')).toMatchObject({ status: 6 })
    expect(await inside('http://postgres:80/')).toMatchObject({ status: 7 })
  })

  it('have no programs that their images do not have', async () => {
    const { pi } = await installed()
    expect((await run(pi, sh`docker exec bramble-mas-1 curl http://localhost:8081/health`)).status).toBe(127)
    expect((await run(pi, sh`docker exec bramble-caddy-1 psql`)).status).toBe(127)
    expect((await run(pi, sh`docker exec bramble-nobody-1 curl x`)).status).toBe(1)
  })

  it('blame the sign-in service where it is to blame', async () => {
    const { pi } = await installed()
    await print(pi, sh`docker stop bramble-mas-1`)
    expect((await run(pi, site(at('/_matrix/client/versions')))).stdout).toBe('200')
    expect((await run(pi, site(at('/_matrix/client/v1/auth_metadata')))).stdout).toBe('500')
    expect((await run(pi, site(at(':8443/login')))).stdout).toBe('502')
  })

  it.each([
    ['synapse', 'signing.key', 'signing_key_path'],
    ['synapse', 'mas-secret', 'secret_path'],
    ['mas', 'encryption', 'failed to read /config/encryption'],
    ['mas', 'database-password', 'failed to read'],
    ['caddy', 'caddy.json', 'reading config from file'],
  ])('%s does not start without %s', async (service, file, words) => {
    const { pi } = await installed()
    pi.machine.files.remove(`${storeOf(service)}/${file}`)
    expect(await restarted(pi, service)).toEqual({
      up: false,
      log: expect.stringContaining(words) as string,
    })
  })

  it.each([
    ['synapse', 'homeserver.yaml', 'cannot be read: Permission denied'],
    ['mas', 'config.yaml', 'could not load configuration'],
  ])('%s does not start when %s is root’s', async (service, file, words) => {
    const { pi } = await installed()
    pi.machine.files.chown(`${storeOf(service)}/${file}`, { uid: 0, gid: 0 })
    expect(await restarted(pi, service)).toEqual({
      up: false,
      log: expect.stringContaining(words) as string,
    })
  })

  it('Synapse does not start without its database, its role, its password or its locale', async () => {
    const { pi } = await installed()
    const [cluster] = [...pi.machine.clusters.values()]
    if (!cluster) throw new Error('no cluster')
    const role = cluster.roles.get('synapse')
    const verifier = role?.verifier ?? null
    if (role) role.verifier = null
    expect((await restarted(pi, 'synapse')).log).toContain(
      'password authentication failed for user "synapse"',
    )
    if (role) role.verifier = verifier
    cluster.createDatabase('synapse', 'synapse', 'en_US.utf8', 'en_US.utf8')
    expect((await restarted(pi, 'synapse')).log).toContain("incorrect collation of 'en_US.utf8'")
    cluster.databases.delete('synapse')
    expect((await restarted(pi, 'synapse')).log).toContain('database "synapse" does not exist')
    await run(pi, sh`docker stop bramble-postgres-1`)
    expect((await restarted(pi, 'synapse')).log).toContain('could not translate host name "postgres"')
  })

  it('MAS is strict about a newline behind its encryption key', async () => {
    const { pi } = await installed()
    pi.machine.files.write(`${storeOf('mas')}/encryption`, '\n', { append: true })
    expect((await restarted(pi, 'mas')).log).toContain('invalid hex string')
  })

  it('PostgreSQL keeps its data through a new container, and loses it with its directory', async () => {
    const { pi } = await installed()
    const [before] = [...pi.machine.clusters.values()]
    await print(pi, sh`docker rm -f bramble-postgres-1`)
    const compose = `${paths.current}/compose.yaml`
    const up = sh`docker compose --project-name bramble --project-directory ${paths.root} --file ${compose} up --detach --wait --wait-timeout 60 postgres`
    await print(pi, up)
    expect([...pi.machine.clusters.values()]).toEqual([before])
    await print(pi, sh`docker rm -f bramble-postgres-1`)
    await print(pi, sh`rm -rf ${paths.data}/postgres`)
    await print(pi, sh`install -d -m 0700 -o 999 -g 999 ${paths.data}/postgres`)
    await print(pi, up)
    expect(pi.machine.clusters.size).toBe(2)
  })

  it('make an account that is there afterwards, and once only', async () => {
    const { pi, engine } = await installed()
    const account = {
      username: 'anna',
      password: new Secret('correct horse battery', 'password'),
      admin: true,
    }
    expect((await engine.people.create(account, intent)).userId).toBe('@anna:brookside.local')
    await expect(engine.people.create(account, intent)).rejects.toMatchObject({
      code: 'sign-in-service-refused',
    })
    await print(pi, sh`docker restart bramble-mas-1`)
    await run(pi, sh`sleep 10`)
    await expect(engine.people.create(account, intent)).rejects.toMatchObject({
      code: 'sign-in-service-refused',
    })
    const weak = { username: 'ben', password: new Secret('x', 'password'), admin: false }
    await expect(engine.people.create(weak, intent)).rejects.toMatchObject({
      code: 'sign-in-service-refused',
    })
  })

  it('prove from outside what works, with an authority that reads as a certificate', async () => {
    const { pi, engine } = await installed()
    expect((await engine.certificate()).name).toBe('Bramble practice authority')
    expect((await engine.prove(intent)).probes.filter(({ outcome }) => outcome !== 'works')).toEqual([])
    await print(pi, sh`docker stop bramble-caddy-1`)
    const stopped = await engine.prove(intent)
    expect(stopped.broken).toBe('private')
    expect(stopped.probes.filter(({ outcome }) => outcome === 'fails')).toMatchObject([
      { cause: 'server-down' },
    ])
    await print(pi, sh`docker start bramble-caddy-1`)
    await run(pi, sh`sleep 10`)
    const other = { method: 'GET', url: at('/'), ca: 'another authority', seconds: 5 } as const
    expect(await pi.outside.ask(other)).toMatchObject({ ok: false, why: 'unknown-authority' })
  })
})
