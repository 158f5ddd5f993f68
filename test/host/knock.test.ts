/** Knocking at real ports of loopback. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { knockFromHere } from '../../provisioners/host/knock.ts'

async function serve(answer: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => {})
    answer(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return (server.address() as AddressInfo).port
}

const knock = (port: number, address = '127.0.0.1', timeoutMs?: number) =>
  knockFromHere(timeoutMs)({ address, port, say: 'GET / HTTP/1.1\r\n\r\n' })

describe('a knock', () => {
  it('says its word and hears the answer', async () => {
    const port = await serve((socket) => socket.on('data', (said) => socket.end(`heard ${said.toString()}`)))
    expect(await knock(port)).toEqual({ kind: 'answered', text: 'heard GET / HTTP/1.1\r\n\r\n' })
  })

  it('hears no more than a page', async () => {
    const port = await serve((socket) => socket.write('x'.repeat(1_000_000)))
    expect(await knock(port)).toEqual({ kind: 'answered', text: 'x'.repeat(4096) })
  })

  it('knows who hangs up from who is not there', async () => {
    const port = await serve((socket) => socket.destroy())
    expect(await knock(port)).toEqual({ kind: 'answered', text: '' })
    const closed = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const { port: free } = server.address() as AddressInfo
        server.close(() => resolve(free))
      })
    })
    expect(await knock(closed)).toEqual({ kind: 'refused' })
  })

  it('does not wait for ever for who says nothing', async () => {
    const port = await serve((socket) => socket.resume())
    expect(await knock(port, '127.0.0.1', 50)).toEqual({ kind: 'answered', text: '' })
  })

  it('learns nothing where no way leads', async () => {
    expect(await knock(80, '255.255.255.255')).toEqual({ kind: 'no-way' })
  })
})
