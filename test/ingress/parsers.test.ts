/**
 * What comes from the net is parsed without ever throwing. The answers here are constructed by the documents of both services
 * (Google Public DNS, "JSON API for DNS over HTTPS"; Cloudflare, "Using JSON"); none was recorded.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apexLines } from '../../provisioners/ingress/apex-files.ts'
import { caaNames, judgeCaa, readCaa, writeCaa } from '../../provisioners/ingress/caa.ts'
import { readDnsJson, type DnsType } from '../../provisioners/ingress/dns-json.ts'
import { canonical } from '../../provisioners/ingress/ip.ts'
import { questionsFor, readAnswers } from '../../provisioners/ingress/resolvers.ts'
import { clean } from '../../provisioners/ingress/words.ts'

const NAME = 'chat.hollis.example'
const reply = (body: object): string =>
  JSON.stringify({ Status: 0, TC: false, Question: [{ name: `${NAME}.`, type: 1 }], ...body })
const read = (body: object, type: DnsType = 'A') => readDnsJson(200, reply(body), NAME, type)

describe('an answer of a resolver', () => {
  it('follows aliases, in whatever order they come and however they are written', () => {
    const records = [
      { name: 'C.test.', type: 1, TTL: 9, data: '198.51.100.24' },
      { name: 'b.test', type: 5, TTL: 9, data: 'c.TEST.' },
      { name: `${NAME}.`, type: 5, TTL: 9, data: 'b.test.' },
      { name: 'stray.test.', type: 1, TTL: 9, data: '203.0.113.7' },
    ]
    expect(read({ Answer: records })).toEqual({
      kind: 'found',
      aliases: ['b.test', 'c.test'],
      values: ['198.51.100.24'],
    })
  })

  it.each([
    ['no such name', { Status: 3 }, { kind: 'no-name', aliases: [] }],
    ['a name without such a record', {}, { kind: 'empty', aliases: [] }],
    [
      'a circle',
      {
        Answer: [
          { name: NAME, type: 5, data: 'b.' },
          { name: 'b', type: 5, data: `${NAME}.` },
        ],
      },
      { kind: 'loop', aliases: ['b', NAME] },
    ],
    [
      'an alias of itself',
      { Answer: [{ name: NAME, type: 5, data: NAME }] },
      { kind: 'loop', aliases: [NAME] },
    ],
    ['a failure', { Status: 2 }, { kind: 'broken', dnssec: false }],
    [
      'Google’s words about signatures',
      { Status: 2, Comment: 'DNSSEC validation failure. Check http://dnsviz.net/' },
      { kind: 'broken', dnssec: true },
    ],
    [
      'Cloudflare’s words about signatures',
      { Status: 2, Comment: ['EDE(9): DNSKEY Missing'] },
      { kind: 'broken', dnssec: true },
    ],
    [
      'name servers out of reach',
      { Status: 2, Comment: ['EDE(22): No Reachable Authority'] },
      { kind: 'broken', dnssec: false },
    ],
    ['a refusal', { Status: 5 }, { kind: 'broken', dnssec: false }],
  ])('%s', (_, body, looked) => expect(read(body)).toEqual(looked))

  it.each([
    ['a page', '<html>'],
    ['nothing', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['no status', '{}'],
    ['another question', JSON.stringify({ Status: 0, Question: [{ name: 'evil.test.' }] })],
  ])('%s is no answer', (_, body) => expect(readDnsJson(200, body, NAME, 'A')).toEqual({ kind: 'silent' }))

  it('is none with another status than 200', () =>
    expect(readDnsJson(429, reply({}), NAME, 'A')).toEqual({ kind: 'silent' }))

  it('never throws, and gives nothing that is no address', () => {
    const record = fc.record({
      name: fc.constantFrom<unknown>(NAME, `${NAME}.`, 'b.test', 7, null),
      type: fc.constantFrom<unknown>(1, 5, 28, 257, '1', null),
      data: fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.constant(NAME), fc.anything()),
    })
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .record(
          {
            Status: fc.oneof(fc.integer(), fc.anything()),
            Answer: fc.oneof(fc.array(fc.oneof(record, fc.anything())), fc.anything()),
            Comment: fc.anything(),
          },
          { requiredKeys: ['Status'] },
        )
        .map((value) => JSON.stringify(value)),
    )
    fc.assert(
      fc.property(body, fc.constantFrom<DnsType>('A', 'AAAA', 'CNAME', 'CAA', 'NS'), (text, type) => {
        const looked = readDnsJson(200, text, NAME, type)
        if (looked.kind !== 'found') return
        if (type === 'A' || type === 'AAAA')
          for (const value of looked.values) expect(canonical(value, type === 'A' ? 4 : 6)).toBe(value)
        if (type === 'CAA')
          for (const value of looked.values) expect(value).toMatch(/^\d+ [a-z0-9]+ "[\x20-\x7e]*"$/)
      }),
      { numRuns: 500 },
    )
  })

  it('is cut out of the output of one curl, however much of it is there', () => {
    const questions = questionsFor([NAME])
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant('\n200\n'), fc.constant(reply({})), fc.string())),
        (pieces) => {
          const answers = readAnswers(pieces.join(''), questions)
          for (const question of questions) expect(answers(question)).toHaveProperty('kind')
        },
      ),
    )
    const some = readAnswers(`${reply({})}\n200\n${reply({ Status: 3 })}\n200\n<html>\n502\n`, questions)
    expect(questions.slice(0, 4).map((question) => some(question).kind)).toEqual([
      'empty',
      'no-name',
      'silent',
      'silent',
    ])
  })
})

describe('CAA', () => {
  const bytes = (flags: number, tag: string, value: string): string => {
    const all = Buffer.concat([Buffer.from([flags, tag.length]), Buffer.from(tag), Buffer.from(value)])
    return `\\# ${all.length} ${[...all].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}`
  }

  it('reads the same in both forms', () => {
    const tag = fc.stringMatching(/^[a-z0-9]{1,15}$/)
    const value = fc.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]{0,60}$/)
    fc.assert(
      fc.property(fc.nat(255), tag, value, (flags, name, text) => {
        const caa = { flags, tag: name, value: text }
        expect(readCaa(bytes(flags, name, text))).toEqual(caa)
        expect(readCaa(writeCaa(caa))).toEqual(caa)
      }),
    )
  })

  it('is none where it is something else, and never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `\\# ${text}`),
        ),
        (text) => void readCaa(text),
      ),
    )
    for (const text of ['', 'issue', '256 issue "a"', '\\# 3 00 05 69', '\\# 2 00', '0 iss ue "a"'])
      expect(readCaa(text)).toBeNull()
  })

  it('climbs to the domain, and no further', () =>
    expect(caaNames('a.chat.hollis.example')).toEqual([
      'a.chat.hollis.example',
      'chat.hollis.example',
      'hollis.example',
    ]))

  it.each([
    [['0 iodef "mailto:a@b.test"'], true],
    [['0 issuewild ";"'], true],
    [['0 ISSUE "LetsEncrypt.org"'], true],
    [['0 issue " letsencrypt.org ; validationmethods=dns-01,http-01"'], true],
    [['0 issue "letsencrypt.org;validationmethods=tls-alpn-01"'], true],
    [['0 issue "letsencrypt.org; accounturi=https://a.test/1"', '0 issue "letsencrypt.org"'], true],
    [['128 issue "letsencrypt.org"'], true],
    [['0 issue ""'], 'nobody'],
    [['0 issue ";"', '0 issue "pki.goog"'], 'others'],
    [['0 issue "letsencrypt.org.evil.test"'], 'others'],
    [['0 issue "letsencrypt.org; accounturi=https://a.test/1"'], 'account'],
    [['0 issue "letsencrypt.org; validationmethods=dns-01"'], 'method'],
    [['0 issue "letsencrypt.org"', '128 future "x"'], 'critical'],
  ])('%j', (records, expected) => {
    const verdict = judgeCaa(records.map(readCaa).filter((caa) => caa !== null))
    expect(verdict.allowed ? true : verdict.why).toBe(expected)
  })
})

describe('the two files and the words', () => {
  const files = {
    client: JSON.stringify({ 'm.homeserver': { base_url: 'https://a.test/' } }),
    server: JSON.stringify({ 'm.server': 'a.test:443' }),
  }

  it('whatever the web server says, it is one line', () => {
    const said = fc.record({
      ok: fc.constant(true as const),
      status: fc.integer(),
      headers: fc.dictionary(fc.string(), fc.string()),
      body: fc.oneof(fc.string(), fc.json()),
    })
    fc.assert(
      fc.property(said, said, (client, server) => {
        expect(apexLines({ serverName: 'b.test', files, client, server })).toHaveLength(1)
      }),
    )
  })

  it('hold nothing that a screen could act on', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(clean(text)).not.toMatch(/[\p{Cc}\p{Cf}\n]/u)
      }),
    )
  })
})
