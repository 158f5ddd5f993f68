/** dpkg and dpkg-query: what is installed, and what was left half done. */
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import type { Process } from '../process/process.ts'

export async function dpkg(process: Process): Promise<number> {
  const flags = readFlags('dpkg', process.args, [
    '--print-architecture',
    '--audit|-C',
    '--configure',
    '-a|--pending',
    '-P|--purge',
  ])
  const { packages, options } = process.machine
  if (flags.has('--print-architecture')) {
    process.out(`${options.architecture}\n`)
    return 0
  }
  if (flags.has('--audit')) {
    const broken = packages.halfConfigured()
    if (broken.length === 0) return 0
    process.out('The following packages are only half configured, probably due to problems\n')
    process.out('configuring them the first time.  The configuration should be retried using\n')
    process.out('dpkg --configure <package> or the configure menu option in dselect:\n')
    for (const one of broken) process.out(` ${one.package.name.padEnd(20)} ${one.package.summary}\n`)
    return 1
  }
  if (flags.has('--configure') && flags.has('-a')) {
    for (const one of packages.halfConfigured()) {
      process.out(`Setting up ${one.package.name} (${one.package.version}) ...\n`)
      await process.sleep(0.3)
      packages.configure(one.package)
    }
    return 0
  }
  if (flags.has('--purge') || flags.has('-P')) return purge(process, flags.rest)
  throw new PracticeError('dpkg', process.args.join(' '))
}

/** What others need stays, and is said. */
async function purge(process: Process, names: readonly string[]): Promise<number> {
  const { packages } = process.machine
  let status = 0
  for (const name of names) {
    const found = packages.find(name)
    if (!found) {
      process.err(`dpkg: warning: ignoring request to remove ${name} which isn't installed\n`)
      continue
    }
    const needs = packages.all().find((one) => one.depends.includes(name) && !names.includes(one.name))
    if (needs) {
      process.err(
        `dpkg: dependency problems prevent removal of ${name}:\n ${needs.name} depends on ${name}.\n`,
      )
      status = 1
      continue
    }
    process.out(`Purging configuration files for ${name} (${found.package.version}) ...\n`)
    await process.sleep(0.3)
    packages.remove(found.package)
  }
  return status
}

export function dpkgQuery(process: Process): number {
  const flags = readFlags('dpkg-query', process.args, ['-W|--show', '-f|--showformat='])
  const format = flags.value('-f')
  if (!flags.has('-W') || format === undefined || flags.rest.length === 0)
    throw new PracticeError('dpkg-query', process.args.join(' '))
  let status = 0
  for (const name of flags.rest) {
    const found = process.machine.packages.find(name)
    if (!found) {
      process.err(`dpkg-query: no packages found matching ${name}\n`)
      status = 1
      continue
    }
    const fields: Record<string, string> = {
      Package: name,
      Version: found.package.version,
      'db:Status-Status': found.status,
      'db:Status-Abbrev': found.status === 'installed' ? 'ii ' : 'iF ',
    }
    process.out(
      format.replace(/\$\{([^}]+)\}|\\(.)/g, (_, field: string | undefined, escape: string | undefined) => {
        const value = field === undefined ? { n: '\n', t: '\t' }[escape ?? ''] : fields[field]
        if (value === undefined) throw new PracticeError('dpkg-query', `the field ${field ?? escape}`)
        return value
      }),
    )
  }
  return status
}
