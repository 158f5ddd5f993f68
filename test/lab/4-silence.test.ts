import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TimedEvent } from '../../provisioners/model/run-event.ts'
import { scrubPatterns, Secret } from '../../provisioners/model/secret.ts'
import { brookside, converge, emptyPi, lab, labFacts, laptop, onPi, outcome, type Laptop } from './support.ts'

const API_HASH = '0123456789abcdef0123456789abcdef'

/** Every secret of a whole run is looked for in every place where it must not be. */
describe('silence', () => {
  let one: Laptop
  let events: TimedEvent[] = []
  let commands = ''
  let secrets: string[] = []
  const replies: unknown[] = []

  beforeAll(async () => {
    await emptyPi()
    await lab('forkstat', 'start')
    one = laptop()
    replies.push(await one.engine.checkup(), await one.engine.plan(brookside))
    events = await converge(one)
    replies.push(
      await one.engine.status(brookside),
      await one.engine.prove(brookside),
      await one.engine.plan(brookside),
    )
    replies.push(await one.engine.plan({ ...brookside, extras: { elementWeb: false } }))
    // and a second visit: bridges, with a secret that their owner brings, and a look at what their people sign in with
    const bridged = { ...brookside, bridges: { whatsapp: {}, telegram: { apiId: '1234567' } } }
    const given = new Map([['bridge-telegram-api-hash', new Secret(API_HASH, 'API hash')]])
    replies.push(await one.engine.plan(bridged, given))
    events = [...events, ...(await converge(one, bridged, () => {}, given))]
    replies.push(await one.engine.bridges.list(bridged), await one.engine.changes(bridged))
    replies.push(await one.engine.bridges.flows({ bridge: 'telegram', user: 'ada' }, bridged))
    commands = readFileSync((await lab('forkstat', 'stop')).trim(), 'utf8')
    const files = (await onPi('find', '/opt/bramble/secrets', '-type', 'f')).stdout
      .split('\n')
      .filter(Boolean)
    const texts = await Promise.all(files.map(async (file) => (await onPi('cat', file)).stdout))
    secrets = [...scrubPatterns([labFacts().password, ...texts].map((text) => new Secret(text, 'canary')))]
  })
  afterAll(() => one?.close())

  const found = (text: string): string[] =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => secret.slice(0, 4))

  it('has watched a whole run', () => {
    expect(outcome(events)).toBe('verified')
    expect(secrets.length).toBeGreaterThan(20)
    // The watcher saw what ran on the Pi: the search below could have found something.
    expect(commands).toContain('apt-get')
    expect(commands).toContain('docker compose')
  })

  it('no argv of any program on the Pi or here', () => expect(found(commands)).toEqual([]))
  it('no event and no reply', () => expect(found(JSON.stringify([events, replies]))).toEqual([]))

  it.each([
    ['the system journal', 'journalctl', '--no-pager', '--output', 'export'],
    ['units', 'systemctl', 'show', '--all', '*'],
    ['run journals', 'sh', '-c', 'cat /opt/bramble/runs/*/*'],
    [
      'what a run left behind',
      'sh',
      '-c',
      'find /opt/bramble/runs /run /tmp /dev/shm -type f -size -900k -exec cat {} + 2>/dev/null',
    ],
    ['containers', 'sh', '-c', 'docker inspect $(docker ps -aq)'],
    ['images', 'sh', '-c', 'docker image inspect $(docker image ls -q)'],
    ['the containers’ logs', 'sh', '-c', 'for c in $(docker ps -aq); do docker logs $c 2>&1; done'],
    ['generations', 'sh', '-c', 'cat /opt/bramble/generations/*/* /opt/bramble/state.json'],
    ['apt’s and dpkg’s logs', 'sh', '-c', 'cat /var/log/apt/*.log /var/log/dpkg.log'],
  ])('not in %s', async (_where, ...argv) => {
    const { stdout } = await onPi(...argv)
    expect(stdout.length).toBeGreaterThan(100)
    expect(found(stdout)).toEqual([])
  })
})
