/** systemctl and journalctl, over the model's units. */
import { PracticeError } from '../practice-error.ts'
import { readFlags } from '../process/flags.ts'
import { complain, type Process } from '../process/process.ts'
import type { Unit } from '../units/units.ts'
import type { KnownProgram } from './index.ts'

export const systemdPrograms: Record<string, KnownProgram> = {
  systemctl: { run: systemctl },
  journalctl: { run: journalctl },
}

async function systemctl(process: Process): Promise<number> {
  const flags = readFlags('systemctl', process.args, [
    '-q|--quiet',
    '--now',
    '--no-pager',
    '--plain',
    '--no-legend',
    '--no-block',
    '--all|-a',
    '--state=',
    '-p|-P|--property=',
    '--value',
  ])
  const [verb = '', ...names] = flags.rest
  const print = (text: string) => (flags.has('-q') ? undefined : process.out(text))
  const { units } = process.machine
  switch (verb) {
    case 'is-active': {
      let status = 4
      for (const name of names) {
        const unit = units.find(name)
        print(`${unit?.active ?? 'inactive'}\n`)
        if (unit?.active === 'active') status = 0
        else if (unit && status !== 0) status = 3
      }
      return status
    }
    case 'is-enabled': {
      let status = 0
      for (const name of names) {
        const unit = units.find(name)
        print(`${unit?.enabled ?? 'not-found'}\n`)
        if (!unit) status = 4
        else if (unit.enabled === 'disabled') status = 1
      }
      return status
    }
    case 'is-failed':
      return names.some(
        (name) => (
          print(`${units.find(name)?.active ?? 'inactive'}\n`),
          units.find(name)?.active === 'failed'
        ),
      )
        ? 0
        : 1
    case 'start':
    case 'stop':
    case 'restart':
    case 'try-restart':
    case 'enable':
    case 'disable':
    case 'reset-failed':
      return act(process, verb, names, flags.has('--now'))
    case 'daemon-reload':
      return 0
    case 'list-units':
      listUnits(
        process,
        names,
        flags.value('--state')?.split(','),
        flags.has('--no-legend') && flags.has('--plain'),
      )
      return 0
    case 'show':
      return show(
        process,
        names,
        flags.values('-p').flatMap((list) => list.split(',')),
        flags.has('--value'),
      )
    case 'reboot':
      process.machine.power.reboot()
      return 0
    default:
      throw new PracticeError('systemctl', `the verb ${verb}`)
  }
}

async function act(process: Process, verb: string, names: readonly string[], now: boolean): Promise<number> {
  const { units } = process.machine
  let status = 0
  for (const name of names) {
    const unit = units.find(name)
    if (!unit) {
      const full = /\.\w+$/.test(name) ? name : `${name}.service`
      if (verb === 'try-restart') continue
      process.err(
        verb === 'enable' || verb === 'disable'
          ? `Failed to ${verb} unit: Unit ${full} does not exist\n`
          : `Failed to ${verb} ${full}: Unit ${full} not found.\n`,
      )
      return verb === 'enable' || verb === 'disable' ? 1 : 5
    }
    if (verb === 'enable') unit.enabled = 'enabled'
    if (verb === 'disable') unit.enabled = 'disabled'
    if (verb === 'reset-failed' && unit.active === 'failed') unit.active = 'inactive'
    if (verb === 'stop' || (verb === 'disable' && now)) units.stop(unit)
    if (verb === 'restart' || (verb === 'try-restart' && unit.active === 'active')) units.stop(unit)
    else if (verb === 'try-restart') continue
    if (['start', 'restart', 'try-restart'].includes(verb) || (verb === 'enable' && now)) {
      await process.sleep(unit.active === 'active' ? 0 : 0.8)
      if (!units.start(unit)) {
        process.err(
          `Job for ${unit.name} failed because the control process exited with error code.\n` +
            `See "systemctl status ${unit.name}" and "journalctl -xeu ${unit.name}" for details.\n`,
        )
        status = 1
      }
    }
  }
  return status
}

function listUnits(
  process: Process,
  patterns: readonly string[],
  states: readonly string[] | undefined,
  bare: boolean,
): void {
  if (!bare)
    throw new PracticeError('systemctl list-units', 'its table with a legend (use --plain --no-legend)')
  const expressions = patterns.map(
    (pattern) => new RegExp(`^${pattern.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '.*')}$`),
  )
  for (const unit of process.machine.units.all()) {
    if (expressions.length > 0 && !expressions.some((expression) => expression.test(unit.name))) continue
    if (states ? !states.includes(unit.active) : unit.active === 'inactive') continue
    process.out(`${unit.name} loaded ${unit.active} ${subState(unit)} ${unit.description}\n`)
  }
}

function subState(unit: Unit): string {
  if (unit.active === 'active') return unit.name.endsWith('.socket') ? 'listening' : 'running'
  return { inactive: 'dead', failed: 'failed', activating: 'start' }[unit.active]
}

function show(
  process: Process,
  names: readonly string[],
  properties: readonly string[],
  bare: boolean,
): number {
  if (properties.length === 0 || names.length === 0)
    throw new PracticeError('systemctl show', process.args.join(' '))
  names.forEach((name, index) => {
    const unit = process.machine.units.find(name)
    if (index > 0) process.out('\n')
    for (const property of properties) {
      const value = propertyOf(unit, property)
      process.out(bare ? `${value}\n` : `${property}=${value}\n`)
    }
  })
  return 0
}

function propertyOf(unit: Unit | undefined, property: string): string {
  switch (property) {
    case 'LoadState':
      return unit ? 'loaded' : 'not-found'
    case 'ActiveState':
      return unit?.active ?? 'inactive'
    case 'SubState':
      return unit ? subState(unit) : 'dead'
    case 'UnitFileState':
      return unit?.enabled ?? ''
    case 'Result':
      return unit?.active === 'failed' ? 'exit-code' : 'success'
    case 'MainPID':
      return unit?.active === 'active' ? String(400 + unit.name.length) : '0'
    default:
      throw new PracticeError('systemctl show', `the property ${property}`)
  }
}

/** The practice Pi keeps no system journal; what it says is true. */
function journalctl(process: Process): number {
  const flags = readFlags('journalctl', process.args, [
    '-u|--unit=',
    '-n|--lines=',
    '-o|--output=',
    '--no-pager',
    '-q|--quiet',
    '-b|--boot',
    '--since=',
  ])
  if (flags.rest.length > 0) return complain(process, `unexpected ${flags.rest[0]}`)
  if (!flags.has('-q')) process.out('-- No entries --\n')
  return 0
}
