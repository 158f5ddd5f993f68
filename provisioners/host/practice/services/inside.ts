/** The world as the program in a container sees it: its mounts, its networks, its environment. */
import type { Container } from '../docker/container.ts'
import { allowed, contentOf, EXECUTE, READ, WRITE, type Credentials, type Node } from '../files/node.ts'
import type { Machine } from '../machine.ts'
import type { HttpAnswer, HttpRequest } from './behaviour.ts'
import { behaviourOf } from './index.ts'

export type Read = { readonly text: string } | { readonly trouble: string }
export type Reached = { readonly inside: Inside } | { readonly trouble: 'unknown-name' | 'refused' }

export interface Inside {
  readonly machine: Machine
  readonly container: Container
  readonly uid: number
  /** A file as the program's user gets it. */
  read(path: string): Read
  /** The names in a directory; none where there is no such directory. */
  list(path: string): readonly string[]
  /** Whether the program's user can write into a directory. */
  writable(path: string): boolean
  /** Path on the host; null for what only the image holds. */
  hostPath(path: string): string | null
  /** A TCP connection to a name or address as this container resolves it. */
  connect(host: string, port: number): Reached
  http(
    host: string,
    port: number,
    request: HttpRequest,
  ): HttpAnswer | { readonly trouble: 'unknown-name' | 'refused' }
}

export function insideOf(machine: Machine, container: Container): Inside {
  const { spec } = container
  const uid = spec.user === '' ? behaviourOf(spec.image).uid : Number(spec.user.split(':')[0])
  const gid = spec.user.includes(':') ? Number(spec.user.split(':')[1]) : uid
  const who: Credentials = { uid, gid, groups: [gid] }

  const mountOf = (path: string) =>
    spec.mounts
      .filter(({ target }) => path === target || path.startsWith(`${target}/`))
      .sort((a, b) => b.target.length - a.target.length)[0]

  const hostPath = (path: string) => {
    const mount = mountOf(path)
    return mount?.type === 'bind' ? `${mount.source}${path.slice(mount.target.length)}` : null
  }

  /** Only what is below the mount counts: its parents on the host may be closed to everybody. */
  const find = (path: string): Node | string => {
    const mount = mountOf(path)
    if (mount?.type !== 'bind') return 'No such file or directory'
    let node = machine.files.find(mount.source)
    for (const name of path
      .slice(mount.target.length)
      .split('/')
      .filter((part) => part !== '')) {
      if (node?.kind !== 'directory') return 'No such file or directory'
      if (!allowed(node, who, EXECUTE)) return 'Permission denied'
      node = node.entries.get(name)
    }
    return node ?? 'No such file or directory'
  }

  const self: Inside = {
    machine,
    container,
    uid,
    hostPath,
    read(path) {
      const node = find(path)
      if (typeof node === 'string') return { trouble: node }
      if (node.kind !== 'file') return { trouble: 'Is a directory' }
      return allowed(node, who, READ) ? { text: contentOf(node) } : { trouble: 'Permission denied' }
    },
    list(path) {
      const node = find(path)
      return typeof node !== 'string' && node.kind === 'directory' ? [...node.entries.keys()].sort() : []
    },
    writable(path) {
      const mount = mountOf(path)
      if (mount?.type === 'tmpfs') return true
      const node = find(path)
      return typeof node !== 'string' && mount?.readOnly === false && allowed(node, who, WRITE)
    },
    connect(host, port) {
      const target = resolve(machine, container, host)
      if (!target) return { trouble: 'unknown-name' }
      const behaviour = behaviourOf(target.spec.image)
      if (!target.up && behaviour.listensEarly !== true) return { trouble: 'refused' }
      const inside = target === container ? self : insideOf(machine, target)
      return behaviour.listens(inside, port, target === container) ? { inside } : { trouble: 'refused' }
    },
    http(host, port, request) {
      const reached = self.connect(host, port)
      if ('trouble' in reached) return reached
      return serve(reached.inside, port, request)
    },
  }
  return self
}

/** Lets a program answer, and log that it did; what it asks of itself, as health checks do, is not worth a line. */
export function serve(inside: Inside, port: number, request: HttpRequest, local = false): HttpAnswer {
  const behaviour = behaviourOf(inside.container.spec.image)
  const answer = behaviour.http(inside, port, request)
  const line = local ? undefined : behaviour.logLine?.(request, answer.status)
  if (line !== undefined) inside.machine.docker.say(inside.container, line)
  return answer
}

/** Docker's own name service: containers on a shared network, by name or alias. */
function resolve(machine: Machine, from: Container, host: string): Container | undefined {
  if (host === 'localhost' || host === '127.0.0.1' || host === '[::1]') return from
  const networks = new Set(from.networks.map(({ name }) => name))
  return machine.docker.all().find((one) => {
    if (one.state !== 'running') return false
    const shared = one.networks.filter(({ name }) => networks.has(name))
    if (shared.length === 0) return false
    return one.name === host || one.address === host || shared.some(({ aliases }) => aliases.includes(host))
  })
}
