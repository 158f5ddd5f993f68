/**
 * Public certificates as resources: first a rehearsal with the staging authority, so that a mistake never counts against the
 * production authority's limits, which can lock a name out for a week (Caddy's documentation, Automatic HTTPS, Testing).
 */
import { defineResource, type Diff, type Resource } from '../../engine/resource.ts'
import { ownContainers } from '../../stack/facts.ts'
import { rehearsalConfig } from '../../stack/routes/acme.ts'
import { toJson } from '../../stack/yaml.ts'
import * as commands from './commands.ts'
import * as facts from './facts.ts'
import { CADDY, rehearsalFile } from './places.ts'

/** What the certificates are for. */
export interface Names {
  /** Host names; at least one. */
  readonly hosts: readonly string[]
  readonly email: string | null
}

/** Before anything is switched to settings that need certificates. */
export function certificatesRehearsed({ hosts, email }: Names): Resource {
  return defineResource({
    id: 'certificate-rehearsal',
    title: 'Rehearse the certificates',
    phase: 'start',
    after: ['folders', 'settings-checked', `image:${CADDY}`],
    facts: { certificates: facts.certificates, rehearsed: facts.rehearsed, containers: ownContainers },
    diff({ certificates, rehearsed, containers }): Diff {
      const missing = hosts.filter((name) => !certificates.has(name))
      if (missing.length === 0) return { met: true, reason: 'There are certificates for all names.' }
      const open = missing.filter((name) => !rehearsed.has(name))
      if (open.length === 0) return { met: true, reason: 'It went well not long ago.' }
      const away = containers.some(({ service, state }) => service === CADDY && state === 'running')
      return {
        met: false,
        change: 'add',
        summary: `${open.join(', ')}, with Let’s Encrypt’s authority for trying out`,
        ...(away && { restarts: ['Caddy'] }),
        failure: 'certificate-refused',
        actions: [
          { kind: 'run', command: commands.clearRehearsal(open), timeoutSeconds: 60 },
          {
            kind: 'upload',
            files: [
              {
                path: rehearsalFile,
                content: toJson(rehearsalConfig(open, { email, storage: '/data' })),
                mode: 0o600,
                uid: 0,
                gid: 0,
              },
            ],
          },
          { kind: 'run', command: commands.rehearse(open), timeoutSeconds: 300 },
        ],
      }
    },
  })
}

/** Once the services run: Caddy asks by itself, and this waits for it. */
export function certificatesThere({ hosts }: Names): Resource {
  return defineResource({
    id: 'certificates',
    title: 'Wait for the certificates',
    phase: 'prove',
    after: ['containers'],
    facts: { certificates: facts.certificates },
    diff({ certificates }): Diff {
      const missing = hosts.filter((name) => !certificates.has(name))
      if (missing.length === 0) return { met: true, reason: 'They are there.' }
      return {
        met: false,
        change: 'add',
        summary: missing.join(', '),
        failure: 'certificate-refused',
        actions: [{ kind: 'run', command: commands.waitForCertificates(missing, 180), timeoutSeconds: 240 }],
      }
    },
  })
}
