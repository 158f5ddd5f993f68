/** Checks of the server as its users meet it. */
import { defineCheck, type Check } from '../engine/check.ts'
import * as stackFacts from '../stack/facts.ts'
import { PROBE_SERVICE } from '../stack/paths.ts'
import type { Addresses } from './address.ts'
import { signInHealth, siteProbe, synapseHealth, type SiteProbe } from './facts.ts'

export const postgresAccepts = defineCheck({
  code: 'postgres.accepts',
  severity: 'blocks',
  dependsOn: ['service.postgres', 'docker.runs', 'disk.full'],
  grace: 15,
  facts: { databases: stackFacts.databases },
  words: {
    title: 'The database does not answer',
    remedy: 'Restart PostgreSQL. If that does not help, look at its log.',
    good: 'The database answers.',
  },
  remedy: { kind: 'restart', service: 'postgres' },
  judge: ({ databases }) =>
    databases === null ? { detail: 'PostgreSQL runs, but takes no questions.', evidence: [] } : null,
})

export const synapseAnswers = defineCheck({
  code: 'synapse.answers',
  severity: 'blocks',
  dependsOn: ['service.synapse', 'postgres.accepts', 'docker.runs'],
  grace: 15,
  facts: { health: synapseHealth },
  words: {
    title: 'The Matrix server does not answer',
    remedy: 'Restart Synapse. If that does not help, look at its log.',
    good: 'The Matrix server answers.',
  },
  remedy: { kind: 'restart', service: 'synapse' },
  judge: ({ health }) =>
    health.ok ? null : { detail: 'Synapse runs, but does not answer.', evidence: [health.evidence] },
})

/** Asked from inside the Synapse container, so that one explains this one. */
export const signInAnswers = defineCheck({
  code: 'mas.answers',
  severity: 'blocks',
  dependsOn: ['service.mas', 'service.synapse', 'postgres.accepts', 'docker.runs'],
  grace: 15,
  facts: { health: signInHealth },
  words: {
    title: 'The sign-in service does not answer',
    remedy: 'Restart the sign-in service. Nobody can sign in until it answers.',
    good: 'The sign-in service answers.',
  },
  remedy: { kind: 'restart', service: 'mas' },
  judge: ({ health }) =>
    health.ok ? null : { detail: 'It runs, but says that it is not well.', evidence: [health.evidence] },
})

const reached = (probe: SiteProbe): boolean => probe.status === 200

/** curl's own statuses (curl, libcurl-errors): 35, where no certificate is there for the name, 60 and 77. */
const certificateBad = (probe: SiteProbe): boolean => [35, 60, 77].includes(probe.curl)

/** Of the server's address, by who ends the encryption; causes first. Which certificate another program shows is not asked here. */
export const addressChecks = (addresses: Addresses): Check[] => [
  ...(['own-authority', 'acme'].includes(addresses.front.kind) ? [certificateHolds(addresses)] : []),
  siteAnswers(addresses),
  signInAnnounced(addresses),
]

const certificateHolds = (addresses: Addresses): Check =>
  defineCheck({
    code: 'certificate.holds',
    severity: 'blocks',
    dependsOn: ['service.caddy', 'docker.runs'],
    grace: 30,
    facts: { versions: versionsProbe(addresses) },
    words: {
      title: 'The certificate does not hold',
      remedy:
        addresses.front.kind === 'own-authority'
          ? 'Restart Caddy, which then makes a new one. Check the clock of the Pi as well.'
          : 'Is the clock of the Pi right, and does the name still lead to your home? Then restart Caddy, which asks for a new one.',
      good: 'The certificate holds.',
    },
    remedy: { kind: 'restart', service: 'caddy' },
    judge: ({ versions }) =>
      certificateBad(versions)
        ? {
            detail: 'Apps refuse to connect, because the certificate is not valid.',
            evidence: [versions.evidence],
          }
        : null,
  })

const siteAnswers = (addresses: Addresses): Check => {
  const theirs = addresses.front.kind === 'theirs'
  return defineCheck({
    code: 'site.answers',
    severity: 'blocks',
    dependsOn: [
      'service.caddy',
      'service.synapse',
      'certificate.holds',
      'synapse.answers',
      'network.joined',
      'docker.runs',
    ],
    grace: 15,
    facts: { versions: versionsProbe(addresses) },
    words: theirs ? behindTheirs : ownDoor,
    remedy: { kind: 'restart', service: theirs ? 'synapse' : 'caddy' },
    judge: ({ versions }) =>
      reached(versions)
        ? null
        : {
            detail: theirs ? 'Nothing answers there.' : 'Apps cannot reach the server.',
            evidence: [versions.evidence],
          },
  })
}

const ownDoor = {
  title: 'The server’s address does not answer',
  remedy: 'Restart Caddy. If that does not help, look at its log.',
  good: 'The server’s address answers.',
}

/** Whether the proxy leads there is seen from outside, when the server is proved. */
const behindTheirs = {
  title: 'The server does not answer where your proxy asks it',
  remedy: 'Restart Synapse. If that does not help, look at its log.',
  good: 'The server answers where your proxy asks it.',
}

/** Synapse answers 500 here while it cannot reach MAS (seen): the blame is MAS's. */
const signInAnnounced = (addresses: Addresses): Check =>
  defineCheck({
    code: 'sign-in.announced',
    severity: 'blocks',
    dependsOn: ['mas.answers', 'site.answers'],
    grace: 15,
    facts: { metadata: metadataProbe(addresses) },
    words: {
      title: 'Apps are not told how to sign in',
      remedy: 'Restart Synapse, which then asks the sign-in service again.',
      good: 'Apps are told how to sign in.',
    },
    remedy: { kind: 'restart', service: 'synapse' },
    judge: ({ metadata }) =>
      reached(metadata)
        ? null
        : { detail: 'Synapse has no answer from the sign-in service.', evidence: [metadata.evidence] },
  })

export const elementAnswers = (addresses: Addresses): Check =>
  defineCheck({
    code: 'element.answers',
    severity: 'warns',
    dependsOn: ['service.element', 'certificate.holds', 'service.caddy', 'docker.runs'],
    grace: 30,
    facts: { page: siteProbe('matrix.page', addresses.matrix, addresses, { service: 'element', port: 80 }) },
    words: {
      title: 'Element Web does not open',
      remedy: 'Restart Element Web. Apps on phones and computers are not touched by this.',
      good: 'Element Web opens.',
    },
    remedy: { kind: 'restart', service: 'element' },
    judge: ({ page }) =>
      reached(page) ? null : { detail: 'Its page is not served.', evidence: [page.evidence] },
  })

/** Who answers them. */
export const SYNAPSE = { service: PROBE_SERVICE, port: 8008 } as const

export const versionsProbe = (addresses: Addresses) =>
  siteProbe('matrix.versions', `${addresses.matrix}_matrix/client/versions`, addresses, SYNAPSE)
export const metadataProbe = (addresses: Addresses) =>
  siteProbe('matrix.metadata', metadataUrl(addresses), addresses, SYNAPSE)
export const metadataUrl = (addresses: Addresses): string =>
  `${addresses.matrix}_matrix/client/v1/auth_metadata`
