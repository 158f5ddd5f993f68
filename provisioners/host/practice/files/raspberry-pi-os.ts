/** The files that a freshly flashed Raspberry Pi OS has, as far as anybody asks for them. */
import type { Machine } from '../machine.ts'

/** Lays the system's own files into an empty tree. */
export function layOutFiles(machine: Machine): void {
  const { files, options, clock, power } = machine
  for (const path of directories) files.mkdir(path, { parents: true })
  files.chmod('/root', 0o700)
  files.chmod('/tmp', 0o1777)
  files.chown('/home/pi', { uid: 1000, gid: 1000 })
  files.symlink('usr/bin', '/bin')
  files.symlink('/run', '/var/run')
  const release = options.codename === 'trixie' ? 13 : 12
  const raspbian = options.architecture === 'armhf'
  files.write('/etc/os-release', osRelease(raspbian ? 'Raspbian' : 'Debian', release, options.codename))
  files.write('/etc/debian_version', `${release}.2\n`)
  files.write('/etc/hostname', `${options.hostname}\n`)
  files.write('/etc/hosts', `127.0.0.1 localhost\n127.0.1.1 ${options.hostname}\n`)
  files.write('/etc/passwd', 'root:x:0:0:root:/root:/bin/bash\npi:x:1000:1000:,,,:/home/pi:/bin/bash\n')
  if (options.architecture !== 'amd64') {
    // a device tree's strings end with a NUL
    files.symlink('/sys/firmware/devicetree/base', '/proc/device-tree')
    files.write('/sys/firmware/devicetree/base/model', () => `${options.model}\0`)
    files.write(
      '/boot/firmware/cmdline.txt',
      `console=tty1 root=PARTUUID=0a1b2c3d-02 rootfstype=ext4 fsck.repair=yes rootwait${options.countsMemory ? ' cgroup_enable=memory' : ''}\n`,
    )
    files.write('/boot/firmware/config.txt', 'dtparam=audio=on\ncamera_auto_detect=1\narm_64bit=1\n')
    files.write('/usr/bin/vcgencmd', '')
    files.write('/sys/class/thermal/thermal_zone0/temp', () => '48300\n')
  } else files.write('/sys/class/dmi/id/product_name', () => `${options.model}\n`)
  files.write('/proc/meminfo', () => memInfo(machine))
  files.write('/proc/loadavg', () => `${machine.docker.load().toFixed(2)} 0.21 0.11 1/214 4242\n`)
  files.write('/proc/uptime', () => `${(clock.now() - power.bootedAt).toFixed(2)} 12345.67\n`)
  files.write(
    '/sys/fs/cgroup/cgroup.controllers',
    () => `cpuset cpu io ${machine.memoryLimits ? 'memory ' : ''}pids\n`,
  )
}

const directories = [
  '/boot/firmware',
  '/etc/apt/keyrings',
  '/etc/apt/sources.list.d',
  '/etc/sudoers.d',
  '/etc/systemd/system',
  '/home/pi',
  '/opt',
  '/proc',
  '/sys/firmware/devicetree/base',
  '/root',
  '/run',
  '/sys/class/dmi/id',
  '/sys/class/thermal/thermal_zone0',
  '/sys/fs/cgroup',
  '/tmp',
  '/usr/bin',
  '/usr/sbin',
  '/usr/libexec',
  '/usr/local/bin',
  '/usr/share/keyrings',
  '/var/lib/apt/lists',
  '/var/lib/dpkg',
  '/var/log',
]

function osRelease(name: string, version: number, codename: string): string {
  const lines = [
    `PRETTY_NAME="${name} GNU/Linux ${version} (${codename})"`,
    `NAME="${name} GNU/Linux"`,
    `VERSION_ID="${version}"`,
    `VERSION="${version} (${codename})"`,
    `VERSION_CODENAME=${codename}`,
    `ID=${name.toLowerCase()}`,
    ...(name === 'Raspbian' ? ['ID_LIKE=debian'] : []),
  ]
  return `${lines.join('\n')}\n`
}

function memInfo(machine: Machine): string {
  const total = Math.floor(machine.options.memoryBytes / 1024)
  const used = 420_000 + Math.floor(machine.docker.memoryInUse() / 1024)
  const line = (name: string, value: number) => `${`${name}:`.padEnd(16)}${String(value).padStart(8)} kB\n`
  return [
    line('MemTotal', total),
    line('MemFree', Math.max(0, total - used - 300_000)),
    line('MemAvailable', Math.max(0, total - used)),
    line('SwapTotal', 2_097_136),
    line('SwapFree', 2_097_136),
  ].join('')
}
