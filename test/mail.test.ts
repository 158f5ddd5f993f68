/** Whose password the mail test uses. The mail server is real; the Pi is the practice one, whose connections lead to it. */
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { describe, expect, it, onTestFinished } from 'vitest'
import { now } from '../provisioners/computer.ts'
import type { Host } from '../provisioners/host/host.ts'
import { testMailFromPi } from '../provisioners/mail.ts'
import { Secret } from '../provisioners/model/secret.ts'
import { mail as mailSchema, type Mail } from '../provisioners/model/sign-in.ts'
import { makeCertificates, startMailServer } from './host/support/mail-server.ts'
import { openssl } from './host/support/openssl.ts'
import { intent } from './stack/fake.ts'
import { practiceEngine } from './support/practice.ts'

const given = (value: string) => new Map([['mail-password', new Secret(value, 'mail password')]])
const settings = (port: number): Mail =>
  mailSchema.parse({ host: 'localhost', port, security: 'tls', username: 'anna', from: 'a@example.org' })

const leadingHere = (host: Host, port: number): Host => ({
  identity: host.identity,
  lost: host.lost,
  ask: (questions, options) => host.ask(questions, options),
  start: (queue) => host.start(queue),
  follow: (command, signal) => host.follow(command, signal),
  close: () => host.close(),
  forward: () =>
    new Promise<Duplex>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(socket))
    }),
})

describe('the mail test of the engine', () => {
  it('takes only an e-mail address for its message', async () => {
    const { engine, close } = practiceEngine()
    onTestFinished(close)
    await expect(engine.testMail(settings(465), 'bob', given('x'))).rejects.toMatchObject({
      code: 'intent-invalid',
    })
  })

  it('says that nobody answers where the Pi reaches nobody', async () => {
    const { engine, close } = practiceEngine()
    onTestFinished(close)
    const lines = await engine.testMail(settings(465), 'bob@example.org', given('x'))
    expect(lines.map(({ code }) => code)).toEqual(['port-closed'])
  })

  it.skipIf(!openssl)(
    `uses the password on the Pi, and before it one that was typed just now${openssl ? '' : ' (skipped: no openssl)'}`,
    async () => {
      const { ca, right } = makeCertificates()
      const tried: string[] = []
      const { port } = await startMailServer({
        secure: true,
        ...right,
        onAuth: ({ password }, _session, done) => {
          tried.push(String(password))
          done(null, { user: 'anna' })
        },
      })
      const { engine, connect: toPi, close } = practiceEngine()
      onTestFinished(close)
      const run = await engine.start({ ...intent, mail: settings(port) }, { given: given('kept on the Pi') })
      for await (const _ of engine.follow(run ?? '', new AbortController().signal));
      const test = async (typed?: ReturnType<typeof given>) =>
        testMailFromPi(settings(port), 'bob@example.org', typed, {
          connect: async () => leadingHere(await toPi(), port),
          now,
          ca,
        })
      expect((await test()).at(-1)?.code).toBe('sent')
      expect((await test(given('typed now'))).at(-1)?.code).toBe('sent')
      expect(tried).toEqual(['kept on the Pi', 'typed now'])
    },
  )
})
