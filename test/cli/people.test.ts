import { describe, expect, it } from 'vitest'
import { people, type PeopleOptions } from '../../provisioners/cli/people.ts'
import { defaultIntent, type Intent } from '../../provisioners/model/intent.ts'
import { practiceEngine } from '../support/practice.ts'

const intent: Intent = { ...defaultIntent('pi'), address: { mode: 'home', host: 'brookside.local' } }
const usual: PeopleOptions = {
  words: [],
  yes: false,
  json: false,
  uses: '1',
  days: '7',
  admin: false,
  off: false,
  'new-password': false,
}

async function terminal() {
  const { engine, pi } = practiceEngine()
  await engine.start(intent)
  await pi.idle()
  const asked: { question: string; hidden: boolean }[] = []
  /** @param typed what a person answers, one after another; nothing more: no terminal */
  return {
    asked,
    run: async (words: string, more: Partial<PeopleOptions> = {}, typed: string[] = []) => {
      const lines: string[] = []
      const left = [...typed]
      await people(
        engine,
        intent,
        { ...usual, ...more, words: words.split(' ') },
        {
          say: (line) => void lines.push(line),
          ask: async (question, hidden = false) => {
            asked.push({ question, hidden })
            return left.shift() ?? null
          },
        },
      )
      return lines.join('\n')
    },
  }
}

describe('bramble people', () => {
  it('creates with a typed password, which is asked unseen and never said', async () => {
    const { run, asked } = await terminal()
    expect(await run('create anna', { admin: true }, ['correct horse battery'])).toBe(
      '@anna:brookside.local, runs the server',
    )
    expect(asked).toEqual([{ question: 'Password for anna: ', hidden: true }])
    await expect(run('create ben')).rejects.toThrow('--new-password')
    await expect(run('create ben', {}, ['short'])).rejects.toThrow('eight characters')
    await expect(run('create Ben', {}, ['correct horse battery'])).rejects.toThrow('no user name')
  })

  it('makes a password when asked, and prints it once', async () => {
    const { run } = await terminal()
    expect(await run('create ben', { 'new-password': true })).toMatch(
      /^@ben:brookside\.local\npassword: (\w{5}-){3}\w{5}$/,
    )
    expect(await run('list')).toBe('@ben:brookside.local')
  })

  it('locks, unlocks and changes who runs the server, and asks before nobody does', async () => {
    const { run, asked } = await terminal()
    await run('create anna', { admin: true, 'new-password': true })
    await expect(run('lock anna')).rejects.toMatchObject({ code: 'last-admin' })
    expect(asked.at(-1)?.question).toContain('Do it anyway?')
    await expect(run('lock anna', {}, ['n'])).rejects.toMatchObject({ code: 'last-admin' })
    expect(await run('lock anna', {}, ['y'])).toBe('@anna:brookside.local, runs the server, locked')
    expect(await run('unlock anna')).toBe('@anna:brookside.local, runs the server')
    expect(await run('admin anna', { off: true, yes: true })).toBe('@anna:brookside.local')
    expect(await run('admin anna', { json: true })).toContain('"admin":true')
    await expect(run('lock zoe')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('invites within limits, and knows no other words', async () => {
    const { run } = await terminal()
    expect(await run('invite', { uses: '3' })).toMatch(
      /^page: https:\/\/brookside\.local:8443\/register\ncode: \w{12}$/,
    )
    await expect(run('invite', { uses: '0' })).rejects.toThrow('--uses')
    await expect(run('invite', { days: 'x' })).rejects.toThrow('--days')
    await expect(run('remove anna')).rejects.toThrow('There is no “people remove”')
  })
})
