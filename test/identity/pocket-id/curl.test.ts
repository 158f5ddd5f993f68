/** Whatever a value holds, curl reads it as it was. */
import { spawn } from 'node:child_process'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answersWith, question, request } from '../../../provisioners/identity/pocket-id/curl.ts'
import { curlConfig } from '../../../provisioners/shell/curl-config.ts'
import { Secret } from '../../../provisioners/model/secret.ts'
import { masked, reveal } from '../../../provisioners/model/text.ts'
import { describe as described } from '../../../provisioners/shell/describe.ts'

/** curl's rule, read backwards (curl, docs/cmdline-opts/config.md). */
function parsed(config: string): [string, string][] {
  const special: Record<string, string> = { t: '\t', n: '\n', r: '\r', v: '\v' }
  return config.split('\n').flatMap((line): [string, string][] => {
    if (line === '') return []
    const match = /^([a-z-]+) = "((?:\\.|[^"\\])*)"$/s.exec(line)
    if (!match) throw new Error(`not one option: ${line}`)
    return [[match[1] ?? '', (match[2] ?? '').replace(/\\(.)/gs, (_, one: string) => special[one] ?? one)]]
  })
}

const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''))
const awkward = fc
  .array(
    fc.constantFrom('\\', '"', '\n', '\r', '\t', '\v', '#', '=', ':', '@', 'n', '\\n', ' ', "'", '$(id)'),
  )
  .map((parts) => parts.join(''))
const name = fc.constantFrom('url', 'header', 'data', 'user', 'request')

describe('curl’s configuration', () => {
  it('holds exactly what was put in', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(name, fc.oneof(text, awkward))), (options) => {
        const config = curlConfig(options.map(([key, value]) => [key, [value]]))
        expect(parsed(reveal(config))).toEqual(options)
      }),
    )
  })

  it('keeps secrets apart, escaped or not', () => {
    fc.assert(
      fc.property(awkward, awkward, (before, value) => {
        const config = curlConfig([['header', [before, new Secret(value, 'key')]]])
        expect(parsed(reveal(config))).toEqual([['header', before + value]])
        expect(parsed(masked(config))).toEqual([['header', `${before}[hidden]`]])
      }),
    )
  })

  it('takes no NUL byte, and no name that is none', () => {
    expect(() => curlConfig([['url', ['a\0b']]])).toThrow(TypeError)
    expect(() => curlConfig([['url = "x"\nheader', ['a']]])).toThrow(TypeError)
  })
})

describe('real curl', () => {
  const seen: { header: string | undefined; body: string; method: string | undefined }[] = []
  const server = createServer((incoming, answer) => {
    void readBody(incoming).then((body) => {
      seen.push({
        header: incoming.headers['x-api-key'] as string | undefined,
        body,
        method: incoming.method,
      })
      answer.end('ok')
    })
  })
  beforeAll(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)))
  afterAll(() => new Promise((resolve) => void server.close(resolve)))

  it('reads it the same way', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const key = fc.stringMatching(/^[A-Za-z0-9\\"_-]{1,20}$/)
    await fc.assert(
      fc.asyncProperty(key, fc.oneof(text, awkward), async (header, value) => {
        // a body that begins with @ would name a file; Bramble’s begin with a brace or a word
        const body = `{${value}`
        seen.length = 0
        const config = curlConfig([
          ['url', [url]],
          ['request', ['PUT']],
          ['header', [`X-API-KEY: ${header}`]],
          ['data', [body]],
        ])
        expect(await curl(reveal(config))).toBe(0)
        expect(seen).toEqual([{ header, body, method: 'PUT' }])
      }),
      { numRuns: 25 },
    )
  }, 60_000)
})

describe('commands', () => {
  const secret = new Secret('canary-0123456789', 'key')

  it('show no secret, and have none among their arguments', () => {
    const command = request([
      ['url', ['http://pocket-id:1411/api/users']],
      ['header', ['X-API-KEY: ', secret]],
    ])
    expect(JSON.stringify(command.kind === 'exec' && command.argv)).not.toContain('canary')
    expect(described(command)).not.toContain('canary')
  })

  it('read a secret on the Pi where nobody here knows it', () => {
    const asked = question([['url', 'http://pocket-id:1411/api/users']], {
      option: 'header',
      before: 'X-API-KEY: ',
      secret: 'pocket-id-api-key',
    })
    expect(JSON.stringify(asked)).toContain('/opt/bramble/secrets/pocket-id-api-key')
    expect(answersWith(asked, 200).kind).toBe('pipe')
  })
})

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function curl(config: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn('curl', ['--disable', '--silent', '--noproxy', '*', '--config', '-'], {
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    child.once('error', reject)
    child.once('close', (status) => resolve(status ?? 1))
    child.stdin.end(config)
  })
}
