/** What the terminal shows of plans, runs and health. */
import type { StatusView } from '../model/health.ts'
import type { PlanView } from '../model/plan.ts'
import type { AskPurpose, TimedEvent } from '../model/run-event.ts'

const signs = { add: '+', change: '~', remove: '-' } as const

const askWords: Record<AskPurpose, string> = {
  'tailscale-sign-in': 'open this on any device and sign the Pi in to your tailnet:',
  'tailscale-approval': 'approve the Pi in your tailnet’s list of machines; it waits',
  'tailscale-https': 'open this and turn on HTTPS certificates for your tailnet; the Pi waits:',
  'tailscale-funnel': 'open this and turn on Funnel for the Pi; it waits:',
}

export function showPlan(view: PlanView): string[] {
  if (view.changes.length === 0)
    return [`nothing to do: all ${view.kept.length} resources are as they should be`]
  return [
    ...view.changes.map((change) => `${signs[change.kind]} ${change.title} (${change.summary})`),
    `${view.changes.length} changes, ${view.kept.length} as they should be`,
    `download ${megabytes(view.downloadBytes)}, memory ${megabytes(view.memoryBytes)} once it runs`,
    ...(view.restarts.length > 0 ? [`restarts: ${view.restarts.join(', ')}`] : []),
  ]
}

export function showEvent(event: TimedEvent): string[] {
  switch (event.kind) {
    case 'planned':
      return [`run ${event.run}: ${event.steps.length} steps`]
    case 'step-started':
      return [`step ${event.step} starts`]
    case 'output':
      return [`  ${event.text}`]
    case 'asked':
      return event.ask === null
        ? []
        : [askWords[event.ask.purpose], ...(event.ask.link ? [`  ${event.ask.link}`] : [])]
    case 'progress':
      return event.done === event.total ? [`  ${event.label}: ${megabytes(event.total)}`] : []
    case 'step-finished':
      return event.status === 0 ? [] : [`step ${event.step} failed with status ${event.status}`]
    case 'queue-ended':
      return [`the Pi's work: ${event.outcome}`]
    case 'contact-lost':
      return [`no contact (${event.detail}); the Pi goes on`]
    case 'contact-back':
      return ['contact again']
    case 'looked':
      return event.unmet.length === 0
        ? ['looked again: all is as it should be']
        : [`still to do: ${event.unmet.join(', ')}`]
    case 'finished':
      return event.problem
        ? [
            event.problem.title,
            event.problem.cause,
            event.problem.remedy,
            ...event.problem.evidence.map((line) => `  ${line}`),
          ]
        : []
  }
}

export function showStatus(view: StatusView): string[] {
  return [
    `${view.address}: ${view.light}`,
    ...view.services.map(
      (service) =>
        `  ${service.name}: ${service.state}${service.restarts > 0 ? `, ${service.restarts} restarts` : ''}`,
    ),
    ...view.findings.flatMap((finding) => [
      `! ${finding.title}`,
      `  ${finding.detail}`,
      `  ${finding.remedy}`,
    ]),
    `${view.passed.length} checks passed, ${view.findings.length} findings`,
  ]
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`
