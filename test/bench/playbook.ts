/**
 * The peer of `rerun`: an Ansible playbook of the resources that Bramble looks at, as somebody who knows Ansible writes it
 * for being run again and again. What was chosen, and why:
 *
 * - Facts: the smallest subset. The packages depend on the distribution, nothing else on any fact.
 * - One `apt` task for all packages, without a cache update: the fastest way to ask for packages that are there.
 * - Files by `copy` with owner, group and mode from files on this machine, in loops: the module for it. `synchronize` needs rsync
 *   on both sides and knows no owner for each file; a recursive `copy` does the same work for each file.
 * - Docker by `command`: Debian 12's collections know Compose 1 only, and images through a Python library that the Pi lacks. One
 *   `docker image inspect` names all images. What only reads says `changed_when: false`; Compose tells what it changed.
 * - Databases by `psql` in the container, because PostgreSQL is not reachable from outside it. Both are asked in one query.
 * - The addresses by curl, both in one command: `uri` cannot be told where a name leads (`--resolve`).
 * - What makes something is there too, and skipped: on an empty Pi the playbook installs the same server.
 */
import { posix } from 'node:path'
import { stringify } from 'yaml'
import { BASE_PACKAGES } from '../../provisioners/system/facts.ts'
import { DAEMON_JSON } from '../../provisioners/docker/commands.ts'
import { DISTRIBUTION_PACKAGES } from '../../provisioners/docker/choose.ts'
import type { Database } from '../../provisioners/stack/contribution.ts'
import {
  containerName,
  currentCompose,
  DATABASE_SERVICE,
  paths,
  PROJECT,
} from '../../provisioners/stack/paths.ts'
import type { PiFiles } from './pi-files.ts'

export interface Server {
  readonly services: readonly { readonly id: string; readonly name: string; readonly image: string }[]
  readonly databases: readonly Database[]
  /** What the proof asks, through the front door. */
  readonly urls: readonly string[]
  readonly caCertificate: string
}

type Task = Readonly<Record<string, unknown>>

/** @throws Error for a file on the Pi that no task stands for */
export function playbook(pi: PiFiles, server: Server): string {
  const known = new Set<string>()
  const filesBelow = (path: string) => filesOf(pi, path, known)
  const generation = posix.join(paths.root, pi.current)
  const good = `${generation}/good`
  const tasks = [
    ...packageTasks(),
    copyTask('Docker’s settings', filesBelow(DAEMON_JSON), { notify: 'Restart Docker' }),
    { name: 'Restart Docker if it must', meta: 'flush_handlers' },
    { name: 'Docker runs', systemd: { name: 'docker', enabled: true, state: 'started' } },
    foldersTask(pi),
    copyTask('Answers', filesBelow(paths.state)),
    copyTask('Secrets', filesBelow(paths.secrets), { no_log: true }),
    ...server.services.flatMap(({ id, name }) => {
      const files = filesBelow(`${paths.store}/${id}-`)
      return files.length > 0 ? [copyTask(`Settings of ${name}`, files, { no_log: true })] : []
    }),
    copyTask(
      'Generation',
      filesBelow(generation).filter(({ dest }) => dest !== good),
    ),
    ...imageTasks(server),
    {
      name: 'Generation in use',
      file: { state: 'link', src: pi.current, dest: paths.current, follow: false },
    },
    ...databaseTasks(pi, server.databases),
    composeTask('Services run', ['up', '--detach', '--remove-orphans', '--wait', '--wait-timeout', '300']),
    probeTask(server),
    { name: 'Generation is good', file: { ...marker, path: good, mode: '0644' } },
    ...pruneTasks(pi),
  ]
  const missed = [...pi.listing].filter(([path, { kind }]) => kind === 'file' && !known.has(path))
  if (missed.length > 0) throw new Error(`no task for ${missed.map(([path]) => path).join(', ')}`)
  const handlers = [{ name: 'Restart Docker', systemd: { name: 'docker', state: 'restarted' } }]
  const play = { hosts: 'pi', become: true, gather_facts: true, gather_subset: ['!all'], tasks, handlers }
  return stringify([play])
}

const marker = { state: 'touch', access_time: 'preserve', modification_time: 'preserve' }
const oneByOne = { loop_control: { label: '{{ item.path | default(item.dest) }}' } }

interface FileItem {
  readonly src: string
  readonly dest: string
  readonly owner: string
  readonly group: string
  readonly mode: string
}

/** @param start of the paths; marks what it finds as known */
function filesOf({ listing, copy }: PiFiles, start: string, known: Set<string>): FileItem[] {
  return [...listing].flatMap(([dest, { kind, mode, uid, gid }]) => {
    if (kind !== 'file' || !dest.startsWith(start)) return []
    known.add(dest)
    return [{ src: `${copy}${dest}`, dest, owner: `${uid}`, group: `${gid}`, mode: mode.padStart(4, '0') }]
  })
}

function copyTask(name: string, files: readonly FileItem[], more: Task = {}): Task {
  if (files.length === 0) throw new Error(`nothing on the Pi: ${name}`)
  const fields = ['src', 'dest', 'owner', 'group', 'mode']
  return {
    name,
    copy: Object.fromEntries(fields.map((key) => [key, `{{ item.${key} }}`])),
    loop: files,
    ...oneByOne,
    ...more,
  }
}

const packageTasks = (): Task[] => [
  {
    name: 'Ask for half-installed packages',
    command: 'dpkg --audit',
    register: 'audit',
    changed_when: false,
  },
  { name: 'Finish them', command: 'dpkg --configure -a', when: "audit.stdout != ''" },
  {
    name: 'Packages',
    apt: { name: [...BASE_PACKAGES, ...DISTRIBUTION_PACKAGES], state: 'present', install_recommends: false },
    when: "ansible_distribution == 'Debian'",
  },
]

function foldersTask({ listing }: PiFiles): Task {
  const loop = [...listing]
    .filter(([, { kind }]) => kind === 'directory')
    .map(([path, { mode, uid, gid }]) => ({
      path,
      owner: `${uid}`,
      group: `${gid}`,
      mode: mode.padStart(4, '0'),
    }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const fields = ['path', 'owner', 'group', 'mode']
  const file = Object.fromEntries(fields.map((key) => [key, `{{ item.${key} }}`]))
  return { name: 'Folders', file: { state: 'directory', ...file }, loop, ...oneByOne }
}

function imageTasks({ services }: Server): Task[] {
  const there = ['docker', 'image', 'inspect', ...services.map(({ image }) => image)]
  return [
    {
      name: 'Ask for the images',
      command: { argv: there },
      register: 'images',
      changed_when: false,
      failed_when: false,
    },
    {
      name: 'Pull them',
      command: 'docker pull {{ item }}',
      loop: services.map(({ image }) => image),
      when: 'images.rc != 0',
    },
  ]
}

function composeTask(name: string, what: readonly string[], more: Task = {}): Task {
  const argv = ['docker', 'compose', '--project-name', PROJECT, '--project-directory', paths.root]
  return {
    name,
    command: { argv: [...argv, '--file', currentCompose, ...what] },
    register: 'composed',
    changed_when: "composed.stderr is search('Creat|Recreat|Start|Remov')",
    ...more,
  }
}

function databaseTasks({ copy }: PiFiles, databases: readonly Database[]): Task[] {
  const psql = [
    'docker',
    'exec',
    '--interactive',
    containerName(DATABASE_SERVICE),
    'psql',
    '--no-psqlrc',
    '--quiet',
  ]
  const argv = [...psql, '--no-align', '--tuples-only', '--set=ON_ERROR_STOP=1', '--username=postgres']
  const query = 'SELECT rolname FROM pg_roles WHERE rolcanlogin UNION ALL SELECT datname FROM pg_database'
  const loop = databases.map(({ name, role, passwordSecret, locale }) => ({
    name,
    role,
    password: `${copy}${paths.secrets}/${passwordSecret}`,
    locale: locale === 'C' ? "LC_COLLATE 'C' LC_CTYPE 'C'" : '',
  }))
  const role = `CREATE ROLE "{{ item.role }}" LOGIN PASSWORD '{{ lookup('file', item.password) }}'`
  const database = `CREATE DATABASE "{{ item.name }}" OWNER "{{ item.role }}" TEMPLATE template0 ENCODING 'UTF8' {{ item.locale }}`
  const make = { loop, loop_control: { label: '{{ item.name }}' }, no_log: true }
  return [
    {
      name: 'Ask for roles and databases',
      command: { argv, stdin: query },
      register: 'there',
      changed_when: false,
      failed_when: false,
    },
    composeTask('The database runs', ['up', '--detach', '--wait', DATABASE_SERVICE], {
      when: 'there.rc != 0',
    }),
    {
      name: 'Make roles',
      command: { argv, stdin: role },
      when: 'item.role not in there.stdout_lines',
      ...make,
    },
    {
      name: 'Make databases',
      command: { argv, stdin: database },
      when: 'item.name not in there.stdout_lines',
      ...make,
    },
  ]
}

function probeTask({ urls, caCertificate }: Server): Task {
  const resolve = urls.map((url) => `${new URL(url).hostname}:${new URL(url).port || '443'}:127.0.0.1`)
  const options = [...new Set(resolve)].flatMap((way) => ['--resolve', way])
  const quiet = ['--fail', '--fail-early', '--silent', '--show-error', '--max-time', '10']
  return {
    name: 'Ask what an app would ask',
    command: { argv: ['curl', ...quiet, '--cacert', caCertificate, ...options, ...urls] },
    register: 'proof',
    changed_when: false,
    until: 'proof.rc == 0',
    retries: 90,
    delay: 2,
  }
}

/** What no generation needs any more. */
function pruneTasks({ listing }: PiFiles): Task[] {
  const homes: string[] = [paths.store, paths.generations]
  const wanted = [...listing.keys()].filter((path) => homes.includes(posix.dirname(path)))
  const find = { paths: homes, file_type: 'directory', excludes: wanted.map((path) => posix.basename(path)) }
  return [
    { name: 'Ask for old settings', find, register: 'old' },
    {
      name: 'Remove them',
      file: { state: 'absent', path: '{{ item.path }}' },
      loop: '{{ old.files }}',
      ...oneByOne,
    },
  ]
}
