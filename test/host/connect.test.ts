/** Connecting over real sockets: what leaves this machine, and when. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { connectSsh, presentHostKey } from '../../provisioners/host/connect.ts'
import { fingerprint } from '../../provisioners/host/host-key.ts'
import { rsa } from './support/keys.ts'
import { sandbox } from './support/sandbox.ts'
import { at, curveKey, hostKey, server, setup, userKey } from './support/sign-in.ts'

vi.setConfig({ testTimeout: 60_000 })

describe('the host key comes first', () => {
  it('unknown and refused: no credential left', async () => {
    const pi = await server()
    const { options, asked } = setup({}, false)
    await expect(connectSsh(at(pi), options)).rejects.toMatchObject({ code: 'host-key-unknown' })
    expect(asked).toMatchObject([
      { type: 'ssh-ed25519', fingerprint: fingerprint(hostKey.blob), verdict: 'unknown' },
    ])
    expect(pi.credentials).toEqual([])
  })

  it('nothing is sent while the person thinks, and their time is not counted', async () => {
    const pi = await server()
    let answer = (_yes: boolean): void => {}
    const { options } = setup({
      timeoutSeconds: 3,
      decideHostKey: () => new Promise((resolve) => (answer = resolve)),
    })
    const connecting = connectSsh(at(pi), options)
    await new Promise((resolve) => setTimeout(resolve, 3300))
    expect(pi.credentials).toEqual([])
    answer(true)
    await (await connecting).close()
    expect(pi.credentials.length).toBeGreaterThan(0)
  })

  it('accepted once, known ever after', async () => {
    const pi = await server()
    const { options, asked, store } = setup()
    await (await connectSsh(at(pi), options)).close()
    await (await connectSsh(at(pi), options)).close()
    expect(asked).toHaveLength(1)
    expect(readFileSync(store, 'utf8')).toBe(`[127.0.0.1]:${pi.port} ${hostKey.public}\n`)
  })

  it('changed and refused: no credential left, the known key is kept', async () => {
    const pi = await server()
    const { options, asked, store } = setup({}, false)
    const before = `[127.0.0.1]:${pi.port} ${userKey.public}\n`
    writeFileSync(store, before)
    await expect(connectSsh(at(pi), options)).rejects.toMatchObject({
      code: 'host-key-changed',
      evidence: [
        expect.stringContaining(fingerprint(hostKey.blob)),
        expect.stringContaining(fingerprint(userKey.blob)),
      ],
    })
    expect(asked).toMatchObject([{ verdict: 'changed' }])
    expect(pi.credentials).toEqual([])
    expect(readFileSync(store, 'utf8')).toBe(before)
  })

  it('changed and accepted: the new key takes the place of the old', async () => {
    const pi = await server()
    const { options, store } = setup()
    writeFileSync(store, `[127.0.0.1]:${pi.port} ${userKey.public}\n`)
    await (await connectSsh(at(pi), options)).close()
    expect(readFileSync(store, 'utf8')).toBe(`[127.0.0.1]:${pi.port} ${hostKey.public}\n`)
  })

  it('revoked: nobody is asked', async () => {
    const pi = await server()
    const { options, asked, store } = setup()
    const revoked = `@revoked * ${hostKey.public}\n[127.0.0.1]:${pi.port} ${hostKey.public}\n`
    writeFileSync(store, revoked)
    await expect(connectSsh(at(pi), options)).rejects.toMatchObject({ code: 'host-key-changed' })
    expect([asked, pi.credentials]).toEqual([[], []])
  })

  it.each([
    ['ed25519', hostKey],
    ['ecdsa', curveKey],
    ['rsa', rsa()],
  ])('a server with several keys is known by its %s one', async (_name, known) => {
    const pi = await server({ hostKeys: [hostKey.private, curveKey.private, known.private] })
    const { options, asked, store } = setup({}, false)
    writeFileSync(store, `[127.0.0.1]:${pi.port} ${known.public}\n`)
    await (await connectSsh(at(pi), options)).close()
    expect(asked).toEqual([])
  })

  it('known by the file of ssh, which is not touched', async () => {
    const pi = await server()
    const theirs = join(sandbox(), 'theirs')
    writeFileSync(theirs, `[127.0.0.1]:${pi.port} ${hostKey.public}\n`)
    const { options, asked, store } = setup()
    await (await connectSsh(at(pi), { ...options, knownHosts: { store, others: [theirs] } })).close()
    expect(asked).toEqual([])
    expect(() => readFileSync(store)).toThrow()
  })

  it('an unreadable file of known keys: nothing is even connected', async () => {
    const pi = await server()
    const { options } = setup()
    const connecting = connectSsh(at(pi), { ...options, knownHosts: { store: sandbox() } })
    await expect(connecting).rejects.toMatchObject({ code: 'host-key-unknown' })
    expect(pi.credentials).toEqual([])
  })

  it('is shown without signing in', async () => {
    const pi = await server()
    const { options } = setup()
    await expect(presentHostKey(at(pi), options)).resolves.toMatchObject({
      fingerprint: fingerprint(hostKey.blob),
      verdict: 'unknown',
    })
    expect(pi.credentials).toEqual([])
  })
})

describe('no server', () => {
  it('nothing listens', async () => {
    const idle = createServer()
    await new Promise<void>((resolve) => idle.listen(0, '127.0.0.1', resolve))
    const { port } = idle.address() as AddressInfo
    await new Promise((resolve) => idle.close(resolve))
    await expect(connectSsh(at({ port }), setup().options)).rejects.toMatchObject({ code: 'refused' })
    await expect(presentHostKey(at({ port }), setup().options)).rejects.toMatchObject({ code: 'refused' })
  })

  it.each([
    ['says nothing', () => {}],
    ['hangs up', (socket: { end(): void }) => socket.end()],
    [
      'is something else',
      (socket: { end(text: string): void }) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    ],
  ])('what listens %s', async (_name, answer) => {
    const sockets = new Set<{ destroy(): void }>()
    const strange = createServer((socket) => {
      sockets.add(socket.on('error', () => {}))
      answer(socket)
    })
    await new Promise<void>((resolve) => strange.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy()
      strange.close()
    })
    const { options } = setup({ timeoutSeconds: 0.5 })
    const connecting = connectSsh(at(strange.address() as AddressInfo), options)
    await expect(connecting).rejects.toMatchObject({ code: 'unreachable' })
  })

  it('no such name', async () => {
    const target = { host: 'no-such-host.invalid', port: 22, user: 'pi' }
    await expect(connectSsh(target, setup().options)).rejects.toMatchObject({ code: 'name-not-found' })
  })

  it.each([
    '-oProxyCommand=id',
    '',
    'a b',
    'pi;id',
    'pi\n',
    '../x',
    'a..b',
    '-pi.local',
    'pi-.local',
    'x'.repeat(254),
    '[::1]',
    'fe80::1%-x',
  ])('the host name %j is none', async (host) => {
    const connecting = connectSsh({ host, port: 22, user: 'pi' }, setup().options)
    await expect(connecting).rejects.toMatchObject({ code: 'name-not-found' })
  })

  it.each(['-l', '', 'a b', 'x'.repeat(65), 'pi\n'])('the user name %j is none', async (user) => {
    const connecting = connectSsh({ host: '127.0.0.1', port: 22, user }, setup().options)
    await expect(connecting).rejects.toMatchObject({ code: 'auth-failed' })
  })

  it.each([0, -1, 65_536, 22.5, Number.NaN])('the port %d is none', async (port) => {
    await expect(connectSsh(at({ port }), setup().options)).rejects.toMatchObject({ code: 'name-not-found' })
  })
})
