import { Secret } from '../../provisioners/model/secret.ts'
/** What must be true of the machine first. */
import { describe, expect, it } from 'vitest'
import type { Diff, Means, Resource } from '../../provisioners/engine/resource.ts'
import { sh } from '../../provisioners/shell/command.ts'
import { systemResources } from '../../provisioners/system/resources.ts'

const means: Means = {
  secret() {
    throw new Error('no secrets here')
  },
  changed: () => false,
}
const own = { id: 'own', command: sh`true`, parse: () => [] }
const of = (id: string): Resource => systemResources([443], own).find((resource) => resource.id === id)!
const argv = (diff: Diff): string[] =>
  diff.met
    ? []
    : diff.actions.map((action) =>
        action.kind === 'run' && action.command.kind === 'exec' ? action.command.argv.join(' ') : '?',
      )

describe('packages', () => {
  it('finishes what was interrupted, and only then', () => {
    expect(of('packages-mended').diff({ trouble: '' }, means).met).toBe(true)
    expect(argv(of('packages-mended').diff({ trouble: 'half configured: x' }, means))).toEqual([
      'dpkg --configure -a',
      'apt-get -o DPkg::Lock::Timeout=300 install --yes --fix-broken',
    ])
  })

  it('installs only what is missing', () => {
    const state = (status: string) => ({ status, version: '1' })
    const both = new Map([
      ['curl', state('installed')],
      ['ca-certificates', state('installed')],
    ])
    expect(of('base-packages').diff({ packages: both }, means).met).toBe(true)
    const half = new Map([...both, ['curl', state('half-configured')]] as const)
    expect(argv(of('base-packages').diff({ packages: half }, means))).toEqual([
      'apt-get -o DPkg::Lock::Timeout=300 update',
      'apt-get -o DPkg::Lock::Timeout=300 install --yes --no-install-recommends curl',
    ])
  })
})

describe('what stops a set-up before it begins', () => {
  const debian = { id: 'debian', codename: 'trixie', major: 13, name: 'Debian GNU/Linux 13 (trixie)' }
  const means = { secret: () => new Secret('x', 'x'), changed: () => false }

  it.each(['i386', 'armhf', ''])('a userland that is %s', (architecture) => {
    expect(() => of('machine').diff({ architecture, os: debian }, means)).toThrow('not-64-bit')
  })

  it('a system that nothing is known about', () => {
    const os = { id: 'alpine', codename: '', major: 3, name: 'Alpine Linux' }
    expect(() => of('machine').diff({ architecture: 'arm64', os }, means)).toThrow('Alpine Linux')
  })

  it('a port that another program has, by its name', () => {
    const listeners = [{ address: '*', port: 443, process: 'nginx' }]
    expect(() => of('ports').diff({ listeners, own: [] }, means)).toThrow('Port 443 by nginx')
    expect(of('ports').diff({ listeners, own: [443] }, means).met).toBe(true)
    expect(of('ports').diff({ listeners: null, own: [] }, means).met).toBe(true)
  })
})
