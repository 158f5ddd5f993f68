/** A run as an append-only log: every screen and every laptop folds the same events. */
import { z } from 'zod'
import { phaseId } from './plan.ts'
import { problemCodes, problemSchema } from './problem.ts'
import { runTask } from './task.ts'

/** What a person is asked to do while the Pi waits. */
export const askPurposes = [
  'tailscale-sign-in',
  'tailscale-approval',
  'tailscale-https',
  'tailscale-funnel',
] as const
export type AskPurpose = (typeof askPurposes)[number]

const stepInfo = z.strictObject({
  /** 1-based number in the queue. */
  step: z.number().int(),
  resource: z.string(),
  phase: phaseId,
  title: z.string(),
  /** Which problem it is when this step fails; `step-failed` where nothing better is known. */
  failure: z.enum(problemCodes).optional(),
  /** Which problem it is by exit status, from 100 on. */
  failures: z.array(z.enum(problemCodes)).optional(),
})

export const ask = z.strictObject({
  purpose: z.enum(askPurposes),
  /** An http or https address to open; null where there is none. */
  link: z.string().nullable(),
})
export type Ask = z.infer<typeof ask>

const event = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({
    /** Counts from 1 without gaps. */
    seq: z.number().int(),
    /** Seconds since the epoch, by the clock of whoever wrote the event. */
    at: z.number(),
    kind: z.literal(kind),
    ...shape,
  })

const step = z.number().int()

export const runEvent = z.discriminatedUnion('kind', [
  event('planned', {
    run: z.string(),
    server: z.string(),
    /** What the run is for, where it is not the stored answers. */
    task: runTask.optional(),
    steps: z.array(stepInfo),
  }),
  event('step-started', { step }),
  event('output', { step, text: z.string() }),
  /** A person has something to do; null when it is done. */
  event('asked', { step, ask: ask.nullable() }),
  /** Bytes of a download, per image. */
  event('progress', { step, label: z.string(), done: z.number(), total: z.number() }),
  /** `status` is the exit status; 0 is success. */
  event('step-finished', { step, status: z.number().int() }),
  /** The queue on the Pi came to its end; `looked` tells what a fresh look then saw. */
  event('queue-ended', { outcome: z.enum(['done', 'failed', 'stopped', 'interrupted']) }),
  event('contact-lost', { detail: z.string() }),
  event('contact-back', {}),
  /** Titles of what is still not as it should be. */
  event('looked', { unmet: z.array(z.string()) }),
  event('finished', {
    outcome: z.enum(['verified', 'nothing-to-do', 'failed', 'stopped', 'interrupted']),
    problem: problemSchema.optional(),
  }),
])

export type RunEvent = z.infer<typeof runEvent>
/** An event before it is numbered. */
export type TimedEvent = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'seq'> : never) : never
/** An event before it has a time. */
export type RunEventBody = TimedEvent extends infer E ? (E extends TimedEvent ? Omit<E, 'at'> : never) : never
export type StepInfo = z.infer<typeof stepInfo>
