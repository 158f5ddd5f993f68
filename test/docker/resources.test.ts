/** Docker as resources: what is done, what is left alone, what is refused. */
import { describe, expect, it } from 'vitest'
import type { Diff, Means } from '../../provisioners/engine/resource.ts'
import { dockerResources } from '../../provisioners/docker/resources.ts'
import { describe as inWords } from '../../provisioners/shell/describe.ts'

const means: Means = {
  secret() {
    throw new Error('no secrets here')
  },
  changed: () => false,
}
const diff = (id: string, seen: Record<string, unknown>): Diff =>
  dockerResources('bramble')
    .find((resource) => resource.id === id)!
    .diff(seen, means)

const acts = (result: Diff): string[] =>
  result.met
    ? []
    : result.actions.map((action) =>
        action.kind === 'run'
          ? inWords(action.command)
          : action.kind === 'wait'
            ? inWords(action.wait.look)
            : `write ${action.files.map((file) => file.path).join(' ')}`,
      )

const fresh = {
  os: { id: 'debian', codename: 'trixie', major: 13 },
  architecture: 'arm64',
  engine: { client: null, server: null },
  compose: null,
  info: null,
  packages: new Set<string>(),
  snap: false,
  containers: [],
  reachable: true,
  oldList: false,
}

describe('docker-engine', () => {
  it('sets up Docker’s own repository on a fresh Pi', () => {
    const result = diff('docker-engine', fresh)
    expect(acts(result).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'mkdir -p',
      'install -d',
      'write /etc/apt/sources.list.d/docker.sources',
      'mkdir -p',
      'apt-get -o',
      'apt-get -o',
    ])
    expect(JSON.stringify(result)).toContain('Suites: trixie')
  })

  it('does not add a second entry for a repository that is set up already', () => {
    const lines = acts(diff('docker-engine', { ...fresh, oldList: true }))
    expect(lines.join('\n')).not.toMatch(/docker\.sources|keyrings/)
  })

  it('says that it is a guess where nobody could ask', () => {
    expect(diff('docker-engine', { ...fresh, reachable: null })).toMatchObject({ likely: true })
    expect(diff('docker-engine', fresh)).not.toHaveProperty('likely')
  })

  it('says so before anything is changed where no source has a Docker that fits', () => {
    const os = { id: 'debian', codename: 'bookworm', major: 12 }
    expect(() => diff('docker-engine', { ...fresh, os, reachable: false })).toThrow('docker-unusable')
  })

  it('refuses a snap', () => {
    expect(() => diff('docker-engine', { ...fresh, snap: true })).toThrow('sudo snap remove docker')
  })
})

describe('docker-daemon', () => {
  const own = { name: 'bramble-synapse-1', project: 'bramble', running: true, ports: [] }

  it('keeps a copy of what was there, and restarts only for a change', () => {
    const seen = { file: '{"data-root": "/mnt"}\n', info: null, containers: [own] }
    const result = diff('docker-daemon', seen)
    expect(acts(result)).toEqual([
      'write /etc/docker/daemon.json.before-bramble',
      'write /etc/docker/daemon.json',
      'systemctl restart docker.service',
      expect.stringContaining('health=starting'),
    ])
    expect(result).toMatchObject({ restarts: ['bramble-synapse-1'], change: 'change' })
    const text = '{"log-driver": "local", "live-restore": true}'
    expect(diff('docker-daemon', { ...seen, file: text }).met).toBe(true)
  })

  it('has no copy to keep on a fresh machine', () => {
    const lines = acts(diff('docker-daemon', { file: null, info: null, containers: [] }))
    expect(lines).toHaveLength(3)
    expect(lines.join('\n')).not.toContain('before-bramble')
  })

  it('leaves somebody else’s Docker as it is', () => {
    const other = { ...own, project: 'nextcloud' }
    expect(diff('docker-daemon', { file: null, info: null, containers: [own, other] }).met).toBe(true)
  })

  it('never overwrites what it cannot read', () => {
    expect(() => diff('docker-daemon', { file: '{oops', info: null, containers: [] })).toThrow(
      'not valid JSON',
    )
  })
})

describe('docker-running', () => {
  it.each([
    [true, true, true],
    [true, false, false],
    [false, true, false],
  ])('active %s, enabled %s', (active, enabled, met) => {
    const seen = { unit: { loaded: true, active, enabled }, engine: { client: '28.0.0', server: null } }
    expect(diff('docker-running', seen).met).toBe(met)
  })
})
