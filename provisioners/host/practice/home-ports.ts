/** What comes of a connection to the home's public address: the router is before the Pi, and not every router turns round. */
import type { Knocked } from '../../model/web.ts'
import type { Machine } from './machine.ts'
import { request } from './web.ts'

/** @param from inside the home, or from another one */
export async function fromHome(
  machine: Machine,
  from: 'home' | 'elsewhere',
  { address, port, say }: { readonly address: string; readonly port: number; readonly say: string },
): Promise<Knocked> {
  const { internet, network } = machine
  if (network.unreachable.has('*')) return { kind: 'no-way' }
  const { ipv4, ipv6 } = internet.home
  if (address === ipv6)
    return from === 'home' || !internet.ports.has(port)
      ? onPi(machine, port, say)
      : atRouter(internet.ports.get(port))
  if (address !== ipv4) return { kind: 'silent' }
  if (from === 'home' && !internet.hairpin) return { kind: 'silent' }
  return internet.ports.has(port) ? atRouter(internet.ports.get(port)) : onPi(machine, port, say)
}

const atRouter = (said: string | null | undefined): Knocked =>
  said === null || said === undefined ? { kind: 'silent' } : { kind: 'answered', text: said }

/** At the Pi itself: a program that waits at the port for a while, or a container. */
export async function onPi(machine: Machine, port: number, say: string): Promise<Knocked> {
  const waiting = machine.network.waiting.get(port)
  if (waiting) return { kind: 'answered', text: await waiting(say) }
  const line = /^(\S+) (\S+) /.exec(say)
  const host = /^host: (\S+)\r?$/im.exec(say)?.[1] ?? machine.network.address
  const answer = request(
    machine,
    { url: `http://${host}:${port}${line?.[2] ?? '/'}`, method: line?.[1] ?? 'GET', headers: {}, body: '' },
    { outside: true, addresses: [{ host, port, address: machine.network.address }] },
  )
  if ('code' in answer) return { kind: 'refused' }
  const headers = Object.entries(answer.headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return { kind: 'answered', text: `HTTP/1.1 ${answer.status} \r\n${headers.join('')}\r\n${answer.body}` }
}
