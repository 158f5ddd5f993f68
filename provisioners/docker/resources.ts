/** A Docker that fits, set up so that logs rotate, and running. */
import { cannot, defineResource, type Action, type Diff, type Resource } from '../engine/resource.ts'
import {
  chooseDocker,
  DISTRIBUTION_PACKAGES,
  major,
  OLDEST_ENGINE,
  REPOSITORY_PACKAGES,
  sourcesFile,
  type Choice,
} from './choose.ts'
import * as commands from './commands.ts'
import { mergeDaemonJson } from './daemon-json.ts'
import * as facts from './facts.ts'
import { aptInstall, aptRemove, aptUpdate, noteInstalled } from '../system/commands.ts'
import { architecture, os } from '../system/facts.ts'
import type { Command } from '../shell/command.ts'

/** @param project the Compose project whose containers are our own */
export function dockerResources(project: string): Resource[] {
  return [dockerEngine(project), dockerDaemon(project), dockerRunning]
}

function dockerEngine(project: string): Resource {
  return defineResource({
    id: 'docker-engine',
    title: 'Install Docker',
    phase: 'docker',
    after: ['base-packages'],
    facts: {
      os,
      architecture,
      engine: facts.engine,
      compose: facts.composeVersion,
      info: facts.daemonInfo,
      packages: facts.packages,
      snap: facts.snap,
      containers: facts.containers,
      reachable: facts.repositoryReachable,
      oldList: facts.oldList,
    },
    diff(seen) {
      const choice = chooseDocker({
        ...seen,
        rootless: seen.info?.rootless ?? false,
        foreignContainers: seen.containers.filter((container) => container.project !== project).length,
      })
      if (choice.kind === 'keep')
        return { met: true, reason: `Docker ${choice.version} with Compose ${seen.compose ?? ''} is there.` }
      if (choice.kind === 'none' || choice.kind === 'refuse') return cannot('docker-unusable', whyNot(choice))
      return {
        met: false,
        change: 'add',
        failure: 'packages-broken',
        // without curl nobody could ask whether Docker's repository answers
        ...(seen.reachable === null && { likely: true }),
        summary: summaryOf(choice),
        actions: actionsOf(choice, seen.os.codename, seen.architecture, seen),
      }
    },
  })
}

type Doable = Extract<Choice, { kind: 'repository' | 'distribution' }>

function summaryOf(choice: Doable): string {
  switch (choice.kind) {
    case 'repository':
      return `${REPOSITORY_PACKAGES.length} packages from docker.com`
    case 'distribution':
      return `${DISTRIBUTION_PACKAGES.length} packages from Debian; docker.com cannot be reached from this machine.`
  }
}

function whyNot(choice: Extract<Choice, { kind: 'none' | 'refuse' }>): string {
  if (choice.kind === 'none')
    return 'Docker’s packages cannot be reached from this machine, and its own are too old.'
  return {
    snap: 'Docker is installed as a snap, which cannot see Bramble’s folder. Remove it with: sudo snap remove docker',
    rootless: 'Docker runs without root here, and cannot publish the ports that a server needs.',
    'in-use': `The Docker that is here is older than ${OLDEST_ENGINE} and has containers of other programs. Update it first.`,
  }[choice.because]
}

function actionsOf(
  choice: Doable,
  suite: string,
  architecture: string,
  { oldList, packages }: { readonly oldList: boolean; readonly packages: ReadonlySet<string> },
): Action[] {
  const run = (command: Command, timeoutSeconds: number): Action => ({
    kind: 'run',
    command,
    timeoutSeconds,
  })
  const note = (names: readonly string[]): Action[] => {
    const fresh = names.filter((name) => !packages.has(name))
    return fresh.length === 0 ? [] : [run(noteInstalled('package', fresh), 20)]
  }
  switch (choice.kind) {
    case 'distribution':
      return [
        ...note(DISTRIBUTION_PACKAGES),
        run(aptUpdate(), 900),
        run(aptInstall(DISTRIBUTION_PACKAGES), 1800),
      ]
    case 'repository':
      return [
        ...(choice.remove.length > 0 ? [run(aptRemove(choice.remove), 900)] : []),
        ...(oldList ? [] : repositorySetUp(choice.distribution, suite, architecture, run)),
        ...note(REPOSITORY_PACKAGES),
        run(aptUpdate(), 900),
        run(aptInstall(REPOSITORY_PACKAGES), 1800),
      ]
  }
}

function repositorySetUp(
  distribution: string,
  suite: string,
  architecture: string,
  run: (command: Command, timeoutSeconds: number) => Action,
): Action[] {
  const text = sourcesFile(commands.repositoryUrl(distribution), suite, architecture, commands.KEYRING)
  return [
    run(noteInstalled('file', [commands.KEYRING, commands.SOURCES]), 20),
    run(commands.fetchKey(distribution), 90),
    { kind: 'upload', files: [{ path: commands.SOURCES, content: [text], mode: 0o644, uid: 0, gid: 0 }] },
  ]
}

function dockerDaemon(project: string): Resource {
  return defineResource({
    id: 'docker-daemon',
    title: 'Set up Docker',
    phase: 'docker',
    after: ['docker-engine'],
    facts: { file: facts.daemonFile, info: facts.daemonInfo, containers: facts.containers },
    diff({ file, info, containers }): Diff {
      if (containers.some((container) => container.project !== project))
        return {
          met: true,
          reason: 'Docker runs other programs here too, so its settings are left as they are.',
        }
      const merged = mergeDaemonJson(file, info?.swarm ?? false)
      switch (merged.kind) {
        case 'same':
          return { met: true, reason: 'Its settings are as they should be.' }
        case 'unreadable':
          return cannot(
            'docker-unusable',
            `${commands.DAEMON_JSON} is not valid JSON. It is left as it is; mend it first.`,
          )
        case 'changed':
          return daemonChange(
            file,
            merged.text,
            containers.filter((one) => one.running).map((one) => one.name),
            project,
          )
      }
    },
  })
}

function daemonChange(
  before: string | null,
  after: string,
  restarts: readonly string[],
  project: string,
): Diff {
  const file = (path: string, text: string) => ({ path, content: [text], mode: 0o644, uid: 0, gid: 0 })
  const keep: Action[] =
    before === null
      ? [{ kind: 'run', command: noteInstalled('file', [commands.DAEMON_JSON]), timeoutSeconds: 20 }]
      : [{ kind: 'upload', ifAbsent: true, files: [file(commands.DAEMON_JSON_BEFORE, before)] }]
  return {
    met: false,
    change: before === null ? 'add' : 'change',
    summary: before === null ? '1 new file' : '1 changed file, with a copy of what was there',
    failure: 'docker-unusable',
    restarts,
    actions: [
      ...keep,
      { kind: 'upload', files: [file(commands.DAEMON_JSON, after)] },
      { kind: 'run', command: commands.restartDocker(), timeoutSeconds: 180 },
      ...(restarts.length > 0
        ? [{ kind: 'run', command: commands.waitForContainers(project, 300), timeoutSeconds: 320 } as const]
        : []),
    ],
  }
}

const dockerRunning = defineResource({
  id: 'docker-running',
  title: 'Start Docker, now and at every start',
  phase: 'docker',
  after: ['docker-daemon'],
  facts: { unit: facts.unit, engine: facts.engine },
  diff({ unit, engine }): Diff {
    if (unit.active && unit.enabled) return { met: true, reason: 'It runs and starts with the machine.' }
    return {
      met: false,
      change: 'change',
      summary: unit.active ? 'Starts with the machine from now on.' : 'Starts now and with the machine.',
      failure: 'docker-unusable',
      // its package starts it: on a fresh machine nothing is left to do here by then
      ...(major(engine.client) === 0 && { likely: true }),
      actions: [{ kind: 'run', command: commands.enableDocker(), timeoutSeconds: 180 }],
    }
  },
})
