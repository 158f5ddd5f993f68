/** The packages that the practice repositories have: what Bramble may install, and what is there from the start. */

export interface CatalogPackage {
  readonly name: string
  readonly version: string
  readonly repository: 'debian' | 'docker' | 'tailscale'
  readonly summary: string
  readonly depends: readonly string[]
  /** These go when it comes. */
  readonly conflicts: readonly string[]
  readonly downloadBytes: number
  readonly installedBytes: number
  /** Programs and other files that somebody looks for. */
  readonly files: readonly string[]
  readonly service?: 'docker' | 'containerd' | 'ssh' | 'avahi-daemon' | 'tailscaled'
  /** On every Raspberry Pi OS. */
  readonly base: boolean
}

const MB = 1000 ** 2

function entry(
  name: string,
  version: string,
  summary: string,
  megabytes: number,
  more: Partial<CatalogPackage> = {},
): CatalogPackage {
  return {
    name,
    version,
    summary,
    repository: 'debian',
    depends: [],
    conflicts: [],
    downloadBytes: megabytes * MB,
    installedBytes: megabytes * 3 * MB,
    files: [],
    base: false,
    ...more,
  }
}

const base = { base: true }
const docker = { repository: 'docker' as const }
const tailscale = { repository: 'tailscale' as const }
const plugins = '/usr/libexec/docker/cli-plugins'

const trixie: readonly CatalogPackage[] = [
  entry('ca-certificates', '20250419', 'Common CA certificates', 0.2, base),
  entry('curl', '8.14.1-2+deb13u2', 'command line tool for transferring data with URL syntax', 0.3, {
    ...base,
    files: ['/usr/bin/curl'],
  }),
  entry('openssh-server', '1:10.0p1-7', 'secure shell (SSH) server', 0.6, { ...base, service: 'ssh' }),
  entry('avahi-daemon', '0.8-16', 'Avahi mDNS/DNS-SD daemon', 0.1, { ...base, service: 'avahi-daemon' }),
  entry('iptables', '1.8.11-2', 'administration tools for packet filtering and NAT', 0.4, {
    files: ['/usr/sbin/iptables'],
  }),
  entry('runc', '1.1.15+ds1-2+b4', 'Open Container Project - runtime', 3.1, { conflicts: ['containerd.io'] }),
  entry('containerd', '1.7.24~ds1-6+b4', 'open and reliable container runtime', 23, {
    depends: ['runc'],
    conflicts: ['containerd.io'],
    service: 'containerd',
  }),
  entry('docker.io', '26.1.5+dfsg1-9+b9', 'Linux container runtime', 21, {
    depends: ['containerd', 'runc', 'iptables'],
    conflicts: ['docker-ce'],
    files: ['/usr/sbin/dockerd'],
    service: 'docker',
  }),
  entry('docker-cli', '26.1.5+dfsg1-9+b9', 'Linux container runtime: command line client', 7, {
    conflicts: ['docker-ce-cli'],
    files: ['/usr/bin/docker'],
  }),
  entry('docker-compose', '2.26.1-4', 'define and run multi-container Docker applications', 13, {
    conflicts: ['docker-compose-plugin'],
    files: [`${plugins}/docker-compose`],
  }),
  entry('containerd.io', '2.2.4-1~debian.13~trixie', 'An open and reliable container runtime', 22, {
    ...docker,
    conflicts: ['containerd', 'runc'],
    service: 'containerd',
  }),
  entry(
    'docker-ce',
    '5:29.6.1-1~debian.13~trixie',
    'Docker: the open-source application container engine',
    20,
    {
      ...docker,
      depends: ['containerd.io', 'docker-ce-cli', 'iptables'],
      conflicts: ['docker.io'],
      files: ['/usr/bin/dockerd'],
      service: 'docker',
    },
  ),
  entry(
    'docker-ce-cli',
    '5:29.6.1-1~debian.13~trixie',
    'Docker CLI: the open-source application container engine',
    15,
    {
      ...docker,
      conflicts: ['docker-cli'],
      files: ['/usr/bin/docker'],
    },
  ),
  entry(
    'docker-buildx-plugin',
    '0.31.1-1~debian.13~trixie',
    'Docker Buildx plugin extends build capabilities',
    15,
    {
      ...docker,
      files: [`${plugins}/docker-buildx`],
    },
  ),
  entry(
    'docker-compose-plugin',
    '5.5.0-1~debian.13~trixie',
    'Docker Compose (V2) plugin for the Docker CLI',
    14,
    {
      ...docker,
      conflicts: ['docker-compose'],
      files: [`${plugins}/docker-compose`],
    },
  ),
  entry('tailscale', '1.102.3', 'The easiest, most secure, cross platform way to use WireGuard', 36, {
    ...tailscale,
    depends: ['iptables'],
    files: ['/usr/bin/tailscale', '/usr/sbin/tailscaled'],
    service: 'tailscaled',
  }),
  entry('tailscale-archive-keyring', '1.35.181', 'Tailscale archive signing keyring', 0.1, tailscale),
]

/** Debian 12 has an older Docker whose Compose is another program (Docker's documentation, Install on Debian). */
const bookworm: readonly CatalogPackage[] = trixie
  .filter(({ name }) => name !== 'docker-cli')
  .map((one): CatalogPackage => {
    if (one.repository === 'docker')
      return { ...one, version: one.version.replace('debian.13~trixie', 'debian.12~bookworm') }
    if (one.name === 'docker.io')
      return { ...one, version: '20.10.24+dfsg1-1+deb12u1', files: ['/usr/bin/docker', '/usr/sbin/dockerd'] }
    if (one.name === 'docker-compose')
      return { ...one, version: '1.29.2-3', files: ['/usr/bin/docker-compose'] }
    return one
  })

export const catalog = { trixie, bookworm }
