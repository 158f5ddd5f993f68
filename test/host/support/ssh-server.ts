/** An SSH server in this process, on loopback: real sockets and real encryption; commands run in a real local shell. */
import { spawn } from 'node:child_process'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import ssh2, { type AuthContext, type Connection, type ServerChannel } from 'ssh2'

export interface ServerOptions {
  /** Private host keys, as text. */
  readonly hostKeys: readonly string[]
  /** Accepts, rejects or asks on; default: everybody may come in. */
  authenticate?(context: AuthContext): void
  /** Environment of the commands; the login shell is bash, so BASH_ENV is its .bashrc. */
  readonly env?: Readonly<Record<string, string>>
  /** False: no TCP forwarding (AllowTcpForwarding no). */
  readonly forwarding?: boolean
  /** Where a port leads from here, when it is another network: the port on loopback, or null for none. */
  route?(port: number): number | null
}

export interface TestServer {
  readonly port: number
  /** Methods that were tried, with what came along: what left the client. */
  readonly credentials: string[]
  /** Commands that were executed. */
  readonly commands: string[]
  /** Channels that are open now. */
  readonly open: { count: number; most: number }
  /** Breaks every connection at once, as a reboot does. */
  cut(): void
  /** Swallows every packet from now on, both ways: a pulled cable. */
  freeze(): void
  close(): Promise<void>
}

export async function startServer(options: ServerOptions): Promise<TestServer> {
  const credentials: string[] = []
  const commands: string[] = []
  const open = { count: 0, most: 0 }
  const server = new ssh2.Server({ hostKeys: [...options.hostKeys] }, (client) => {
    client.on('error', () => {})
    client.on('authentication', (context) => {
      const shown = context.method === 'password' ? ` ${context.password}` : ''
      credentials.push(`${context.username} ${context.method}${shown}`)
      if (options.authenticate) options.authenticate(context)
      else context.accept()
    })
    client.once('ready', () => serve(client, options, commands, open))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const proxy = await startProxy((server.address() as AddressInfo).port)
  return {
    ...proxy,
    credentials,
    commands,
    open,
    close: async () => {
      proxy.cut()
      await proxy.close()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

function serve(
  client: Connection,
  options: ServerOptions,
  commands: string[],
  open: { count: number; most: number },
): void {
  const count = (channel: ServerChannel): ServerChannel => {
    open.count += 1
    open.most = Math.max(open.most, open.count)
    channel.once('close', () => (open.count -= 1))
    channel.on('error', () => {})
    return channel
  }
  client.on('session', (accept) => {
    accept().on('exec', (acceptExec, _reject, { command }) => {
      commands.push(command)
      runCommand(command, count(acceptExec()), options.env ?? {})
    })
  })
  // without a listener the answer is "administratively prohibited", as OpenSSH's is
  if (options.forwarding === false) return
  client.on('tcpip', (accept, reject, { destIP, destPort }) => {
    const port = options.route ? options.route(destPort) : destPort
    if (port === null) return reject()
    const socket = connect(port, destIP)
    socket.once('error', () => reject())
    socket.once('connect', () => {
      socket.removeAllListeners('error').on('error', () => {})
      const channel = count(accept())
      channel.pipe(socket).pipe(channel)
      channel.once('close', () => socket.destroy())
    })
  })
}

function runCommand(command: string, channel: ServerChannel, env: Readonly<Record<string, string>>): void {
  const child = spawn('/bin/bash', ['-c', command], { env: { PATH: process.env['PATH'] ?? '', ...env } })
  child.stdin.on('error', () => {})
  channel.on('data', (piece: Buffer) => child.stdin.write(piece))
  channel.once('end', () => child.stdin.end())
  channel.once('close', () => child.stdin.end())
  child.stdout.on('data', (piece: Buffer) => channel.write(piece))
  child.stderr.on('data', (piece: Buffer) => channel.stderr.write(piece))
  child.once('close', (status, signal) => {
    if (status === null) channel.exit(signal?.replace('SIG', '') ?? 'TERM', false, '')
    else channel.exit(status)
    channel.end()
  })
}

/** Between client and server, so that a test can pull the cable. */
async function startProxy(to: number): Promise<Pick<TestServer, 'port' | 'cut' | 'freeze' | 'close'>> {
  const sockets = new Set<Socket>()
  let frozen = false
  const proxy = createServer((client) => {
    const server = connect(to, '127.0.0.1')
    for (const [from, into] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(from)
      from.setNoDelay(true)
      from.on('error', () => {})
      from.on('data', (piece) => frozen || into.write(piece))
      from.once('close', () => {
        sockets.delete(from)
        if (!frozen) into.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return {
    port: (proxy.address() as AddressInfo).port,
    cut: () => {
      for (const socket of sockets) socket.destroy()
    },
    freeze: () => (frozen = true),
    close: () => new Promise((resolve) => proxy.close(() => resolve())),
  }
}
