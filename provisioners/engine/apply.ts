/** Converges: look, plan, let the Pi act, look again. The only writer. */
import { WAIT_FAILED, WAIT_OVER, type Host, type LockHolder } from '../host/host.ts'
import { EngineError } from '../model/engine-error.ts'
import type { Problem } from '../model/problem.ts'
import type { RunTask } from '../model/task.ts'
import type { RunEventBody, StepInfo, TimedEvent } from '../model/run-event.ts'
import { scrub, type Secret } from '../model/secret.ts'
import { appendJournal, breakLock } from './commands.ts'
import { examine, ownTask, serverTask, type Examined, type Stack, type Task } from './examine.ts'
import { follow, type FollowMeans } from './follow.ts'
import { inspect, type HeldBy } from './inspect.ts'
import { noteLine } from './journal.ts'
import { explainFailure, type Coroner } from './post-mortem.ts'
import { problem } from './problem-words.ts'
import { writeQueue } from './queue.ts'
import type { GivenSecrets, MakeSecret } from './secrets.ts'

export interface ApplyMeans extends FollowMeans {
  readonly stack: Stack
  readonly makeSecret: MakeSecret
  /** A new run id: sortable by time, letters, digits and hyphens. */
  newRunId(): string
  /** Who works here, for the lock. */
  readonly installation: string
  readonly machine: string
}

/**
 * Starts what is to do, as one queue on the Pi.
 *
 * @param expected id of the plan that a person saw; absent where nobody looked first
 * @param given secrets that the owner brought: new ones, or others than before
 * @returns the run's id, or null when nothing is to do
 * @throws EngineError changed-meanwhile, lock-held, and what looking throws
 */
export async function startRun(
  task: Task,
  means: ApplyMeans,
  options: { expected?: string; breakLock?: boolean; given?: GivenSecrets } = {},
): Promise<string | null> {
  const host = await means.connect()
  const { plan, revision } = await examine(host, task, means.makeSecret, options.given)
  if (options.expected !== undefined && options.expected !== plan.view.id)
    throw new EngineError('changed-meanwhile', 'What would be done now is not what was shown.')
  if (plan.changes.length === 0) return null
  const id = means.newRunId()
  const holder: LockHolder = {
    run: id,
    installation: means.installation,
    machine: means.machine,
    since: Math.floor(means.now()),
  }
  const queue = writeQueue(plan, {
    id,
    server: task.name,
    ...(task.task && { task: task.task }),
    holder,
    revision,
  })
  if (options.breakLock) await takeOver(host)
  const started = await host.start(queue)
  switch (started.outcome) {
    case 'started':
      return id
    case 'changed-meanwhile':
      throw new EngineError('changed-meanwhile', 'Another run has changed the Pi since this plan was made.')
    case 'locked':
      throw held({ ...started.holder, alive: started.alive })
  }
}

/** Only from a run that no longer works: one that works is let finish, or stopped between two steps. */
async function takeOver(host: Host): Promise<void> {
  const there = (await inspect(host)).held
  if (there?.alive) throw held(there)
  await host.ask([{ command: breakLock(), timeoutSeconds: 10, capBytes: 1024 }])
}

const held = ({ machine, run, since, alive }: HeldBy): EngineError =>
  new EngineError(
    'lock-held',
    `${machine || 'Another computer'} started a change${alive ? ' that is still going on' : ', which no longer runs'}.`,
    [`run ${run}`, `since ${new Date(since * 1000).toISOString()}`],
  )

/**
 * Follows a run to its end and then looks again: verified means that every diff is empty.
 *
 * What the run was for is on the Pi: its journal says so, or its first step writes the answers there.
 *
 * @returns the run's events, from the first; the last one is `finished`
 */
export async function* followRun(
  run: string,
  means: ApplyMeans,
  signal: AbortSignal,
): AsyncGenerator<TimedEvent> {
  let ended: (TimedEvent & { kind: 'queue-ended' }) | null = null
  let failed: { step: number; status: number } | null = null
  let planned: (TimedEvent & { kind: 'planned' }) | null = null
  const last: string[] = []
  for await (const event of follow(run, means, signal)) {
    yield event
    if (event.kind === 'finished') return
    if (event.kind === 'planned') planned = event
    if (event.kind === 'step-started') last.length = 0
    if (event.kind === 'output') last.push(event.text)
    if (last.length > 40) last.shift()
    if (event.kind === 'step-finished' && event.status !== 0) failed = event
    if (event.kind === 'queue-ended') ended = event
  }
  if (!ended || signal.aborted) return
  const host = await means.connect()
  const seen = await lookAgain(host, planned?.task, means).catch((error: unknown) => error)
  const unmet = isExamined(seen) ? seen.plan.view.changes.map((change) => change.title) : []
  const step = planned?.steps.find((known) => known.step === failed?.step)
  const why: Problem | undefined = await conclude(
    host,
    { ended, failed, step, unmet, seen, last },
    means.stack,
  )
  const events: RunEventBody[] = [{ kind: 'looked', unmet }]
  if (why)
    events.push({
      kind: 'finished',
      outcome: ended.outcome === 'done' ? 'failed' : ended.outcome,
      problem: isExamined(seen) ? scrubbed(why, seen.plan.secrets) : why,
    })
  else events.push({ kind: 'finished', outcome: 'verified' })
  for (const body of events) {
    const at = means.now()
    // before it is told: whoever reads the last word may stop listening
    if (body.kind === 'finished' && !why) await lastAct(host, planned?.task, means)
    yield { at, ...body }
    await note(host, run, at, body, isExamined(seen) ? seen : null)
  }
}

/** Lines that were read after the queue’s end have not been through its own scrubbing. */
const scrubbed = (why: Problem, secrets: readonly Secret[]): Problem => ({
  ...why,
  cause: scrub(why.cause, secrets),
  evidence: why.evidence.map((line) => scrub(line, secrets)),
})

/** What a run could not do to itself. Where it fails, what is left is the run's own folder. */
async function lastAct(host: Host, task: RunTask | undefined, means: ApplyMeans): Promise<void> {
  const last = task && ownTask(task, means.stack).last
  if (last) await host.ask([{ command: last, timeoutSeconds: 120, capBytes: 65_536 }])
}

async function lookAgain(host: Host, task: RunTask | undefined, means: ApplyMeans): Promise<Examined | null> {
  if (task) return examine(host, ownTask(task, means.stack), means.makeSecret)
  const { stored } = await inspect(host)
  return stored.kind === 'state'
    ? examine(host, serverTask(stored.state.intent, means.stack), means.makeSecret)
    : null
}

async function conclude(
  host: Host,
  end: {
    ended: { outcome: 'done' | 'failed' | 'stopped' | 'interrupted' }
    failed: { step: number; status: number } | null
    step: StepInfo | undefined
    unmet: string[]
    seen: unknown
    last: string[]
  },
  coroner: Coroner,
): Promise<Problem | undefined> {
  switch (end.ended.outcome) {
    case 'done':
      if (end.unmet.length > 0)
        return problem('not-healthy', `Still not as it should be: ${end.unmet.join(', ')}.`, end.last)
      if (isExamined(end.seen)) return undefined
      throw end.seen ?? new EngineError('not-found', 'The answers are no longer on the Pi.')
    case 'failed':
      return explainFailure(
        host,
        {
          title: end.step?.title ?? `step ${end.failed?.step ?? '?'}`,
          status: end.failed?.status ?? 1,
          hint: hintOf(end.step, end.failed?.status ?? 1),
          output: end.last,
        },
        coroner,
      )
    case 'stopped':
      return problem('cancelled', 'The run was stopped between two steps. What was done stays.')
    case 'interrupted':
      return problem('step-failed', 'The Pi was restarted or the work was ended from outside.', end.last)
  }
}

/** A wait says by its exit status what was in its way. */
function hintOf(step: StepInfo | undefined, status: number): Problem['code'] {
  if (status === WAIT_OVER) return 'nobody-answered'
  return step?.failures?.[status - WAIT_FAILED] ?? step?.failure ?? 'step-failed'
}

/** The journal gets what the app saw, so that any laptop replays it; failing to add it changes nothing. */
async function note(
  host: Host,
  run: string,
  at: number,
  body: RunEventBody,
  seen: Examined | null,
): Promise<void> {
  const line = scrub(noteLine(at, body), seen?.plan.secrets ?? [])
  await host
    .ask([{ command: appendJournal(run, line), timeoutSeconds: 10, capBytes: 65_536 }])
    .catch((error: unknown) => {
      if (!(error instanceof EngineError)) throw error
    })
}

const isExamined = (value: unknown): value is Examined =>
  typeof value === 'object' && value !== null && 'plan' in value && 'revision' in value
