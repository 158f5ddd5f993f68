/** Answers files: what is right is read, and everything that is wrong is told at once, with its line and what to change. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkAnswers } from '../../provisioners/answers/check.ts'
import { showMistake } from '../../provisioners/answers/document.ts'
import { wordsOfCode } from '../../provisioners/answers/words.ts'
import { writeAnswers } from '../../provisioners/cli/answers.ts'
import { intent } from '../stack/fake.ts'

const wrongIn = (text: string): string[] => {
  const checked = checkAnswers(text)
  return checked.kind === 'intent' ? [] : checked.mistakes.map(showMistake)
}

const home = 'version: 2\nname: Brookside\naddress: {mode: home, host: brookside.local}\n'
const plain = `${home}signIn: {}\n`
const withProvider = (lines: string): string =>
  `${home}signIn:\n  providers:\n    - key: work\n      kind: oidc\n${lines}`

describe('answers that are right', () => {
  it('are an intent, with the defaults filled in', () => {
    expect(checkAnswers(plain)).toEqual({ kind: 'intent', intent })
  })

  it('may be JSON', () => {
    expect(checkAnswers(JSON.stringify(intent))).toEqual({ kind: 'intent', intent })
  })

  it('are what is saved', () => {
    expect(checkAnswers(writeAnswers(intent))).toEqual({ kind: 'intent', intent })
  })

  it('may be of the first form', () => {
    const first = plain.replace('version: 2', 'version: 1').replace('signIn: {}', 'signIn: {mode: accounts}')
    expect(checkAnswers(first)).toEqual({ kind: 'intent', intent })
  })
})

describe('answers that are wrong', () => {
  it.each<[string, string, string[]]>([
    ['nothing', '', ['The file is empty.']],
    [
      'a name that is misspelt',
      `${plain}brnding: {}\n`,
      ['line 5, brnding: There is no such answer. Did you mean branding?'],
    ],
    [
      'a name that belongs elsewhere',
      home.replace('host:', 'proxy: nginx, host:') + 'signIn: {}\n',
      ['line 3, address.proxy: There is no such answer. Known here: mode, host.'],
    ],
    [
      'what has no default is missing',
      'version: 2\nname: x\naddress:\n  mode: domain\n  host: a.example.org\n',
      ['signIn: This is missing.', 'line 3, address.serverName: This is missing.'],
    ],
    [
      'a choice that there is not',
      `${home}signIn:\n  registration: open\n`,
      ['line 5, signIn.registration: Choose one of closed, invitation, email.'],
    ],
    [
      'a kind of address that there is not',
      plain.replace('mode: home', 'mode: fnnel'),
      ['line 3, address.mode: Choose one of home, tailnet, funnel, domain, proxy, cloudflare.'],
    ],
    [
      'numbers, yes and no, and lists of another kind',
      `${home}signIn: {accounts: "yes", providers: none}\nserver:\n  uploadMiB: "50"\n  keepRemoteMediaDays: 1.5\n  presence: 1\n`,
      [
        'line 4, signIn.accounts: Answer this with true or false, without quotes.',
        'line 4, signIn.providers: This must be a list: one line each, beginning with a hyphen.',
        'line 6, server.uploadMiB: This must be a number, without quotes.',
        'line 7, server.keepRemoteMediaDays: This must be a whole number, without quotes.',
        'line 8, server.presence: Answer this with true or false, without quotes.',
      ],
    ],
    [
      'too much and too little',
      `${home}signIn: {passwordStrength: 9}\nserver: {uploadMiB: 0}\n`,
      [
        'line 4, signIn.passwordStrength: This must be 4 or less.',
        'line 5, server.uploadMiB: This must be 1 or more.',
      ],
    ],
    [
      'a bridge whose name cannot be one',
      `${plain}bridges: {Whats App: {}}\n`,
      [
        'line 5, bridges.Whats App: A bridge’s name is made of lower-case letters and digits, such as whatsapp.',
      ],
    ],
    [
      'a newer form',
      plain.replace('version: 2', 'version: 3'),
      ['These answers are of a newer Bramble: update this one.'],
    ],
    [
      'a provider that nobody knows',
      `${home}signIn:\n  providers:\n    - key: a\n      kind: gogle\n`,
      ['line 7, signIn.providers[0].kind: Nothing here knows the sign-in provider “gogle”.'],
    ],
    [
      'a provider’s own answers, together with others’ mistakes',
      withProvider(
        '      settings:\n        issuer: http://id.example.org\n        clientId: a\n        colour: red\n',
      ) + 'server: {memory: tiny}\n',
      [
        'line 9, signIn.providers[0].settings.issuer: Issuer of “work”: it must be an address that begins with https://.',
        'line 11, signIn.providers[0].settings.colour: OpenID Connect has no setting “colour” (“work”).',
        'line 12, server.memory: Choose one of small, medium, large.',
      ],
    ],
  ])('%s', (_, text, words) => {
    expect(wrongIn(text)).toEqual(words)
  })

  const behind = (proxy: string): string =>
    plain.replace(
      '{mode: home, host: brookside.local}',
      `{mode: proxy, serverName: example.org, host: m.example.org, ${proxy}}`,
    )

  /** An answer for each code of the model; the law below says that none is left out. */
  const broken: Readonly<Record<string, string>> = {
    'address.invalid': plain.replace('brookside.local', '-x'),
    'address.not-public': plain.replace('home, host: brookside.local', 'tailnet, host: brookside'),
    'address.not-funnel': plain.replace('mode: home', 'mode: funnel'),
    'address.same-host': plain.replace(
      '{mode: home, host: brookside.local}',
      '{mode: domain, serverName: example.org, host: m.example.org, identityHost: m.example.org}',
    ),
    'name.control': plain.replace('name: Brookside', 'name: "Brook\\nside"'),
    'tailnet.tag': plain.replace(
      '{mode: home, host: brookside.local}',
      '{mode: tailnet, host: b.example.ts.net, tailscale: {tags: [server]}}',
    ),
    'tailnet.control-server': plain.replace(
      '{mode: home, host: brookside.local}',
      '{mode: tailnet, host: b.example.org, tailscale: {controlServer: headscale}}',
    ),
    'proxy.network': behind('proxy: caddy, reach: {by: network, network: host}'),
    'proxy.traefik-name': behind('proxy: traefik, reach: {by: labels, network: web, entryPoint: "a,b"}'),
    'proxy.labels': behind('proxy: nginx, reach: {by: labels, network: web}'),
    'email.invalid': `${home}signIn: {allowedEmails: [anna]}\n`,
    'url.invalid': `${plain}branding: {terms: "http://example.org"}\n`,
    'key.invalid': withProvider('      settings: {issuer: "https://a.b", clientId: a}\n').replace(
      'key: work',
      'key: Work',
    ),
    'key.twice': `${home}signIn:\n  providers:\n${'    - {key: a, kind: oidc, settings: {issuer: "https://a.b", clientId: a}}\n'.repeat(2)}`,
    'listed.empty': withProvider('      admits: listed\n'),
    'sign-in.nobody': `${home}signIn: {accounts: false}\n`,
    'registration.needs-mail': `${home}signIn: {registration: email}\n`,
    'recovery.needs-mail': `${home}signIn: {passwordRecovery: true}\n`,
    'mail.password-in-clear': `${plain}mail: {host: a.b, port: 25, security: plain, username: u, from: a@example.org}\n`,
    'upload.cloudflare': `${plain.replace('{mode: home, host: brookside.local}', '{mode: cloudflare, serverName: m.example.org, host: m.example.org}')}server: {uploadMiB: 96}\n`,
    'bridge.invalid': `${plain}bridges: {Signal: {}}\n`,
  }

  it.each(Object.entries(wordsOfCode))('%s has words and an answer that they are for', (code, words) => {
    const told = wrongIn(broken[code] ?? '')
    expect(told.filter((line) => line.endsWith(words))).toHaveLength(1)
    expect(told.find((line) => line.endsWith(words))).toMatch(/^line \d+, [a-z]/)
  })

  it('every code of the model has words', () => {
    const codes = ['address', 'intent', 'options', 'sign-in', 'task'].flatMap((name) => [
      ...readFileSync(new URL(`../../provisioners/model/${name}.ts`, import.meta.url), 'utf8').matchAll(
        /'((?:address|name|email|url|key|listed|sign-in|registration|recovery|mail|upload|bridge|tailnet|proxy)\.[a-z-]+)'/g,
      ),
    ])
    expect([...new Set(codes.map((match) => match[1] ?? ''))].sort()).toEqual(Object.keys(wordsOfCode).sort())
  })
})

describe('files that are no answers', () => {
  it.each<[string, string, string]>([
    ['names twice', `${plain}name: Other\n`, 'line 5: This name stands here twice: take one of them out.'],
    [
      'two documents',
      `${plain}---\n${plain}`,
      'Put all answers into one document: take out the lines that say “---”.',
    ],
    [
      'a reference',
      `name: &a x\n`,
      'line 1: References (&name, *name) are not read here: write the value out.',
    ],
    [
      'a type',
      `name: !!binary eA==\n`,
      'line 1: Types (such as !!binary) are not read here: write the value plainly.',
    ],
    ['a list', '- a\n', 'An answers file is a list of names with answers, such as “name: Brookside”.'],
    ['a text', 'hello', 'An answers file is a list of names with answers, such as “name: Brookside”.'],
  ])('%s', (_, text, words) => {
    expect(wrongIn(text)).toContain(words)
  })

  it('a few references that stand for billions of values cost nothing', () => {
    const bomb = [
      'a0: &a0 [x]',
      ...Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]`),
    ]
    expect(wrongIn(bomb.join('\n')).length).toBeGreaterThan(30)
  })

  it('no text brings it down, and every mistake is a sentence', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((text) => plain + text),
        ),
        (text) => {
          const checked = checkAnswers(text)
          if (checked.kind === 'mistakes') {
            expect(checked.mistakes.length).toBeGreaterThan(0)
            for (const { words } of checked.mistakes) expect(words).toMatch(/[.”?]$/)
          }
        },
      ),
    )
  })
})

describe('a secret in the answers', () => {
  const canary = 'canary-Zq7'
  it.each<[string, string, string]>([
    [
      'of the mail server',
      `${plain}mail: {host: a.b, port: 465, security: tls, username: u, from: a@example.org, password: ${canary}}\n`,
      'mail-password',
    ],
    [
      'of the captcha',
      `${home}signIn: {captcha: {service: hcaptcha, siteKey: x, secretKey: ${canary}}}\n`,
      'captcha-key',
    ],
    [
      'of a provider, by its field',
      withProvider(`      settings: {issuer: "https://a.b", clientId: a, secret: ${canary}}\n`),
      'provider-work',
    ],
    [
      'of a provider, by a name for it',
      withProvider(`      settings: {issuer: "https://a.b", clientId: a, clientSecret: ${canary}}\n`),
      'provider-work',
    ],
  ])('%s is refused with its own sentence', (_, text, id) => {
    const told = wrongIn(text)
    expect(told).toHaveLength(1)
    expect(told[0]).toContain('Answers never hold a secret. Take it out')
    expect(told[0]).toContain(`under the name ${id}.`)
    expect(told[0]).not.toContain(canary)
  })

  it('is known by its form, wherever it stands', () => {
    const text = plain.replace('Brookside', '"-----BEGIN PRIVATE KEY-----"')
    expect(wrongIn(text)[0]).toMatch(/^line 2, name: Answers never hold a secret/)
  })

  it('is not repeated where a file cannot be read', () => {
    expect(wrongIn(`mail:\n  password: "${canary}\n   x: [`).join()).not.toContain(canary)
  })
})
