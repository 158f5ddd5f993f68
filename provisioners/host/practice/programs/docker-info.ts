/** What the practice Pi's Docker says of itself: its versions, its plugins, its settings. */
import { formatted } from '../docker/format.ts'
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import type { Process } from '../process/process.ts'

export const PLUGIN = '/usr/libexec/docker/cli-plugins/docker-compose'

/** `5:29.6.1-1~debian.13~trixie` as the program itself says it: without the packagers' parts. */
export function versionOf(process: Process, names: readonly string[]): string {
  const { packages } = process.machine
  const found = names.map((name) => packages.find(name)?.package).find((one) => one !== undefined)
  return found?.version.replace(/^\d+:/, '').replace(/-[^-]*$/, '') ?? ''
}

export function version(process: Process, args: readonly string[], reached: boolean): number {
  const flags = readFlags('docker version', args, ['-f|--format='])
  const format = flags.value('-f')
  if (format === undefined) throw new PracticeError('docker version', 'its table')
  const client = versionOf(process, ['docker-ce-cli', 'docker-cli', 'docker.io'])
  const answer = {
    Client: { Version: client, ApiVersion: '1.52', Os: 'linux', Arch: process.machine.options.architecture },
    Server: reached
      ? {
          Version: versionOf(process, ['docker-ce', 'docker.io']),
          ApiVersion: '1.52',
          MinAPIVersion: '1.44',
          Os: 'linux',
        }
      : null,
  }
  process.out(`${formatted(format, answer)}\n`)
  return reached ? 0 : 1
}

/** The client's half is told even while the daemon is down; then with status 1. */
export function info(process: Process, args: readonly string[], reached: boolean): number {
  const flags = readFlags('docker info', args, ['-f|--format='])
  const { machine } = process
  const all = machine.docker.all()
  const answer = {
    Containers: all.length,
    ContainersRunning: all.filter(({ state }) => state === 'running').length,
    Images: machine.docker.images.size,
    Driver: 'overlay2',
    LoggingDriver: machine.docker.settings['log-driver'] ?? 'json-file',
    CgroupVersion: '2',
    MemoryLimit: machine.memoryLimits,
    Swarm: { LocalNodeState: 'inactive' },
    SecurityOptions: ['name=seccomp,profile=builtin', 'name=cgroupns'],
    LiveRestoreEnabled: machine.docker.settings['live-restore'] === true,
    ServerVersion: reached ? versionOf(process, ['docker-ce', 'docker.io']) : '',
    ...(!reached && { ServerErrors: ['Cannot connect to the Docker daemon'] }),
    ClientInfo: clientInfo(process),
    Architecture: 'aarch64',
    OperatingSystem: 'Debian GNU/Linux',
    Warnings: machine.memoryLimits
      ? null
      : ['WARNING: No memory limit support', 'WARNING: No swap limit support'],
  }
  process.out(`${formatted(flags.value('-f') ?? '', answer)}\n`)
  return reached ? 0 : 1
}

function clientInfo(process: Process): object {
  const { files } = process.machine
  const compose = versionOf(process, ['docker-compose-plugin', 'docker-compose'])
  return {
    Version: versionOf(process, ['docker-ce-cli', 'docker-cli', 'docker.io']),
    Plugins: files.exists(PLUGIN) ? [{ Name: 'compose', Version: compose, Path: PLUGIN }] : [],
  }
}
