/** Ways to sign in, over real sockets. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { connectSsh } from '../../provisioners/host/connect.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { encrypted } from './support/keys.ts'
import { sandbox } from './support/sandbox.ts'
import { at, hostKey, server, setup, userKey } from './support/sign-in.ts'
import type { ServerOptions } from './support/ssh-server.ts'

vi.setConfig({ testTimeout: 60_000 })

describe('ways to sign in', () => {
  const only = (method: string, accept: (context: never) => boolean): Partial<ServerOptions> => ({
    authenticate: (context) => {
      if (context.method === method && accept(context as never)) context.accept()
      else context.reject([method] as never)
    },
  })

  it('a password', async () => {
    const pi = await server(
      only('password', (context: { password: string }) => context.password === 'correct horse'),
    )
    await (await connectSsh(at(pi), setup().options)).close()
    expect(pi.credentials).toEqual(['pi none', 'pi password correct horse'])
  })

  it('a wrong password is tried once', async () => {
    const pi = await server({
      authenticate: (context) => context.reject(['password', 'keyboard-interactive']),
    })
    await expect(connectSsh(at(pi), setup().options)).rejects.toMatchObject({ code: 'auth-failed' })
    expect(pi.credentials).toEqual(['pi none', 'pi password correct horse'])
  })

  it('a server that takes keys only is not told the password', async () => {
    const pi = await server({ authenticate: (context) => context.reject(['publickey']) })
    await expect(connectSsh(at(pi), setup().options)).rejects.toMatchObject({
      code: 'auth-failed',
      evidence: ['the server takes: publickey'],
    })
    expect(pi.credentials).toEqual(['pi none'])
  })

  const prompting = (prompt: string, answers: string[][], again = false): Partial<ServerOptions> => ({
    authenticate: (context) => {
      if (context.method !== 'keyboard-interactive') return context.reject(['keyboard-interactive'])
      context.prompt([{ prompt, echo: false }], 'Sign in', '', (given) => {
        answers.push(given)
        if (again) context.prompt([{ prompt, echo: false }], (more) => answers.push(more))
        else context.accept()
      })
    },
  })

  it.each(['Password: ', 'Passwort für pi: ', "pi@raspberrypi's password: "])(
    'the prompt "%s"',
    async (prompt) => {
      const answers: string[][] = []
      const pi = await server(prompting(prompt, answers))
      await (await connectSsh(at(pi), setup().options)).close()
      expect(answers).toEqual([['correct horse']])
    },
  )

  it.each([
    'Verification code: ',
    'One-time password (OATH) for pi: ',
    '(current) UNIX password: ',
    'New password: ',
  ])('the prompt "%s" is for a person', async (prompt) => {
    const answers: string[][] = []
    const pi = await server(prompting(prompt, answers))
    await expect(connectSsh(at(pi), setup().options)).rejects.toMatchObject({
      code: 'auth-failed',
      evidence: [expect.stringContaining(prompt.trim())],
    })
    expect(answers).toEqual([])
  })

  it('the same prompt again: the password was wrong, and is not guessed on', async () => {
    const answers: string[][] = []
    const pi = await server(prompting('Password: ', answers, true))
    await expect(connectSsh(at(pi), setup().options)).rejects.toMatchObject({ code: 'auth-failed' })
    expect(answers).toEqual([['correct horse']])
  })

  const keyOnly = (pair: { blob: Buffer }): Partial<ServerOptions> =>
    only('publickey', (context: { key: { data: Buffer } }) => context.key.data.equals(pair.blob))

  it('a key', async () => {
    const pi = await server(keyOnly(userKey))
    const credentials = { kind: 'key', key: new Secret(userKey.private, 'key') } as const
    await (await connectSsh(at(pi), setup({ credentials }).options)).close()
    expect(pi.credentials).not.toContainEqual(expect.stringContaining('password'))
  })

  it('a key that the server does not know', async () => {
    const pi = await server(keyOnly(userKey))
    const credentials = { kind: 'key', key: new Secret(hostKey.private, 'key') } as const
    await expect(connectSsh(at(pi), setup({ credentials }).options)).rejects.toMatchObject({
      code: 'auth-failed',
    })
  })

  const locked = encrypted('open sesame')
  it.each([
    ['the right passphrase', locked.private, 'open sesame', null],
    ['a wrong passphrase', locked.private, 'open barley', 'key-unreadable'],
    ['no passphrase', locked.private, undefined, 'key-unreadable'],
    ['no key at all', 'hello', undefined, 'key-unreadable'],
    ['a public key', userKey.public, undefined, 'key-unreadable'],
  ])('an encrypted key with %s', async (_name, text, phrase, code) => {
    const pi = await server(keyOnly(locked))
    const passphrase = phrase === undefined ? {} : { passphrase: new Secret(phrase, 'passphrase') }
    const credentials = { kind: 'key', key: new Secret(text, 'key'), ...passphrase } as const
    const connecting = connectSsh(at(pi), setup({ credentials }).options)
    if (code === null) return (await connecting).close()
    await expect(connecting).rejects.toMatchObject({ code })
    expect(pi.credentials).toEqual([])
  })

  it('a key agent', async () => {
    const directory = sandbox()
    const socket = join(directory, 'agent')
    const agent = spawn('ssh-agent', ['-D', '-a', socket])
    onTestFinished(() => void agent.kill())
    await new Promise((resolve) => agent.stdout.once('data', resolve))
    writeFileSync(join(directory, 'key'), userKey.private, { mode: 0o600 })
    const add = spawn('ssh-add', [join(directory, 'key')], { env: { ...process.env, SSH_AUTH_SOCK: socket } })
    await new Promise((resolve) => add.once('close', resolve))
    const pi = await server(keyOnly(userKey))
    await (await connectSsh(at(pi), setup({ credentials: { kind: 'agent', socket } }).options)).close()
    const none = setup({ credentials: { kind: 'agent', socket: join(directory, 'nobody') } })
    await expect(connectSsh(at(pi), none.options)).rejects.toMatchObject({ code: 'auth-failed' })
  })

  it('one way is not enough for the server', async () => {
    const pi = await server({
      authenticate: (context) => context.reject(['password'], context.method === 'publickey'),
    })
    const credentials = { kind: 'key', key: new Secret(userKey.private, 'key') } as const
    await expect(connectSsh(at(pi), setup({ credentials }).options)).rejects.toMatchObject({
      code: 'auth-failed',
    })
    expect(pi.credentials).toEqual(['pi none'])
  })
})
