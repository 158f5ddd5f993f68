/** Failures as data: a stable code, what happened, and what the person can do. */
import { z } from 'zod'

/** Every code that may reach a person; each has its words in the renderer's catalogue and in `problem-words.ts`. */
export const problemCodes = [
  'unreachable',
  'refused',
  'name-not-found',
  'host-key-unknown',
  'host-key-changed',
  'auth-failed',
  'key-unreadable',
  'no-sudo',
  'sudo-password-wrong',
  'sudo-password-needed',
  'connection-lost',
  'unsupported-system',
  'not-64-bit',
  'port-in-use',
  'disk-full',
  'memory-low',
  'clock-wrong',
  'package-lock',
  'packages-broken',
  'docker-unusable',
  'download-failed',
  'step-failed',
  'settings-refused',
  'not-healthy',
  'lock-held',
  'state-newer',
  'changed-meanwhile',
  'sign-in-service-stand-in',
  'sign-in-service-refused',
  'sign-in-service-unwell',
  'last-admin',
  'identity-refused',
  'nobody-answered',
  'tailscale-unfit',
  'tailscale-key-refused',
  'tailscale-unreachable',
  'tailnet-name-differs',
  'tailnet-other',
  'tailnet-tags-refused',
  'serve-refused',
  'funnel-refused',
  'certificate-refused',
  'domain-not-ready',
  'proxy-unfit',
  'intent-invalid',
  'secret-missing',
  'bridge-refused',
  'bridge-unwell',
  'bridge-name-taken',
  'nothing-to-undo',
  'name-permanent',
  'not-found',
  'cancelled',
  'bug',
] as const

export const problemSchema = z.strictObject({
  code: z.enum(problemCodes),
  /** What happened, one sentence. */
  title: z.string(),
  /** Why, if known. */
  cause: z.string(),
  /** What to do. */
  remedy: z.string(),
  /** Whether the same action can simply be tried again. */
  retryable: z.boolean(),
  /** Details to copy: redacted lines of what was seen. */
  evidence: z.array(z.string()),
})

export type ProblemCode = (typeof problemCodes)[number]
export type Problem = z.infer<typeof problemSchema>
