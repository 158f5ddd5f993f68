/** What Bramble's installation left on the Pi, for a playbook of the same resources. */
import { mkdir } from 'node:fs/promises'
import { DAEMON_JSON } from '../../provisioners/docker/commands.ts'
import { paths } from '../../provisioners/host/host.ts'
import { parseListing } from '../../provisioners/stack/parse.ts'
import { INSTALLED } from '../../provisioners/system/commands.ts'
import { onPi } from '../lab/support.ts'
import { run } from './run.ts'

interface Owned {
  readonly owner: string
  readonly group: string
  readonly mode: string
}

export interface FileItem extends Owned {
  /** Where its copy is on this machine. */
  readonly src: string
  readonly dest: string
}

/** Folders and files that Bramble looks at; not what its services write. */
export interface PiFiles {
  readonly folders: readonly (Owned & { readonly path: string })[]
  readonly files: readonly FileItem[]
  /** Folder of the copies: they are below it by their paths on the Pi. */
  readonly copy: string
  /** What the link to the generation in use says. */
  readonly current: string
}

/** @param copy a folder to make, inside a private one: the files hold secrets */
export async function fetchPiFiles(copy: string): Promise<PiFiles> {
  const kinds = ['(', '-type', 'f', '-o', '-type', 'd', ')']
  const passedOver = ['(', '-path', paths.runs, '-o', '-path', `${paths.data}/*/*`, ')', '-prune', '-o']
  const format = '%y %m %U %G %p\\n'
  const found = await onPi('find', paths.root, DAEMON_JSON, ...passedOver, ...kinds, '-printf', format)
  // The count of the runs is no resource, and neither are the notes for an uninstallation.
  const notes = [`${paths.root}/revision`, INSTALLED]
  const entries = [...parseListing(found.stdout)].filter(([path]) => !notes.includes(path))
  const items = entries.map(([path, { kind, mode, uid, gid }]) => ({
    kind,
    path,
    owned: { owner: `${uid}`, group: `${gid}`, mode: mode.padStart(4, '0') },
  }))
  const files = items.filter(({ kind }) => kind === 'file')
  if (found.status !== 0 || files.length === 0) throw new Error('the Pi has no installation')
  const names = files.map(({ path }) => path.slice(1))
  const packed = await onPi('sh', '-c', 'tar -C / -c "$@" | base64', 'tar', ...names)
  await mkdir(copy, { mode: 0o700 })
  await run('tar', ['-C', copy, '--no-same-owner', '-x'], { input: Buffer.from(packed.stdout, 'base64') })
  return {
    folders: items
      .flatMap(({ kind, path, owned }) => (kind === 'directory' ? [{ path, ...owned }] : []))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    files: files.map(({ path, owned }) => ({ src: `${copy}${path}`, dest: path, ...owned })),
    copy,
    current: (await onPi('readlink', paths.current)).stdout.trim(),
  }
}
