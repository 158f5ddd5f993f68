/** Networks of containers: which are there, and which may be joined. */
import type { Fact } from '../engine/resource.ts'
import { cannot, defineResource, type Resource } from '../engine/resource.ts'
import { networkName } from '../model/address.ts'
import * as commands from './commands.ts'

export interface Network {
  readonly name: string
  /** Docker's own word: bridge, host, null, macvlan, overlay, … */
  readonly driver: string
}

/** None without Docker; null while Docker is there and does not answer. */
export const networks: Fact<readonly Network[] | null> = {
  id: 'docker.networks',
  command: commands.listNetworks(),
  parse(answer) {
    if (answer.status === 127) return []
    return answer.status === 0 ? parseNetworks(answer.stdout) : null
  },
}

/** Reads `docker network ls --format json`: one object a line. */
export function parseNetworks(text: string): Network[] {
  return text.split('\n').flatMap((line) => {
    if (!line.startsWith('{')) return []
    const { Name, Driver } = JSON.parse(line) as { Name?: unknown; Driver?: unknown }
    return typeof Name === 'string' && typeof Driver === 'string' ? [{ name: Name, driver: Driver }] : []
  })
}

/**
 * Docker's first bridge has no names in it (Docker's documentation, Bridge network driver). A macvlan would put the services
 * on the home network itself, past every proxy.
 */
export const joinable = ({ name, driver }: Network): boolean =>
  driver === 'bridge' && networkName.safeParse(name).success

/** Its owner made the network, and its owner removes it: here it is only asked whether it fits. */
export function networkThere(wanted: string): Resource {
  return defineResource({
    id: 'proxy-network',
    title: 'Find the network of your proxy',
    phase: 'docker',
    after: ['docker-running'],
    facts: { networks },
    diff({ networks: all }) {
      if (all === null)
        return cannot('proxy-unfit', 'Docker does not answer, so nobody can say which networks there are.')
      const found = all.find(({ name }) => name === wanted)
      if (!found) {
        const others = all.filter(joinable).map(({ name }) => `“${name}”`)
        return cannot(
          'proxy-unfit',
          `Docker has no network called “${wanted}” here. ${others.length > 0 ? `There is ${others.join(', ')}.` : 'There is none that could be joined.'}`,
        )
      }
      if (!joinable(found))
        return cannot(
          'proxy-unfit',
          `The network “${wanted}” is of the kind “${found.driver}”. Only one of the kind “bridge” keeps the services behind the proxy.`,
        )
      return { met: true, reason: `The network “${wanted}” is there.` }
    },
  })
}
