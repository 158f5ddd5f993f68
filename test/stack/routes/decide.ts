/** The table itself, without any proxy: who answers a request, by the words that describe it. */
import { namesOf, unresolved, type Line } from '../../../provisioners/stack/routes/table.ts'
import type { Stack } from '../../../provisioners/stack/fold.ts'
import type { Site } from '../../../provisioners/stack/site.ts'
import type { Asked } from './paths.ts'

/** Where a request of the list goes on a server with these sites: the target as it is sent there. */
export function sentTo(site: Site, { target }: Pick<Asked, 'target'>): string {
  return site.path.replace(/\/$/, '') + target
}

/** @returns the service with its port, what else the table says, or null where no line fits */
export function decide(sites: readonly Site[], stack: Stack, site: Site, target: string): string | null {
  const name = namesOf(sites, stack.routes).find(({ host, port }) => host === site.host && port === site.port)
  const decoded = decodeURIComponent(target.split('?')[0] ?? '')
  const found = name?.lines.find((line) => fits(line, decoded))
  if (!found) return null
  return found.to.kind === 'service' ? `${found.to.service}:${found.to.port}` : found.to.kind
}

function fits({ match, to }: Line, decoded: string): boolean {
  const path = resolved(decoded)
  switch (match.kind) {
    case 'regex':
      return new RegExp(match.pattern).test(path)
    case 'prefix':
      return (
        path.toLowerCase().startsWith(match.pattern) ||
        (to.kind === 'not-found' && new RegExp(unresolved(match.pattern)).test(decoded))
      )
    case 'exact':
      return path === match.pattern
    case 'all':
      return true
  }
}

/** Without dots and double slashes. */
function resolved(path: string): string {
  const kept: string[] = []
  for (const part of path.split('/').slice(1)) {
    if (part === '..') kept.pop()
    else if (part !== '.' && part !== '') kept.push(part)
  }
  return `/${kept.join('/')}${/\/\.{0,2}$/.test(path) && kept.length > 0 ? '/' : ''}`
}

/**
 * Whether a service would take a path for one that is closed: Synapse resolves neither dots nor slashes, and reads each part by
 * itself. A proxy may hand on what opens nothing.
 *
 * @param by the service that got it
 */
export function opens(by: string, target: string): boolean {
  const parts = (target.split('?')[0] ?? '').split('/').slice(1).map(decodeURIComponent)
  return by === 'synapse'
    ? /^_synapse\/(admin|mas)/.test(parts.slice(0, 2).join('/'))
    : ['api', 'admin'].includes(parts[0] ?? '')
}
