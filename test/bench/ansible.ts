/** Ansible from Debian's own packages, with settings, a home and known hosts of its own. */
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { LabFacts } from '../lab/support.ts'
import { atEnd, tell } from './ending.ts'
import { run, type Ran } from './run.ts'

const PROGRAM = '/usr/bin/ansible-playbook'

/** Installs what is missing; asks nobody. */
export async function installAnsible(): Promise<void> {
  const missing: string[] = []
  for (const [name, ...others] of [['ansible-core', 'ansible'], ['sshpass']] as const)
    if (!(await anyInstalled([name, ...others]))) missing.push(name)
  if (missing.length === 0) return
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  tell(`installing Debian packages: ${missing.join(' ')}`)
  await run('apt-get', ['update'], { env })
  await run('apt-get', ['install', '--yes', '--no-install-recommends', ...missing], { env })
}

async function anyInstalled(names: readonly string[]): Promise<boolean> {
  const asked = ['--show', '--showformat=${db:Status-Status}\\n', ...names]
  // exit 1 where one of them was never heard of
  const answer = await run('sh', ['-c', 'dpkg-query "$@" 2>/dev/null || :', 'dpkg-query', ...asked])
  return answer.stdout.split('\n').includes('installed')
}

export interface Ansible {
  readonly name: string
  /** @throws Error for a run that failed, or that changed anything: it would be no rerun */
  runUnchanged(): Promise<Ran>
}

/**
 * @param folder private, to be made
 * @param knownHosts OpenSSH's, with the Pi's key
 */
export async function ansible(
  folder: string,
  pi: LabFacts,
  knownHosts: string,
  playbook: string,
): Promise<Ansible> {
  await mkdir(folder, { mode: 0o700 })
  const file = async (name: string, text: string): Promise<string> => {
    const path = join(folder, name)
    await writeFile(path, text)
    await chmod(path, 0o600)
    return path
  }
  const ssh = `-F none -o UserKnownHostsFile=${knownHosts} -o GlobalKnownHostsFile=/dev/null -o IdentityAgent=none`
  // ControlPersist is Ansible's default, 60 seconds: a rerun within them needs no new connection.
  const config = await file(
    'ansible.cfg',
    `[defaults]\nhost_key_checking = True\nlocal_tmp = ${folder}/tmp\n[ssh_connection]\npipelining = True\nssh_common_args = ${ssh}\n`,
  )
  const inventory = await file(
    'inventory.yaml',
    stringify({ pi: { hosts: { [pi.host]: hostVariables(pi) } } }),
  )
  const play = await file('playbook.yaml', playbook)
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    LC_ALL: 'C.UTF-8',
    ANSIBLE_CONFIG: config,
    ANSIBLE_NOCOLOR: '1',
  }
  atEnd(() => closeConnections(join(folder, '.ansible', 'cp')))
  const version = await run(PROGRAM, ['--version'], { env })
  return {
    name: `ansible-playbook ${/\[(.*)\]/.exec(version.stdout)?.[1] ?? ''}`.trim(),
    async runUnchanged() {
      const ran = await run(PROGRAM, ['--inventory', inventory, play], { env })
      if (!/\bok=[1-9]\d* +changed=0 +unreachable=0 +failed=0\b/.test(ran.stdout))
        throw new Error(`the playbook changed something:\n${ran.stdout.slice(-8000)}`)
      return ran
    },
  }
}

const hostVariables = ({ port, user, password }: LabFacts): object => ({
  ansible_port: port,
  ansible_user: user,
  ansible_password: password,
  ansible_become_password: password,
  // named, so that no run has to look for it
  ansible_python_interpreter: '/usr/bin/python3',
})

/** ControlPersist would keep them, and their sockets, for another minute. */
async function closeConnections(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => []))
    await run('ssh', ['-o', `ControlPath=${join(folder, name)}`, '-O', 'exit', 'pi'], { until: null })
}
