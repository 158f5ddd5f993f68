/** What is known about Tailscale on the machine. A missing program is an answer. */
import type { Fact } from '../engine/resource.ts'
import { queryPackages } from '../system/commands.ts'
import { parsePackages, parseUnit, type PackageState, type Unit } from '../system/parse.ts'
import * as commands from './commands.ts'
import {
  parsePrefs,
  parseServe,
  parseStatus,
  parseVersion,
  type Prefs,
  type Served,
  type Tailnet,
} from './parse.ts'

const MISSING = 127

/** The program's version; null where there is none. */
export const client: Fact<string | null> = {
  id: 'tailscale.client',
  command: commands.readVersion(),
  parse: (answer) => (answer.status === MISSING ? null : (parseVersion(answer.stdout) ?? '0.0.0')),
}

/** Null without Tailscale. */
export const tailnet: Fact<Tailnet | null> = {
  id: 'tailscale.status',
  command: commands.readStatus(),
  parse: (answer) =>
    answer.status === MISSING ? null : parseStatus(answer.status === 0 ? answer.stdout : ''),
}

/** Null where nobody says: without Tailscale, or while its daemon does not run. */
export const prefs: Fact<Prefs | null> = {
  id: 'tailscale.prefs',
  command: commands.readPrefs(),
  parse: (answer) => (answer.status === 0 ? parsePrefs(answer.stdout) : null),
}

/** Null where nobody says. */
export const served: Fact<readonly Served[] | null> = {
  id: 'tailscale.serve',
  command: commands.readServe(),
  parse: (answer) => (answer.status === 0 ? parseServe(answer.stdout) : null),
}

export const unit: Fact<Unit> = {
  id: 'tailscale.unit',
  command: commands.readUnit(),
  parse: ({ stdout }) => parseUnit(stdout),
}

export const packages: Fact<ReadonlyMap<string, PackageState>> = {
  id: 'tailscale.packages',
  command: queryPackages(commands.PACKAGES),
  parse: (answer) => parsePackages(answer.stdout),
}

/** Text of the entry for Tailscale's repository; empty without one. */
export const list: Fact<string> = {
  id: 'tailscale.list',
  command: commands.readList(),
  parse: (answer) => (answer.status === 0 ? answer.stdout : ''),
}

export const keyring: Fact<boolean> = {
  id: 'tailscale.keyring',
  command: commands.findKeyring(),
  parse: (answer) => answer.status === 0,
}

export interface Offers {
  /** False where pkgs.tailscale.com gave no answer. */
  readonly reached: boolean
  /** Such as `debian/trixie`. */
  readonly systems: readonly string[]
}

/** Which systems Tailscale has packages for, of those that Bramble knows; null where curl is not there to ask. */
export const offers: Fact<Offers | null> = {
  id: 'tailscale.offers',
  command: commands.readOffers(),
  timeoutSeconds: 15,
  parse(answer) {
    if (answer.status === MISSING) return null
    const found = answer.stdout.matchAll(/^200 \S+\/stable\/([a-z]+\/[a-z]+)\/installer-supported$/gm)
    return { reached: answer.status === 0, systems: [...found].map((one) => one[1] ?? '') }
  },
}
