/**
 * The peer of `rerun`: an Ansible playbook of the resources that Bramble looks at, as somebody who knows Ansible writes it
 * for being run again and again. Run on an empty Pi (after `apt-get update`) it installs the same server. What was chosen:
 *
 * - Facts: the smallest subset. Only the fit of the machine depends on any.
 * - One `apt` task for all packages, without a cache update: the fastest way to ask for packages that are there.
 * - Files by `copy` with owner, group and mode from files on this machine, in loops: the module for it. `synchronize` needs
 *   rsync on both sides and knows no owner for each file; a recursive `copy` does the same work for each file.
 * - Docker by `command`: Debian 12's collections know Compose 1 only, and images through a Python library that the Pi lacks.
 *   One `docker image inspect` names all images. What only reads says `changed_when: false`; Compose tells what it changed.
 * - Databases by `psql` in the container, because PostgreSQL is not reachable from outside it; all asked in one query.
 * - The addresses by curl, in one command: `uri` cannot be told where a name leads (`--resolve`).
 */
import { posix } from 'node:path'
import { stringify } from 'yaml'
import { neededPorts, stackOf } from '../../provisioners/components.ts'
import { DAEMON_JSON } from '../../provisioners/docker/commands.ts'
import { addressesOf } from '../../provisioners/matrix/address.ts'
import { metadataUrl } from '../../provisioners/matrix/checks.ts'
import { CA_CERTIFICATE } from '../../provisioners/matrix/door.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import { paths } from '../../provisioners/stack/paths.ts'
import type { FileItem, PiFiles } from './pi-files.ts'
import * as tasks from './tasks.ts'

/** Tasks, and the ids of Bramble's resources that they stand for. */
interface Part {
  readonly of: readonly string[]
  readonly tasks: readonly tasks.Task[]
}

/**
 * @param resources ids of all that Bramble looked at in its second run
 * @throws Error for a resource or a file that no task stands for, or a task for none: it would be no fair comparison
 */
export function playbook(pi: PiFiles, intent: Intent, resources: readonly string[]): string {
  const left = new Set(pi.files)
  const parts = partsOf(pi, intent, (start) => {
    const found = [...left].filter(({ dest }) => dest.startsWith(start))
    if (found.length === 0) throw new Error(`${start} is not on the Pi`)
    found.forEach((file) => left.delete(file))
    return found
  })
  const ids = parts.flatMap((part) => part.of)
  const odd = [
    ...resources.filter((id) => !ids.includes(id)),
    ...ids.filter((id) => !resources.includes(id)),
    ...[...left].map(({ dest }) => dest),
  ]
  if (odd.length > 0) throw new Error(`the playbook does not fit: ${odd.join(', ')}`)
  const play = {
    hosts: 'pi',
    become: true,
    gather_facts: true,
    gather_subset: ['!all'],
    tasks: parts.flatMap((part) => part.tasks),
    handlers: [{ name: 'Restart Docker', systemd: { name: 'docker', state: 'restarted' } }],
  }
  return stringify([play], { aliasDuplicateObjects: false })
}

/** @param take the files below a path, each of them once */
function partsOf(pi: PiFiles, intent: Intent, take: (start: string) => FileItem[]): Part[] {
  const { services, databases } = stackOf(intent)
  const addresses = addressesOf(intent)
  const urls = [`${addresses.matrix}_matrix/client/versions`, metadataUrl(addresses)]
  const generation = posix.join(paths.root, pi.current)
  const [good, ...rest] = take(`${generation}/good`)
  if (!good || rest.length > 0) throw new Error('the generation in use is not marked as good')
  const [checked] = take(`${generation}/checked`)
  if (!checked) throw new Error('the settings in use are not marked as checked')
  const secret = { no_log: true }
  const withSettings = services.filter((service) => service.store)
  return [
    { of: ['machine'], tasks: [tasks.machine] },
    { of: ['ports'], tasks: [tasks.freePorts(neededPorts(intent))] },
    { of: ['packages-mended'], tasks: tasks.mendPackages },
    { of: ['base-packages', 'docker-engine'], tasks: [tasks.packages] },
    {
      of: ['docker-daemon'],
      tasks: [
        tasks.copy('Docker’s settings', take(DAEMON_JSON), { notify: 'Restart Docker' }),
        { name: 'Restart Docker if it must', meta: 'flush_handlers' },
      ],
    },
    {
      of: ['docker-running'],
      tasks: [{ name: 'Docker runs', systemd: { name: 'docker', enabled: true, state: 'started' } }],
    },
    { of: ['folders'], tasks: [tasks.folders(pi)] },
    { of: ['answers'], tasks: [tasks.copy('Answers', take(paths.state))] },
    { of: ['secrets'], tasks: [tasks.copy('Secrets', take(paths.secrets), secret)] },
    ...withSettings.map(({ id, name }) => ({
      of: [`settings:${id}`],
      tasks: [tasks.copy(`Settings of ${name}`, take(`${paths.store}/${id}-`), secret)],
    })),
    { of: ['generation'], tasks: [tasks.copy('Generation', take(generation))] },
    { of: services.map(({ id }) => `image:${id}`), tasks: tasks.images(services) },
    { of: ['settings-checked'], tasks: [tasks.mark('Settings are checked', checked)] },
    { of: ['generation-current'], tasks: [tasks.link(pi)] },
    { of: ['databases'], tasks: tasks.makeDatabases(pi, databases) },
    {
      of: ['containers'],
      tasks: [
        tasks.compose('Services run', [
          'up',
          '--detach',
          '--remove-orphans',
          '--wait',
          '--wait-timeout',
          '300',
        ]),
      ],
    },
    { of: ['client-answered'], tasks: [tasks.proof(urls, CA_CERTIFICATE)] },
    { of: ['generation-good'], tasks: [tasks.mark('Generation is good', good)] },
    { of: ['old-settings'], tasks: tasks.prune(pi) },
  ]
}
