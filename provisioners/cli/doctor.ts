/** `bramble doctor`: everything that Bramble can find out about a server, asked once and told from the worst down. */
import type { Engine } from '../engine.ts'
import type { ChangesView } from '../model/changes.ts'
import type { Severity, StatusView } from '../model/health.ts'
import type { Intent } from '../model/intent.ts'
import type { Probe, ProofView } from '../model/proof.ts'

export interface Diagnosis {
  readonly status: StatusView
  readonly proof: ProofView
  readonly changes: ChangesView
}

const severities: readonly Severity[] = ['blocks', 'warns', 'notes']

/** @throws EngineError what looking throws */
export async function diagnose(engine: Engine, intent: Intent): Promise<Diagnosis> {
  // one after another: a Pi has little to spare, and the proof counts what it asks by time
  const status = await engine.status(intent, { atOnce: true })
  const proof = await engine.prove(intent)
  return { status, proof, changes: await engine.changes(intent) }
}

/** 0: all is well; 1: worth knowing, or somebody's attention; 2: people cannot use the server, here or from outside. */
export function exitStatus({ status, proof, changes }: Diagnosis): number {
  if (status.light === 'in-the-way' || status.light === 'not-answering' || proof.broken !== null) return 2
  return status.light === 'works' && changes.edited.length + changes.others.length === 0 ? 0 : 1
}

/** Lines for a terminal; all that came from the host has been made harmless before. */
export function showDiagnosis({ status, proof, changes }: Diagnosis): string[] {
  const findings = severities.flatMap((severity) =>
    status.findings.filter((finding) => finding.severity === severity),
  )
  const differ = changes.edited.length + changes.others.length
  return [
    `${status.address}: ${status.light}`,
    ...findings.flatMap((finding) => [
      `! ${finding.title} (${finding.severity})`,
      `  ${finding.detail}`,
      ...finding.evidence.map((line) => `    ${line}`),
      `  ${finding.remedy}`,
    ]),
    `health: ${status.passed.length} checks passed, ${findings.length} findings`,
    ...proof.probes.filter(({ outcome }) => outcome !== 'works').flatMap(showProbe),
    `from outside: ${proof.probes.filter(({ outcome }) => outcome === 'works').length} of ${proof.probes.length} answers are right${proof.broken === null ? '' : `; the first that is broken is ${proof.broken}`}`,
    ...changes.edited.map(({ name, file }) => `~ ${name}: ${file} was edited by hand`),
    ...changes.others.map(({ title, detail }) => `~ ${title}: ${detail}`),
    ...changes.kept.map(({ name, file }) => `= ${name}: ${file} is yours`),
    `changes: ${differ === 0 ? 'all is as Bramble set it up' : `${differ} differ; bramble apply repairs them`}`,
  ]
}

const showProbe = ({ outcome, title, detail, why, remedy }: Probe): string[] => [
  `${outcome === 'fails' ? '!' : '-'} ${title}: ${detail}`,
  ...[why, remedy].filter((line) => line !== '').map((line) => `  ${line}`),
]
