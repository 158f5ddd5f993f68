/** The engine on a WebSocket for one person's browser: loopback only, by invitation, strict about who asks. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Handlers } from '../contract/api.ts'
import { MAX_TEXT } from '../contract/envelope.ts'
import { serve, type ServeOptions } from '../contract/serve.ts'
import { createGuard } from './guard.ts'
import { createPages } from './pages.ts'

export interface WebHostOptions extends ServeOptions {
  readonly handlers: Handlers
  /** The renderer's build. */
  readonly files: string
  /** 0, the default, takes any that is free. */
  readonly port?: number
  /** Vite's server in place of the build, and a cookie that outlives a restart. */
  readonly development?: { readonly renderer: string; readonly cookie: string } | null
  /** Told each time that a browser has been let in. */
  onAdmitted?(): void
}

export interface WebHost {
  readonly port: number
  /** An address that lets one browser in, once. */
  invite(): string
  close(): Promise<void>
}

export async function createWebHost(options: WebHostOptions): Promise<WebHost> {
  const { handlers, files, development } = options
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    // The address is no option: nothing but this computer can reach the host.
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const guard = createGuard(port, development?.cookie)
  const renderer = development?.renderer ?? null
  const pages = createPages({ guard, files, renderer, onAdmitted: () => options.onAdmitted?.() })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_TEXT, perMessageDeflate: false })

  server.on('request', (request, response) => {
    pages(request, response).catch((error: unknown) => {
      options.onBug(error)
      response.destroy()
    })
  })

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    const refuse = (status: string) =>
      stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    if (!guard.isAddressed(request)) refuse('421 Misdirected Request')
    else if (!guard.isOwnPage(request) || !guard.isAdmitted(request)) refuse('403 Forbidden')
    else if (request.url !== '/socket') refuse('404 Not Found')
    else sockets.handleUpgrade(request, stream, head, converse)
  })

  function converse(socket: WebSocket): void {
    const say = (text: string) => {
      if (socket.readyState === socket.OPEN) socket.send(text)
    }
    const session = serve(handlers, say, options)
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) socket.close(1003)
      else session.receive(data.toString('utf8'))
    })
    socket.on('close', () => session.close())
    // Its 'close' follows.
    socket.on('error', () => {})
  }

  return {
    port,
    invite: () => guard.invite(),
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
