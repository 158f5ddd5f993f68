/** Every example as files: whole, parseable, the same every time, without a secret; and a folder that is never overwritten. */
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { checkAnswers } from '../../provisioners/answers/check.ts'
import { runCommand, type CliOptions } from '../../provisioners/cli/commands.ts'
import { secretSpecs, services } from '../../provisioners/components.ts'
import { EngineError } from '../../provisioners/model/engine-error.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { renderedFiles } from '../../provisioners/render/files.ts'
import { placeholders } from '../../provisioners/render/placeholders.ts'
import { examples } from '../answers/examples.ts'

const intentIn = (text: string): Intent => {
  const checked = checkAnswers(text)
  if (checked.kind !== 'intent') throw new Error(checked.mistakes.map(({ words }) => words).join(' '))
  return checked.intent
}
const render = (text: string) => {
  const intent = intentIn(text)
  return renderedFiles(intent, placeholders(secretSpecs(intent)))
}

describe.each(examples)('%s', (_, text) => {
  it('gives the files of a first installation', () => {
    const paths = render(text).map(({ path }) => path)
    expect(new Set(paths).size).toBe(paths.length)
    expect(paths).toEqual(
      expect.arrayContaining(['generations/1/compose.yaml', 'generations/1/manifest.json', 'state.json']),
    )
    for (const { id, store } of services(intentIn(text)))
      for (const { name } of store?.files ?? []) expect(paths).toContain(`store/${id}-1/${name}`)
  })

  it('can be read by what reads YAML and JSON, and holds nothing undefined', () => {
    for (const { path, text: content } of render(text)) {
      if (path.endsWith('.json')) expect(() => JSON.parse(content), path).not.toThrow()
      if (path.endsWith('.yaml')) expect(parseDocument(content).errors, path).toEqual([])
      expect(content, path).not.toMatch(/undefined|\[object /)
    }
  })

  it('is the same every time', () => {
    expect(render(text)).toEqual(render(text))
  })
})

describe('bramble render', () => {
  let folder = ''
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'bramble-render-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  const said: string[] = []
  const call = (options: Partial<CliOptions>): Promise<number> => {
    said.length = 0
    return runCommand(
      'render',
      {
        answers: undefined,
        port: '22',
        practice: false,
        agent: false,
        words: [],
        uses: '1',
        days: '7',
        admin: false,
        off: false,
        'new-password': false,
        yes: false,
        'take-over': false,
        json: false,
        lines: '1',
        'with-secrets': false,
        ...options,
      },
      { say: (line) => said.push(line), ask: async () => null },
    )
  }
  const refusal = async (options: Partial<CliOptions>): Promise<EngineError> => {
    try {
      await call(options)
    } catch (error) {
      if (error instanceof EngineError) return error
      throw error
    }
    throw new Error('it was not refused')
  }
  const write = (name: string, text: string, mode = 0o600): string => {
    const path = join(folder, name)
    writeFileSync(path, text, { mode })
    return path
  }
  const example = (name: string): string =>
    write('answers.yaml', examples.find(([own]) => own === name)?.[1] ?? '')
  const tree = (path: string): Record<string, string> =>
    Object.fromEntries(
      readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .map((file) => [file.slice(path.length + 1), readFileSync(file, 'utf8')]),
    )

  it('writes a folder that nobody else reads, and the same bytes every time', async () => {
    const answers = example('mail-registration.yaml')
    const [one, two] = [join(folder, 'one'), join(folder, 'two')]
    expect(await call({ answers, out: one })).toBe(0)
    const listed = said.slice(0, -1)
    mkdirSync(two, { mode: 0o755 })
    await call({ answers, out: two })
    expect(tree(one)).toEqual(tree(two))
    expect(Object.keys(tree(one)).sort()).toEqual(listed.sort())
    for (const entry of readdirSync(two, { recursive: true, withFileTypes: true }))
      expect(statSync(join(entry.parentPath, entry.name)).mode & 0o777).toBe(entry.isFile() ? 0o600 : 0o700)
    expect(statSync(two).mode & 0o777).toBe(0o700)
    expect(tree(one)['store/mas-1/mail-password']).toBe('[secret: Password of the mail server]')
  })

  it.each<[string, (out: string) => void, RegExp]>([
    [
      'holds anything',
      (out) => {
        mkdirSync(out)
        writeFileSync(join(out, '.hidden'), '')
      },
      /is not empty/,
    ],
    ['is a file', (out) => writeFileSync(out, ''), /is not a folder/],
    [
      'is a link',
      (out) => {
        mkdirSync(`${out}-real`)
        symlinkSync(`${out}-real`, out)
      },
      /is a link/,
    ],
    [
      'has nothing around it',
      (out) => rmSync(join(out, '..'), { recursive: true }),
      /the folder around it is not there/,
    ],
  ])('refuses a folder that %s', async (_, prepare, words) => {
    mkdirSync(join(folder, 'sub'))
    const out = join(folder, 'sub', 'out')
    prepare(out)
    const before = lstatSync(out, { throwIfNoEntry: false })?.mtimeMs
    expect((await refusal({ answers: example('home-family.yaml'), out })).detail).toMatch(words)
    expect(lstatSync(out, { throwIfNoEntry: false })?.mtimeMs).toBe(before)
  })

  it('writes nothing when the answers are wrong, or name a bridge that nobody knows', async () => {
    const out = join(folder, 'out')
    const { code, evidence } = await refusal({ answers: write('a.yaml', 'version: 2\n'), out })
    expect([code, ...evidence]).toEqual([
      'intent-invalid',
      'name: This is missing.',
      'address: This is missing.',
      'signIn: This is missing.',
    ])
    const bridged = write('b.yaml', `${examples[0]?.[1]}bridges: {pigeonpost: {}}\n`)
    expect((await refusal({ answers: bridged, out })).code).toBe('intent-invalid')
    expect(lstatSync(out, { throwIfNoEntry: false })).toBeUndefined()
  })

  it('with secrets: makes its own, takes the owner’s, and names what is missing', async () => {
    const answers = example('mail-registration.yaml')
    const out = join(folder, 'out')
    const real = { answers, out, 'with-secrets': true }
    const missing = await refusal(real)
    expect([missing.code, ...missing.evidence]).toEqual([
      'secret-missing',
      'mail-password: Password of the mail server',
      'captcha-key: Secret key of the captcha',
    ])
    expect(lstatSync(out, { throwIfNoEntry: false })).toBeUndefined()
    write('key', 'canary-captcha\n')
    const secrets = write('secrets.yaml', 'mail-password: canary-mail\ncaptcha-key: {file: key}\n')
    expect(await call({ ...real, secrets })).toBe(0)
    const files = tree(out)
    expect(files['store/mas-1/mail-password']).toBe('canary-mail')
    expect(files['store/mas-1/config.yaml']).toContain('canary-captcha')
    expect(files['store/mas-1/encryption']).toMatch(/^(?!0{64})[0-9a-f]{64}$/)
    expect(files['secrets/mas-encryption']).toBe(files['store/mas-1/encryption'])
    expect(files['secrets/mas-rsa']).toContain('BEGIN PRIVATE KEY')
    expect(Object.values(files).join()).not.toContain('[secret:')
    expect(said.join()).not.toContain('canary')
    await call({ ...real, secrets, out: join(folder, 'again') })
    expect(tree(join(folder, 'again'))['secrets/mas-encryption']).not.toBe(files['secrets/mas-encryption'])
  })

  it.each<[string, string, number, RegExp]>([
    ['that others can read', 'mail-password: canary\n', 0o640, /chmod 600/],
    ['with a name that nothing asks for', 'mail-pasword: canary\n', 0o600, /“mail-pasword”/],
    ['with a number', 'mail-password: 123456\n', 0o600, /“mail-password” in quotes/],
    ['that is no list of names', '- canary\n', 0o600, /one line a secret/],
    ['that cannot be read', 'mail-password: "canary\n', 0o600, /one line a secret/],
    ['that names a file which is not there', 'mail-password: {file: none}\n', 0o600, /there is no such file/],
  ])('refuses a file of secrets %s, and repeats none of it', async (_, text, mode, words) => {
    const secrets = write('secrets.yaml', text, mode)
    const error = await refusal({
      answers: example('mail-registration.yaml'),
      out: join(folder, 'out'),
      secrets,
    })
    expect(error.detail).toMatch(words)
    expect(JSON.stringify([error.detail, error.evidence])).not.toMatch(/canary|123456/)
  })

  it('says which names it would take', async () => {
    const secrets = write('secrets.yaml', 'other: x\n')
    const { evidence } = await refusal({
      answers: example('keycloak-elsewhere.yaml'),
      out: join(folder, 'out'),
      secrets,
    })
    expect(evidence).toEqual(['They ask for provider-school: Client secret of School account.'])
  })
})
