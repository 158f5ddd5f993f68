/** What the running server answers, from inside the stack and through its front door. */
import type { Fact } from '../engine/resource.ts'
import { probeInside } from '../stack/commands.ts'
import type { Addresses } from './address.ts'
import { probeSite, readCaCertificate } from './commands.ts'
import type { Behind } from './door.ts'
import { MAS_INTERNAL_PORT } from './mas-config.ts'

export interface Probe {
  readonly ok: boolean
  readonly evidence: string
}

const inside = (id: string, url: string): Fact<Probe> => ({
  id,
  command: probeInside(url),
  timeoutSeconds: 15,
  parse: (answer) => ({ ok: answer.status === 0, evidence: answer.stderr.trim().slice(0, 500) }),
})

export const synapseHealth = inside('matrix.synapse-health', 'http://localhost:8008/health')
export const signInHealth = inside('matrix.sign-in-health', `http://mas:${MAS_INTERNAL_PORT}/health`)

export interface SiteProbe {
  /** HTTP status; 0 when there was no answer. */
  readonly status: number
  /** curl's own exit status: 60 is a certificate that does not hold, 77 a missing authority, 35 a handshake that failed. */
  readonly curl: number
  readonly evidence: string
}

/** One address of the front door, asked on the machine itself. */
export const siteProbe = (
  id: string,
  url: string,
  doors: Pick<Addresses, 'front' | 'sites'>,
  behind: Behind,
): Fact<SiteProbe> => ({
  id,
  command: probeSite(url, doors, behind),
  timeoutSeconds: 15,
  parse(answer) {
    const seen = readReport(answer.stdout)
    return {
      status: seen.http_code ?? 0,
      curl: answer.status,
      evidence:
        `${url}: status ${seen.http_code ?? 0}, curl ${answer.status} ${seen.errormsg ?? answer.stderr}`.trim(),
    }
  },
})

function readReport(text: string): { http_code?: number; errormsg?: string | null } {
  try {
    return JSON.parse(text) as { http_code?: number; errormsg?: string | null }
  } catch {
    return {}
  }
}

/** The certificate of this server's own authority, in PEM; null before its first start. Public by nature. */
export const caCertificate: Fact<string | null> = {
  id: 'matrix.ca-certificate',
  command: readCaCertificate(),
  parse: (answer) =>
    answer.status === 0 && answer.stdout.includes('BEGIN CERTIFICATE') ? answer.stdout : null,
}
