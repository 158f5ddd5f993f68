/** The shape of the health catalogue and of what a status look returns. */
import { z } from 'zod'

export const severities = ['blocks', 'warns', 'notes'] as const

export const findingSchema = z.strictObject({
  code: z.string(),
  severity: z.enum(severities),
  title: z.string(),
  detail: z.string(),
  remedy: z.string(),
  /** A remedy that Bramble can do itself: converge again, or restart one service. */
  action: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('converge') }),
    z.strictObject({ kind: z.literal('restart'), service: z.string() }),
  ]),
  evidence: z.array(z.string()),
})

export const serviceStatus = z.strictObject({
  id: z.string(),
  name: z.string(),
  what: z.string(),
  state: z.enum(['works', 'starting', 'stopped', 'failing', 'missing']),
  /** Bytes in use; null when the kernel does not count. */
  memoryBytes: z.number().nullable(),
  restarts: z.number().int(),
  /** Seconds since the container started; null when it does not run. */
  upSeconds: z.number().nullable(),
  version: z.string(),
})

export const hostStatus = z.strictObject({
  model: z.string(),
  load1: z.number().nullable(),
  cores: z.number().int(),
  heatCelsius: z.number().nullable(),
  diskUsedBytes: z.number(),
  diskTotalBytes: z.number(),
  memoryUsedBytes: z.number(),
  memoryTotalBytes: z.number(),
})

export const statusView = z.strictObject({
  /** `works` is proved, not assumed. */
  light: z.enum(['works', 'worth-knowing', 'needs-you', 'in-the-way', 'not-answering']),
  at: z.number(),
  findings: z.array(findingSchema),
  /** Codes of checks that passed. */
  passed: z.array(z.string()),
  services: z.array(serviceStatus),
  host: hostStatus,
  address: z.string(),
})

/** One line of the check-up before the set-up. */
export const checkupLine = z.strictObject({
  code: z.string(),
  verdict: z.enum(['fine', 'worth-knowing', 'in-the-way']),
  title: z.string(),
  value: z.string(),
  detail: z.string(),
  remedy: z.string(),
})

export type Finding = z.infer<typeof findingSchema>
export type ServiceStatus = z.infer<typeof serviceStatus>
export type HostStatus = z.infer<typeof hostStatus>
export type StatusView = z.infer<typeof statusView>
export type CheckupLine = z.infer<typeof checkupLine>
export type Severity = (typeof severities)[number]
