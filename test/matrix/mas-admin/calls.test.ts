/**
 * The client against the lab's double and the practice model. What both answer is ours and proves nothing about MAS; that each
 * request and each answer is one that MAS's own description allows is checked where that description is at hand.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as mas from '../../../provisioners/matrix/mas-admin/index.ts'
import { Secret } from '../../../provisioners/model/secret.ts'
import { BASE, described, description } from './description.ts'
import { builtDouble, startDouble, startPractice, type Answering } from './doubles.ts'

const program = builtDouble()
const password = new Secret('correct horse battery', 'password')
const make = (api: mas.AdminApi, username: string, admin = false): Promise<mas.User> =>
  mas.createAccount(api, { username, password, admin }, new Map())

describe.skipIf(program === null)('against the lab’s double (needs Go)', () =>
  suite(() => startDouble(program ?? '')),
)
describe('against the practice Pi', () => suite(startPractice))

function suite(start: () => Promise<Answering>): void {
  let answering: Answering
  let api: mas.AdminApi
  const carried: [mas.MasRequest, mas.MasAnswer][] = []
  const ask: mas.Ask = async (request) => {
    const answer = await answering.ask(request)
    carried.push([request, answer])
    return answer
  }
  beforeAll(async () => {
    answering = await start()
    api = await mas.adminApi(answering.client, ask)
  })
  afterAll(() => answering.close())

  it('makes accounts, finds them, and pages through them', async () => {
    const anna = await make(api, 'anna', true)
    expect(anna).toMatchObject({ username: 'anna', admin: true, locked: false, deactivated: false })
    expect(Math.abs(anna.createdAt - Date.now() / 1000)).toBeLessThan(3600)
    for (const name of ['ben', 'benno', 'carla']) await make(api, name)
    const first = await mas.listUsers(api, { size: 3 })
    expect(first.users.map(({ username }) => username)).toEqual(['anna', 'ben', 'benno'])
    expect(first.total).toBe(4)
    const second = await mas.listUsers(api, { size: 3, after: first.next ?? '' })
    expect(second.users.map(({ username }) => username)).toEqual(['carla'])
    expect(second.next).toBeNull()
    const back = await mas.listUsers(api, { size: 2, before: second.users[0]?.id })
    expect(back.users.map(({ username }) => username)).toEqual(['ben', 'benno'])
    const found = await mas.listUsers(api, { size: 10, search: 'ben' })
    expect(found.users.map(({ username }) => username)).toEqual(['ben', 'benno'])
    expect(await mas.findUser(api, 'anna')).toEqual(anna)
    expect(await mas.findUser(api, 'nobody')).toBeNull()
    expect(await mas.getUser(api, anna.id)).toEqual(anna)
  })

  it('refuses a name that is taken, wrong or kept for guests, and an id that is not there', async () => {
    const refused = { code: 'sign-in-service-refused' }
    await expect(make(api, 'anna')).rejects.toMatchObject(refused)
    await expect(make(api, 'Anna')).rejects.toMatchObject(refused)
    await expect(make(api, '_anna')).rejects.toMatchObject(refused)
    await expect(make(api, '12345')).rejects.toMatchObject(refused)
    await expect(mas.getUser(api, '0'.repeat(26))).rejects.toMatchObject({ code: 'not-found' })
  })

  it('takes the name up again after a weak password', async () => {
    const unfinished = new Map<string, string>()
    const weak = { username: 'dora', password: new Secret('x', 'password'), admin: false }
    await expect(mas.createAccount(api, weak, unfinished)).rejects.toMatchObject({
      code: 'sign-in-service-refused',
    })
    const dora = await mas.createAccount(api, { ...weak, password }, unfinished)
    expect(dora.username).toBe('dora')
    expect(unfinished.size).toBe(0)
  })

  it('changes who may administer, and counts only those who can', async () => {
    const ben = (await mas.findUser(api, 'ben')) ?? expect.fail('no ben')
    expect(await mas.countAdmins(api)).toBe(1)
    expect((await mas.setAdmin(api, ben.id, true)).admin).toBe(true)
    expect(await mas.countAdmins(api)).toBe(2)
    expect(await mas.lock(api, ben.id)).toMatchObject({ locked: true, admin: true })
    expect(await mas.countAdmins(api)).toBe(1)
    expect((await mas.listUsers(api, { size: 9, status: 'locked' })).users).toHaveLength(1)
    expect(await mas.unlock(api, ben.id)).toMatchObject({ locked: false, lockedAt: null })
    expect((await mas.setAdmin(api, ben.id, false)).admin).toBe(false)
  })

  it('sets a password, and ends accounts and takes them back', async () => {
    const carla = (await mas.findUser(api, 'carla')) ?? expect.fail('no carla')
    await mas.setPassword(api, carla.id, new Secret('another long password', 'password'))
    expect(await mas.listEmails(api, carla.id)).toEqual([])
    expect(await mas.countSessions(api, carla.id, 'now')).toEqual({ browsers: 0, apps: 0 })
    expect(await mas.endSessions(api, carla.id)).toBe(0)
    expect(await mas.deactivate(api, carla.id)).toMatchObject({ deactivated: true })
    expect((await mas.listUsers(api, { size: 9, status: 'deactivated' })).total).toBe(1)
    expect(await mas.reactivate(api, carla.id)).toMatchObject({ deactivated: false })
  })

  it('makes invitations, lists those that hold, and takes them back', async () => {
    const soon = Math.round(Date.now() / 1000) + 14 * 86_400
    const one = await mas.addInvitation(api, { uses: 3, expiresAt: soon })
    expect(one).toMatchObject({ uses: 3, used: 0, expiresAt: soon })
    expect(one.code.length).toBeGreaterThanOrEqual(12)
    const open = await mas.addInvitation(api, { uses: null, expiresAt: null })
    expect(open).toMatchObject({ uses: null, expiresAt: null })
    const long = await mas.addInvitation(api, { uses: 1, expiresAt: 1_000_000 })
    const ids = async () => (await mas.listInvitations(api)).map(({ id }) => id).toSorted()
    expect(await ids()).toEqual([one.id, open.id].toSorted())
    expect(await ids()).not.toContain(long.id)
    await mas.revokeInvitation(api, one.id)
    expect(await ids()).toEqual([open.id])
    await expect(mas.revokeInvitation(api, one.id)).rejects.toMatchObject({ code: 'sign-in-service-refused' })
    await mas.unrevokeInvitation(api, one.id)
    expect(await ids()).toHaveLength(2)
  })

  it('no request holds a password in its path', () => {
    expect(carried.length).toBeGreaterThan(50)
    for (const [{ path }] of carried) expect(path).not.toMatch(/correct|horse|long/)
  })

  it.skipIf(!described)('MAS’s description allows every request and answer (needs ../shared)', () => {
    const { complaints } = description()
    const said = carried
      .filter(([{ path }]) => path.startsWith(BASE))
      // a path that holds no id is refused before it is described
      .flatMap(([request, answer]) => complaints(request, answer))
    expect(said).toEqual([])
    const places = carried.map(
      ([{ method, path }]) => `${method} ${path.split('?')[0]?.replace(/[0-9A-Z]{26}/, 'ID')}`,
    )
    expect(new Set(places).size).toBeGreaterThan(18)
  })
}
