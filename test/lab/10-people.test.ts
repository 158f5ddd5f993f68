import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Person } from '../../provisioners/model/people.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { STAND_IN_HEADER } from '../../provisioners/model/proof.ts'
import { http } from '../../provisioners/host/http.ts'
import { MAS_INTERNAL_PORT } from '../../provisioners/matrix/mas-config.ts'
import { brookside, converge, emptyPi, lab, laptop, onPi, outcome, type Laptop } from './support.ts'

const no = { evenLastAdmin: false }
const chosen = new Secret('a password that anna chose', 'password')

/**
 * People over real SSH, a real container network and the real configuration. MAS itself is a double here that refuses what MAS's
 * description refuses: this shows what Bramble sends and how it travels, and nothing about MAS.
 */
describe('people', () => {
  let one: Laptop
  let anna: Person
  let ben: Person
  let commands = ''
  const secrets: Secret[] = [chosen]
  const replies: unknown[] = []
  const keep = <T>(value: T): T => {
    replies.push(value)
    return value
  }

  beforeAll(async () => {
    await emptyPi()
    one = laptop()
    const ended = outcome(await converge(one))
    if (ended !== 'verified') throw new Error(ended)
    await lab('forkstat', 'start')
  })
  afterAll(() => one?.close())

  it('the first account is made and runs the server', async () => {
    const { people } = one.engine
    expect(keep(await people.list({}, brookside))).toMatchObject({ total: 0, admins: 0, standIn: 'MAS' })
    anna = keep(await people.create({ username: 'anna', password: chosen, admin: true }, brookside))
    expect(anna).toMatchObject({ userId: '@anna:brookside.local', admin: true })
  })

  it('a second one comes, is found, and cannot come twice', async () => {
    const { people } = one.engine
    const password = people.newPassword()
    secrets.push(password)
    const account = { username: 'ben', displayName: 'Ben Ö', password, admin: false }
    ben = keep(await people.create(account, brookside))
    await expect(people.create(account, brookside)).rejects.toMatchObject({ code: 'sign-in-service-refused' })
    expect(keep(await people.list({ search: 'be' }, brookside)).people).toEqual([ben])
    expect(keep(await people.list({}, brookside))).toMatchObject({ total: 2, admins: 1 })
    expect(await people.look(ben.id, brookside)).toMatchObject({ sessions: { browsers: 0, apps: 0 } })
  })

  it('the last who runs the server stays one, unless a person says otherwise', async () => {
    const { people } = one.engine
    await expect(people.lock(anna.id, no, brookside)).rejects.toMatchObject({ code: 'last-admin' })
    await expect(people.setAdmin(anna.id, false, no, brookside)).rejects.toMatchObject({ code: 'last-admin' })
    expect(keep(await people.setAdmin(ben.id, true, no, brookside)).admin).toBe(true)
    expect(keep(await people.setAdmin(anna.id, false, no, brookside)).admin).toBe(false)
  })

  it('locks and unlocks, sets a password, closes and opens an account', async () => {
    const { people } = one.engine
    expect(keep(await people.lock(anna.id, no, brookside))).toMatchObject({ locked: true })
    expect(keep(await people.unlock(anna.id, brookside))).toMatchObject({ locked: false })
    const password = people.newPassword()
    secrets.push(password)
    await people.setPassword(anna.id, password)
    await expect(people.setPassword(anna.id, new Secret('aaaaaaaa', 'password'))).rejects.toMatchObject({
      code: 'sign-in-service-refused',
    })
    expect(await people.signOut(anna.id)).toBe(0)
    expect(keep(await people.deactivate(anna.id, no, brookside)).deactivated).toBe(true)
    expect(keep(await people.reactivate(anna.id, brookside)).deactivated).toBe(false)
  })

  it('an invitation is made, listed and taken back', async () => {
    const { people } = one.engine
    const offered = await people.invite({ uses: 3, days: 7 })
    secrets.push(new Secret(offered.code, 'invitation'))
    const list = await people.invitations(brookside)
    expect(list).toMatchObject({ invitations: [offered], wanted: true, standIn: 'MAS' })
    expect(list.address).toBe('https://brookside.local:8443/register')
    await people.withdraw(offered.id)
    expect((await people.invitations(brookside)).invitations).toEqual([])
    await expect(people.withdraw(offered.id)).rejects.toMatchObject({ code: 'sign-in-service-refused' })
  })

  it('the API lets nobody in without a token, says that it is a stand-in, and has no public address', async () => {
    const { stdout } = await onPi(
      'docker',
      'inspect',
      '--format',
      '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}',
      'bramble-mas-1',
    )
    const host = stdout.trim().split(' ')[0] ?? ''
    const there = await one.connect()
    const bare = await http(await there.forward({ host, port: MAS_INTERNAL_PORT }), {
      method: 'GET',
      path: '/api/admin/v1/users',
      headers: {},
    })
    expect(bare.status).toBe(400)
    expect(bare.headers[STAND_IN_HEADER]).toBe('MAS')
    for (const url of [
      'https://brookside.local:8443/api/admin/v1/users',
      'https://brookside.local/api/admin/v1/users',
    ]) {
      const seen = await onPi(
        'curl',
        '--silent',
        '--insecure',
        '--resolve',
        'brookside.local:443:127.0.0.1',
        '--resolve',
        'brookside.local:8443:127.0.0.1',
        '--dump-header',
        '-',
        url,
      )
      expect(seen.stdout).toMatch(/^HTTP\/[0-9.]+ 404/)
      expect(seen.stdout).not.toContain(STAND_IN_HEADER)
    }
  })

  it('no password and no code is in any argv, reply, log or journal', async () => {
    // the watcher sees what runs: the searches below could find something
    await onPi('true', 'seen-by-the-watcher')
    commands = readFileSync((await lab('forkstat', 'stop')).trim(), 'utf8')
    expect(commands).toContain('seen-by-the-watcher')
    const journal = await onPi('journalctl', '--no-pager', '--output', 'export')
    const logs = await onPi('sh', '-c', 'for c in $(docker ps -aq); do docker logs $c 2>&1; done')
    const files = await onPi('sh', '-c', 'cat /opt/bramble/runs/*/* /opt/bramble/state.json')
    for (const { stdout } of [journal, logs, files]) expect(stdout.length).toBeGreaterThan(100)
    expect(secrets).toHaveLength(4)
    for (const secret of secrets.map((each) => each.reveal()))
      for (const text of [commands, JSON.stringify(replies), journal.stdout, logs.stdout, files.stdout])
        expect(text.includes(secret)).toBe(false)
  })
})
