/** Which Docker a machine gets. */
import { describe, expect, it } from 'vitest'
import { chooseDocker, major, sourcesFile, type DockerSeen } from '../../provisioners/docker/choose.ts'

const bookworm = { id: 'debian', codename: 'bookworm', major: 12 }
const fresh: DockerSeen = {
  engine: { client: null, server: null },
  compose: null,
  packages: new Set(),
  snap: false,
  rootless: false,
  foreignContainers: 0,
  reachable: true,
  oldList: false,
  os: { id: 'debian', codename: 'trixie', major: 13 },
}
const at = (version: string | null) => ({ client: version, server: version })

describe('chooseDocker', () => {
  it.each<[string, Partial<DockerSeen>, object]>([
    ['a fresh Pi', {}, { kind: 'repository', distribution: 'debian', remove: [] }],
    ['nobody could ask', { reachable: null }, { kind: 'repository' }],
    ['docker.com out of reach, Debian 13', { reachable: false }, { kind: 'distribution' }],
    [
      'docker.com out of reach, Debian testing',
      { reachable: false, os: { ...bookworm, major: 0 } },
      { kind: 'distribution' },
    ],
    ['docker.com out of reach, Debian 12', { reachable: false, os: bookworm }, { kind: 'none' }],
    [
      'Ubuntu',
      { os: { id: 'ubuntu', codename: 'noble', major: 24 } },
      { kind: 'repository', distribution: 'ubuntu' },
    ],
    [
      'Ubuntu out of reach',
      { reachable: false, os: { id: 'ubuntu', codename: 'noble', major: 24 } },
      { kind: 'none' },
    ],
    ['an unknown system', { os: { id: 'arch', codename: '', major: 0 } }, { kind: 'none' }],
    ['a usable one, wherever from', { engine: at('26.1.5+dfsg1'), compose: '2.26.1-4' }, { kind: 'keep' }],
    ['Compose 5', { engine: at('29.1.0'), compose: '5.0.0' }, { kind: 'keep', version: '29.1.0' }],
    [
      'usable but stopped',
      { engine: { client: '28.3.1', server: null }, compose: 'v2.40.3' },
      { kind: 'keep' },
    ],
    [
      'Docker’s own without Compose',
      { engine: at('28.3.1'), packages: new Set(['docker-ce']) },
      { kind: 'repository', remove: [] },
    ],
    [
      'Debian’s own without Compose',
      { engine: at('26.1.5'), packages: new Set(['docker.io']) },
      { kind: 'distribution' },
    ],
    [
      'an old one that nobody uses',
      { engine: at('20.10.24'), packages: new Set(['docker.io', 'runc']), os: bookworm },
      { kind: 'repository', remove: ['docker.io', 'runc'] },
    ],
    [
      'an old one that others use',
      { engine: at('20.10.24'), packages: new Set(['docker.io']), os: bookworm, foreignContainers: 2 },
      { kind: 'refuse', because: 'in-use' },
    ],
    ['an old Compose', { engine: at('28.0.0'), compose: '1.29.2' }, { kind: 'repository' }],
    ['a snap', { snap: true, engine: at('28.0.0'), compose: '2.30.0' }, { kind: 'refuse', because: 'snap' }],
    [
      'rootless',
      { rootless: true, engine: at('28.0.0'), compose: '2.30.0' },
      { kind: 'refuse', because: 'rootless' },
    ],
  ])('%s', (_, seen, expected) => {
    expect(chooseDocker({ ...fresh, ...seen })).toMatchObject(expected)
  })

  it.each([
    ['28.3.1', 28],
    ['v2.40.3-desktop.1', 2],
    ['5.0.0', 5],
    ['26.1.5+dfsg1', 26],
    ['', 0],
    [null, 0],
    ['latest', 0],
  ])('the first number of %j', (version, expected) => {
    expect(major(version)).toBe(expected)
  })

  it('writes apt’s own form', () => {
    expect(sourcesFile('https://download.docker.com/linux/debian', 'trixie', 'arm64', '/k.asc')).toBe(
      'Types: deb\nURIs: https://download.docker.com/linux/debian\nSuites: trixie\nComponents: stable\nArchitectures: arm64\nSigned-By: /k.asc\n',
    )
  })
})
