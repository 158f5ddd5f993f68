/** What each outcome of the mail server's test is called, and what to do about it. Pure. */
import type { MailTestCode, MailTestLine } from '../model/mail-test.ts'
import type { Mail } from '../model/sign-in.ts'

interface Words {
  readonly verdict: MailTestLine['verdict']
  readonly title: string
  readonly remedy: (mail: Mail) => string
}

const none = (): string => ''
const fine = (title: string): Words => ({ verdict: 'fine', title, remedy: none })

const words: Record<MailTestCode, Words> = {
  reached: fine('The mail server answers'),
  encrypted: fine('The connection is encrypted, and the certificate is right'),
  'signed-in': fine('It accepts the name and the password'),
  sent: fine('It has taken a test message'),
  'not-encrypted': {
    verdict: 'worth-knowing',
    title: 'The connection is not encrypted',
    remedy: () => 'Others on the way can read the mails. Choose tls or starttls if the server knows it.',
  },
  'not-tried': {
    verdict: 'worth-knowing',
    title: 'The Pi does not let Bramble try the mail server',
    remedy: () =>
      'Its SSH server forbids forwarding (AllowTcpForwarding). Allow it for the test, or go on without it.',
  },
  'name-unknown': {
    verdict: 'in-the-way',
    title: 'The mail server’s name leads nowhere',
    remedy: ({ host }) => `Is ${host} spelt right? The Pi looked it up and found nothing.`,
  },
  'port-closed': {
    verdict: 'in-the-way',
    title: 'Nobody answers at that port',
    remedy: ({ port }) =>
      port === 25
        ? 'Most providers of internet access close port 25. Use 465 with tls or 587 with starttls.'
        : 'Mail servers take mail of their customers at 465 with tls or at 587 with starttls: look up which one yours has.',
  },
  silent: {
    verdict: 'in-the-way',
    title: 'The mail server says nothing',
    remedy: ({ port, security }) =>
      port === 25
        ? 'Most providers of internet access block port 25 silently. Use 465 with tls or 587 with starttls.'
        : security === 'tls'
          ? 'Is the port right? tls usually goes with 465. A firewall on the way can be the reason, too.'
          : 'It may wait for encryption from the start, as port 465 does: choose tls then. A firewall on the way can be the reason, too.',
  },
  certificate: {
    verdict: 'in-the-way',
    title: 'The mail server’s certificate is not right',
    remedy: () =>
      'Write the server’s name exactly as its provider says it. A server of your own needs a certificate that everybody trusts.',
  },
  'no-tls': {
    verdict: 'in-the-way',
    title: 'The server does not encrypt from the start at this port',
    remedy: () => 'Choose starttls, which usually goes with port 587, or use port 465.',
  },
  'no-starttls': {
    verdict: 'in-the-way',
    title: 'The server knows no STARTTLS at this port',
    remedy: () => 'Choose tls with port 465. Nothing was sent: without encryption no password leaves.',
  },
  'turned-away': {
    verdict: 'in-the-way',
    title: 'The mail server turns the Pi away',
    remedy: () =>
      'What it said is the reason. Many do not talk to home connections at port 25: use 465 or 587.',
  },
  'no-sign-in': {
    verdict: 'in-the-way',
    title: 'The server offers no sign-in here',
    remedy: () => 'Take the username out if it needs none, or use the port for customers: 465 or 587.',
  },
  'password-refused': {
    verdict: 'in-the-way',
    title: 'The server does not accept the name or the password',
    remedy: () => 'Many providers want a password made for apps, and the whole e-mail address as the name.',
  },
  'sign-in-needed': {
    verdict: 'in-the-way',
    title: 'The server wants a sign-in first',
    remedy: () => 'Give it a username and a password.',
  },
  'sender-refused': {
    verdict: 'in-the-way',
    title: 'The server does not take mail from that address',
    remedy: ({ from }) => `Use the address that belongs to the account in place of ${from}.`,
  },
  'recipient-refused': {
    verdict: 'in-the-way',
    title: 'The server does not send to that address',
    remedy: () => 'Is the address spelt right? If it is, this server sends to its own people only.',
  },
  'try-later': {
    verdict: 'worth-knowing',
    title: 'The server asks to try again later',
    remedy: () => 'Some do so with everybody whom they meet for the first time. Test again in ten minutes.',
  },
  'message-refused': {
    verdict: 'in-the-way',
    title: 'The server refused the message itself',
    remedy: () => 'What it said is the reason. The address that mails come from is the most common one.',
  },
  'broken-off': {
    verdict: 'in-the-way',
    title: 'The mail server broke the connection off',
    remedy: () => 'Test again. If it stays, the port or the kind of encryption is likely wrong.',
  },
}

/** @param detail what was seen, cleaned already */
export const mailLine = (code: MailTestCode, mail: Mail, detail = ''): MailTestLine => {
  const { verdict, title, remedy } = words[code]
  return { code, verdict, title, detail, remedy: remedy(mail) }
}
