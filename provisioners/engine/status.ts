/** From checks and what was seen to findings: only root causes, only after their grace. Pure but for one look. */
import type { Finding } from '../model/health.ts'
import type { Check, Failure } from './check.ts'
import { seenBy, type Seen } from './look.ts'

export interface Judged {
  readonly findings: readonly Finding[]
  /** Codes of checks that passed. */
  readonly passed: readonly string[]
}

/** Since when each check fails, in seconds since the epoch; kept by the watcher between two looks. */
export type FailingSince = Map<string, number>

/**
 * @param since updated in place; a check that passes is forgotten
 * @param atOnce for who looks once: what fails now is told now
 * @returns findings whose own dependencies are well and whose grace is over
 */
export function judge(
  checks: readonly Check[],
  seen: Seen,
  now: number,
  since: FailingSince,
  atOnce = false,
): Judged {
  const failures = new Map<string, Failure>()
  const passed: string[] = []
  for (const check of checks) {
    const failure = check.judge(seenBy(check, seen), now)
    if (failure) {
      failures.set(check.code, failure)
      if (!since.has(check.code)) since.set(check.code, now)
    } else {
      passed.push(check.code)
      since.delete(check.code)
    }
  }
  const findings = checks.flatMap((check): Finding[] => {
    const failure = failures.get(check.code)
    if (!failure || check.dependsOn.some((code) => failures.has(code))) return []
    if (!atOnce && now - (since.get(check.code) ?? now) < check.grace) return []
    return [
      {
        code: check.code,
        severity: check.severity,
        title: check.words.title,
        detail: failure.detail,
        remedy: failure.remedy ?? check.words.remedy,
        action: failure.action ?? check.remedy,
        evidence: [...failure.evidence],
      },
    ]
  })
  return { findings, passed }
}

/** The one light of a server, from its worst finding. */
export function light(findings: readonly Finding[]): 'works' | 'worth-knowing' | 'needs-you' | 'in-the-way' {
  if (findings.some((finding) => finding.severity === 'blocks')) return 'in-the-way'
  if (findings.some((finding) => finding.severity === 'warns')) return 'needs-you'
  return findings.length > 0 ? 'worth-knowing' : 'works'
}
