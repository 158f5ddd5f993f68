/** The engine's people over the practice Pi: the rules that are ours, on top of what the sign-in service keeps. */
import { describe, expect, it } from 'vitest'
import { defaultIntent, type Intent } from '../provisioners/model/intent.ts'
import { USERNAME } from '../provisioners/model/people.ts'
import { Secret } from '../provisioners/model/secret.ts'
import { practiceEngine } from './support/practice.ts'

const intent: Intent = { ...defaultIntent('pi'), address: { mode: 'home', host: 'brookside.local' } }
const no = { evenLastAdmin: false }
const yes = { evenLastAdmin: true }

async function installed(answers: Intent = intent) {
  const practised = practiceEngine()
  await practised.engine.start(answers)
  await practised.pi.idle()
  return { ...practised, people: practised.engine.people }
}
type People = Awaited<ReturnType<typeof installed>>['people']
const make = (people: People, username: string, admin: boolean) =>
  people.create({ username, password: people.newPassword(), admin }, intent)

describe('people', () => {
  it('are listed with their Matrix ids', async () => {
    const { people } = await installed()
    const anna = await make(people, 'anna', true)
    expect(anna.userId).toBe('@anna:brookside.local')
    await make(people, 'ben', false)
    const page = await people.list({ search: '' }, intent)
    expect(page).toMatchObject({ total: 2, admins: 1, next: null, standIn: null })
    expect(page.people.map(({ username }) => username)).toEqual(['anna', 'ben'])
    expect((await people.look(anna.id, intent)).sessions).toEqual({ browsers: 0, apps: 0 })
    expect((await people.find('ben', intent))?.userId).toBe('@ben:brookside.local')
  })

  it('always have one who runs the server, unless a person says yes to less', async () => {
    const { people } = await installed()
    const anna = await make(people, 'anna', true)
    const last = { code: 'last-admin' }
    await expect(people.lock(anna.id, no, intent)).rejects.toMatchObject(last)
    await expect(people.setAdmin(anna.id, false, no, intent)).rejects.toMatchObject(last)
    await expect(people.deactivate(anna.id, no, intent)).rejects.toMatchObject(last)
    const ben = await make(people, 'ben', true)
    expect((await people.lock(anna.id, no, intent)).locked).toBe(true)
    // a locked administrator counts for nothing
    await expect(people.setAdmin(ben.id, false, no, intent)).rejects.toMatchObject(last)
    expect((await people.setAdmin(ben.id, false, yes, intent)).admin).toBe(false)
    expect((await people.unlock(anna.id, intent)).locked).toBe(false)
  })

  it('come by invitations that end and can be taken back', async () => {
    const { people } = await installed()
    const offered = await people.invite({ uses: 3, days: 14 })
    expect(offered.uses).toBe(3)
    expect((offered.expiresAt ?? 0) - Date.now() / 1000).toBeGreaterThan(13.9 * 86_400)
    const seen = await people.invitations(intent)
    expect(seen).toMatchObject({ address: 'https://brookside.local:8443/register', wanted: true })
    expect(seen.invitations).toEqual([offered])
    await people.withdraw(offered.id)
    expect((await people.invitations(intent)).invitations).toEqual([])
  })

  it('need no invitation where nobody is asked for one', async () => {
    const closed = { ...intent, signIn: { ...intent.signIn, registration: 'closed' as const } }
    const { people } = await installed(closed)
    expect((await people.invitations(closed)).wanted).toBe(false)
  })

  it('get passwords that can be read aloud, and no two the same', async () => {
    const { people } = practiceEngine().engine
    const made = Array.from({ length: 50 }, () => people.newPassword().reveal())
    expect(new Set(made).size).toBe(50)
    for (const password of made) expect(password).toMatch(/^([a-kmnp-z2-9]{5}-){3}[a-kmnp-z2-9]{5}$/)
  })

  it('keep a name that was refused for its password only', async () => {
    const { people } = await installed()
    const weak = { username: 'carla', password: new Secret('short', 'password'), admin: false }
    await expect(people.create(weak, intent)).rejects.toMatchObject({ code: 'sign-in-service-refused' })
    expect((await people.create({ ...weak, password: people.newPassword() }, intent)).username).toBe('carla')
    await expect(make(people, 'carla', false)).rejects.toMatchObject({ code: 'sign-in-service-refused' })
  })

  it('cannot be asked for before the sign-in service runs', async () => {
    const { people } = practiceEngine().engine
    await expect(people.list({}, intent)).rejects.toMatchObject({ code: 'not-found' })
  })
})

it('a user name is what Matrix, MAS and Synapse all take', () => {
  for (const good of ['anna', 'a.b-c_d=e/f+g', '1a']) expect(good).toMatch(USERNAME)
  for (const bad of ['', '_anna', 'Anna', '123', 'a b', 'ä', 'a'.repeat(65)])
    expect(bad).not.toMatch(USERNAME)
})
