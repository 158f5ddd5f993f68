/** What must be true of the machine first. */
import { describe, expect, it } from 'vitest'
import type { Diff, Means, Resource } from '../../provisioners/engine/resource.ts'
import { systemResources } from '../../provisioners/system/resources.ts'

const means: Means = {
  secret() {
    throw new Error('no secrets here')
  },
}
const of = (id: string): Resource => systemResources().find((resource) => resource.id === id)!
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
