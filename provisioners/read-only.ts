/** How a server is that a newer Bramble has set up: what the machine says of itself, and what runs. Nothing is derived from answers. */
import * as components from './components.ts'
import { look, seenBy } from './engine/look.ts'
import { judge, light, type FailingSince } from './engine/status.ts'
import type { Host } from './host/host.ts'
import type { Finding, StatusView } from './model/health.ts'
import type { OwnContainer } from './stack/parse.ts'
import { observeFacts, serviceStatus } from './stack/observe.ts'
import { dockerChecks } from './docker/checks.ts'
import { systemChecks } from './system/checks.ts'
import { hostStatus, machineFacts, type MachineSeen } from './system/observe.ts'

export interface LookMeans {
  connect(): Promise<Host>
  /** Seconds since the epoch. */
  now(): number
}

/**
 * @param version of what is stored there
 * @returns a status whose findings offer nothing to do: whoever reads a newer form must not write
 */
export async function lookOnly(version: number, means: LookMeans, since: FailingSince): Promise<StatusView> {
  const checks = [...systemChecks(), ...dockerChecks()]
  const seen = await look(await means.connect(), [
    ...checks,
    { facts: machineFacts },
    { facts: observeFacts },
  ])
  const machine = seenBy({ facts: machineFacts }, seen) as unknown as MachineSeen
  const observed = seenBy({ facts: observeFacts }, seen) as unknown as Parameters<typeof serviceStatus>[1]
  const at = means.now()
  const judged = judge(checks, seen, at, since)
  const found = judged.findings.map((finding): Finding => ({ ...finding, action: { kind: 'none' } }))
  const findings = [newer(version), ...found]
  return {
    light: light(findings),
    at,
    findings,
    passed: [...judged.passed],
    services: serviceStatus(observed.containers.map(named), observed, machine.clock ?? at),
    host: hostStatus(machine, components.machineName(machine)),
    address: '',
  }
}

const newer = (version: number): Finding => ({
  code: 'state.newer',
  severity: 'notes',
  title: 'This server was set up by a newer Bramble',
  detail: `What is stored there has version ${version}, which this one does not know.`,
  remedy: 'Update Bramble on this computer. Until then it can be looked at here, not changed.',
  action: { kind: 'none' },
  evidence: [],
})

/** A container by what this Bramble calls its service, where it knows it. */
function named({ service, image }: OwnContainer): Parameters<typeof serviceStatus>[0][number] {
  const known = components.appCatalog().find(({ id }) => id === service)
  return { id: service, name: known?.name ?? service, what: known?.what ?? '', image }
}
