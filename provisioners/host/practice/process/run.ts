/** Runs Command data on the model: the practice Pi has no shell and parses no text. */
import { reveal } from '../../../model/text.ts'
import type { Command } from '../../../shell/command.ts'
import { Errno } from '../files/errno.ts'
import { PracticeError } from '../practice-error.ts'
import { containerPrograms, placeOf, programs } from '../programs/index.ts'
import { behaviourOf } from '../services/index.ts'
import { Ended, type Process, type Shell, type Streams } from './process.ts'

/**
 * Runs a command to its end.
 *
 * @returns the exit status; 124 when its time is over, 127 when the machine has no such program
 * @throws PracticeError for a program or a flag that is not modelled
 */
export async function runCommand(
  shell: Shell,
  command: Command,
  streams: Streams,
  input = '',
): Promise<number> {
  switch (command.kind) {
    case 'exec':
      return runProgram(shell, command.argv, streams, command.input ? reveal(command.input) : input)
    case 'pipe': {
      let passed = input
      let failed = 0
      for (const [index, part] of command.parts.entries()) {
        let collected = ''
        const last = index === command.parts.length - 1
        const out = (text: string) => (last ? streams.out(text) : void (collected += text))
        const status = await runCommand(shell, part, { out, err: (text) => streams.err(text) }, passed)
        if (status !== 0) failed = status
        passed = collected
      }
      return failed
    }
    case 'all':
      for (const part of command.parts) {
        const status = await runCommand(shell, part, streams, input)
        if (status !== 0) return status
      }
      return 0
    case 'any': {
      let status = 0
      for (const part of command.parts) {
        status = await runCommand(shell, part, streams, input)
        if (status === 0 || isOver(shell)) return status
      }
      return status
    }
    case 'until':
      return runUntil(shell, command, streams)
  }
}

const isOver = (shell: Shell) => shell.signal.aborted || shell.machine.clock.now() >= shell.deadline

async function runUntil(
  shell: Shell,
  command: Extract<Command, { kind: 'until' }>,
  streams: Streams,
): Promise<number> {
  const { clock } = shell.machine
  const end = clock.now() + command.withinSeconds
  for (;;) {
    const status = await runCommand(shell, command.command, streams)
    if (status === 0) return 0
    if (clock.now() >= end || isOver(shell)) return shell.signal.aborted ? 143 : 124
    try {
      await sleep(shell, command.everySeconds)
    } catch (error) {
      if (error instanceof Ended) return error.status
      throw error
    }
  }
}

/** Runs one program by its name, or by its path. */
export async function runProgram(
  shell: Shell,
  argv: readonly string[],
  streams: Streams,
  input: string,
): Promise<number> {
  const [path = '', ...args] = argv
  const name = path.split('/').at(-1) ?? ''
  const place = shell.inside ? containerPrograms : programs
  if (shell.inside && !behaviourOf(shell.inside.spec.image).programs.includes(name)) {
    streams.err(
      `OCI runtime exec failed: exec failed: unable to start container process: exec: "${path}": executable file not found in $PATH\n`,
    )
    return 127
  }
  const program = place[name]
  if (!program) throw new PracticeError(name, argv.join(' '))
  if (!shell.inside && program.files && placeOf(program, shell.machine) === undefined) {
    streams.err(`sh: 1: ${name}: not found\n`)
    return 127
  }
  if (isOver(shell)) return shell.signal.aborted ? 143 : 124
  const process: Process = {
    ...shell,
    program: name,
    args,
    input,
    out: (text) => streams.out(text),
    err: (text) => streams.err(text),
    sleep: (seconds) => sleep(shell, seconds),
    wait: (subscribe) => wait(shell, subscribe),
    exec: (inner, options = {}) =>
      runProgram({ ...shell, ...options }, inner, { ...streams, ...options }, options.input ?? input),
  }
  try {
    return await program.run(process)
  } catch (error) {
    if (error instanceof Ended) return error.status
    // a file error that the program did not word itself: every tool prints it about like this
    if (error instanceof Errno) {
      streams.err(`${name}: ${error.path}: ${error.message}\n`)
      return 1
    }
    throw error
  }
}

async function sleep(shell: Shell, seconds: number): Promise<void> {
  const left = shell.deadline - shell.machine.clock.now()
  await shell.machine.clock.sleep(Math.max(0, Math.min(seconds, left)), shell.signal)
  if (shell.signal.aborted) throw new Ended(143)
  if (seconds > left) throw new Ended(124)
}

function wait(shell: Shell, subscribe: (wake: () => void) => () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = new AbortController()
    const end = (settle: () => void) => () => {
      over.abort()
      shell.signal.removeEventListener('abort', stop)
      unsubscribe()
      settle()
    }
    const stop = end(() => reject(new Ended(143)))
    const unsubscribe = subscribe(end(resolve))
    if (shell.signal.aborted) return stop()
    shell.signal.addEventListener('abort', stop)
    const left = shell.deadline - shell.machine.clock.now()
    if (left === Infinity) return
    const late = end(() => reject(new Ended(124)))
    void shell.machine.clock.sleep(left, over.signal).then(() => over.signal.aborted || late())
  })
}
