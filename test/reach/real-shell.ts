/** What real shells make of commands: functions stand in for the programs, and say what they were handed. */
import { spawnSync } from 'node:child_process'
import type { Command } from '../../provisioners/shell/command.ts'
import { render } from '../../provisioners/shell/render.ts'
import { reveal } from '../../provisioners/model/text.ts'
import type { Shell } from '../shell/shells.ts'

const OVER = 'the-end-of-one-run-of-a-program'
const NEXT = 'the-end-of-one-command'
/** Handed to a program that reads what it is fed. */
const FED = ['-', '--auth-key=file:/dev/stdin']

/** One run of a program: its name, its arguments, and what it was fed in one more, where it was. */
type Run = readonly string[]

/** The programs that a command runs while all of them succeed. */
export function runsOf(command: Command): Run[] {
  switch (command.kind) {
    case 'exec':
      return [[...command.argv, ...(command.input ? [`fed ${reveal(command.input)}`] : [])]]
    case 'pipe':
    case 'all':
      return command.parts.flatMap(runsOf)
    case 'any':
      return command.parts.slice(0, 1).flatMap(runsOf)
    case 'until':
      return runsOf(command.command)
  }
}

/** Every program that stands in a command, whether it would come to it or not, each as a command of its own. */
export function single(command: Command): Command[] {
  switch (command.kind) {
    case 'exec':
      return [command]
    case 'until':
      return single(command.command)
    default:
      return command.parts.flatMap(single)
  }
}

/**
 * All programs succeed at once, and print nothing.
 *
 * @returns for each command the runs of programs, as the shell hands them over; those of a pipe run at the same time, so they
 * are sorted
 */
export function runsSeen(shell: Shell, commands: readonly Command[]): Run[][] {
  const programs = [...new Set(commands.flatMap(single).map(programOf))]
  const script = `exec 9>&1
told() {
  for last in "$@"; do :; done
  case $last in
  ${FED.join('|')}) fed=$(command cat; printf x); printf '%s\\0' "$@" "fed \${fed%x}" ${OVER} >&9 ;;
  *) printf '%s\\0' "$@" ${OVER} >&9 ;;
  esac
}
${programs.map((program) => `${program}() { told ${program} "$@"; }\n`).join('')}
${commands.map((command) => `${render(command)}\nprintf '%s\\0' ${NEXT} >&9\n`).join('')}`
  const { stdout, stderr, status } = spawnSync(shell, ['-s'], { input: script, maxBuffer: 2 ** 28 })
  if (status !== 0 || stderr.length > 0)
    throw new Error(`${shell} ended with ${status}: ${stderr.toString()}`)
  return grouped(stdout.toString().split('\0').slice(0, -1), NEXT).map((runs) => sorted(grouped(runs, OVER)))
}

export const sorted = (runs: readonly Run[]): Run[] =>
  runs.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))

function programOf(command: Command): string {
  const program = command.kind === 'exec' ? command.argv[0] : ''
  if (!/^[a-z]+$/.test(program)) throw new Error(`no function can stand for ${program}`)
  return program
}

/** @param end a word that ends each group */
function grouped(words: readonly string[], end: string): string[][] {
  const groups: string[][] = [[]]
  for (const word of words)
    if (word === end) groups.push([])
    else groups.at(-1)?.push(word)
  if (groups.pop()?.length !== 0) throw new Error(`not ended by ${end}`)
  return groups
}
