import { describe, expect, it } from 'vitest'
import { intentSchema } from '../../provisioners/model/intent.ts'
import { mail as mailSchema, signIn as signInSchema } from '../../provisioners/model/sign-in.ts'
import {
  isEmail,
  isPage,
  linesOf,
  wrongAllowed,
  wrongMail,
  wrongPeople,
  wrongServers,
} from '../../renderer/wizard/checks.ts'
import { freshAnswers, type Answers } from '../../renderer/wizard/state.ts'
import { intent } from './fake-data.ts'

const mail: NonNullable<Answers['mail']> = {
  host: 'smtp.example.org',
  port: 587,
  security: 'starttls',
  username: 'chat',
  from: 'chat@example.org',
}

describe('what the window refuses, the model refuses too, and the other way round', () => {
  it.each([
    [{}, []],
    [{ host: '' }, ['host']],
    [{ host: '-oProxy' }, ['host']],
    [{ port: 0 }, ['port']],
    [{ port: 65_536 }, ['port']],
    [{ port: Number.NaN }, ['port']],
    [{ username: ' ' }, ['username']],
    [{ security: 'plain' }, ['security']],
    [{ security: 'plain', username: null }, []],
    [{ from: 'chat' }, ['from']],
    [{ from: 'chat@example' }, ['from']],
    [{ from: 'a..b@example.org' }, ['from']],
  ] as const)('mail with %o: %o', (patch, wrong) => {
    const given = { ...mail, ...patch } as typeof mail
    expect(wrongMail(given)).toEqual(wrong)
    expect(mailSchema.safeParse(given).success).toBe(wrong.length === 0)
  })

  it.each([
    ['anna@example.org', true],
    ['@example.org', true],
    ['example.org', false],
    ['anna@', false],
    ['anna @example.org', false],
  ])('%s as an allowed address: %s', (entry, good) => {
    expect(wrongAllowed([entry])).toEqual(good ? [] : [entry])
    expect(signInSchema.safeParse({ allowedEmails: [entry] }).success).toBe(good)
  })

  it.each([
    ['https://example.org/privacy', true],
    ['http://example.org', false],
    ['https://', false],
    ['example.org', false],
    ['https://example.org', true],
    ['https://Example.org:8443/a/b?lang=de&x=%C3%BC#top', true],
    ['https://xn--mnchen-3ya.example?lang=de', true],
    ['https://münchen.example', false],
    ['https://user:word@example.org', false],
    ['https://example.org\\@example.net', false],
    ['https://example.org/"onclick="', false],
    ["https://exa'mple.org", false],
    ['https://example.org/a b', false],
    ['https://example.org/\0', false],
    ['https://exam\nple.org', false],
    ['https://example.org/<script>', false],
    ['https://example.org/${x}', false],
    ['https://example.org:99999', false],
    ['https://0x7f.1', false],
    [`https://example.org/${'a'.repeat(500)}`, false],
  ])('%j as a page of the sign-in page: %s', (page, good) => {
    expect(isPage(page)).toBe(good)
    expect(intentSchema.safeParse({ ...intent, branding: { privacyPolicy: page } }).success).toBe(good)
  })

  it.each([
    ['example.org', true],
    ['not a name', false],
    ['192.168.1.1', false],
  ])('%s as another server: %s', (name, good) => {
    expect(wrongServers([name])).toEqual(good ? [] : [name])
    const server = { ...intent.server, federation: { with: 'listed', servers: [name] } }
    expect(intentSchema.safeParse({ ...intent, server }).success).toBe(good)
  })

  it.each([
    [{}, []],
    [{ accounts: false }, ['nobody']],
    [{ registration: 'email' }, ['registration-needs-mail']],
    [{ passwordRecovery: true }, ['recovery-needs-mail']],
    [{ allowedEmails: ['anna'] }, ['allowed']],
    [{ captcha: { service: 'hcaptcha', siteKey: ' ' } }, ['captcha']],
    [{ providers: [{ key: 'a', kind: 'oidc', settings: {}, admits: 'listed' }] }, ['listed-empty']],
  ] as const)('people with %o: %o', (patch, wrong) => {
    const signIn = { ...freshAnswers.signIn, ...patch } as Answers['signIn']
    expect(wrongPeople({ ...freshAnswers, signIn })).toEqual(wrong)
    expect(intentSchema.safeParse({ ...intent, signIn }).success).toBe(wrong.length === 0)
  })

  it('also of mail and of the sign-in page', () => {
    expect(wrongPeople({ ...freshAnswers, mail: { ...mail, host: '' } })).toEqual(['mail'])
    expect(wrongPeople({ ...freshAnswers, branding: { terms: 'http://a.example' } })).toEqual(['branding'])
    expect(isEmail('anna@example.org')).toBe(true)
  })
})

it('a list is read line by line, whatever stands between', () => {
  expect(linesOf(' Anna@Example.org \n\n@example.org, a@b.c;a@b.c\n')).toEqual([
    'anna@example.org',
    '@example.org',
    'a@b.c',
  ])
})
