/** The mail server's test through a real sshd, whose words for a failed connection tell the cases apart. */
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { now } from '../../provisioners/computer.ts'
import { testMail } from '../../provisioners/host/mail-test.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { mail, type Mail } from '../../provisioners/model/sign-in.ts'
import { makeCertificates, startMailServer } from '../host/support/mail-server.ts'
import { emptyPi, labFacts, laptop, onPi, until, type Laptop } from './support.ts'

const password = new Secret('canary-mail', 'mail password')
const settings = (host: string, port: number, security: Mail['security'] = 'tls'): Mail =>
  mail.parse({ host, port, security, username: 'anna', from: 'matrix@example.org' })

/** This machine's address towards the Pi. */
const ownAddress = (): Promise<string> =>
  new Promise((resolve, reject) => {
    const { host, port } = labFacts()
    const socket = connect(port, host, () => {
      resolve(socket.localAddress ?? '')
      socket.destroy()
    }).once('error', reject)
  })

describe('the mail server, tried from the Pi', () => {
  let one: Laptop
  beforeAll(async () => {
    await emptyPi()
    one = laptop()
  }, 300_000)
  afterAll(() => one.close())

  const run = async (of: Mail, ca?: string): Promise<string[]> => {
    const host = await one.connect()
    const lines = await testMail(of, 'bob@example.org', {
      forward: (target) => host.forward(target),
      password,
      now,
      ...(ca !== undefined && { ca }),
    })
    return lines.map(({ code }) => code)
  }

  it('sends its message, with tls and with starttls', async () => {
    const address = await ownAddress()
    await onPi('sh', '-c', `echo '${address} mail.example.org' >> /etc/hosts`)
    const { ca, otherName } = makeCertificates()
    for (const security of ['tls', 'starttls'] as const) {
      const { port, taken } = await startMailServer(
        {
          secure: security === 'tls',
          ...otherName,
          onAuth: (auth, _session, done) =>
            auth.password === password.reveal() ? done(null, { user: 'anna' }) : done(new Error('no')),
        },
        address,
      )
      expect(await run(settings('mail.example.org', port, security), ca)).toEqual([
        'reached',
        'encrypted',
        'signed-in',
        'sent',
      ])
      expect(taken).toHaveLength(1)
    }
  })

  it('tells a name that leads nowhere from a port where nobody answers', async () => {
    expect(await run(settings('smtp.nowhere.example', 465))).toEqual(['name-unknown'])
    expect(await run(settings('mail.example.org', 1))).toEqual(['port-closed'])
  })

  it('says when the Pi does not let it try', async () => {
    await onPi(
      'sh',
      '-c',
      'echo AllowTcpForwarding no > /etc/ssh/sshd_config.d/00-test.conf; systemctl reload ssh',
    )
    const another = laptop()
    try {
      // a reload closes the door for a moment
      await until('sshd is back', 20, () =>
        another.connect().then(
          () => true,
          () => false,
        ),
      )
      const host = await another.connect()
      const [line] = await testMail(settings('mail.example.org', 465), 'bob@example.org', {
        forward: (target) => host.forward(target),
        password,
        now,
      })
      expect(line?.code).toBe('not-tried')
    } finally {
      await another.close()
      await onPi('sh', '-c', 'rm /etc/ssh/sshd_config.d/00-test.conf; systemctl reload ssh')
    }
  })
})
