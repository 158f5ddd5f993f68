/** What must be true of the machine before anything is installed. */
import { cannot, defineResource, type Fact, type Resource } from '../engine/resource.ts'
import { systemLine, takenPorts } from './checkup.ts'
import { aptInstall, aptUpdate, mendConfigured, mendInstalled, noteInstalled } from './commands.ts'
import { architecture, BASE_PACKAGES, basePackages, listeners, os, packageTrouble } from './facts.ts'

/**
 * @param ports TCP ports that the server needs
 * @param own ports that its own containers publish already
 */
export function systemResources(ports: readonly number[], own: Fact<readonly number[]>): Resource[] {
  return [machineFits, portsFree(ports, own), packagesMended, basePackagesInstalled]
}

/** Told before anything is changed; the check-up says the same in more words. */
const machineFits = defineResource({
  id: 'machine',
  title: 'A machine that fits',
  phase: 'prepare',
  facts: { architecture, os },
  diff({ architecture: userland, os: system }) {
    if (userland !== 'arm64' && userland !== 'amd64')
      return cannot('not-64-bit', `Its programs are ${userland || 'of an unknown kind'}.`)
    const line = systemLine({ os: system })
    if (line.verdict === 'in-the-way')
      return cannot('unsupported-system', `It calls itself ${system.name || 'nothing'}.`)
    return { met: true, reason: `${system.name} on ${userland}.` }
  },
})

const portsFree = (ports: readonly number[], own: Fact<readonly number[]>): Resource =>
  defineResource({
    id: 'ports',
    title: 'Ports that nobody else uses',
    phase: 'prepare',
    facts: { listeners, own },
    diff({ listeners: heard, own: published }) {
      const taken = takenPorts(heard ?? [], ports, published)
      if (taken.length > 0) return cannot('port-in-use', `Port ${taken.join(', port ')}.`)
      return { met: true, reason: `Free, or the server’s own: ${ports.join(', ')}.` }
    },
  })

/** A power cut during an upgrade leaves packages half installed, and every later apt then fails. */
const packagesMended = defineResource({
  id: 'packages-mended',
  title: 'Finish interrupted installations',
  phase: 'prepare',
  facts: { trouble: packageTrouble },
  diff({ trouble }) {
    if (trouble === '') return { met: true, reason: 'No installation was interrupted.' }
    return {
      met: false,
      change: 'change',
      summary: 'An installation was interrupted and is finished first.',
      failure: 'packages-broken',
      actions: [
        { kind: 'run', command: mendConfigured(), timeoutSeconds: 1800 },
        { kind: 'run', command: mendInstalled(), timeoutSeconds: 1800 },
      ],
    }
  },
})

const basePackagesInstalled = defineResource({
  id: 'base-packages',
  title: 'Install what Bramble needs itself',
  phase: 'prepare',
  after: ['packages-mended'],
  facts: { packages: basePackages },
  diff({ packages }) {
    const missing = BASE_PACKAGES.filter((name) => packages.get(name)?.status !== 'installed')
    if (missing.length === 0) return { met: true, reason: 'They are installed.' }
    return {
      met: false,
      change: 'add',
      summary: missing.length === 1 ? '1 package' : `${missing.length} packages`,
      failure: 'packages-broken',
      actions: [
        { kind: 'run', command: noteInstalled('package', missing), timeoutSeconds: 20 },
        { kind: 'run', command: aptUpdate(), timeoutSeconds: 900 },
        { kind: 'run', command: aptInstall(missing), timeoutSeconds: 1800 },
      ],
    }
  },
})
