/** What must be true of the machine before anything is installed. */
import { defineResource, type Resource } from '../engine/resource.ts'
import { aptInstall, aptUpdate, mendConfigured, mendInstalled } from './commands.ts'
import { BASE_PACKAGES, basePackages, packageTrouble } from './facts.ts'

export function systemResources(): Resource[] {
  return [packagesMended, basePackagesInstalled]
}

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
        { kind: 'run', command: aptUpdate(), timeoutSeconds: 900 },
        { kind: 'run', command: aptInstall(missing), timeoutSeconds: 1800 },
      ],
    }
  },
})
