/** A file tree in memory, with owners, modes, symbolic links and an end to its space. */
import { Errno } from './errno.ts'
import {
  allowed,
  contentOf,
  EXECUTE,
  READ,
  rootUser,
  sizeOf,
  WRITE,
  type Credentials,
  type DirectoryNode,
  type Node,
} from './node.ts'

interface Place {
  readonly parent: DirectoryNode
  readonly name: string
  readonly node: Node | undefined
  /** Absolute, without symbolic links (except perhaps the last name). */
  readonly path: string
}

export class FileTree {
  readonly root: DirectoryNode
  readonly #now: () => number
  readonly #free: () => number
  #inodes = 1
  #bytes = 0
  readonly #watchers = new Set<() => void>()

  /** @param free bytes that may still be written */
  constructor(now: () => number, free: () => number) {
    this.#now = now
    this.#free = free
    this.root = this.#directory(0o755, rootUser)
  }

  /** Bytes of all contents. */
  get bytes(): number {
    return this.#bytes
  }

  /** The node at a path; undefined where there is none. @throws Errno EACCES, ENOTDIR, ELOOP */
  find(path: string, options: { who?: Credentials; follow?: boolean } = {}): Node | undefined {
    try {
      return this.#place(path, options.who ?? rootUser, options.follow ?? true).node
    } catch (error) {
      if (error instanceof Errno && error.code === 'ENOENT') return undefined
      throw error
    }
  }

  /** @throws Errno also ENOENT */
  get(path: string, options: { who?: Credentials; follow?: boolean } = {}): Node {
    const { node } = this.#place(path, options.who ?? rootUser, options.follow ?? true)
    if (!node) throw new Errno('ENOENT', path)
    return node
  }

  exists(path: string): boolean {
    return this.find(path) !== undefined
  }

  realpath(path: string, who: Credentials = rootUser): string {
    return this.#place(path, who, true).path
  }

  read(path: string, who: Credentials = rootUser): string {
    const node = this.get(path, { who })
    if (node.kind === 'directory') throw new Errno('EISDIR', path)
    if (node.kind !== 'file') throw new Errno('EINVAL', path)
    if (!allowed(node, who, READ)) throw new Errno('EACCES', path)
    return contentOf(node)
  }

  readIfThere(path: string): string | undefined {
    return this.find(path)?.kind === 'file' ? this.read(path) : undefined
  }

  /** Creates or overwrites; `mode` and owner count for a new file only, as with open(2). @throws Errno ENOSPC, … */
  write(
    path: string,
    content: string | (() => string),
    options: { who?: Credentials; mode?: number; append?: boolean; reserved?: boolean } = {},
  ): void {
    const who = options.who ?? rootUser
    const { parent, name, node } = this.#place(path, who, true)
    if (node?.kind === 'directory') throw new Errno('EISDIR', path)
    if (node && !allowed(node, who, WRITE)) throw new Errno('EACCES', path)
    if (!node && !allowed(parent, who, WRITE | EXECUTE)) throw new Errno('EACCES', path)
    const before = node?.kind === 'file' ? node : undefined
    const next =
      options.append === true && before && typeof content === 'string' ? contentOf(before) + content : content
    const grows = (typeof next === 'string' ? Buffer.byteLength(next) : 0) - (before ? sizeOf(before) : 0)
    this.#take(grows, path, options.reserved)
    if (before) {
      before.content = next
      before.mtime = this.#now()
    } else {
      const file: Node = { kind: 'file', content: next, ...this.#meta(options.mode ?? 0o644, who) }
      this.#enter(parent, name, file)
    }
    this.#changed()
  }

  mkdir(path: string, options: { who?: Credentials; mode?: number; parents?: boolean } = {}): void {
    const who = options.who ?? rootUser
    if (options.parents === true) {
      const parts = path.split('/').filter((part) => part !== '')
      for (let count = 1; count < parts.length; count += 1) {
        const parent = (path.startsWith('/') ? '/' : '') + parts.slice(0, count).join('/')
        if (!this.find(parent, { who })) this.mkdir(parent, { who })
      }
      const there = this.find(path, { who })
      if (there?.kind === 'directory') return
      if (there) throw new Errno('EEXIST', path)
    }
    const { parent, name, node } = this.#place(path, who, false)
    if (node) throw new Errno('EEXIST', path)
    if (!allowed(parent, who, WRITE | EXECUTE)) throw new Errno('EACCES', path)
    this.#enter(parent, name, this.#directory(options.mode ?? 0o755, who))
  }

  symlink(target: string, path: string, who: Credentials = rootUser): void {
    const { parent, name, node } = this.#place(path, who, false)
    if (node) throw new Errno('EEXIST', path)
    if (!allowed(parent, who, WRITE | EXECUTE)) throw new Errno('EACCES', path)
    this.#take(Buffer.byteLength(target), path)
    this.#enter(parent, name, { kind: 'link', target, ...this.#meta(0o777, who) })
  }

  readlink(path: string, who: Credentials = rootUser): string {
    const node = this.get(path, { who, follow: false })
    if (node.kind !== 'link') throw new Errno('EINVAL', path)
    return node.target
  }

  chmod(path: string, mode: number, who: Credentials = rootUser): void {
    const node = this.get(path, { who })
    if (who.uid !== 0 && who.uid !== node.uid) throw new Errno('EPERM', path)
    node.mode = mode
  }

  chown(path: string, owner: { uid?: number; gid?: number }, who: Credentials = rootUser): void {
    const node = this.get(path, { who, follow: false })
    if (who.uid !== 0) throw new Errno('EPERM', path)
    if (owner.uid !== undefined) node.uid = owner.uid
    if (owner.gid !== undefined) node.gid = owner.gid
  }

  /** Names in a directory, sorted. */
  list(path: string, who: Credentials = rootUser): string[] {
    const node = this.get(path, { who })
    if (node.kind !== 'directory') throw new Errno('ENOTDIR', path)
    if (!allowed(node, who, READ)) throw new Errno('EACCES', path)
    return [...node.entries.keys()].sort()
  }

  /** unlink(2), or the whole directory with `recursive`. */
  remove(
    path: string,
    options: { who?: Credentials; recursive?: boolean; emptyDirectory?: boolean } = {},
  ): void {
    const who = options.who ?? rootUser
    const { parent, name, node } = this.#place(path, who, false)
    if (!node) throw new Errno('ENOENT', path)
    if (!allowed(parent, who, WRITE | EXECUTE)) throw new Errno('EACCES', path)
    if (node.kind === 'directory' && options.recursive !== true) {
      if (options.emptyDirectory !== true) throw new Errno('EISDIR', path)
      if (node.entries.size > 0) throw new Errno('ENOTEMPTY', path)
    }
    this.#bytes -= totalOf(node)
    parent.entries.delete(name)
    parent.mtime = this.#now()
    this.#changed()
  }

  /** rename(2): atomic, replaces a file that is there; a directory only by a directory, and only when empty. */
  rename(from: string, to: string, who: Credentials = rootUser): void {
    const source = this.#place(from, who, false)
    if (!source.node) throw new Errno('ENOENT', from)
    const target = this.#place(to, who, false)
    if (source.path === target.path) return
    for (const parent of [source.parent, target.parent])
      if (!allowed(parent, who, WRITE | EXECUTE)) throw new Errno('EACCES', to)
    if (target.node?.kind === 'directory') {
      if (source.node.kind !== 'directory') throw new Errno('EISDIR', to)
      if (target.node.entries.size > 0) throw new Errno('ENOTEMPTY', to)
    } else if (target.node && source.node.kind === 'directory') throw new Errno('ENOTDIR', to)
    if (target.node) this.#bytes -= totalOf(target.node)
    source.parent.entries.delete(source.name)
    target.parent.entries.set(target.name, source.node)
    source.parent.mtime = target.parent.mtime = this.#now()
    this.#changed()
  }

  /** Calls back after every change of the tree; returns how to stop. */
  watch(callback: () => void): () => void {
    this.#watchers.add(callback)
    return () => this.#watchers.delete(callback)
  }

  #changed(): void {
    for (const callback of this.#watchers) callback()
  }

  #meta(mode: number, who: Credentials) {
    return { mode, uid: who.uid, gid: who.gid, mtime: this.#now(), inode: this.#inodes++ }
  }

  #directory(mode: number, who: Credentials): DirectoryNode {
    return { kind: 'directory', entries: new Map(), ...this.#meta(mode, who) }
  }

  #enter(parent: DirectoryNode, name: string, node: Node): void {
    parent.entries.set(name, node)
    parent.mtime = this.#now()
    this.#changed()
  }

  #take(bytes: number, path: string, reserved = false): void {
    if (!reserved && bytes > 0 && bytes > this.#free()) throw new Errno('ENOSPC', path)
    this.#bytes += bytes
  }

  /** Walks to the parent of the last name, following links on the way. */
  #place(path: string, who: Credentials, follow: boolean, depth = 0): Place {
    if (depth > 40) throw new Errno('ELOOP', path)
    const parts = path.split('/').filter((part) => part !== '' && part !== '.')
    const trail: { directory: DirectoryNode; name: string }[] = []
    let directory = this.root
    const here = () => `/${trail.map((step) => step.name).join('/')}`
    for (const [index, name] of parts.entries()) {
      const last = index === parts.length - 1
      if (!allowed(directory, who, EXECUTE)) throw new Errno('EACCES', path)
      if (name === '..') {
        directory = trail.pop()?.directory ?? this.root
        if (last) break
        continue
      }
      const node = directory.entries.get(name)
      const full = here() === '/' ? `/${name}` : `${here()}/${name}`
      if (node?.kind === 'link' && (!last || follow || path.endsWith('/'))) {
        const base = node.target.startsWith('/') ? '' : here()
        const rest = parts.slice(index + 1).join('/')
        return this.#place(`${base}/${node.target}${rest === '' ? '' : `/${rest}`}`, who, follow, depth + 1)
      }
      if (last) return { parent: directory, name, node, path: full }
      if (!node) throw new Errno('ENOENT', path)
      if (node.kind !== 'directory') throw new Errno('ENOTDIR', path)
      trail.push({ directory, name })
      directory = node
    }
    const step = trail.at(-1)
    return { parent: step?.directory ?? this.root, name: step?.name ?? '', node: directory, path: here() }
  }
}

function totalOf(node: Node): number {
  if (node.kind !== 'directory') return sizeOf(node)
  let sum = 0
  for (const child of node.entries.values()) sum += totalOf(child)
  return sum
}
