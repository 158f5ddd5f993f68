/** What is planned, by what is seen. */
import { describe, expect, it } from 'vitest'
import * as facts from '../../provisioners/tailscale/facts.ts'
import { recorded } from './recorded.ts'
import {
  absent,
  offers,
  one,
  packaged,
  plan,
  prefs,
  program,
  served,
  serving,
  stateLike,
  status,
  system,
  there,
} from './seen.ts'

const doors = ['served:443', 'served:8443']
const commandsOf = (...of: Parameters<typeof one>): readonly string[] => one(...of).commands
const funnelled = { ...there, ...served('serve-status-two-ports') }

describe('the machine', () => {
  it.each([
    [
      'is without Tailscale',
      absent,
      [
        'tailscale-repository',
        'tailscale-package',
        'tailscale-running',
        'tailnet-joined',
        'tailnet-name',
        'tailnet-host',
        ...doors,
      ],
    ],
    ['is as it should be', funnelled, []],
    ['is signed in and serves nothing', there, doors],
    [
      'has a version that serves nobody',
      { ...there, ...packaged('1.102.1'), ...program('1.102.1') },
      ['tailscale-repository', 'tailscale-package', ...doors],
    ],
    [
      'has a version that is too old',
      { ...there, ...packaged('1.38.3'), ...program('1.38.3') },
      ['tailscale-repository', 'tailscale-package', ...doors],
    ],
    [
      'runs an older version than it has',
      { ...there, ...stateLike('status-running', { Version: '1.102.1-t1-g2' }) },
      ['tailscale-package', ...doors],
    ],
    [
      'has a fit one of Debian’s, out of reach of Tailscale',
      { ...there, ...offers(), ...packaged('1.80.0-1'), ...program('1.80.0') },
      doors,
    ],
    ['has a fit one from a snap', { ...there, ...packaged(null) }, doors],
    [
      'is signed out',
      { ...there, ...status('status-signed-out'), ...prefs({ ControlURL: '', Hostname: '' }) },
      ['tailnet-joined', 'tailnet-name', 'tailnet-host', ...doors],
    ],
    ['was switched off', { ...there, ...status('status-stopped') }, ['tailnet-joined', ...doors]],
    [
      'waits to be approved',
      { ...there, ...status('status-needs-machine-auth') },
      ['tailnet-joined', ...doors],
    ],
    ['has a key that ended', { ...funnelled, ...status('status-expired') }, ['tailnet-joined']],
    [
      'has another name',
      { ...there, ...status('status-renamed'), ...prefs({ Hostname: 'riverside' }) },
      ['tailnet-name', 'tailnet-host', ...doors],
    ],
    ['serves other things beside', { ...there, ...served('serve-status-others') }, ['served:8443']],
    ['is tagged', { ...there, ...status('status-tags') }, doors],
  ])('%s', (_, seen, expected) => {
    expect(plan(seen)).toEqual(expected)
  })
})

describe('what cannot be', () => {
  const headscale = { ControlURL: 'https://head.example.org' }
  it.each([
    [
      'no way to Tailscale’s packages',
      { ...absent, ...offers() },
      {},
      /^tailscale-unreachable: .*pkgs\.tailscale\.com/,
    ],
    [
      'an unfit one and no way to a newer one',
      { ...there, ...offers(), ...packaged('1.102.0'), ...program('1.102.0') },
      {},
      /^tailscale-unfit: .*1\.102\.0 lets nobody in/,
    ],
    [
      'an unfit one that is no package',
      { ...there, ...packaged(null), ...program('1.102.1') },
      {},
      /^tailscale-unfit: .*not installed as a package/,
    ],
    [
      'a system that Tailscale has no packages for',
      { ...absent, ...system('debian', 'sid') },
      {},
      /^tailscale-unfit: Tailscale has no packages/,
    ],
    ['another tailnet', { ...there, ...prefs(headscale) }, {}, /^tailnet-other: .*head\.example\.org/],
    [
      'Tailscale’s own in place of Headscale',
      there,
      { settings: { controlServer: 'https://head.example.org' }, serving: { how: 'serve' as const } },
      /^tailnet-other: /,
    ],
    [
      'Headscale, before it is asked',
      absent,
      {
        settings: { controlServer: 'https://head.example.org' },
        serving: { how: 'serve' as const, controlServer: 'https://head.example.org' },
      },
      /^serve-refused: .*gives no certificates/,
    ],
    [
      'the name of another machine',
      { ...there, ...status('status-name-taken'), ...prefs({ Hostname: 'lakeside' }) },
      { settings: { machineName: 'lakeside' }, serving: { host: 'lakeside.tail1a2b3c.ts.net' } },
      /^tailnet-name-differs: The tailnet calls this machine lakeside-1/,
    ],
    [
      'another tailnet’s name',
      there,
      { serving: { host: 'brookside.tail9.ts.net' } },
      /^tailnet-name-differs: /,
    ],
    [
      'shields up',
      { ...there, ...prefs({ ShieldsUp: true }) },
      {},
      /^funnel-refused: .*sudo tailscale set --shields-up=false/,
    ],
    [
      'shields up, within the tailnet',
      { ...there, ...prefs({ ShieldsUp: true }) },
      { serving: { how: 'serve' as const } },
      /^serve-refused: .*shields up/,
    ],
    [
      'a port that the policy does not allow',
      there,
      { serving: { doors: [{ port: 9999, loopback: 18_080 }] } },
      /^funnel-refused: .*9999/,
    ],
    [
      'a port that somebody’s terminal holds',
      { ...there, ...served('serve-status-foreground') },
      {},
      /^port-in-use: Tailscale already leads port 443/,
    ],
    [
      'a path of somebody’s on one of ours',
      { ...there, ...served('serve-status-others') },
      { serving: { doors: [{ port: 10_000, loopback: 18_082 }] } },
      /^port-in-use: .*10000\/photos to http:\/\/127\.0\.0\.1:2342/,
    ],
  ])('%s', (_, seen, of, expected) => {
    expect(plan(seen, of)).toMatch(expected)
  })
})

describe('what is done', () => {
  it('the repository, for this system', () => {
    expect(commandsOf('tailscale-repository', absent).join('\n')).toContain(
      'https://pkgs.tailscale.com/stable/debian/trixie.noarmor.gpg',
    )
    const listed = {
      ...absent,
      [facts.keyring.id]: true,
      [facts.list.id]:
        'deb [signed-by=/usr/share/keyrings/tailscale-archive-keyring.gpg] https://pkgs.tailscale.com/stable/debian trixie main\n',
    }
    expect(plan(listed)).not.toContain('tailscale-repository')
    expect(plan({ ...listed, ...system('debian', 'bookworm') })).toContain('tailscale-repository')
  })

  it('a first sign-in names everything that Bramble cares for', () => {
    expect(
      commandsOf('tailnet-joined', {
        ...there,
        ...status('status-needs-login'),
        ...prefs({ ControlURL: '' }),
      }),
    ).toEqual([
      expect.stringContaining('https://controlplane.tailscale.com/key'),
      'wait: tailscale up --hostname=brookside --advertise-tags= --login-server=https://controlplane.tailscale.com --timeout=900s',
    ])
  })

  it('a sign-in after the end of the key repeats what the owner has set', () => {
    const [, up] = commandsOf('tailnet-joined', {
      ...there,
      ...status('status-expired'),
      ...prefs({ RouteAll: true, RunSSH: true }),
    })
    expect(up).toMatch(/^wait: tailscale up --accept-routes --ssh --hostname=brookside .*--force-reauth/)
    const { diff } = one('tailnet-joined', { ...there, ...status('status-expired') })
    expect(diff.met ? '' : diff.summary).toMatch(/connection may be lost/)
  })

  it('with a key, which is in no argument', () => {
    const of = { settings: { signIn: 'key' as const, tags: ['tag:server', 'tag:pi'] } }
    const { commands, diff } = one('tailnet-joined', { ...there, ...status('status-needs-login') }, of)
    expect(commands.join('\n')).toContain('--advertise-tags=tag:server,tag:pi')
    expect(commands.join('\n')).toContain('--auth-key=file:/dev/stdin')
    expect(commands.join('\n')).not.toContain('value-of')
    expect(JSON.stringify(diff)).not.toContain('value-of')
  })

  it('coming back after it was switched off changes nothing else', () => {
    expect(commandsOf('tailnet-joined', { ...there, ...status('status-stopped') })).toEqual([
      'wait: tailscale up',
    ])
  })

  it('an approval is waited for, and nothing begun', () => {
    expect(commandsOf('tailnet-joined', { ...there, ...status('status-needs-machine-auth') })).toEqual([
      'wait: tailscale status --json --peers=false',
    ])
  })

  it('doors no longer wanted are closed one by one', () => {
    const rest = { serving: { doors: serving.doors.slice(0, 1) } }
    expect(plan(funnelled, rest)).toEqual(['served-otherwise'])
    expect(commandsOf('served-otherwise', funnelled, rest)).toEqual([
      'tailscale serve --yes --https=8443 off',
    ])
    const privately = { serving: { how: 'serve' as const } }
    expect(plan(funnelled, privately)).toEqual(['served-otherwise', ...doors])
    expect(plan({ ...there, ...served('serve-status-mixed') }, privately)).toEqual([
      'served-otherwise',
      'served:443',
    ])
    expect(plan({ ...there, ...served('serve-status-mixed') })).toEqual(['served:8443'])
  })

  it('a door is known open by what the daemon says, and by nothing less', () => {
    const { diff } = one('served:443', there)
    const [action] = diff.met ? [] : diff.actions
    const done = new RegExp(action?.kind === 'wait' ? action.wait.done : 'nothing')
    const flat = (name: string): string => recorded(name).stdout.replaceAll(/[ \n\t]/g, '')
    const open = ['serve-status-funnel', 'serve-status-two-ports', 'serve-status-mixed']
    const closed = ['serve-status-empty', 'serve-status-foreground', 'serve-status-not-enabled']
    expect(open.filter((name) => done.test(flat(name)))).toEqual(open)
    expect(closed.filter((name) => done.test(flat(name)))).toEqual([])
    const within = flat('serve-status-funnel').replace('"AllowFunnel"', '"Elsewhere"')
    expect(done.test(within)).toBe(false)
  })
})
