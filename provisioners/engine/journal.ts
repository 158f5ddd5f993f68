/** Reads a run's journal, the file that the Pi itself writes, into events. Incremental and the same for every reader. */
import { z } from 'zod'
import { phaseId } from '../model/plan.ts'
import { problemCodes } from '../model/problem.ts'
import { runTask } from '../model/task.ts'
import { askPurposes, runEvent, type Ask, type RunEventBody, type TimedEvent } from '../model/run-event.ts'

const planLine = z.looseObject({
  run: z.string(),
  server: z.string(),
  task: runTask.optional(),
  steps: z.array(
    z.looseObject({
      number: z.number().int(),
      resource: z.string(),
      phase: phaseId,
      title: z.string(),
      failure: z.enum(problemCodes).optional(),
      failures: z.array(z.enum(problemCodes)).optional(),
    }),
  ),
})

const outcomes = ['done', 'failed', 'stopped', 'interrupted'] as const
const layer = z.looseObject({
  status: z.string(),
  id: z.string().default(''),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).optional(),
})

/** Turns pieces of a journal into events. Half lines wait for their other half. */
export class JournalReader {
  /** Bytes consumed up to the last whole line: where to go on after a lost connection. */
  offset = 0
  #rest = ''
  #layers = new Map<string, { done: number; total: number }>()
  #shown = -1
  #titles = new Map<number, string>()

  /** @param piece decoded text; a half line at its end is kept for the next call */
  read(piece: string): TimedEvent[] {
    const lines = (this.#rest + piece).split('\n')
    this.#rest = lines.pop() ?? ''
    const events: TimedEvent[] = []
    for (const line of lines) {
      this.offset += Buffer.byteLength(line) + 1
      const event = this.#line(line)
      if (event) events.push(event)
    }
    return events
  }

  /** Forgets a half line: after a lost connection it is read again from `offset`. */
  rewind(): void {
    this.#rest = ''
  }

  #line(line: string): TimedEvent | null {
    const match = /^(\d+(?:\.\d+)?) (\w+) ?(.*)$/s.exec(line)
    if (!match) return null
    const at = Number(match[1])
    const rest = match[3] ?? ''
    const [number = '', ...words] = rest.split(' ')
    const step = Number(number)
    switch (match[2]) {
      case 'plan':
        return this.#plan(at, rest)
      case 'start':
        this.#layers.clear()
        this.#shown = -1
        return { at, kind: 'step-started', step }
      case 'out':
        return this.#output(at, step, words.join(' '))
      case 'ask': {
        const ask = readAsk(words)
        return ask === undefined ? null : { at, kind: 'asked', step, ask }
      }
      case 'exit':
        return { at, kind: 'step-finished', step, status: Number(words[0]) }
      case 'end': {
        const outcome = outcomes.find((known) => known === number)
        return outcome ? { at, kind: 'queue-ended', outcome } : null
      }
      case 'note': {
        const note = runEvent.safeParse({ ...(parseJson(rest) as object), seq: 0, at })
        if (!note.success) return null
        const { seq: _seq, ...event } = note.data
        return event
      }
      default:
        return null
    }
  }

  #plan(at: number, json: string): TimedEvent | null {
    const plan = planLine.safeParse(parseJson(json))
    if (!plan.success) return null
    const steps = plan.data.steps.map(({ number, resource, phase, title, failure, failures }) => {
      this.#titles.set(number, title)
      return {
        step: number,
        resource,
        phase,
        title,
        ...(failure && { failure }),
        ...(failures && { failures }),
      }
    })
    const { run, server, task } = plan.data
    return { at, kind: 'planned', run, server, ...(task && { task }), steps }
  }

  /** Docker's Engine reports a pull as one JSON object a line and layer; people want one figure an image. */
  #output(at: number, step: number, text: string): TimedEvent | null {
    const parsed = text.startsWith('{"status":') ? layer.safeParse(parseJson(text)) : null
    if (!parsed?.success || parsed.data.progressDetail === undefined)
      return { at, kind: 'output', step, text }
    const { id, status, progressDetail } = parsed.data
    const known = this.#layers.get(id)
    if (status === 'Downloading' && progressDetail.total)
      this.#layers.set(id, { done: progressDetail.current ?? 0, total: progressDetail.total })
    else if (
      known &&
      (status === 'Download complete' || status === 'Extracting' || status === 'Pull complete')
    )
      this.#layers.set(id, { done: known.total, total: known.total })
    else return null
    let done = 0
    let total = 0
    for (const one of this.#layers.values()) {
      done += one.done
      total += one.total
    }
    const percent = Math.floor((done / total) * 100)
    if (percent === this.#shown) return null
    this.#shown = percent
    return { at, kind: 'progress', step, label: this.#titles.get(step) ?? '', done, total }
  }
}

/** `-`, or a purpose and a link in base64. What is not an address of the web is no link: a program on the Pi printed it. */
function readAsk([purpose, encoded = '']: readonly string[]): Ask | null | undefined {
  if (purpose === '-') return null
  const known = askPurposes.find((one) => one === purpose)
  if (known === undefined) return undefined
  const raw = Buffer.from(encoded, 'base64').toString('utf8')
  const text = parseJson(`"${raw}"`) ?? raw
  return { purpose: known, link: typeof text === 'string' ? webAddress(text) : null }
}

function webAddress(text: string): string | null {
  if (text.length > 2048 || !URL.canParse(text)) return null
  const { protocol, href, username } = new URL(text)
  return (protocol === 'https:' || protocol === 'http:') && username === '' ? href : null
}

/** One journal line for an event that the app itself adds. */
export function noteLine(at: number, event: RunEventBody): string {
  return `${at.toFixed(3)} note ${JSON.stringify(event)}`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
