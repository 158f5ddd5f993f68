/** The mail server tried live, from the Pi, before its settings are kept: one connection, one sign-in, one short message. */
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import SmtpConnection from 'nodemailer/lib/smtp-connection'
import { EngineError } from '../model/engine-error.ts'
import type { MailTestCode, MailTestLine } from '../model/mail-test.ts'
import { scrub, type Secret } from '../model/secret.ts'
import type { Mail } from '../model/sign-in.ts'
import { mailLine } from './mail-words.ts'

export interface MailTestMeans {
  /** A TCP connection from the Pi to the mail server. */
  forward(target: { host: string; port: number }): Promise<Duplex>
  /** Null where the server asks for none. */
  readonly password: Secret | null
  /** Seconds since the epoch, for the message's date. */
  now(): number
  /** Another authority than those that every computer trusts, PEM. */
  readonly ca?: string
  /** How long the server may stay silent. */
  readonly patienceSeconds?: number
}

/** What went wrong at one stage, as nodemailer tells it (nodemailer, src/errors). */
interface Trouble {
  readonly code?: string
  readonly originalCode?: string
  readonly message: string
  readonly response?: string
  readonly responseCode?: number
  readonly command?: string
}

/**
 * @param to who gets the test message
 * @returns what was found, in the order of the work; it ends with `sent` or with what was in the way
 * @throws EngineError connection-lost when the Pi itself is gone
 */
export async function testMail(mail: Mail, to: string, means: MailTestMeans): Promise<MailTestLine[]> {
  const lines: MailTestLine[] = []
  const note = (code: MailTestCode, detail = ''): void => void lines.push(mailLine(code, mail, detail))
  const said = (trouble: Trouble): string => clean(trouble.response ?? '', mail, means.password)
  const patience = (means.patienceSeconds ?? 20) * 1000
  const asked = means.forward({ host: mail.host, port: mail.port })
  const stream = await within(patience, asked).catch(opening)
  if (typeof stream === 'string') {
    // one that comes after all is not left open
    asked.then(
      (unwanted) => unwanted.destroy(),
      () => {},
    )
    note(stream, `${mail.host}:${mail.port}`)
    return lines
  }
  const smtp = new Session(stream, mail, patience, means.ca)
  try {
    const connected = await smtp.connect()
    if (connected) {
      note(...atConnect(connected, mail, said(connected)))
      return lines
    }
    note('reached')
    note(smtp.secure ? 'encrypted' : 'not-encrypted')
    if (mail.username !== null) {
      const refused = await signIn(smtp, mail.username, means.password)
      if (refused) {
        note(refused.code, refused.trouble ? said(refused.trouble) : '')
        return lines
      }
      note('signed-in')
    }
    const unsent = await smtp.send(mail.from, to, message(mail, to, means.now()))
    if (unsent) note(atSending(unsent), said(unsent))
    else note('sent', to)
    return lines
  } finally {
    smtp.close()
  }
}

/** Why there is no connection: what the Pi's SSH server says about it (OpenSSH, channels.c; RFC 4254, 5.1). */
function opening(error: unknown): MailTestCode {
  if (error === late) return 'silent'
  if (!(error instanceof EngineError) || error.code !== 'refused') throw error
  const why = error.evidence.join(' ')
  if (/not known|name resolution|no address|nodename/i.test(why)) return 'name-unknown'
  if (/prohibited|open failed$/i.test(why)) return 'not-tried'
  return /timed out/i.test(why) ? 'silent' : 'port-closed'
}

/** Codes of Node's own check of a certificate (Node, TLS: X509 certificate error codes). */
const certificateWords: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'It has expired.',
  CERT_NOT_YET_VALID: 'It is not valid yet.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The server has made it by itself.',
  SELF_SIGNED_CERT_IN_CHAIN: 'It comes from an authority that nobody knows.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'It comes from an authority that nobody knows, or a part of it is missing.',
  UNABLE_TO_GET_ISSUER_CERT: 'It comes from an authority that nobody knows, or a part of it is missing.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'It comes from an authority that nobody knows, or a part of it is missing.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'It is made out to another name.',
}

function atConnect(trouble: Trouble, mail: Mail, said: string): [MailTestCode, string] {
  const certificate = certificateWords[trouble.originalCode ?? trouble.code ?? '']
  if (certificate !== undefined) return ['certificate', certificate]
  if (trouble.command === 'STARTTLS' && trouble.responseCode !== undefined) return ['no-starttls', said]
  if (trouble.responseCode !== undefined)
    return [trouble.responseCode < 500 ? 'try-later' : 'turned-away', said]
  if (trouble.code === 'ETIMEDOUT') return ['silent', `${mail.host}:${mail.port}`]
  // OpenSSL was answered with something that is no TLS
  if (/ERR_SSL_|wrong version number|packet length/i.test(`${trouble.originalCode} ${trouble.message}`))
    return ['no-tls', '']
  return ['broken-off', '']
}

async function signIn(
  smtp: Session,
  username: string,
  password: Secret | null,
): Promise<{ code: MailTestCode; trouble?: Trouble } | null> {
  // the schema refuses such answers already; a password in clear is worth a second lock
  if (!smtp.secure) return { code: 'no-starttls' }
  if (!smtp.offersSignIn) return { code: 'no-sign-in' }
  if (password === null) return { code: 'sign-in-needed' }
  const trouble = await smtp.login(username, password)
  if (!trouble) return null
  if (trouble.responseCode === undefined) return { code: 'broken-off', trouble }
  return { code: trouble.responseCode < 500 ? 'try-later' : 'password-refused', trouble }
}

function atSending({ command, responseCode = 0 }: Trouble): MailTestCode {
  if (responseCode === 0) return 'broken-off'
  // 530: authentication required (RFC 4954, 6)
  if (responseCode === 530) return 'sign-in-needed'
  if (responseCode < 500) return 'try-later'
  if (command === 'MAIL FROM') return 'sender-refused'
  return command === 'RCPT TO' ? 'recipient-refused' : 'message-refused'
}

/** One SMTP session over a connection that is there already; each stage gives what went wrong, or null. */
class Session {
  private readonly smtp: SmtpConnection
  private fail: (trouble: Trouble) => void = () => {}

  constructor(stream: Duplex, mail: Mail, patience: number, ca: string | undefined) {
    this.smtp = new SmtpConnection({
      connection: asSocket(stream),
      host: mail.host,
      port: mail.port,
      servername: mail.host,
      secure: mail.security === 'tls',
      requireTLS: mail.security === 'starttls',
      ignoreTLS: mail.security === 'plain',
      name: mail.from.slice(mail.from.lastIndexOf('@') + 1),
      tls: { servername: mail.host, rejectUnauthorized: true, ...(ca !== undefined && { ca }) },
      connectionTimeout: patience,
      greetingTimeout: patience,
      socketTimeout: patience,
      socketCloseTimeout: 1,
      logger: false,
    })
    this.smtp.on('error', (error) => this.fail(error as Trouble))
    this.smtp.on('end', () => this.fail({ message: 'the connection has ended' }))
  }

  get secure(): boolean {
    return this.smtp.secure
  }

  get offersSignIn(): boolean {
    return this.smtp.allowsAuth
  }

  connect(): Promise<Trouble | null> {
    return this.stage((done) => this.smtp.connect(done))
  }

  login(user: string, password: Secret): Promise<Trouble | null> {
    return this.stage((done) => this.smtp.login({ user, pass: password.reveal() }, done))
  }

  send(from: string, to: string, text: string): Promise<Trouble | null> {
    return this.stage((done) => this.smtp.send({ from, to: [to] }, text, done))
  }

  close(): void {
    this.smtp.close()
  }

  private stage(begin: (done: (error?: unknown) => void) => void): Promise<Trouble | null> {
    return new Promise((resolve) => {
      this.fail = resolve
      begin((error) => resolve((error as Trouble | null | undefined) ?? null))
    })
  }
}

/** An SSH channel is a stream without a socket's clock; nodemailer sets one on the stream that it is given. */
function asSocket(stream: Duplex): Socket {
  if (!('setTimeout' in stream)) Object.assign(stream, { setTimeout: () => stream })
  return stream as Socket
}

const late = new Error('too late')

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late), milliseconds)
  })
  return Promise.race([work, limit]).finally(() => clearTimeout(timer))
}

/** The server's own words: one line, nothing that a screen could act on, nothing of what was sent to it. */
function clean(response: string, { username }: Mail, password: Secret | null): string {
  const secret = password?.reveal()
  const sent =
    secret === undefined
      ? []
      : [secret, base64(secret), base64(`\0${username ?? ''}\0${secret}`)].filter((piece) => piece !== '')
  const scrubbed = sent.reduce(
    (text, piece) => text.replaceAll(piece, '[hidden]'),
    scrub(response, password ? [password] : []),
  )
  const line = scrubbed.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim()
  return line === '' ? '' : `It said: ${line.slice(0, 200)}`
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

/** Plain ASCII, as short as may be (RFC 5322). */
function message(mail: Mail, to: string, now: number): string {
  const date = new Date(now * 1000).toUTCString().replace('GMT', '+0000')
  return [
    `From: <${mail.from}>`,
    `To: <${to}>`,
    'Subject: A test from your Matrix server',
    `Date: ${date}`,
    `Message-ID: <bramble-test-${Math.floor(now * 1000)}@${mail.from.slice(mail.from.lastIndexOf('@') + 1)}>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'This message shows that your Matrix server can send mail. Nothing is to do.',
    '',
  ].join('\r\n')
}
