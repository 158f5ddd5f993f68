/** The mail server's test against a real SMTP server: all that can go wrong, each in its own words. */
import { connect, createServer, type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { SMTPServerOptions } from 'smtp-server'
import { testMail } from '../../provisioners/host/mail-test.ts'
import { mailLine } from '../../provisioners/host/mail-words.ts'
import { EngineError } from '../../provisioners/model/engine-error.ts'
import { mailTestCodes, type MailTestLine } from '../../provisioners/model/mail-test.ts'
import { testLine } from '../../provisioners/model/test-line.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { mail as mailSchema, type Mail } from '../../provisioners/model/sign-in.ts'
import { connected } from './support/connected.ts'
import { openssl } from './support/openssl.ts'
import { makeCertificates, startMailServer, type Certificates } from './support/mail-server.ts'

const canary = 'canary-Zq7-password'
const settings = (port: number, more: Partial<Mail> = {}): Mail =>
  mailSchema.parse({
    host: 'localhost',
    port,
    security: 'tls',
    username: 'anna',
    from: 'matrix@example.org',
    ...more,
  })

/** A connection as the Pi would make it. */
const direct = (target: { port: number }): Promise<Duplex> =>
  new Promise((resolve, reject) => {
    const socket = connect(target.port, '127.0.0.1', () => resolve(socket))
    socket.once('error', () => reject(new EngineError('refused', 'x', ['Connection refused'])))
  })

const codes = (lines: readonly MailTestLine[]): string[] => lines.map(({ code }) => code)
const answer = (code: number, words: string): Error => Object.assign(new Error(words), { responseCode: code })

describe.skipIf(!openssl)(`the mail server, tried live${openssl ? '' : ' (skipped: no openssl)'}`, () => {
  let certificates: Certificates
  beforeAll(() => void (certificates = makeCertificates()))

  /** Takes one name and one password, and asks for them. */
  const server = (more: SMTPServerOptions = {}) =>
    startMailServer({
      secure: true,
      ...certificates.right,
      onAuth: ({ username, password }, _session, done) =>
        username === 'anna' && password === canary
          ? done(null, { user: username })
          : done(answer(535, `5.7.8 no, ${password} is wrong`)),
      ...more,
    })
  const run = (mail: Mail, more: Partial<Parameters<typeof testMail>[2]> = {}): Promise<MailTestLine[]> =>
    testMail(mail, 'bob@example.org', {
      forward: direct,
      password: new Secret(canary, 'mail password'),
      now: () => 1_750_000_000,
      ca: certificates.ca,
      patienceSeconds: 5,
      ...more,
    })
  const all = ['reached', 'encrypted', 'signed-in', 'sent']

  it('works with tls, and the message arrives', async () => {
    const { port, taken } = await server()
    const lines = await run(settings(port))
    expect(codes(lines)).toEqual(all)
    expect(lines.every(({ verdict }) => verdict === 'fine')).toBe(true)
    expect(taken).toHaveLength(1)
    expect(taken[0]).toMatch(
      /^From: <matrix@example\.org>\r\nTo: <bob@example\.org>\r\nSubject: A test from your Matrix server\r\n/,
    )
    expect(taken[0]).toContain('Date: Sun, 15 Jun 2025 15:06:40 +0000')
  })

  it('works with starttls', async () => {
    const { port, taken } = await server({ secure: false })
    expect(codes(await run(settings(port, { security: 'starttls' })))).toEqual(all)
    expect(taken).toHaveLength(1)
  })

  it('works over a connection that SSH forwards, with tls and with starttls', async () => {
    const { host } = await connected({ user: 'root' })
    const forward = ({ port }: { port: number }) => host.forward({ host: '127.0.0.1', port })
    const one = await server()
    expect(codes(await run(settings(one.port), { forward }))).toEqual(all)
    const two = await server({ secure: false })
    expect(codes(await run(settings(two.port, { security: 'starttls' }), { forward }))).toEqual(all)
    expect([one.taken.length, two.taken.length]).toEqual([1, 1])
  })

  it('works in clear where no password is sent, and says so', async () => {
    const { port } = await server({
      secure: false,
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
    })
    const lines = await run(settings(port, { security: 'plain', username: null }), { password: null })
    expect(codes(lines)).toEqual(['reached', 'not-encrypted', 'sent'])
  })

  it('never sends a password in clear, whatever the answers say', async () => {
    const seen: string[] = []
    const { port } = await server({
      secure: false,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ password }, _session, done) => {
        seen.push(String(password))
        done(null, { user: 'x' })
      },
    })
    expect(codes(await run(settings(port, { security: 'starttls' })))).toEqual(['no-starttls'])
    const forced: Mail = { ...settings(port), security: 'plain' }
    expect(codes(await run(forced))).toEqual(['reached', 'not-encrypted', 'no-starttls'])
    expect(seen).toEqual([])
  })

  it.each(['otherName', 'expired'] as const)('a certificate that is wrong: %s', async (which) => {
    const words = { otherName: 'It is made out to another name.', expired: 'It has expired.' }
    for (const security of ['tls', 'starttls'] as const) {
      const { port } = await server({ ...certificates[which], secure: security === 'tls' })
      const lines = await run(settings(port, { security }))
      expect(lines).toEqual([mailLine('certificate', settings(port), words[which])])
    }
  })

  it('a certificate of an authority that nobody knows', async () => {
    const { port, taken } = await server()
    const { ca: _ca, ...means } = { ca: '', forward: direct, password: null, now: () => 0 }
    const lines = await testMail(settings(port), 'bob@example.org', means)
    expect(codes(lines)).toEqual(['certificate'])
    expect(lines[0]?.detail).toMatch(/nobody knows/)
    expect(taken).toEqual([])
  })

  it('the wrong kind of encryption for the port', async () => {
    const clear = await server({ secure: false })
    expect(codes(await run(settings(clear.port)))).toEqual(['no-tls'])
    const tls = await server()
    const lines = await run(settings(tls.port, { security: 'starttls' }), { patienceSeconds: 0.5 })
    expect(codes(lines)).toEqual(['silent'])
    expect(lines[0]?.remedy).toContain('choose tls')
  })

  it('a password that is refused, without repeating it', async () => {
    const { port } = await server()
    const other = new Secret(`${canary}-other`, 'mail password')
    const lines = await run(settings(port), { password: other })
    expect(codes(lines)).toEqual(['reached', 'encrypted', 'password-refused'])
    expect(lines.at(-1)?.detail).toBe('It said: 535 5.7.8 no, [hidden] is wrong')
    expect(JSON.stringify(lines)).not.toContain(canary)
  })

  it('no password where one is needed, and no sign-in where one is wanted', async () => {
    const { port } = await server()
    expect(codes(await run(settings(port), { password: null })).at(-1)).toBe('sign-in-needed')
    expect(codes(await run(settings(port, { username: null }), { password: null })).at(-1)).toBe(
      'sign-in-needed',
    )
    const without = await server({ authOptional: true, disabledCommands: ['AUTH'] })
    expect(codes(await run(settings(without.port))).at(-1)).toBe('no-sign-in')
  })

  it.each<[string, SMTPServerOptions, string]>([
    ['the sender', { onMailFrom: (_a, _s, done) => done(answer(553, '5.7.1 not yours')) }, 'sender-refused'],
    [
      'the recipient',
      { onRcptTo: (_a, _s, done) => done(answer(550, '5.1.1 no such person')) },
      'recipient-refused',
    ],
    [
      'nobody yet (greylisting)',
      { onRcptTo: (_a, _s, done) => done(answer(450, '4.2.0 greylisted')) },
      'try-later',
    ],
    [
      'the message',
      {
        onData: (stream, _s, done) => {
          stream.resume()
          stream.on('end', () => done(answer(554, '5.6.0 looks odd')))
        },
      },
      'message-refused',
    ],
  ])('refuses %s', async (_, options, code) => {
    const { port } = await server(options)
    const lines = await run(settings(port))
    expect(codes(lines)).toEqual(['reached', 'encrypted', 'signed-in', code])
    expect(lines.at(-1)?.detail).toMatch(/^It said: [45]\d\d .*[a-z]$/)
  })

  it('turns the Pi away at the door', async () => {
    const { port } = await server({
      onConnect: (_s, done) => done(answer(554, '5.7.1 home connections are not welcome')),
    })
    const [line] = await run(settings(port))
    expect(line).toMatchObject({ code: 'turned-away', verdict: 'in-the-way' })
    expect(line?.detail).toContain('home connections are not welcome')
  })

  it('a server of another kind: its words are shown on one line, and nothing hangs', async () => {
    const odd = createServer((socket) =>
      socket.on('error', () => {}).end('\u001b[2J554-no\r\n554 HTTP only\r\n'),
    )
    await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void odd.close())
    const { port } = odd.address() as AddressInfo
    const lines = await run(settings(port, { security: 'starttls' }))
    expect(lines.at(-1)?.verdict).toBe('in-the-way')
    expect(JSON.stringify(lines)).not.toMatch(/\\u001b|\\r|\\n/)
  })
})

describe('no connection at all', () => {
  const mail = settings(465)
  const means = { password: null, now: () => 0, patienceSeconds: 0.2 }
  const refused = (words: string) => () => Promise.reject(new EngineError('refused', 'x', [words]))

  it('what the Pi’s SSH server says is told apart', async () => {
    const tell = async (words: string) =>
      codes(await testMail(mail, 'b@example.org', { ...means, forward: refused(words) }))
    expect(await tell('(SSH) Channel open failure: Connection refused')).toEqual(['port-closed'])
    expect(await tell('(SSH) Channel open failure: Name or service not known')).toEqual(['name-unknown'])
    expect(await tell('(SSH) Channel open failure: Temporary failure in name resolution')).toEqual([
      'name-unknown',
    ])
    expect(await tell('(SSH) Channel open failure: Connection timed out')).toEqual(['silent'])
    expect(await tell('(SSH) Channel open failure: open failed')).toEqual(['not-tried'])
  })

  it('a port that swallows everything ends in time, and a connection that comes late is closed', async () => {
    let give: (stream: Duplex) => void = () => {}
    const forward = (): Promise<Duplex> => new Promise((resolve) => (give = resolve))
    const lines = await testMail(settings(25), 'b@example.org', { ...means, forward })
    expect(codes(lines)).toEqual(['silent'])
    expect(lines[0]?.remedy).toContain('block port 25')
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const left = new Promise((resolve) =>
      server.once('connection', (socket) =>
        socket
          .on('error', () => {})
          .resume()
          .once('close', resolve),
      ),
    )
    give(await direct(server.address() as AddressInfo))
    // ends only when the other side lets go
    await left
  })

  it('a Pi that is gone is no answer about the mail server', async () => {
    const forward = () => Promise.reject(new EngineError('connection-lost', 'gone'))
    await expect(testMail(mail, 'b@example.org', { ...means, forward })).rejects.toMatchObject({
      code: 'connection-lost',
    })
  })

  it('every outcome has words; what is in the way has a remedy', () => {
    for (const code of mailTestCodes) {
      const line = testLine.parse(mailLine(code, mail))
      expect(line.title).toMatch(/^[A-Z][^!.]+$/)
      expect(line.remedy === '').toBe(line.verdict === 'fine')
    }
  })
})
