/** What is asked of, and done to, the machine itself. */
import { ROOT } from '../host/host.ts'
import { allOf, anyOf, sh, until, withInput, type Command } from '../shell/command.ts'

/** A NUL ends the answer (Raspberry Pi's documentation); exit 1 where there is no device tree. */
export const readModel = (): Command => sh`cat /sys/firmware/devicetree/base/model`
export const readDmiModel = (): Command => sh`cat /sys/class/dmi/id/product_name`

/** Trust dpkg, not uname: a 32-bit userland under a 64-bit kernel calls itself aarch64 (Raspberry Pi's documentation). */
export const readArchitecture = (): Command => sh`dpkg --print-architecture`
export const readOsRelease = (): Command => sh`cat /etc/os-release`
export const readMemory = (): Command => sh`cat /proc/meminfo`
export const readLoad = (): Command => sh`cat /proc/loadavg`
export const readCores = (): Command => sh`nproc`
export const readHostName = (): Command => sh`uname --nodename`

/** Every mounted file system, so that paths which do not exist yet have an answer too. (--real would hide an overlay root.) */
export const readMounts = (): Command =>
  sh`findmnt --json --bytes --list --output TARGET,SOURCE,FSTYPE,SIZE,AVAIL`

export const readClock = (): Command => sh`date +%s`
export const readTimeSync = (): Command => sh`timedatectl show --property=NTPSynchronized`

/** TCP listeners with their processes, no header. */
export const readListeners = (): Command => sh`ss -Hltnp`

/** Empty when no package is half installed. */
export const auditPackages = (): Command => sh`dpkg --audit`

/** One line a known package: name, tab, status, tab, version; exit 1 when one of them was never heard of. */
export const queryPackages = (names: readonly string[]): Command =>
  sh`dpkg-query --show ${'--showformat=${Package}\\t${db:Status-Status}\\t${Version}\\n'} ${names}`

/** Raspberry Pi only; 127 elsewhere (Raspberry Pi's documentation, vcgencmd). */
export const readThrottled = (): Command => sh`vcgencmd get_throttled`
/** Thousandths of a degree. */
export const readHeat = (): Command => sh`cat /sys/class/thermal/thermal_zone0/temp`

/** cgroup v2 names its controllers here; v1 lists them in /proc/cgroups (Raspberry Pi's documentation, cmdline.txt). */
export const readCgroup2 = (): Command => sh`cat /sys/fs/cgroup/cgroup.controllers`
export const readCgroup1 = (): Command => sh`cat /proc/cgroups`

/** Waits for another apt to finish rather than failing at once; nobody is there to answer questions. */
const aptGet = (...rest: readonly string[]): Command => sh`apt-get -o DPkg::Lock::Timeout=300 ${rest}`

export const aptUpdate = (): Command => aptGet('update')
export const aptInstall = (packages: readonly string[]): Command =>
  aptGet('install', '--yes', '--no-install-recommends', ...packages)
export const aptRemove = (packages: readonly string[]): Command => aptGet('remove', '--yes', ...packages)
export const mendConfigured = (): Command => sh`dpkg --configure -a`
export const mendInstalled = (): Command => aptGet('install', '--yes', '--fix-broken')

/** What Bramble put onto the machine outside its own folder, a line each; read again when it is uninstalled. */
export const INSTALLED = `${ROOT}/installed`
export type InstalledKind = 'package' | 'file' | 'image'

/** Notes it before it is done: what was begun is known, too. What is noted twice counts once. */
export const noteInstalled = (kind: InstalledKind, names: readonly string[]): Command =>
  allOf(
    sh`mkdir -p ${ROOT}`,
    withInput(
      sh`tee -a ${INSTALLED}`,
      names.map((name) => `${kind} ${name}\n`),
    ),
  )
/** Nothing where nothing was ever noted. */
export const readInstalled = (): Command => anyOf(sh`test ${'!'} -e ${INSTALLED}`, sh`cat ${INSTALLED}`)

/**
 * Takes packages off, with their settings. dpkg alone, which refuses where somebody else's package needs one: apt would take
 * that one along. Another program at work is waited for.
 */
export const purgePackages = (packages: readonly string[]): Command =>
  until(sh`dpkg --purge ${packages}`, 10, 120)

/** Whether systemd knows a unit, runs it now, and starts it with the machine. */
export const showUnit = (name: string): Command =>
  sh`systemctl show ${name} --property=LoadState,ActiveState,UnitFileState`
