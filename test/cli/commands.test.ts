/** The commands over the practice Pi: answers and secrets are judged before anything else, and no secret is shown. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { writeAnswers } from '../../provisioners/cli/answers.ts'
import { runCommand, type CliOptions } from '../../provisioners/cli/commands.ts'
import { EngineError } from '../../provisioners/model/engine-error.ts'
import { providers } from '../../provisioners/identity/index.ts'
import { intentSchema } from '../../provisioners/model/intent.ts'
import { intent } from '../stack/fake.ts'

const canary = 'canary-password-Zq7'
const withMail = intentSchema.parse({
  ...intent,
  signIn: {
    ...intent.signIn,
    registration: 'email',
    providers: [
      { key: 'work', kind: 'oidc', settings: { issuer: 'https://id.example.org', clientId: 'matrix' } },
    ],
  },
  mail: { host: 'smtp.example.org', port: 465, security: 'tls', username: 'u', from: 'a@example.org' },
})

let folder = ''
const before = process.env['BRAMBLE_HOME']
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bramble-cli-'))
  process.env['BRAMBLE_HOME'] = join(folder, 'home')
})
afterAll(() => {
  if (before === undefined) delete process.env['BRAMBLE_HOME']
  else process.env['BRAMBLE_HOME'] = before
  rmSync(folder, { recursive: true })
})

const write = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text, { mode: 0o600 })
  return path
}

const said: string[] = []
const asked: { question: string; hidden: boolean }[] = []
beforeEach(() => {
  said.length = 0
  asked.length = 0
})

const call = (name: string, options: Partial<CliOptions>, typed: readonly string[] = []): Promise<number> => {
  const left = [...typed]
  return runCommand(
    name,
    {
      answers: undefined,
      port: '22',
      practice: true,
      agent: false,
      words: [],
      uses: '1',
      days: '7',
      admin: false,
      off: false,
      'new-password': false,
      yes: true,
      'take-over': false,
      json: false,
      lines: '1',
      'with-secrets': false,
      ...options,
    },
    {
      say: (line) => said.push(line),
      ask: async (question, hidden = false) => {
        asked.push({ question, hidden })
        return left.shift() ?? null
      },
    },
  )
}
const refusal = async (work: Promise<number>): Promise<EngineError> => {
  const error: unknown = await work.then(
    () => new Error('it was not refused'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof EngineError) return error
  throw error
}

describe('secrets of a plan', () => {
  it('come from their file', async () => {
    const answers = write('answers.yaml', writeAnswers(withMail))
    const secrets = write('secrets.yaml', `mail-password: ${canary}\nprovider-work: ${canary}2\n`)
    expect(await call('plan', { answers, secrets })).toBe(0)
    expect(await call('apply', { answers, secrets })).toBe(0)
    expect(said.at(-1)).toMatch(/^verified: \d+ resources$/)
    expect(asked).toEqual([])
    expect(said.join('\n')).not.toContain(canary)
  })

  it('are asked for where they are missing, unseen', async () => {
    const answers = write('answers.yaml', writeAnswers(withMail))
    const secrets = write('secrets.yaml', `mail-password: ${canary}\n`)
    expect(await call('apply', { answers, secrets }, [`${canary}2`])).toBe(0)
    expect(asked).toEqual([
      { question: 'Client secret of OpenID Connect is missing. Type it (nothing is shown): ', hidden: true },
    ])
    expect(said.join('\n')).not.toContain(canary)
  })

  it('are named where there is no terminal to ask at', async () => {
    const answers = write('answers.yaml', writeAnswers(withMail))
    const { code, evidence } = await refusal(call('plan', { answers }))
    expect(code).toBe('secret-missing')
    expect(evidence.join()).toMatch(/Its name in the file of --secrets is (mail-password|provider-work)\./)
  })
})

describe('files', () => {
  it('are judged before anybody is asked for anything', async () => {
    const answers = write('wrong.yaml', 'version: 2\n')
    // without --practice and --host this would be refused for want of a Pi
    expect((await refusal(call('plan', { answers, practice: false }))).detail).toBe(
      'In wrong.yaml 3 things have to be changed:',
    )
    const right = write('answers.yaml', writeAnswers(intent))
    const secrets = join(folder, 'none.yaml')
    expect((await refusal(call('apply', { answers: right, secrets, practice: false }))).detail).toMatch(
      /no such file/,
    )
  })

  it('a command that there is not is told with those that there are', async () => {
    for (const name of ['install', 'constructor'])
      expect((await refusal(call(name, {}))).detail).toContain(
        'plan, apply, status, doctor, logs, undo, uninstall, bridges, people, render, providers are there',
      )
  })
})

describe('bramble providers', () => {
  it('lists every one', async () => {
    await call('providers', {})
    expect(said).toHaveLength(providers.length)
    for (const { id, name } of providers) expect(said.join('\n')).toContain(`${id.padEnd(12)} ${name}: `)
  })

  it('says what to do there, with the redirect address of these answers', async () => {
    const file = write('answers.yaml', writeAnswers(withMail))
    await call('providers', { answers: 'oidc', 'answers-file': file })
    expect(said[0]).toBe('OpenID Connect (work)')
    expect(said.join('\n')).toMatch(
      /https:\/\/brookside\.local:8443\/upstream\/callback\/[0-7][0-9A-HJKMNP-TV-Z]{25}$/m,
    )
    expect(said.join('\n')).not.toMatch(/[{}]/)
  })

  it('refuses a kind that nobody knows, and one that the answers do not name', async () => {
    const file = write('answers.yaml', writeAnswers(intent))
    expect((await refusal(call('providers', { answers: 'gogle' }))).detail).toContain('“gogle”')
    expect((await refusal(call('providers', { answers: 'oidc' }))).detail).toContain('--answers')
    expect((await refusal(call('providers', { answers: 'oidc', 'answers-file': file }))).detail).toContain(
      'The answers name no provider',
    )
  })
})
