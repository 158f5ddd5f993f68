/** The journal that a run writes on the Pi: one event a line, secrets taken out before they are written. */
import { paths, type Queue } from '../../host.ts'
import { scrub } from '../../../model/secret.ts'
import type { Machine } from '../machine.ts'

export class Journal {
  readonly #machine: Machine
  readonly #path: string
  readonly #queue: Queue
  /** Output of a step that has no line end yet. */
  #rest = ''

  constructor(machine: Machine, queue: Queue) {
    this.#machine = machine
    this.#queue = queue
    this.#path = paths.journal(queue.id)
  }

  plan(): void {
    const { id, server, steps } = this.#queue
    const shown = steps.map(({ number, resource, phase, title, failure }) => ({
      number,
      resource,
      phase,
      title,
      ...(failure && { failure }),
    }))
    this.#line(`plan ${JSON.stringify({ run: id, server, steps: shown })}`)
  }

  start(step: number): void {
    this.#line(`start ${step}`)
  }

  output(step: number, text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.#line(`out ${step} ${scrub(line, this.#queue.secrets)}`)
  }

  exit(step: number, status: number): void {
    if (this.#rest !== '') this.output(step, '\n')
    this.#line(`exit ${step} ${status}`)
  }

  end(outcome: 'done' | 'failed' | 'stopped' | 'interrupted'): void {
    this.#line(`end ${outcome}`)
  }

  #line(text: string): void {
    this.#machine.files.write(this.#path, `${this.#machine.clock.now().toFixed(3)} ${text}\n`, {
      append: true,
      mode: 0o600,
      // ext4 keeps some room for root: a full card must not lose the record of what filled it
      reserved: true,
    })
  }
}
