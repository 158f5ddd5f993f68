/** What a file tree is made of, and who may do what with it. */

export interface Credentials {
  readonly uid: number
  readonly gid: number
  readonly groups: readonly number[]
}

export const rootUser: Credentials = { uid: 0, gid: 0, groups: [0] }

interface Meta {
  mode: number
  uid: number
  gid: number
  /** Seconds since the epoch. */
  mtime: number
  readonly inode: number
}

export type FileNode = Meta & {
  readonly kind: 'file'
  /** A function for files whose content is made when they are read, as in /proc. */
  content: string | (() => string)
}
export type DirectoryNode = Meta & { readonly kind: 'directory'; readonly entries: Map<string, Node> }
export type LinkNode = Meta & { readonly kind: 'link'; readonly target: string }
export type Node = FileNode | DirectoryNode | LinkNode

export const READ = 4
export const WRITE = 2
export const EXECUTE = 1

/** Whether the mode bits allow it; root may read and write everything. */
export function allowed(node: Node, who: Credentials, bit: number): boolean {
  if (who.uid === 0) return true
  const shift = node.uid === who.uid ? 6 : node.gid === who.gid || who.groups.includes(node.gid) ? 3 : 0
  return ((node.mode >> shift) & bit) === bit
}

export function contentOf(file: FileNode): string {
  return typeof file.content === 'string' ? file.content : file.content()
}

/** Bytes on the disk; content that is made on reading takes none. */
export function sizeOf(node: Node): number {
  if (node.kind === 'directory') return 4096
  if (node.kind === 'link') return Buffer.byteLength(node.target)
  return typeof node.content === 'string' ? Buffer.byteLength(node.content) : 0
}
