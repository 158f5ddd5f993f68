/** Answers that do not fit together: each is refused at the exact place that the wizard marks. */
import { describe, expect, it } from 'vitest'
import { intentSchema } from '../../provisioners/model/intent.ts'

type Answers = Record<string, unknown>

const good: Answers = {
  version: 2,
  name: 'Brookside',
  address: { mode: 'home', host: 'brookside.local' },
  signIn: {},
}
const mail = { host: 'mail.example.org', port: 465, security: 'tls', from: 'a@example.org' }
const entry = { key: 'work', kind: 'oidc' }
const own = { serverName: 'example.org', host: 'matrix.example.org' }

/** Every issue as `path: message`. */
const refused = (changes: Answers): string[] => {
  const result = intentSchema.safeParse({ ...good, ...changes })
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

describe('answers that fit are taken', () => {
  it.each([
    [{}],
    [{ signIn: { registration: 'email' }, mail }],
    [{ signIn: { accounts: false, providers: [entry] } }],
    [{ address: { mode: 'domain', ...own, identityHost: 'id.example.org' } }],
  ])('%j', (changes) => {
    expect(refused(changes)).toEqual([])
  })
})

describe('answers that do not', () => {
  it.each<[string, Answers, string[]]>([
    [
      'registration by mail without mail',
      { signIn: { registration: 'email' } },
      ['signIn.registration: registration.needs-mail'],
    ],
    [
      'recovery without mail',
      { signIn: { passwordRecovery: true } },
      ['signIn.passwordRecovery: recovery.needs-mail'],
    ],
    ['nobody can sign in', { signIn: { accounts: false } }, ['signIn.accounts: sign-in.nobody']],
    [
      'two entries with one key',
      { signIn: { providers: [entry, { ...entry }] } },
      ['signIn.providers.1.key: key.twice'],
    ],
    [
      'a list that lists nobody',
      { signIn: { providers: [{ ...entry, admits: 'listed' }] } },
      ['signIn.providers.0.admits: listed.empty'],
    ],
    [
      'a password of the mail server in clear',
      { mail: { ...mail, security: 'plain', username: 'a' } },
      ['mail.security: mail.password-in-clear'],
    ],
    [
      'a second name that is the first',
      { address: { mode: 'domain', ...own, identityHost: own.host } },
      ['address.identityHost: address.same-host'],
    ],
    [
      'a second name that is the permanent one',
      { address: { mode: 'cloudflare', ...own, identityHost: own.serverName } },
      ['address.identityHost: address.same-host'],
    ],
    [
      'a funnel under a name of one’s own',
      { address: { mode: 'funnel', host: 'matrix.example.org' } },
      ['address.host: address.not-funnel'],
    ],
    [
      'a public name that stays at home',
      { address: { mode: 'domain', serverName: 'brookside.local', host: 'brookside.local' } },
      ['address.serverName: address.not-public', 'address.host: address.not-public'],
    ],
    [
      'a host that could be an option',
      { address: { mode: 'home', host: '-oProxyCommand=x' } },
      ['address.host: address.invalid'],
    ],
    [
      'a link that is not https',
      { branding: { terms: 'http://example.org' } },
      ['branding.terms: url.invalid'],
    ],
    ['a name that breaks a mail’s header', { name: 'Brook\nside' }, ['name: name.control']],
    [
      'no e-mail address',
      { signIn: { allowedEmails: ['nobody'] } },
      ['signIn.allowedEmails.0: email.invalid'],
    ],
  ])('%s', (_, changes, issues) => {
    expect(refused(changes)).toEqual(issues)
  })

  it('a key that no question has, wherever it stands', () => {
    for (const changes of [
      { invented: 1 },
      { address: { mode: 'home', host: 'a.local', invented: 1 } },
      { signIn: { invented: 1 } },
      { mail: { ...mail, invented: 1 } },
      { server: { invented: 1 } },
      { extras: { invented: 1 } },
      { branding: { invented: 1 } },
      { signIn: { providers: [{ ...entry, invented: 1 }] } },
    ])
      expect(refused(changes).join(), JSON.stringify(changes)).toContain('invented')
  })
})
