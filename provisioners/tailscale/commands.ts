/** What is asked of Tailscale, and how it gets onto the machine (Tailscale, scripts/installer.sh and cmd/tailscale/cli). */
import { allOf, pipe, sh, until, withInput, type Command } from '../shell/command.ts'
import { showUnit } from '../system/commands.ts'
import type { Secret } from '../model/secret.ts'

export const KEYRING = '/usr/share/keyrings/tailscale-archive-keyring.gpg'
export const LIST = '/etc/apt/sources.list.d/tailscale.list'
export const PACKAGES = ['tailscale', 'tailscale-archive-keyring'] as const
const STABLE = 'https://pkgs.tailscale.com/stable'
/** Tailscale's own control server (Tailscale, ipn.DefaultControlURL). */
export const CONTROL = 'https://controlplane.tailscale.com'

/** Exit 1 while the daemon does not run, 127 without Tailscale. */
export const readStatus = (): Command => sh`tailscale status --json --peers=false`
export const readVersion = (): Command => sh`tailscale version --json`
/** The version alone on its first line. */
export const printVersion = (): Command => sh`tailscale version`
/** The owner's settings on this machine; no keys are in the answer. */
export const readPrefs = (): Command => sh`tailscale debug prefs`
export const readServe = (): Command => sh`tailscale serve status --json`
/** Always exit 0, also for a unit that does not exist. */
export const readUnit = (): Command => showUnit('tailscaled.service')

export const readList = (): Command => sh`cat ${LIST}`
export const findKeyring = (): Command => sh`test -s ${KEYRING}`

/** Systems that Tailscale could be asked for; which one it is, another fact of the same wave tells. */
const OFFERS = ['debian/bookworm', 'debian/trixie', 'debian/forky', 'ubuntu/jammy', 'ubuntu/noble'] as const

/** One line for each: status and address. The first that cannot be reached ends it, with curl's own exit status. */
export const readOffers = (): Command =>
  sh`curl --silent --show-error --fail-early --output /dev/null --connect-timeout 4 --max-time 8 --write-out ${'%{http_code} %{url_effective}\\n'} ${OFFERS.map(
    (system) => `${STABLE}/${system}/installer-supported`,
  ).flatMap((url, index) => (index === 0 ? [url] : ['--output', '/dev/null', url]))}`

/** Fetches the key that Tailscale signs its packages with. */
export const fetchKey = (distribution: string, codename: string): Command =>
  allOf(
    sh`install -d -m 0755 /usr/share/keyrings`,
    sh`curl --fail --silent --show-error --location --max-time 60 --output ${KEYRING} ${`${STABLE}/${distribution}/${codename}.noarmor.gpg`}`,
    sh`chmod 0644 ${KEYRING}`,
  )

/** The repository as upstream's own file has it. */
export const listFile = (distribution: string, codename: string): string =>
  [
    `# Tailscale packages for ${distribution} ${codename}`,
    `deb [signed-by=${KEYRING}] ${STABLE}/${distribution} ${codename} main`,
    '',
  ].join('\n')

export const enableDaemon = (): Command => sh`systemctl enable --now tailscaled.service`
export const restartDaemon = (): Command => sh`systemctl restart tailscaled.service`

/** Any answer of the control server will do, also one that says no; curl's complaint where there is none. */
export const askControl = (control: string): Command =>
  sh`curl --silent --show-error --output /dev/null --connect-timeout 8 --max-time 12 --write-out ${'%{http_code}\\n'} ${new URL('/key?v=100', control).href}`

/** Signs in with these options. Every option that Bramble cares for is named, or `up` refuses on a machine that has been set up before. */
export const up = (options: readonly string[]): Command => sh`tailscale up ${options}`

/** The same with an auth key. It comes through a pipe: no argument, no file of its own, and gone with the script that holds it. */
export const upWithKey = (options: readonly string[], key: Secret): Command =>
  withInput(sh`tailscale up ${options} --auth-key=file:/dev/stdin`, [key])

/** Back on the network with everything as it was (cmd/tailscale/cli/up.go: no options mean no change). */
export const resume = (): Command => sh`tailscale up`

export const setName = (name: string): Command => sh`tailscale set ${`--hostname=${name}`}`

/**
 * Serves one port in the background, so that it outlives the session and a restart. Another client's change at the same moment makes it
 * fail, so it is tried again for a while.
 *
 * @param loopback the port on 127.0.0.1 that it leads to
 */
export const serve = (how: 'serve' | 'funnel', port: number, loopback: number): Command =>
  until(sh`tailscale ${how} --bg --yes ${`--https=${port}`} ${`http://127.0.0.1:${loopback}`}`, 3, 30)

/**
 * Turns one port off; everything else stays.
 *
 * @param mount the only path to turn off; null for all that the port has
 */
export const unserve = (port: number, mount: string | null): Command =>
  sh`tailscale serve --yes ${`--https=${port}`} ${mount === null ? [] : [`--set-path=${mount}`]} off`

/** The same answer in one line without spaces, for patterns that look at several of its parts. */
export const readServeFlat = (): Command => pipe(readServe(), sh`tr -d ${' \\n\\t'}`)
