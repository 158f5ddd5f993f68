/** Forwarded connections to practice containers: HTTP, answered from the model. */
import { createServer, type IncomingMessage } from 'node:http'
import { Duplex } from 'node:stream'
import { EngineError } from '../../model/engine-error.ts'
import type { Container } from './docker/container.ts'
import type { Machine } from './machine.ts'
import type { HttpAnswer } from './services/behaviour.ts'
import { behaviourOf } from './services/index.ts'
import { insideOf, serve } from './services/inside.ts'

/** @throws EngineError refused where nobody listens */
export function openForward(
  machine: Machine,
  target: { host: string; port: number },
  gone: AbortSignal,
): Duplex {
  const container = containerAt(machine, target)
  if (!container)
    throw new EngineError('refused', `Nobody listens at ${target.host}:${target.port} on the practice Pi.`)
  const server = createServer((request, response) => {
    void readBody(request).then(async (body) => {
      const left = new AbortController()
      request.socket.once('close', () => left.abort())
      const {
        status,
        headers,
        body: text,
      } = await inTime(
        machine,
        left.signal,
        serve(insideOf(machine, container), target.port, {
          method: request.method ?? 'GET',
          path: request.url ?? '/',
          headers: Object.fromEntries(
            Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
          ),
          body,
        }),
      )
      // whoever left is told nothing
      if (left.signal.aborted) return
      // it speaks no HTTP
      if (status === 0) return void request.socket.destroy()
      response.writeHead(status, headers).end(text)
    })
  })
  const [near, far] = pair()
  const cut = () => near.destroy()
  gone.addEventListener('abort', cut)
  near.once('close', () => gone.removeEventListener('abort', cut))
  // Node serves any stream that is handed to it as a connection
  server.emit('connection', far)
  return near
}

async function inTime(machine: Machine, left: AbortSignal, answer: HttpAnswer): Promise<HttpAnswer> {
  let said = answer
  while (said.later !== undefined && !left.aborted) {
    await machine.clock.sleep(said.later.seconds, left)
    if (!left.aborted) said = said.later.answer()
  }
  return said
}

function containerAt(
  machine: Machine,
  { host, port }: { host: string; port: number },
): Container | undefined {
  return machine.docker
    .all()
    .find(
      (one) =>
        one.up && one.address === host && behaviourOf(one.spec.image).listens(insideOf(machine, one), port),
    )
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** Two ends of one connection; what is written to one is read from the other. */
function pair(): [Duplex, Duplex] {
  const end = (other: () => Duplex) =>
    new Duplex({
      read() {},
      write(chunk: Buffer, _, done) {
        other().push(chunk)
        done()
      },
      final(done) {
        other().push(null)
        done()
      },
      destroy(error, done) {
        if (!other().destroyed) other().destroy()
        done(error)
      },
    })
  const near: Duplex = end(() => far)
  const far: Duplex = end(() => near)
  return [near, far]
}
