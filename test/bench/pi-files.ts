/** What Bramble's installation left on the Pi, for a playbook of the same resources. */
import { mkdir } from 'node:fs/promises'
import { DAEMON_JSON } from '../../provisioners/docker/commands.ts'
import { paths } from '../../provisioners/host/host.ts'
import { parseListing, type Entry } from '../../provisioners/stack/parse.ts'
import { onPi } from '../lab/support.ts'
import { run } from './run.ts'

export interface PiFiles {
  /** Folders and files that Bramble looks at, by path; not what its services write. */
  readonly listing: ReadonlyMap<string, Entry>
  /** A copy of the files, below here by their paths on the Pi. */
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
  const all = parseListing(found.stdout)
  const listing = new Map([...all].filter(([path]) => path !== `${paths.root}/revision`))
  const files = [...listing].flatMap(([path, { kind }]) => (kind === 'file' ? [path.slice(1)] : []))
  if (found.status !== 0 || files.length === 0) throw new Error('the Pi has no installation')
  const packed = await onPi('sh', '-c', 'tar -C / -c "$@" | base64', 'tar', ...files)
  await mkdir(copy, { mode: 0o700 })
  await run('tar', ['-C', copy, '--no-same-owner', '-x'], { input: Buffer.from(packed.stdout, 'base64') })
  return { listing, copy, current: (await onPi('readlink', paths.current)).stdout.trim() }
}
