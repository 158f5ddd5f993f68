/** Checks of public certificates. */
import { defineCheck, type Check } from '../../engine/check.ts'
import * as facts from './facts.ts'
import { evidence, sentence } from './refusals.ts'
import type { Validity } from './validity.ts'

const DAY = 86_400

/**
 * Caddy renews when a third of a certificate's time is left (certmagic, DefaultRenewalWindowRatio); one that is nearer to its
 * end than this was to be renewed for some time. Two weeks of today's ninety days, and less where certificates live shorter.
 */
const tooLate = ({ from, to }: Validity): number => Math.min(14 * DAY, (to - from) / 4)

/** @param hosts names that need a certificate */
export const certificatesRenew = (hosts: readonly string[]): Check =>
  defineCheck({
    code: 'certificate.renews',
    severity: 'warns',
    dependsOn: ['certificate.holds', 'service.caddy', 'docker.runs', 'clock.right'],
    grace: 0,
    facts: { certificates: facts.certificates, refusals: facts.refusals },
    words: {
      title: 'A certificate was not renewed',
      remedy:
        'Is the name’s address still your home’s, and does the router still let ports 80 and 443 through to the Pi? Caddy goes on asking by itself.',
      good: 'The certificates are renewed in time.',
    },
    remedy: { kind: 'restart', service: 'caddy' },
    judge({ certificates, refusals }, now) {
      if (now === undefined) return null
      const late = hosts.filter((name) => {
        const validity = certificates.get(name)
        return validity ? validity.to - now < tooLate(validity) : false
      })
      if (late.length === 0) return null
      // what was refused before the certificate that is there now was given explains nothing
      const why = refusals.filter(
        ({ name, at }) => late.includes(name) && at > (certificates.get(name)?.from ?? 0),
      )
      return {
        detail: late
          .map((name) => {
            const said = why.find((refusal) => refusal.name === name)
            return `The one of ${name} ends on ${day(certificates.get(name)?.to ?? 0)}.${said ? ` ${sentence(said)}` : ''}`
          })
          .join(' '),
        evidence: why.map(evidence),
      }
    },
  })

const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10)
