/** A wait of a step, worked off as the script of a real Pi does it. */
import { lateStatus, WAIT_STOPPED, paths, type Wait, type Work } from '../../host.ts'
import { rootUser } from '../files/node.ts'
import type { Machine } from '../machine.ts'
import { runCommand } from '../process/run.ts'
import type { Command } from '../../../shell/command.ts'

const LOOK_SECONDS = 20

export interface WaitMeans {
  readonly machine: Machine
  /** The run that waits, which may be asked to stop. */
  readonly run: string
  readonly step: number
  /** Adds a line to the journal. */
  line(text: string): void
  out(text: string): void
  readonly signal: AbortSignal
}

/** @returns the exit status */
export async function doWait(
  { wait, firstStatus }: Extract<Work, { kind: 'wait' }>,
  means: WaitMeans,
): Promise<number> {
  const { machine, signal } = means
  const end = machine.clock.now() + wait.withinSeconds
  const begun = new Begun(means, end)
  let told = '-'
  const tell = (text: string): void => {
    if (text !== told) means.line(`ask ${means.step} ${text}`)
    told = text
  }
  const over = (status: number): number => {
    begun.stop()
    tell('-')
    if (status !== 0) means.out(begun.printed)
    return status
  }
  while (!signal.aborted) {
    const ended = begun.ended
    const looked = await look(wait.look, means)
    const printed = { look: looked, begin: begun.printed }
    if (matches(wait.done, looked)) return over(0)
    const failed = wait.fails.findIndex(({ when }) => matches(when, printed.begin))
    if (failed >= 0) return over(firstStatus + failed)
    const ask = askOf(wait, printed)
    tell(ask)
    if (machine.files.exists(`${paths.run(means.run)}/stop`)) return over(WAIT_STOPPED)
    if (machine.clock.now() >= end) return over(lateStatus({ wait, firstStatus }))
    if (wait.begin !== null && ended !== null) {
      if (ended !== 0 && ask === '-') return over(1)
      begun.start(wait.begin)
    }
    await machine.clock.sleep(wait.everySeconds, signal)
  }
  begun.stop()
  return 143
}

/** What a wait began, beside it. */
class Begun {
  printed = ''
  /** Its exit status; 0 before the first time, null while it runs. */
  ended: number | null = 0
  readonly #means: WaitMeans
  readonly #end: number
  #stop = new AbortController()

  constructor(means: WaitMeans, end: number) {
    this.#means = means
    this.#end = end
  }

  start(command: Command): void {
    this.printed = ''
    this.ended = null
    this.#stop = new AbortController()
    const out = (text: string): void => void (this.printed += text)
    const signal = AbortSignal.any([this.#means.signal, this.#stop.signal])
    void run(command, this.#means.machine, signal, this.#end + 1, out, out).then(
      (status) => (this.ended = status),
      // told by the machine itself, and no reason to begin again
      () => (this.ended = 1),
    )
  }

  stop(): void {
    this.#stop.abort()
  }
}

async function look(command: Command, { machine, signal }: WaitMeans): Promise<string> {
  let text = ''
  const end = machine.clock.now() + LOOK_SECONDS
  await run(
    command,
    machine,
    signal,
    end,
    (piece) => (text += piece),
    () => {},
  )
  return text
}

const run = (
  command: Command,
  machine: Machine,
  signal: AbortSignal,
  deadline: number,
  out: (text: string) => void,
  err: (text: string) => void,
): Promise<number> =>
  runCommand({ machine, who: rootUser, directory: '/', environment: {}, signal, deadline }, command, {
    out,
    err,
  })

function askOf(wait: Wait, printed: { readonly look: string; readonly begin: string }): string {
  const ask = wait.asks.find(({ of, when }) => matches(when, printed[of]))
  if (ask === undefined) return '-'
  if (ask.link === undefined) return ask.purpose
  const link = firstMatch(ask.link, printed[ask.of])
  return `${ask.purpose} ${Buffer.from(link).toString('base64')}`
}

/** As grep does it: line by line. */
const matches = (pattern: string, text: string): boolean =>
  text.split('\n').some((line) => new RegExp(pattern).test(line))

const firstMatch = (pattern: string, text: string): string =>
  text
    .split('\n')
    .map((line) => new RegExp(pattern).exec(line)?.[0])
    .find((found) => found !== undefined) ?? ''
