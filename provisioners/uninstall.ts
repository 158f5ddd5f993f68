/** Taking Bramble off a machine: what goes, what stays, and why. The data only go with a yes of their own. */
import * as docker from './docker/commands.ts'
import * as dockerFacts from './docker/facts.ts'
import { mergeDaemonJson } from './docker/daemon-json.ts'
import { DISTRIBUTION_PACKAGES, REPOSITORY_PACKAGES } from './docker/choose.ts'
import { defineResource, type Action, type Diff, type Fact, type Resource } from './engine/resource.ts'
import { paths } from './host/host.ts'
import { LOOPBACK } from './matrix/address.ts'
import { allOf, sh, type Command } from './shell/command.ts'
import * as stack from './stack/commands.ts'
import * as stackFacts from './stack/facts.ts'
import { familiarName } from './stack/parse.ts'
import { PROJECT } from './stack/paths.ts'
import { removePackages, queryPackages } from './system/commands.ts'
import { BASE_PACKAGES, installed } from './system/facts.ts'
import { parsePackages } from './system/parse.ts'
import * as tailscale from './tailscale/commands.ts'
import { served } from './tailscale/facts.ts'
import { isOurs } from './tailscale/serving.ts'
import { roomsLeft } from './uninstall-rooms.ts'

type Data = 'keep' | 'delete'

/** In the order of the work. What a run needs to come to its end is left to `lastAct`. */
export function uninstallResources(data: Data): Resource[] {
  return [
    roomsLeft,
    doorsClosed,
    containersGone,
    networkGone,
    imagesGone,
    daemonAsBefore,
    packagesGone,
    filesGone(data),
  ]
}

/**
 * What is left when the run has come to its end: its own folder, and with the data all else that is Bramble's. It is done by who
 * looks again at the end; where nobody does, only the folders of the runs stay.
 */
export const lastAct = (data: Data): Command =>
  allOf(
    // somebody who began anew meanwhile is left alone
    sh`test ${'!'} -L ${paths.lock}`,
    stack.removeTree(data === 'keep' ? paths.runs : paths.root),
  )

const run = (command: Command, timeoutSeconds: number): Action => ({ kind: 'run', command, timeoutSeconds })

/** Only those that lead to ports of ours. */
const doorsClosed = defineResource({
  id: 'uninstall-serving',
  title: 'Close the server’s doors in Tailscale',
  phase: 'tailnet',
  after: ['uninstall-rooms'],
  facts: { served },
  diff({ served: doors }): Diff {
    const ours = (doors ?? []).filter((one) => isOurs(one, Object.values(LOOPBACK)))
    if (ours.length === 0) return { met: true, reason: 'None is open.' }
    return {
      met: false,
      change: 'remove',
      summary: `${ours.map(({ port }) => `port ${port}`).join(', ')}; this machine stays in your tailnet`,
      actions: ours.map(({ port, mount }) => {
        const alone = (doors ?? []).filter((one) => one.port === port).length === 1
        return run(tailscale.unserve(port, alone ? null : mount), 60)
      }),
    }
  },
})

const containersGone = defineResource({
  id: 'uninstall-containers',
  title: 'Stop and remove the services',
  phase: 'docker',
  after: ['uninstall-serving'],
  facts: { containers: stackFacts.ownContainers },
  diff({ containers }): Diff {
    if (containers.length === 0) return { met: true, reason: 'None is there.' }
    return {
      met: false,
      change: 'remove',
      summary: containers.length === 1 ? '1 container' : `${containers.length} containers`,
      restarts: [],
      actions: [run(stack.removeContainers(), 300)],
    }
  },
})

/** Names of the networks that Compose made for the stack. */
const networks: Fact<readonly string[]> = {
  id: 'uninstall.networks',
  command: docker.listNetworks(),
  parse(answer) {
    if (answer.status !== 0) return []
    return answer.stdout.split('\n').flatMap((line) => {
      if (!line.startsWith('{')) return []
      const { Name, Labels } = JSON.parse(line) as { Name?: string; Labels?: string }
      const ours = (Labels ?? '').split(',').includes(`com.docker.compose.project=${PROJECT}`)
      return Name && ours ? [Name] : []
    })
  },
}

const networkGone = defineResource({
  id: 'uninstall-network',
  title: 'Remove the services’ network',
  phase: 'docker',
  after: ['uninstall-containers'],
  facts: { networks },
  diff({ networks: names }): Diff {
    if (names.length === 0) return { met: true, reason: 'None is there.' }
    return {
      met: false,
      change: 'remove',
      summary: names.join(', '),
      actions: names.map((name) => run(stack.removeNetwork(name), 60)),
    }
  },
})

const imagesGone = defineResource({
  id: 'uninstall-images',
  title: 'Remove the downloaded programs',
  phase: 'docker',
  after: ['uninstall-network'],
  facts: { noted: installed, images: stackFacts.images, root: stackFacts.rootListing },
  diff({ noted, images }): Diff {
    const gone = noted.images.filter((image) => images?.has(familiarName(image)))
    if (gone.length === 0) return { met: true, reason: 'None is there that Bramble downloaded.' }
    return {
      met: false,
      change: 'remove',
      summary: `${gone.length}, unless a container of yours uses one`,
      actions: gone.map((image) => run(stack.removeImage(image), 120)),
    }
  },
})

const others = (containers: readonly { readonly project: string }[]): boolean =>
  containers.some(({ project }) => project !== PROJECT)

/** Text of Docker's settings before Bramble changed them; null where there is no copy. */
const daemonBefore: Fact<string | null> = {
  id: 'uninstall.daemon-before',
  command: docker.readDaemonJsonBefore(),
  parse: (answer) => (answer.stdout.trim() === '' ? null : answer.stdout),
}

const daemonAsBefore = defineResource({
  id: 'uninstall-docker-settings',
  title: 'Put Docker’s settings back',
  phase: 'docker',
  after: ['uninstall-images'],
  facts: {
    noted: installed,
    file: dockerFacts.daemonFile,
    before: daemonBefore,
    info: dockerFacts.daemonInfo,
    engine: dockerFacts.engine,
    containers: dockerFacts.containers,
  },
  diff({ noted, file, before, info, engine, containers }): Diff {
    const own = before === null && noted.files.includes(docker.DAEMON_JSON)
    if (file === null || (before === null && !own))
      return { met: true, reason: 'Bramble did not change them.' }
    const wrote = mergeDaemonJson(before, info?.swarm ?? false)
    if (wrote.kind !== 'changed' || wrote.text !== file)
      return { met: true, reason: 'Somebody has changed them since, so they stay as they are.' }
    const back: Command =
      before === null
        ? sh`rm -f -- ${docker.DAEMON_JSON}`
        : sh`mv -T ${docker.DAEMON_JSON_BEFORE} ${docker.DAEMON_JSON}`
    const restart = engine.server !== null && !others(containers)
    return {
      met: false,
      change: 'change',
      summary: before === null ? '1 file goes' : 'The copy of what was there comes back',
      actions: [run(back, 20), ...(restart ? [run(docker.restartDocker(), 180)] : [])],
    }
  },
})

const DOCKERS = [...REPOSITORY_PACKAGES, ...DISTRIBUTION_PACKAGES]
/** Everything that Bramble ever installs. */
const PACKAGES = [...new Set([...BASE_PACKAGES, ...DOCKERS, ...tailscale.PACKAGES])]
/** Files that it puts beside them: nothing else is ever deleted outside its own folder, whatever was noted. */
const FILES = [docker.SOURCES, docker.KEYRING, tailscale.LIST, tailscale.KEYRING]

const there: Fact<readonly string[]> = {
  id: 'uninstall.packages',
  command: queryPackages(PACKAGES),
  parse: (answer) =>
    [...parsePackages(answer.stdout)].flatMap(([name, { status }]) => (status === 'installed' ? [name] : [])),
}

const filesThere: Fact<readonly string[]> = {
  id: 'uninstall.files',
  command: sh`find ${FILES} -maxdepth 0`,
  parse: (answer) => answer.stdout.split('\n').filter((path) => FILES.includes(path)),
}

const packagesGone = defineResource({
  id: 'uninstall-packages',
  title: 'Remove the packages that Bramble installed',
  phase: 'docker',
  after: ['uninstall-docker-settings'],
  facts: { noted: installed, there, filesThere, containers: dockerFacts.containers },
  diff({ noted, there: packages, filesThere: files, containers }): Diff {
    const stays = others(containers) ? DOCKERS : []
    const mine = noted.packages.filter((name) => packages.includes(name))
    const gone = mine.filter((name) => !stays.includes(name))
    const docks: readonly string[] = [docker.SOURCES, docker.KEYRING]
    const goneFiles = noted.files.filter(
      (path) => files.includes(path) && !(stays.length > 0 && docks.includes(path)),
    )
    const kept = mine.length > gone.length ? 'Docker stays, because it runs containers of yours' : null
    if (gone.length + goneFiles.length === 0)
      return {
        met: true,
        reason: `${kept ?? (noted.packages.length === 0 ? 'Bramble did not note that it installed any, so all of them stay' : 'None is left')}.`,
      }
    return {
      met: false,
      change: 'remove',
      summary: [
        [...gone, ...goneFiles].join(', '),
        ...(kept === null ? [] : [kept]),
        'their settings in /etc and what came along with them stay: sudo apt autoremove lists it',
      ].join('; '),
      failure: 'packages-broken',
      actions: [
        ...(gone.length > 0 ? [run(removePackages(gone), 600)] : []),
        ...(goneFiles.length > 0 ? [run(sh`rm -f -- ${goneFiles}`, 20)] : []),
      ],
    }
  },
})

const README = `${paths.root}/README.txt`
const readme = `Bramble was taken off this machine, and its data were kept.

Here are the messages and pictures of the server (data), the keys that open them (secrets) and the answers that it was made
from (state.json, with its settings). Connect Bramble to this machine again and let it install: it finds them, and the server
comes back as it was. To delete them for good: sudo rm -rf ${paths.root}
`
/** What a server needs to come back: its settings as well, for the server's permanent name is read from them. */
const KEPT = [
  'data',
  'secrets',
  'kept',
  'state.json',
  'store',
  'generations',
  'current',
  'revision',
  'README.txt',
]
/** What a run needs to its end. */
const RUNNING = ['runs', 'lock']

function filesGone(data: Data): Resource {
  return defineResource({
    id: 'uninstall-files',
    title: data === 'keep' ? 'Clear away what a return does not need' : 'Delete everything of Bramble’s',
    phase: 'prove',
    after: ['uninstall-packages'],
    facts: { root: stackFacts.rootListing },
    diff({ root }): Diff {
      const names = [...root.keys()]
        .filter((path) => path.startsWith(`${paths.root}/`))
        .map((path) => path.slice(paths.root.length + 1))
      const gone = names.filter(
        (name) => !RUNNING.includes(name) && !(data === 'keep' && KEPT.includes(name)),
      )
      const letter = data === 'keep' && names.includes('data') && !names.includes('README.txt')
      if (gone.length === 0 && !letter) return { met: true, reason: 'Nothing is left.' }
      return {
        met: false,
        change: 'remove',
        summary:
          data === 'keep'
            ? `Messages, pictures, keys and answers stay in ${paths.root}, with a note how to come back`
            : `All messages, pictures, accounts, keys and answers, for good: ${names.filter((name) => !RUNNING.includes(name)).join(', ')}`,
        actions: [
          ...gone.map((name) => run(stack.removeTree(`${paths.root}/${name}`), 900)),
          ...(letter
            ? [
                {
                  kind: 'upload' as const,
                  files: [{ path: README, content: [readme], mode: 0o644, uid: 0, gid: 0 }],
                },
              ]
            : []),
        ],
      }
    },
  })
}
