import { describe, expect, it } from 'vitest'
import { stringify } from 'yaml'
import type { PracticePi } from '../../../provisioners/host/practice/pi.ts'
import { PracticeError } from '../../../provisioners/host/practice/practice-error.ts'
import { sh } from '../../../provisioners/shell/command.ts'
import { practice, print, run, withDocker } from './support.ts'

const FILE = '/opt/bramble/compose.yaml'
const compose = (...rest: string[]) =>
  sh`docker compose --project-name bramble --project-directory /opt/bramble --file ${FILE} ${rest}`
const up = (...rest: string[]) => compose('up', '--detach', '--wait', '--wait-timeout', '60', ...rest)

const caddyConfig = (port = 2020) =>
  JSON.stringify({
    apps: {
      http: {
        servers: {
          health: {
            listen: [`127.0.0.1:${port}`],
            automatic_https: { disable: true },
            routes: [{ handle: [{ handler: 'static_response', status_code: 200, body: 'ok' }] }],
          },
        },
      },
    },
  })

const bind = (source: string, target: string) => ({
  type: 'bind',
  source,
  target,
  read_only: true,
  bind: { create_host_path: false },
})
const caddy = (store: string, more: object = {}) => ({
  image: 'docker.io/library/caddy:2.11.4',
  command: ['caddy', 'run', '--config', '/etc/caddy/caddy.json'],
  restart: 'unless-stopped',
  volumes: [bind(store, '/etc/caddy')],
  healthcheck: {
    test: ['CMD', 'wget', '-q', '-O', '/dev/null', 'http://127.0.0.1:2020/'],
    interval: '2s',
    retries: 2,
  },
  ...more,
})
const element = (more: object = {}) => ({
  image: 'ghcr.io/element-hq/element-web:v1.12.26',
  restart: 'unless-stopped',
  ...more,
})

async function prepared(services: object): Promise<PracticePi> {
  const pi = await withDocker(practice())
  const { files } = pi.machine
  for (const [store, port] of [
    ['caddy-1', 2020],
    ['caddy-2', 2020],
    ['caddy-bad', 9999],
  ] as const) {
    files.mkdir(`/opt/bramble/store/${store}`, { parents: true })
    files.write(`/opt/bramble/store/${store}/caddy.json`, caddyConfig(port))
  }
  write(pi, services)
  return pi
}

const write = (pi: PracticePi, services: object) =>
  pi.machine.files.write(FILE, stringify({ name: 'bramble', services }))
const idOf = (pi: PracticePi, service: string) => pi.machine.docker.find(`bramble-${service}-1`)?.id
const store = (name: string) => `/opt/bramble/store/${name}`

describe('docker compose up', () => {
  it('pulls, creates, starts and waits for health', async () => {
    const pi = await prepared({ caddy: caddy(store('caddy-1')) })
    const ran = await run(pi, up())
    expect(ran.status).toBe(0)
    expect(ran.stderr).toContain(' Container bramble-caddy-1  Healthy\n')
    const line = await print(pi, sh`docker ps --all --format ${'{{json .}}'}`)
    const row = JSON.parse(line) as Record<string, string>
    expect(row).toMatchObject({
      Names: 'bramble-caddy-1',
      State: 'running',
      Image: 'caddy:2.11.4',
    })
    expect(row['Status']).toMatch(/^Up .*\(healthy\)$/)
    expect(row['Labels']).toContain('com.docker.compose.project=bramble')
  })

  it('leaves alone what has not changed', async () => {
    const pi = await prepared({ caddy: caddy(store('caddy-1')), element: element() })
    await print(pi, up())
    const before = [idOf(pi, 'caddy'), idOf(pi, 'element')]
    expect((await run(pi, up())).stderr).toContain(' Container bramble-caddy-1  Running\n')
    expect([idOf(pi, 'caddy'), idOf(pi, 'element')]).toEqual(before)
  })

  it.each([
    ['another store directory', caddy(store('caddy-2'))],
    ['another label', caddy(store('caddy-1'), { labels: { 'org.bramble.revision': 'b' } })],
    ['another image', caddy(store('caddy-1'), { image: 'docker.io/library/caddy:2.11.5' })],
  ])('replaces a service for %s, and only that one', async (_, changed) => {
    const pi = await prepared({ caddy: caddy(store('caddy-1')), element: element() })
    await print(pi, up())
    const before = [idOf(pi, 'caddy'), idOf(pi, 'element')]
    write(pi, { caddy: changed, element: element() })
    await print(pi, up())
    expect(idOf(pi, 'caddy')).not.toBe(before[0])
    expect(idOf(pi, 'element')).toBe(before[1])
  })

  it('does not mind when only the order of starting changes', async () => {
    const pi = await prepared({ caddy: caddy(store('caddy-1')), element: element() })
    await print(pi, up())
    const before = idOf(pi, 'element')
    write(pi, {
      caddy: caddy(store('caddy-1')),
      element: element({ depends_on: { caddy: { condition: 'service_healthy' } } }),
    })
    await print(pi, up())
    expect(idOf(pi, 'element')).toBe(before)
  })

  it('starts a stopped one again, with the same id', async () => {
    const pi = await prepared({ caddy: caddy(store('caddy-1')) })
    await print(pi, up())
    const before = idOf(pi, 'caddy')
    await print(pi, sh`docker stop bramble-caddy-1`)
    await print(pi, up())
    expect(idOf(pi, 'caddy')).toBe(before)
  })

  it('removes orphans only when it is told to', async () => {
    const pi = await prepared({ caddy: caddy(store('caddy-1')), element: element() })
    await print(pi, up())
    write(pi, { caddy: caddy(store('caddy-1')) })
    expect((await run(pi, up())).stderr).toContain('Found orphan containers ([bramble-element-1])')
    expect(idOf(pi, 'element')).toBeDefined()
    await print(pi, up('--remove-orphans'))
    expect(idOf(pi, 'element')).toBeUndefined()
  })

  it('starts what is asked for and what that needs, nothing else', async () => {
    const pi = await prepared({
      caddy: caddy(store('caddy-1')),
      element: element({ depends_on: { caddy: { condition: 'service_healthy' } } }),
      other: element(),
    })
    await print(pi, up('element'))
    expect([idOf(pi, 'caddy'), idOf(pi, 'element'), idOf(pi, 'other')].map((id) => id !== undefined)).toEqual(
      [true, true, false],
    )
  })

  it('fails when one does not become healthy, and starts nothing that needs it', async () => {
    const pi = await prepared({
      caddy: caddy(store('caddy-bad')),
      element: element({ depends_on: { caddy: { condition: 'service_healthy' } } }),
    })
    const ran = await run(pi, up())
    expect(ran.status).toBe(1)
    expect(ran.stderr).toContain('dependency failed to start: container bramble-caddy-1 is unhealthy')
    expect(idOf(pi, 'element')).toBeUndefined()
  })

  it('fails when a program ends, which Docker then starts again and again', async () => {
    const pi = await prepared({
      caddy: caddy(store('caddy-1'), { command: ['caddy', 'run', '--config', '/etc/caddy/missing.json'] }),
    })
    expect((await run(pi, up())).status).toBe(1)
    await run(pi, sh`sleep 60`)
    const one = pi.machine.docker.find('bramble-caddy-1')
    expect(one).toMatchObject({ state: 'restarting', exitCode: 1 })
    expect(one?.restartCount).toBeGreaterThan(3)
    expect(one?.log.at(-1)?.text).toContain('no such file or directory')
  })

  it('makes no directory for a source that must be there', async () => {
    const pi = await prepared({ caddy: caddy(store('caddy-3')) })
    const ran = await run(pi, up())
    expect(ran.status).toBe(1)
    expect(ran.stderr).toContain('bind source path does not exist: /opt/bramble/store/caddy-3')
  })

  it('cannot have a port that somebody else has', async () => {
    const pi = await prepared({ caddy: caddy(store('caddy-1'), { ports: ['80:80'] }) })
    pi.machine.network.others.set(80, 'apache2')
    expect((await run(pi, up())).stderr).toContain(
      'failed to bind host port 0.0.0.0:80/tcp: address already in use',
    )
    expect(pi.machine.docker.find('bramble-caddy-1')?.state).toBe('created')
  })
})

describe('the Compose file', () => {
  it.each([
    ['no YAML', 'services: [', 15],
    ['no image', 'services: { a: { command: [x] } }', 15],
    ['an unknown dependency', 'services: { a: { image: "caddy:2.11.4", depends_on: [b] } }', 15],
    [
      'a duration that is none',
      'services: { a: { image: "caddy:2.11.4", healthcheck: { interval: soon } } }',
      15,
    ],
  ])('is refused with Compose’s own status: %s', async (_, text, status) => {
    const pi = await prepared({ caddy: caddy(store('caddy-1')) })
    pi.machine.files.write(FILE, text)
    expect((await run(pi, compose('config', '--quiet'))).status).toBe(status)
  })

  it('that is not there has a status of its own', async () => {
    const pi = await withDocker(practice())
    expect((await run(pi, compose('config', '--quiet'))).status).toBe(14)
  })

  it.each([
    ['an unknown key', { a: { ...element(), frob: 1 } }],
    ['a named volume', { a: { ...element(), volumes: ['data:/data'] } }],
    ['a variable', { a: { ...element(), environment: { A: '${HOME}' } } }],
    ['an unknown image', { a: { image: 'docker.io/library/redis:8.0' } }],
  ])('is a bug report for what is not modelled: %s', async (_, services) => {
    const pi = await prepared(services)
    await expect(run(pi, compose('config', '--quiet'))).rejects.toThrow(PracticeError)
  })
})
