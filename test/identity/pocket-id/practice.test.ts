/** Pocket ID over the practice Pi: made whole in one run, left alone by the next, changed in place. */
import { describe, expect, it } from 'vitest'
import { intentSchema, type Intent } from '../../../provisioners/model/intent.ts'
import { sh } from '../../../provisioners/shell/command.ts'
import { practiceEngine } from '../../support/practice.ts'
import { run } from '../../host/practice/support.ts'
import { pocketIdIntent } from './intent.ts'

async function converge({ engine, pi }: ReturnType<typeof practiceEngine>, intent: Intent): Promise<string> {
  const id = await engine.start(intent)
  if (id === null) return 'nothing to do'
  await pi.idle()
  for await (const event of engine.follow(id, new AbortController().signal))
    if (event.kind === 'finished')
      return event.problem ? `${event.outcome}: ${event.problem.cause}` : event.outcome
  return 'no end'
}

const titles = async ({ engine }: ReturnType<typeof practiceEngine>, intent: Intent) =>
  (await engine.plan(intent)).changes.map(({ resource, summary }) => `${resource}: ${summary}`)

describe('Pocket ID on the practice Pi', () => {
  it('is made whole, is left alone, and is changed in place', async () => {
    const practised = practiceEngine()
    expect(await converge(practised, pocketIdIntent)).toBe('verified')
    expect(await titles(practised, pocketIdIntent)).toEqual([])
    const renamed = intentSchema.parse({ ...pocketIdIntent, name: 'Millside' })
    expect(await titles(practised, renamed)).toContain('pocket-id-client: name')
    expect(await converge(practised, renamed)).toBe('verified')
    expect(await titles(practised, renamed)).toEqual([])
  })

  it('gets its secret back when somebody put another in its place', async () => {
    const practised = practiceEngine()
    await converge(practised, pocketIdIntent)
    const path = '/opt/bramble/data/pocket-id/pocket-id.db'
    const state = practised.pi.machine.files.read(path)
    practised.pi.machine.files.write(path, state.replace(/"hash":"[0-9a-f]+"/, '"hash":"somebody else’s"'))
    expect(await titles(practised, pocketIdIntent)).toEqual(['pocket-id-client-secret: In place of another'])
    expect(await converge(practised, pocketIdIntent)).toBe('verified')
    expect(await titles(practised, pocketIdIntent)).toEqual([])
    expect(practised.pi.machine.files.read(path)).not.toContain('somebody else')
  })

  it('has no door for whoever comes first, and no use for its key from outside', async () => {
    const practised = practiceEngine()
    await converge(practised, pocketIdIntent)
    const { pi } = practised
    const key = pi.machine.files.read('/opt/bramble/secrets/pocket-id-api-key')
    const ask = async (path: string): Promise<string> =>
      (
        await run(
          pi,
          sh`curl --silent --cacert /opt/bramble/data/caddy/pki/authorities/local/root.crt --resolve brookside.local:10000:127.0.0.1 --output /dev/null --write-out ${'%{http_code}'} ${`https://brookside.local:10000${path}`}`,
        )
      ).stdout
    expect(await ask('/login')).toBe('200')
    for (const path of ['/setup', '/signup', '/signup/setup', '/st/x', '/api/signup', '/api/signup/setup'])
      expect([path, await ask(path)]).toEqual([path, '404'])
    const { request } = await import('../../../provisioners/host/practice/web.ts')
    const authority = pi.machine.files.read('/opt/bramble/data/caddy/pki/authorities/local/root.crt')
    const users = request(
      pi.machine,
      {
        url: 'https://brookside.local:10000/api/users',
        method: 'GET',
        headers: { 'x-api-key': key },
        body: '',
      },
      { authority, addresses: [{ host: 'brookside.local', port: 10_000, address: '127.0.0.1' }] },
    )
    expect(users).toMatchObject({ status: 401 })
  })

  it('gives the first person a link, which nothing keeps', async () => {
    const practised = practiceEngine()
    await expect(practised.engine.identityInvitation(pocketIdIntent)).rejects.toMatchObject({
      code: 'not-found',
    })
    await converge(practised, pocketIdIntent)
    const { url, expires } = await practised.engine.identityInvitation(pocketIdIntent)
    expect(url.reveal()).toMatch(/^https:\/\/brookside\.local:10000\/lc\/[A-Za-z0-9]{12}$/)
    expect(expires).toBeGreaterThan(Date.now() / 1000 + 23 * 3600)
    expect(`${url}${JSON.stringify({ url })}`).not.toContain('/lc/')
    const none = intentSchema.parse({ ...pocketIdIntent, signIn: {} })
    await expect(practised.engine.identityInvitation(none)).rejects.toMatchObject({ code: 'not-found' })
  })
})
