/** What somebody did by hand is named, repaired, and nothing that is well is touched for it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sh, type Command } from '../../provisioners/shell/command.ts'
import { createServerPi } from './server-pi.ts'
import { byHand, containerIds, write, type ServerPi } from './support.ts'

const psql = sh`docker exec --interactive bramble-postgres-1 psql --no-psqlrc --quiet --no-align --tuples-only ${'--field-separator=\t'} --set=ON_ERROR_STOP=1 --username=postgres --dbname=postgres`
const sql = (text: string): Command => (psql.kind === 'exec' ? { ...psql, input: [text] } : psql)

let server: ServerPi
beforeAll(async () => {
  server = await createServerPi()
}, 300_000)
afterAll(() => server.close())

interface Case {
  readonly what: string
  readonly hand: (server: ServerPi) => Promise<unknown>
  /** Resource, and what is said of it. */
  readonly named: readonly (readonly [string, RegExp])[]
  /** Containers that the repair may replace. */
  readonly replaced?: readonly string[]
}

const run =
  (...commands: readonly Command[]) =>
  async (on: ServerPi): Promise<void> => {
    for (const command of commands) await byHand(on, command)
  }
/** Directory of a service that is in use. */
const used = async (on: ServerPi, service: string): Promise<string> => {
  const manifest = JSON.parse(await byHand(on, sh`cat /opt/bramble/current/manifest.json`)) as {
    stores: Record<string, string>
  }
  return `/opt/bramble/store/${manifest.stores[service]}`
}

const cases: readonly Case[] = [
  {
    what: 'a folder of settings that is gone',
    hand: async (on) => byHand(on, sh`rm -r ${await used(on, 'element')}`),
    named: [['settings:element', /^Its folder of settings is gone\.$/]],
    replaced: ['element'],
  },
  {
    what: 'files that were added, opened, given away and deleted',
    hand: async (on) => {
      await byHand(on, sh`touch ${`${await used(on, 'caddy')}/notes`}`)
      await byHand(on, sh`chmod 644 ${`${await used(on, 'mas')}/config.yaml`}`)
      await byHand(on, sh`chown 0:0 ${`${await used(on, 'synapse')}/homeserver.yaml`}`)
      await byHand(on, sh`rm ${`${await used(on, 'element')}/config.json`}`)
    },
    named: [
      ['settings:caddy', /^notes was added\.$/],
      ['settings:mas', /^The rights of config\.yaml were changed\.$/],
      ['settings:synapse', /^The rights of homeserver\.yaml were changed\.$/],
      ['settings:element', /^config\.json is gone\.$/],
    ],
    replaced: ['caddy', 'mas', 'synapse', 'element'],
  },
  {
    what: 'no link to the settings in use',
    hand: run(sh`rm /opt/bramble/current`),
    named: [['generation-current', /settings/]],
  },
  {
    what: 'a list of services that was edited, and one that was begun',
    hand: run(
      write('/opt/bramble/current/compose.yaml', '# mine\n'),
      sh`mkdir -p /opt/bramble/generations/77.new`,
      sh`touch /opt/bramble/generations/77.new/compose.yaml`,
    ),
    named: [['generation', /file/]],
  },
  {
    what: 'an open secret, an open folder and a data folder of somebody else',
    hand: run(
      sh`chmod 644 /opt/bramble/secrets/mas-encryption`,
      sh`chmod 755 /opt/bramble/store`,
      sh`chown 0:0 /opt/bramble/data/synapse`,
    ),
    named: [
      ['secrets', /^1 closed again$/],
      ['folders', /^2 folders$/],
    ],
  },
  {
    what: 'containers that were stopped, removed and taken off the network',
    hand: run(
      sh`docker stop bramble-element-1`,
      sh`docker rm -f bramble-caddy-1`,
      sh`docker network disconnect bramble_default bramble-mas-1`,
    ),
    named: [
      [
        'containers',
        /^(?=.*Element Web \(stopped\))(?=.*Caddy \(not running\))(?=.*Sign-in service \(cut off from the others\))/,
      ],
    ],
    replaced: ['caddy'],
  },
  {
    what: 'a role without its password',
    hand: run(sql('ALTER ROLE synapse PASSWORD NULL;')),
    named: [['databases', /^password of synapse$/]],
  },
  {
    what: 'a database of somebody else',
    hand: run(sql('ALTER DATABASE "mas" OWNER TO "postgres";')),
    named: [['databases', /^owner of mas$/]],
  },
  {
    what: 'answers that are lost, and Docker that starts no more',
    hand: run(sh`rm /opt/bramble/state.json`, sh`systemctl disable docker`),
    named: [
      ['answers', /^1 new file$/],
      ['docker-running', /machine/],
    ],
  },
]

describe('is named and repaired:', { timeout: 120_000 }, () => {
  it.each(cases)('$what', async ({ hand, named, replaced = [] }) => {
    const before = await containerIds(server)
    await hand(server)
    const view = await server.changes()
    const told = new Map(view.others.map(({ resource, detail }) => [resource, detail]))
    for (const [resource, words] of named) expect(told.get(resource), resource).toMatch(words)
    expect([...told.keys()].toSorted()).toEqual(named.map(([resource]) => resource).toSorted())
    await server.repair()
    expect(await server.unmet()).toEqual([])
    expect(await server.changes()).toMatchObject({ edited: [], others: [], kept: [] })
    const after = await containerIds(server)
    expect([...after.keys()].toSorted()).toEqual([...before.keys()].toSorted())
    for (const [name, id] of before)
      if (!replaced.includes(name.replace(/^bramble-(.*)-1$/, '$1'))) expect(after.get(name), name).toBe(id)
  })
})

describe('a file that was edited by hand', { timeout: 120_000 }, () => {
  it('is shown as what it was and what it is, without a secret', async () => {
    const path = `${await used(server, 'synapse')}/homeserver.yaml`
    const text = await byHand(server, sh`cat ${path}`)
    await byHand(server, write(path, `${text}turn_shared_secret: "typed-by-hand"\nmax_upload_size: 7M\n`))
    const view = await server.changes()
    expect(view.others).toEqual([])
    expect(view.edited).toHaveLength(1)
    const [file] = view.edited
    expect(file).toMatchObject({ service: 'synapse', file: 'homeserver.yaml', name: 'Synapse' })
    expect(
      file?.diff.lines.filter(({ kind }) => kind !== 'same').map(({ kind, text: line }) => [kind, line]),
    ).toEqual([
      ['added', 'turn_shared_secret: [hidden]'],
      ['added', 'max_upload_size: 7M'],
    ])
    const password = await byHand(server, sh`cat /opt/bramble/secrets/synapse-database`)
    expect(JSON.stringify(view)).not.toContain(password)
    await byHand(server, write(path, text))
    expect((await server.changes()).edited).toEqual([])
    expect(await server.unmet()).toEqual([])
  })

  it('is told from one that the answers want otherwise by now', async () => {
    const other = {
      ...server.intent,
      name: 'Elsewhere',
      extras: { ...server.intent.extras, elementWeb: false },
    }
    const view = await server.engine.changes(other)
    expect(view.edited).toEqual([])
    expect(view.others.map(({ resource }) => resource)).toContain('settings:caddy')
  })
})
