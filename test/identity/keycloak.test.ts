import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { stackOf } from '../../provisioners/components.ts'
import { requestFile } from '../../provisioners/identity/keycloak/request.ts'
import { wrongAnswers } from '../../provisioners/identity/answers.ts'
import { identityOf, placeOf, providers } from '../../provisioners/identity/index.ts'
import { keycloak } from '../../provisioners/identity/keycloak.ts'
import type { TimedEvent } from '../../provisioners/model/run-event.ts'
import { intentSchema, type Intent } from '../../provisioners/model/intent.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { reveal } from '../../provisioners/model/text.ts'
import { compose } from '../../provisioners/stack/compose.ts'
import { fakeSecretsOf, intent } from '../stack/fake.ts'
import { practiceEngine } from '../support/practice.ts'

const withKeycloak = (settings: Record<string, string | boolean> = {}, server: object = {}): Intent =>
  intentSchema.parse({
    ...intent,
    server: { memory: 'large', ...server },
    signIn: {
      providers: [
        {
          key: 'staff',
          kind: 'keycloak',
          admits: 'everyone',
          settings: {
            username: 'alice',
            firstName: 'Alice',
            lastName: 'O’Brook',
            email: 'alice@example.org',
            ...settings,
          },
        },
      ],
    },
  })

const service = (of: Intent) => {
  const found = stackOf(of).services.find(({ id }) => id === 'keycloak')
  if (!found) throw new Error('no Keycloak')
  return found
}

describe('Keycloak’s files', () => {
  const secret = fakeSecretsOf(withKeycloak())
  it.each(['keycloak.conf', 'matrix-realm.json'])('%s', async (name) => {
    const file = service(withKeycloak()).store?.files.find((candidate) => candidate.name === name)
    await expect(reveal(file?.render(secret) ?? [])).toMatchFileSnapshot(`golden/${name}`)
  })

  it('an entry for the sign-in service', async () => {
    const [upstream] = identityOf(withKeycloak()).upstreams
    await expect(`${JSON.stringify(upstream, null, 2)}\n`).toMatchFileSnapshot(
      'golden/keycloak.upstream.json',
    )
  })

  it('a first password that looks like a variable stays what it is', () => {
    const file = service(withKeycloak()).store?.files.find(({ name }) => name === 'matrix-realm.json')
    const password = '${PATH} "and" \\1 & more'
    const text = reveal(file?.render(() => new Secret(password, 'password')) ?? [])
    expect(text).not.toContain('$')
    const realm = JSON.parse(text) as { users: [{ credentials: [{ value: string }] }] }
    expect(realm.users[0].credentials[0].value).toBe(password)
  })

  it('nothing secret is in the Compose file', () => {
    const stores = new Map(
      stackOf(withKeycloak()).services.flatMap(({ id, store }) => (store ? [[id, `${id}-1`]] : [])),
    )
    expect(compose(stackOf(withKeycloak()), stores).text).not.toContain('canary')
  })

  it.skipIf(spawnSync('curl', ['--version']).status !== 0)(
    'curl sends exactly the body that was meant (skipped where curl is missing)',
    async () => {
      const seen: { method?: string | undefined; authorization?: string | undefined; body: string }[] = []
      const server = createServer((request, response) => {
        let body = ''
        request.on('data', (chunk: Buffer) => (body += chunk.toString()))
        request.on('end', () => {
          seen.push({ method: request.method, authorization: request.headers.authorization, body })
          response.end()
        })
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const body = { text: 'a "b" \\ c\nd @x ü', secret: new Secret('s"e\\c$', 'secret') }
      const { port } = server.address() as AddressInfo
      const curl = spawn('curl', [
        '--silent',
        '--config',
        '-',
        '--request',
        'PUT',
        `http://127.0.0.1:${port}/`,
      ])
      // as sed leaves it: without a line's end
      curl.stdin.end(`header = "Authorization: Bearer abc"${reveal(requestFile(body))}`)
      await once(curl, 'close')
      server.close()
      expect(seen).toHaveLength(1)
      expect(seen[0]).toMatchObject({ method: 'PUT', authorization: 'Bearer abc' })
      expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ text: body.text, secret: 's"e\\c$' })
    },
  )
})

describe('Keycloak’s answers', () => {
  it('is refused where the memory is small, in words', () => {
    expect(wrongAnswers(withKeycloak({}, { memory: 'small' }), providers)).toEqual([
      expect.stringMatching(/more memory/),
    ])
    expect(wrongAnswers(withKeycloak({}, { memory: 'medium' }), providers)).toEqual([])
  })

  it('has less memory on a medium machine, and never more heap than that', () => {
    expect(service(withKeycloak()).memoryLimitMiB).toBe(1024)
    expect(service(withKeycloak({}, { memory: 'medium' })).memoryLimitMiB).toBe(768)
  })

  it.each([
    ['username', 'Alice Brook'],
    ['email', 'alice'],
    ['firstName', 'A${PATH}'],
    ['totp', 'perhaps'],
  ])('refuses %s “%s”', (name, value) => {
    expect(wrongAnswers(withKeycloak({ [name]: value }), providers)).toHaveLength(1)
  })

  it('says where the console is', () => {
    const [entry] = withKeycloak().signIn.providers
    if (!entry) throw new Error('no entry')
    const guide = keycloak.guide(placeOf(entry, withKeycloak())).join('\n')
    expect(guide).toContain('http://localhost:8090/admin/matrix/console/')
    expect(guide).toContain('https://brookside.local:10000/realms/matrix/account')
  })
})

describe('Keycloak over the practice Pi', () => {
  const { engine, pi, close } = practiceEngine()
  afterAll(close)
  const given = new Map([['provider-staff-password', new Secret('${PATH} "first" \\1', 'first password')]])
  const run = async (of: Intent): Promise<TimedEvent | undefined> => {
    let last: TimedEvent | undefined
    const id = await engine.start(of, { given })
    if (id !== null) for await (const event of engine.follow(id, new AbortController().signal)) last = event
    expect(pi.bugs).toEqual([])
    return last
  }

  it('is installed, and then there is nothing to do', async () => {
    expect(await run(withKeycloak())).toMatchObject({ kind: 'finished', outcome: 'verified' })
    expect((await engine.plan(withKeycloak())).changes).toEqual([])
  })

  it('takes every changed answer in place', async () => {
    const changed = withKeycloak({ totp: 'required', bruteForce: false, passwords: 'any' })
    const { changes } = await engine.plan(changed)
    expect(changes.find(({ resource }) => resource === 'keycloak-realm')?.summary).toBe(
      'settings of the realm, one-time codes',
    )
    expect(await run(changed)).toMatchObject({ kind: 'finished', outcome: 'verified' })
    expect((await engine.plan(changed)).changes).toEqual([])
  })
})
