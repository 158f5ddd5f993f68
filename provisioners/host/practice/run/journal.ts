/** The journal that a run writes on the Pi: one event a line, secrets taken out before they are written. */
import { HIDDEN } from '../../../model/secret.ts'
import { paths } from '../../host.ts'
import { LINE_CAP } from '../../queue-lines.ts'
import type { Machine } from '../machine.ts'

// oxlint-disable-next-line no-control-regex
const noise = /\x1b\[[0-?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f]/g

export class Journal {
  readonly #machine: Machine
  readonly #path: string
  /** What is scrubbed, longest first. */
  readonly #patterns: readonly string[]
  /** Output of a step that has no line end yet. */
  #rest = ''

  constructor(machine: Machine, run: string, patterns: readonly string[]) {
    this.#machine = machine
    this.#path = paths.journal(run)
    this.#patterns = patterns.toSorted((a, b) => b.length - a.length)
  }

  line(text: string): void {
    this.#machine.files.write(this.#path, `${this.#machine.clock.now().toFixed(3)} ${text}\n`, {
      append: true,
      // ext4 keeps some room for root: a full card must not lose the record of what filled it
      reserved: true,
    })
  }

  output(step: number, text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) {
      let shown = line.replace(noise, '')
      for (const pattern of this.#patterns) shown = shown.replaceAll(pattern, HIDDEN)
      if (shown.trim() !== '') this.line(`out ${step} ${shown.slice(0, LINE_CAP)}`)
    }
  }

  /** What a step printed without a line end behind it. */
  flush(step: number): void {
    if (this.#rest !== '') this.output(step, '\n')
  }
}
