/** apt-get, dpkg and dpkg-query over the model's packages. */
import type { CatalogPackage } from '../packages/catalog.ts'
import { readSources, type Source } from '../packages/sources.ts'
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import type { Process } from '../process/process.ts'
import { LINE_BYTES_PER_SECOND } from '../docker/registry.ts'
import { dpkg, dpkgQuery } from './dpkg.ts'
import type { KnownProgram } from './index.ts'

export const aptPrograms: Record<string, KnownProgram> = {
  'apt-get': { run: aptGet },
  dpkg: { run: dpkg },
  'dpkg-query': { run: dpkgQuery },
}

async function aptGet(process: Process): Promise<number> {
  const flags = readFlags('apt-get', process.args, [
    '-o=',
    '-y|--yes',
    '-q|--quiet',
    '--no-install-recommends',
    '-f|--fix-broken',
  ])
  const [verb = '', ...names] = flags.rest
  const options = Object.fromEntries(
    flags.values('-o').map((option) => option.split('=', 2) as [string, string]),
  )
  for (const name of Object.keys(options))
    if (name !== 'DPkg::Lock::Timeout') throw new PracticeError('apt-get', `the option ${name}`)
  if (process.who.uid !== 0) return denied(process)
  if (!(await getLock(process, Number(options['DPkg::Lock::Timeout'] ?? 0)))) return 100
  if (verb === 'update') return update(process)
  if (!flags.has('-y')) throw new PracticeError('apt-get', `${verb} without --yes: nobody is there to answer`)
  if (verb === 'install') return install(process, names, flags.has('-f'))
  if (verb === 'remove') return remove(process, names)
  throw new PracticeError('apt-get', `the verb ${verb}`)
}

function denied(process: Process): number {
  process.err('E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\n')
  process.err('E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?\n')
  return 100
}

/** Another apt may be at work; it is waited for as long as the caller said. */
async function getLock(process: Process, patience: number): Promise<boolean> {
  const { machine } = process
  const limit = machine.clock.now() + patience
  const who = 'It is held by process 1207 (unattended-upgr)'
  while (machine.clock.now() < machine.packages.lockedUntil) {
    if (machine.clock.now() >= limit) {
      process.err(`E: Could not get lock /var/lib/dpkg/lock-frontend. ${who}\n`)
      process.err(
        'E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?\n',
      )
      return false
    }
    process.out(`Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. ${who}...\n`)
    await process.sleep(1)
  }
  return true
}

async function update(process: Process): Promise<number> {
  const { machine } = process
  const sources = readSources(machine)
  const conflict = conflicting(sources)
  if (conflict !== null) {
    process.err(`E: Conflicting values set for option Signed-By regarding source ${conflict}\n`)
    process.err('E: The list of sources could not be read.\n')
    return 100
  }
  let failed = false
  for (const [index, source] of sources.entries()) {
    const result = await fetchList(process, source, index + 1)
    if (result === 'refused') return 100
    failed ||= result === 'unreachable'
  }
  process.out('Reading package lists...\n')
  // what could not be fetched is a warning for apt, not a failure
  if (failed)
    process.err('W: Some index files failed to download. They have been ignored, or old ones used instead.\n')
  return 0
}

const placeOf = (source: Source) => `https://${source.host}/debian ${source.suite}`

/** Two entries for one place must name the same key. */
function conflicting(sources: readonly Source[]): string | null {
  for (const source of sources) {
    const other = sources.find((one) => placeOf(one) === placeOf(source) && one.key !== source.key)
    if (other) return `${placeOf(source)}: ${source.key} != ${other.key}`
  }
  return null
}

async function fetchList(
  process: Process,
  source: Source,
  number: number,
): Promise<'fetched' | 'unreachable' | 'refused'> {
  const { machine } = process
  const place = placeOf(source)
  const repository = repositories[source.host]
  if (!repository) throw new PracticeError('apt-get', `the repository ${source.host}`)
  if (!machine.network.canReach(source.host)) {
    process.out(`Err:${number} ${place} InRelease\n  Could not resolve '${source.host}'\n`)
    process.err(`W: Failed to fetch ${place}/InRelease  Could not resolve '${source.host}'\n`)
    return 'unreachable'
  }
  if (machine.network.clockIsOff) {
    process.err(
      `E: Release file for ${place}/InRelease is not valid yet. Updates for this repository will not be applied.\n`,
    )
    return 'refused'
  }
  if (source.key !== null && machine.files.readIfThere(source.key)?.includes('PGP PUBLIC KEY') !== true) {
    process.err(
      `W: GPG error: ${place} InRelease: The following signatures couldn't be verified because the public key is not available\n`,
    )
    process.err(`E: The repository '${place} InRelease' is not signed.\n`)
    return 'refused'
  }
  if (!['bookworm', 'trixie'].includes(source.suite)) {
    process.err(`E: The repository '${place} Release' does not have a Release file.\n`)
    return 'refused'
  }
  await process.sleep(0.4)
  process.out(`Get:${number} ${place} InRelease [${number === 1 ? '140 kB' : '32.5 kB'}]\n`)
  machine.packages.lists.add(repository)
  return 'fetched'
}

const repositories: Record<string, CatalogPackage['repository']> = {
  'debian.example': 'debian',
  'download.docker.com': 'docker',
  'pkgs.tailscale.com': 'tailscale',
}

const hostOf = ({ repository }: CatalogPackage): string =>
  Object.keys(repositories).find((host) => repositories[host] === repository) ?? ''

async function install(process: Process, names: readonly string[], mends: boolean): Promise<number> {
  const { packages, disk } = process.machine
  if (packages.halfConfigured().length > 0 && !mends) {
    process.err(
      "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.\n",
    )
    return 100
  }
  process.out('Reading package lists...\nBuilding dependency tree...\nReading state information...\n')
  for (const name of names) {
    if (!packages.known(name)) throw new PracticeError('apt-get', `the package ${name}`)
    if (!packages.find(name) && !packages.candidate(name)) {
      process.err(`E: Unable to locate package ${name}\n`)
      return 100
    }
  }
  const coming = packages.resolve(names)
  const going = packages.conflicting(coming)
  const bytes = coming.reduce((sum, one) => sum + one.downloadBytes, 0)
  if (coming.length > 0)
    process.out(
      `The following NEW packages will be installed:\n  ${coming.map(({ name }) => name).join(' ')}\n`,
    )
  process.out(`0 upgraded, ${coming.length} newly installed, ${going.length} to remove and 0 not upgraded.\n`)
  if (bytes + coming.reduce((sum, one) => sum + one.installedBytes, 0) > disk.freeBytes) {
    process.err("E: You don't have enough free space in /var/cache/apt/archives/.\n")
    return 100
  }
  for (const [index, one] of coming.entries()) {
    const host = hostOf(one)
    if (!process.machine.network.canReach(host)) {
      process.err(
        `E: Failed to fetch https://${host}/debian/pool/${one.name}.deb  Could not resolve '${host}'\n`,
      )
      process.err('E: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?\n')
      return 100
    }
    process.out(
      `Get:${index + 1} https://${host}/debian ${one.name} ${one.version} [${Math.round(one.downloadBytes / 1000)} kB]\n`,
    )
    await process.sleep(one.downloadBytes / LINE_BYTES_PER_SECOND)
  }
  for (const one of going) packages.remove(one)
  for (const one of coming) {
    process.out(`Unpacking ${one.name} (${one.version}) ...\n`)
    packages.unpack(one)
    await process.sleep(0.2)
  }
  for (const one of coming) {
    process.out(`Setting up ${one.name} (${one.version}) ...\n`)
    await process.sleep(0.3)
    packages.configure(one)
  }
  return 0
}

async function remove(process: Process, names: readonly string[]): Promise<number> {
  for (const name of names) {
    const found = process.machine.packages.find(name)
    if (!found) {
      process.out(`Package '${name}' is not installed, so not removed\n`)
      continue
    }
    process.out(`Removing ${name} (${found.package.version}) ...\n`)
    await process.sleep(0.3)
    process.machine.packages.remove(found.package)
  }
  return 0
}
