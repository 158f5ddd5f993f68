/**
 * A queue as the files that the Pi needs to work it off alone: everything under /opt/bramble/runs/ID.
 *
 * | path | what | afterwards |
 * |---|---|---|
 * | `plan.json` | public: run, server, holder, steps | stays |
 * | `journal` | made by the runner; see below | stays |
 * | `steps/NNN.sh`, `steps/NNN-I.sh` | a step, and the command of its work I | removed |
 * | `steps/NNN-I-*` | what a wait begins and looks at, and what that printed | removed |
 * | `files/NNN-I/J` | content of file J of work I | removed |
 * | `secrets` | scrub patterns, one a line | removed |
 * | `lines.pl`, `runner.sh`, `end.sh` | runs a step; all steps; the end | removed |
 * | `stop` | made by who cancels: the run stops before its next step | removed |
 *
 * The journal is text, only ever added to. Each line begins with the time: seconds since the epoch with three decimals.
 *
 *     T plan {"run":…,"server":…,"steps":[{"number":…,"resource":…,"phase":…,"title":…,"failure":…}]}
 *     T start N
 *     T out N TEXT            no control characters but tabs, at most 4000 bytes, scrubbed; bytes need not be UTF-8
 *     T ask N PURPOSE LINK    a person has something to do; the link is in base64, or nothing
 *     T ask N -               it is done
 *     T exit N STATUS
 *     T end done|failed|stopped|interrupted
 *
 * A step that started and has no `exit` line was cut off. No `end` line and no active unit means interrupted.
 */
import { gzipSync } from 'node:zlib'
import tar from 'tar-stream'
import { Secret, scrubPatterns } from '../model/secret.ts'
import { reveal, type Text } from '../model/text.ts'
import type { Command } from '../shell/command.ts'
import { ROOT, type Queue, type Work } from './host.ts'
import { linesProgram } from './queue-lines.ts'
import { endScript, runnerScript, stepName, stepScripts } from './queue-scripts.ts'

export interface Bundle {
  /** A gzip-compressed tar, all files 0600 and root's. Holds secrets. */
  readonly archive: Buffer
  /** Bytes that it takes on the Pi. */
  readonly size: number
}

/** Packs a queue. The same queue gives the same bytes. @throws TypeError for a queue that cannot be written */
export async function bundleQueue(queue: Queue, root: string = ROOT): Promise<Bundle> {
  const pack = tar.pack()
  const mtime = new Date(queue.holder.since * 1000)
  let size = 0
  for (const { path, text } of queueFiles(queue, root)) {
    size += Math.ceil(Buffer.byteLength(text) / 4096) * 4096
    pack.entry({ name: path, mode: 0o600, uid: 0, gid: 0, mtime }, text)
  }
  pack.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of pack as AsyncIterable<Buffer>) chunks.push(chunk)
  return { archive: gzipSync(Buffer.concat(chunks)), size }
}

/**
 * The files of a run, by their paths below its directory.
 *
 * @param root where everything of Bramble lives on the host
 */
export function queueFiles(queue: Queue, root: string = ROOT): { path: string; text: string }[] {
  if (!isRunId(queue.id)) throw new TypeError(`not a run's id: ${queue.id}`)
  const run = `${root}/runs/${queue.id}`
  const steps = queue.steps.map(({ number, resource, phase, title, failure, failures }) => ({
    number,
    resource,
    phase,
    title,
    ...(failure && { failure }),
    ...(failures && { failures }),
  }))
  return [
    {
      path: 'plan.json',
      text: JSON.stringify({
        run: queue.id,
        server: queue.server,
        ...(queue.task && { task: queue.task }),
        holder: queue.holder,
        steps,
      }),
    },
    { path: 'runner.sh', text: runnerScript(queue, root) },
    { path: 'end.sh', text: endScript(queue, root) },
    { path: 'lines.pl', text: linesProgram },
    { path: 'secrets', text: patterns(queue) },
    ...queue.steps.flatMap((step) => [
      ...stepScripts(step, run),
      ...step.work.flatMap((work, index) =>
        work.kind !== 'files'
          ? []
          : work.files.map((file, at) => ({
              path: `files/${stepName(step)}-${index}/${at}`,
              text: reveal(file.content),
            })),
      ),
    ]),
  ]
}

/** Letters, digits, hyphens, underscores: it is part of paths and of a unit's name. */
export function isRunId(id: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id)
}

/** Every secret of the queue, also those that only a file or an input holds, as they are and as JSON and URLs write them. */
function patterns(queue: Queue): string {
  const inside = queue.steps.flatMap((step) => step.work.flatMap(textsOf)).flatMap(secretsOf)
  const plain = scrubPatterns(new Set([...queue.secrets, ...inside]))
    .flatMap((pattern) => pattern.split('\r'))
    .filter((pattern) => pattern.length >= 6)
  const all = new Set(
    plain.flatMap((text) => [text, JSON.stringify(text).slice(1, -1), encodeURIComponent(text)]),
  )
  return [...all].map((pattern) => `${pattern}\n`).join('')
}

function textsOf(work: Work): Text[] {
  switch (work.kind) {
    case 'files':
      return work.files.map((file) => file.content)
    case 'run':
      return inputsOf(work.command)
    case 'wait':
      return [work.wait.begin, work.wait.look].flatMap((command) => (command ? inputsOf(command) : []))
  }
}

function inputsOf(command: Command): Text[] {
  switch (command.kind) {
    case 'exec':
      return command.input ? [command.input] : []
    case 'until':
      return inputsOf(command.command)
    case 'pipe':
    case 'all':
    case 'any':
      return command.parts.flatMap(inputsOf)
  }
}

function secretsOf(text: Text): Secret[] {
  return text.filter((part) => part instanceof Secret)
}
