/** Tasks of the playbook, as the `yaml` package writes them; what was chosen is told in playbook.ts. */
import { posix } from 'node:path'
import { DISTRIBUTION_PACKAGES } from '../../provisioners/docker/choose.ts'
import type { Database, Service } from '../../provisioners/stack/contribution.ts'
import {
  containerName,
  currentCompose,
  DATABASE_SERVICE,
  paths,
  PROJECT,
} from '../../provisioners/stack/paths.ts'
import { BASE_PACKAGES } from '../../provisioners/system/facts.ts'
import type { FileItem, PiFiles } from './pi-files.ts'

export type Task = Readonly<Record<string, unknown>>

const labelled = (label: string): Task => ({ loop_control: { label: `{{ item.${label} }}` } })

/** Each argument of the module from the loop's item. */
const eachOf = (...fields: readonly string[]): Task =>
  Object.fromEntries(fields.map((field) => [field, `{{ item.${field} }}`]))

export const machine: Task = {
  name: 'A machine that fits',
  assert: {
    that: ["ansible_distribution == 'Debian'", "ansible_architecture in ['aarch64', 'x86_64']"],
    quiet: true,
  },
}

export const freePorts = (ports: readonly number[]): Task => ({
  name: 'Ports that nobody else uses',
  command: { argv: ['ss', '-Hltnp', ports.map((port) => `sport = :${port}`).join(' or ')] },
  register: 'listening',
  changed_when: false,
  failed_when: "listening.stdout_lines | reject('search', 'docker-proxy') | list | length > 0",
})

export const mendPackages: readonly Task[] = [
  {
    name: 'Ask for half-installed packages',
    command: 'dpkg --audit',
    register: 'audit',
    changed_when: false,
  },
  { name: 'Finish them', command: 'dpkg --configure -a', when: "audit.stdout != ''" },
]

export const packages: Task = {
  name: 'Packages',
  apt: { name: [...BASE_PACKAGES, ...DISTRIBUTION_PACKAGES], state: 'present', install_recommends: false },
}

export const copy = (name: string, files: readonly FileItem[], more: Task = {}): Task => ({
  name,
  copy: eachOf('src', 'dest', 'owner', 'group', 'mode'),
  loop: files,
  ...labelled('dest'),
  ...more,
})

export const folders = ({ folders }: PiFiles): Task => ({
  name: 'Folders',
  file: { state: 'directory', ...eachOf('path', 'owner', 'group', 'mode') },
  loop: folders,
  ...labelled('path'),
})

export const images = (services: readonly Service[]): readonly Task[] => [
  {
    name: 'Ask for the images',
    command: { argv: ['docker', 'image', 'inspect', ...services.map(({ image }) => image)] },
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

export const link = ({ current }: PiFiles): Task => ({
  name: 'Generation in use',
  file: { state: 'link', src: current, dest: paths.current, follow: false },
})

export function compose(name: string, what: readonly string[], more: Task = {}): Task {
  const argv = ['docker', 'compose', '--project-name', PROJECT, '--project-directory', paths.root]
  return {
    name,
    command: { argv: [...argv, '--file', currentCompose, ...what] },
    register: 'composed',
    changed_when: "composed.stderr is search('Creat|Recreat|Start|Remov')",
    ...more,
  }
}

export function makeDatabases({ copy }: PiFiles, databases: readonly Database[]): readonly Task[] {
  const exec = ['docker', 'exec', '--interactive', containerName(DATABASE_SERVICE), 'psql', '--no-psqlrc']
  const plain = ['--quiet', '--no-align', '--tuples-only', '--set=ON_ERROR_STOP=1', '--username=postgres']
  const argv = [...exec, ...plain]
  const make = (name: string, stdin: string, missing: string): Task => ({
    name,
    command: { argv, stdin },
    when: `item.${missing} not in there.stdout_lines`,
    loop: databases.map(({ name, role, passwordSecret, locale }) => ({
      name,
      role,
      password: `${copy}${paths.secrets}/${passwordSecret}`,
      locale: locale === 'C' ? "LC_COLLATE 'C' LC_CTYPE 'C'" : '',
    })),
    ...labelled('name'),
    no_log: true,
  })
  return [
    {
      name: 'Ask for roles and databases',
      command: {
        argv,
        stdin: 'SELECT rolname FROM pg_roles WHERE rolcanlogin UNION ALL SELECT datname FROM pg_database',
      },
      register: 'there',
      changed_when: false,
      failed_when: false,
    },
    compose('The database runs', ['up', '--detach', '--wait', DATABASE_SERVICE], { when: 'there.rc != 0' }),
    make(
      'Make roles',
      `CREATE ROLE "{{ item.role }}" LOGIN PASSWORD '{{ lookup('file', item.password) }}'`,
      'role',
    ),
    make(
      'Make databases',
      `CREATE DATABASE "{{ item.name }}" OWNER "{{ item.role }}" TEMPLATE template0 ENCODING 'UTF8' {{ item.locale }}`,
      'name',
    ),
  ]
}

export function proof(urls: readonly string[], caCertificate: string): Task {
  const ways = urls.map((url) => `${new URL(url).hostname}:${new URL(url).port || '443'}:127.0.0.1`)
  const resolve = [...new Set(ways)].flatMap((way) => ['--resolve', way])
  const quiet = ['--fail', '--fail-early', '--silent', '--show-error', '--max-time', '10']
  return {
    name: 'Ask what an app would ask',
    command: { argv: ['curl', ...quiet, '--cacert', caCertificate, ...resolve, ...urls] },
    register: 'proof',
    changed_when: false,
    until: 'proof.rc == 0',
    retries: 90,
    delay: 2,
  }
}

/** Not touched again once it is there. */
export const mark = (name: string, { dest, mode }: FileItem): Task => ({
  name,
  file: { state: 'touch', path: dest, mode, access_time: 'preserve', modification_time: 'preserve' },
})

/** What no generation needs any more. */
export function prune({ folders }: PiFiles): readonly Task[] {
  const homes: string[] = [paths.store, paths.generations]
  const wanted = folders.filter(({ path }) => homes.includes(posix.dirname(path)))
  const excludes = wanted.map(({ path }) => posix.basename(path))
  return [
    {
      name: 'Ask for old settings',
      find: { paths: homes, file_type: 'directory', excludes },
      register: 'old',
    },
    {
      name: 'Remove them',
      file: { state: 'absent', path: '{{ item.path }}' },
      loop: '{{ old.files }}',
      ...labelled('path'),
    },
  ]
}
