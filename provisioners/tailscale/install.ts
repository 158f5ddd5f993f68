/** A Tailscale that can serve, from Tailscale's own repository, and its daemon running. */
import { cannot, defineResource, type Action, type Diff, type Resource } from '../engine/resource.ts'
import { aptInstall, aptUpdate, noteInstalled } from '../system/commands.ts'
import { os } from '../system/facts.ts'
import type { Command } from '../shell/command.ts'
import { chooseTailscale, type Choice, type TailscaleSeen } from './choose.ts'
import * as commands from './commands.ts'
import * as facts from './facts.ts'
import { FIT_LINE } from './version.ts'

/** Of Tailscale's package for arm64, as of 1.102. */
const DOWNLOAD_BYTES = 36_000_000

/** In dependency order; they come after `base-packages`. */
export const installResources = (): Resource[] => [repository, newPackage, daemon]

const choiceFacts = {
  os,
  client: facts.client,
  tailnet: facts.tailnet,
  packages: facts.packages,
  offers: facts.offers,
}

const choose = (
  seen: Omit<TailscaleSeen, 'packaged'> & {
    readonly packages: ReadonlyMap<string, { status: string; version: string }>
  },
): Choice => {
  const found = seen.packages.get('tailscale')
  return chooseTailscale({ ...seen, packaged: found?.status === 'installed' ? found.version : null })
}

const run = (command: Command, timeoutSeconds: number): Action => ({ kind: 'run', command, timeoutSeconds })

type Doable = Extract<Choice, { kind: 'keep' | 'restart' | 'install' }>

/** What is in the way is said before anything is changed. */
function doable(choice: Choice): Doable {
  switch (choice.kind) {
    case 'elsewhere':
      return cannot(
        'tailscale-unfit',
        `Tailscale ${choice.version} ${choice.why}. It was not installed as a package, so Bramble leaves it alone.`,
      )
    case 'out-of-reach':
      if (choice.instead === null)
        return cannot(
          'tailscale-unreachable',
          'Tailscale is not installed, and pkgs.tailscale.com cannot be reached.',
        )
      return cannot(
        'tailscale-unfit',
        `Tailscale ${choice.instead.version} ${choice.instead.why}, and pkgs.tailscale.com cannot be reached for a newer one.`,
      )
    case 'unsupported':
      return cannot('tailscale-unfit', 'Tailscale has no packages for this system.')
    case 'keep':
    case 'restart':
    case 'install':
      return choice
  }
}

const repository = defineResource({
  id: 'tailscale-repository',
  title: 'Add Tailscale’s package repository',
  phase: 'tailnet',
  after: ['base-packages'],
  facts: { ...choiceFacts, list: facts.list, keyring: facts.keyring },
  diff(seen): Diff {
    const choice = doable(choose(seen))
    if (choice.kind !== 'install') return { met: true, reason: 'Tailscale is there already.' }
    const { distribution, codename } = choice
    const known = new RegExp(
      `^\\s*deb\\s[^#]*//pkgs\\.tailscale\\.com/stable/${distribution}/?\\s+${codename}\\s`,
      'm',
    )
    if (seen.keyring && known.test(seen.list)) return { met: true, reason: 'It is there.' }
    return {
      met: false,
      change: seen.list === '' ? 'add' : 'change',
      summary: `pkgs.tailscale.com for ${distribution} ${codename}, with its key`,
      failure: 'tailscale-unreachable',
      ...(seen.offers === null && { likely: true }),
      actions: [
        ...(seen.list === '' ? [run(noteInstalled('file', [commands.KEYRING, commands.LIST]), 20)] : []),
        run(commands.fetchKey(distribution, codename), 90),
        {
          kind: 'upload',
          files: [
            {
              path: commands.LIST,
              content: [commands.listFile(distribution, codename)],
              mode: 0o644,
              uid: 0,
              gid: 0,
            },
          ],
        },
      ],
    }
  },
})

const newPackage = defineResource({
  id: 'tailscale-package',
  title: 'Install Tailscale',
  phase: 'tailnet',
  after: ['tailscale-repository'],
  facts: choiceFacts,
  diff(seen): Diff {
    const choice = doable(choose(seen))
    switch (choice.kind) {
      case 'keep':
        return { met: true, reason: `Tailscale ${choice.version} is there.` }
      case 'restart':
        return {
          met: false,
          change: 'change',
          summary: `Version ${choice.version} is installed and ${choice.running} still runs, so it is restarted.`,
          actions: [run(commands.restartDaemon(), 60)],
        }
      case 'install':
        return {
          met: false,
          change: choice.instead === null ? 'add' : 'change',
          summary:
            choice.instead === null
              ? `${commands.PACKAGES.length} packages from tailscale.com`
              : `The newest instead of ${choice.instead.version}, which ${choice.instead.why}`,
          failure: 'packages-broken',
          downloadBytes: DOWNLOAD_BYTES,
          ...(seen.offers === null && { likely: true }),
          actions: [
            ...(choice.instead === null ? [run(noteInstalled('package', commands.PACKAGES), 20)] : []),
            run(aptUpdate(), 900),
            run(aptInstall(commands.PACKAGES), 1800),
            fitNow,
          ],
        }
    }
  },
})

/** The repository may have none that is fit. */
const fitNow: Action = {
  kind: 'wait',
  wait: {
    begin: commands.printVersion(),
    look: commands.printVersion(),
    done: FIT_LINE,
    asks: [],
    fails: [{ when: '^[0-9]+[.][0-9]+', code: 'tailscale-unfit' }],
    everySeconds: 2,
    withinSeconds: 30,
  },
}

const daemon = defineResource({
  id: 'tailscale-running',
  title: 'Start Tailscale, now and at every start',
  phase: 'tailnet',
  after: ['tailscale-package'],
  facts: { unit: facts.unit, tailnet: facts.tailnet },
  diff({ unit, tailnet }): Diff {
    const answers = tailnet !== null && tailnet.state !== 'not-running'
    // a daemon from elsewhere has a unit of another name, or none
    if (answers && !unit.loaded) return { met: true, reason: 'It runs.' }
    if (answers && unit.active && unit.enabled)
      return { met: true, reason: 'It runs and starts with the machine.' }
    return {
      met: false,
      change: 'change',
      summary: unit.active ? 'Starts with the machine from now on.' : 'Starts now and with the machine.',
      // its package starts it: on a fresh machine nothing is left to do here by then
      ...(tailnet === null && { likely: true }),
      actions: [run(commands.enableDaemon(), 60)],
    }
  },
})
