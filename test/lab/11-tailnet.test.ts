import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { TimedEvent } from '../../provisioners/model/run-event.ts'
import { emptyPi, lab, labFacts, laptop, onPi, outcome, until, type Laptop } from './support.ts'
import {
  asked,
  authKey,
  endKey,
  given,
  HEADSCALE,
  headscaleNodes,
  installTailscale,
  join,
  joining,
  letIn,
  onTailnet,
} from './tailnet-support.ts'

const withKey = { signIn: 'key', controlServer: HEADSCALE }
const withLink = { controlServer: HEADSCALE }

/** Real tailscaled from an apt repository of upstream's shape, against a real Headscale. */
describe('a tailnet of somebody’s own', () => {
  let one: Laptop
  beforeAll(async () => {
    await emptyPi('tailnet')
    one = laptop()
  })
  afterEach(() => lab('cut', 'off'))
  afterAll(() => one.close())

  const plan = async (task: ReturnType<typeof joining>): Promise<string[]> =>
    (await one.engine.planTask(task)).changes.map(({ resource }) => resource)

  describe('by a key', () => {
    let key = ''
    let events: TimedEvent[] = []
    let commands = ''
    const replies: unknown[] = []

    beforeAll(async () => {
      key = await authKey()
      await lab('forkstat', 'start')
      replies.push(await one.engine.planTask(joining('brookside', withKey), given(key)))
      events = await join(one, joining('brookside', withKey), key)
      commands = readFileSync((await lab('forkstat', 'stop')).trim(), 'utf8')
      replies.push(await one.engine.inspect())
    })

    it('it is installed from Tailscale’s repository and signed in, without a person', async () => {
      expect(outcome(events)).toBe('verified')
      expect(asked(events)).toEqual([])
      expect(await onTailnet()).toMatchObject({
        state: 'Running',
        version: expect.stringMatching(/^1\.102\.3/),
        name: 'brookside.tail.lab.test.',
      })
      expect(await headscaleNodes()).toMatchObject([{ given_name: 'brookside' }])
      const { stdout } = await onPi('apt-cache', 'policy', 'tailscale')
      expect(stdout).toMatch(/Installed: 1\.102\.3[^]*https:\/\/pkgs\.tailscale\.com\/stable\/debian/)
    })

    it('the key is in no argument, no event and no reply', () => {
      expect(commands).toContain('tailscale up')
      expect(commands).not.toContain(key)
      expect(JSON.stringify([events, replies])).not.toContain(key)
    })

    it.each([
      [
        'files of the run, and what lies in memory',
        'find /opt/bramble /run /tmp /dev/shm /var/tmp -xdev -type f',
      ],
      ['homes and settings', 'find /home /root /etc -xdev -type f'],
      [
        'Tailscale’s own state and the system’s logs',
        'find /var/lib/tailscale /var/log /var/cache -xdev -type f',
      ],
    ])('not in %s', async (_where, files) => {
      const { status, stdout } = await onPi(
        'sh',
        '-c',
        `test -n "$(${files})" && ${files} -print0 | xargs -0 grep -alF -e "$0" --`,
        key,
      )
      // grep's status for "nowhere", through xargs
      expect([status, stdout]).toEqual([123, ''])
    })

    it('not in the journal', async () => {
      const { stdout } = await onPi('journalctl', '--no-pager', '--output', 'export')
      expect(stdout).toContain('tailscaled')
      expect(stdout).not.toContain(key)
    })
  })

  it('a second run has nothing to do', async () => {
    expect(await plan(joining('brookside', withKey))).toEqual([])
    expect(await one.engine.startTask(joining('brookside', withKey))).toBeNull()
  })

  it('it is renamed, and the tailnet knows', async () => {
    expect(await plan(joining('riverside', withLink))).toEqual(['tailnet-name'])
    expect(outcome(await join(one, joining('riverside', withLink)))).toBe('verified')
    expect((await onTailnet()).name).toBe('riverside.tail.lab.test.')
    expect(await headscaleNodes()).toMatchObject([{ given_name: 'riverside' }])
    expect(await plan(joining('riverside', withLink))).toEqual([])
  })

  it('signed out, it signs in by a link while the connection is gone', async () => {
    await onPi('tailscale', 'logout')
    expect(await plan(joining('riverside', withLink))).toEqual(['tailnet-joined', 'tailnet-name'])
    const kinds: string[] = []
    let link = ''
    const events = await join(one, joining('riverside', withLink), undefined, async (event) => {
      kinds.push(event.kind)
      if (event.kind === 'asked' && event.ask) {
        link = event.ask.link ?? ''
        await lab('cut', 'drop')
      }
      if (event.kind !== 'contact-lost') return
      // nobody looks, and the person opens the link meanwhile
      await letIn(link)
      await until('the Pi is in the tailnet', 60, async () => (await onTailnet()).state === 'Running')
      await lab('cut', 'off')
    })
    expect(outcome(events)).toBe('verified')
    expect(asked(events)).toEqual([
      { purpose: 'tailscale-sign-in', link: expect.stringContaining(`${HEADSCALE}/register/`) },
    ])
    expect(kinds).toContain('contact-back')
    expect(await plan(joining('riverside', withLink))).toEqual([])
  })

  it('its key has ended: it signs in anew, and stays the same machine', async () => {
    const [before] = await headscaleNodes()
    await endKey(before?.id ?? 0)
    await until('the Pi knows', 60, async () => (await onTailnet()).state === 'NeedsLogin')
    const events = await join(one, joining('riverside', withLink), undefined, async (event) => {
      if (event.kind === 'asked' && event.ask) await letIn(event.ask.link ?? '')
    })
    expect(outcome(events)).toBe('verified')
    expect((await headscaleNodes()).map(({ id }) => id)).toEqual([before?.id])
  })

  it.each([
    [
      'unknown',
      async () => 'hskey-auth-aaaaaaaaaaaa-bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb',
    ],
    ['ended', () => authKey('--expiration', '0s')],
  ])('a key that is %s is told as such', async (_how, make) => {
    await onPi('tailscale', 'logout')
    const events = await join(one, joining('riverside', withKey), await make())
    expect(outcome(events)).toMatch(/^failed: tailscale-key-refused/)
  })

  it('a key that brings a tag', async () => {
    const task = joining('riverside', { ...withKey, tags: ['tag:server'] })
    const events = await join(one, task, await authKey('--tags', 'tag:server'))
    expect(outcome(events)).toBe('verified')
    expect((await onTailnet()).tags).toEqual(['tag:server'])
  })

  it('another control server is not taken over silently', async () => {
    await expect(one.engine.planTask(joining('riverside'))).rejects.toThrow(/headscale\.lab\.test/)
  })
})

describe('versions and reach', () => {
  let one: Laptop | null = null
  afterEach(async () => {
    await one?.close()
    one = null
  })

  it('a version whose Funnel is broken is brought up to date first', async () => {
    await emptyPi('tailnet')
    await installTailscale('1.102.1')
    one = laptop()
    const { changes } = await one.engine.planTask(joining('brookside', withKey), given('tskey-auth-x'))
    expect(changes.map(({ resource }) => resource)).toEqual([
      'tailscale-package',
      'tailnet-joined',
      'tailnet-name',
    ])
    expect(changes[0]?.summary).toContain('1.102.1')
    expect(outcome(await join(one, joining('brookside', withKey), await authKey()))).toBe('verified')
    expect((await onTailnet()).version).toMatch(/^1\.102\.3/)
  })

  it('without Tailscale’s repository it says so before anything is changed', async () => {
    await emptyPi()
    one = laptop()
    expect(labFacts().host).not.toBe('')
    await expect(one.engine.planTask(joining('brookside'))).rejects.toMatchObject({
      code: 'tailscale-unreachable',
    })
  })
})
