/** What is read of running containers: logs, memory, addresses, forwarded ports. */
import { once } from 'node:events'
import { beforeAll, describe, expect, it } from 'vitest'
import { http } from '../../../provisioners/host/http.ts'
import { PracticeError } from '../../../provisioners/host/practice/practice-error.ts'
import { defaultIntent } from '../../../provisioners/model/intent.ts'
import { sh } from '../../../provisioners/shell/command.ts'
import { lastWords } from '../../../provisioners/stack/facts.ts'
import { followLogs } from '../../../provisioners/stack/logs.ts'
import { practiceEngine } from '../../support/practice.ts'
import { print, run } from './support.ts'

const intent = {
  ...defaultIntent('raspberrypi'),
  address: { mode: 'home' as const, host: 'brookside.local' },
}
const practised = practiceEngine({ countsMemory: true })
const { pi, engine } = practised
const exec = (service: string, ...argv: string[]) =>
  run(pi, sh`docker exec ${`bramble-${service}-1`} ${argv}`)

beforeAll(async () => {
  await engine.start(intent)
  await pi.idle()
})

describe('logs', () => {
  const logs = async (tail: number, ...services: string[]) => {
    const stop = new AbortController()
    const host = await pi.connect()
    for await (const piece of host.follow(followLogs(services, tail), stop.signal)) {
      stop.abort()
      return piece.trimEnd().split('\n')
    }
    return []
  }

  it('begin with as many lines as were asked for, of the services that were asked for', async () => {
    for (let count = 0; count < 5; count += 1)
      await exec('synapse', 'curl', '--silent', 'http://mas:8081/health')
    expect(await logs(3, 'mas')).toHaveLength(3)
    expect((await logs(100, 'mas')).every((line) => line.startsWith('mas-1'))).toBe(true)
  })

  it('say what was asked and answered, and that it was practice', async () => {
    await exec('synapse', 'curl', '--silent', 'http://mas:8081/health?token=hidden')
    expect((await logs(1, 'mas'))[0]).toMatch(/Z INFO practice: GET \/health was answered with 200$/)
  })

  it('say nothing of what a service asks of itself', async () => {
    const before = await logs(100, 'synapse')
    await exec('synapse', 'curl', '--silent', 'http://localhost:8008/health')
    expect(await logs(100, 'synapse')).toEqual(before)
  })
})

describe('last words', () => {
  const words = async () => lastWords.parse({ ...(await run(pi, lastWords.command)), truncated: false })

  it('are those of containers that are not well, and of no others', async () => {
    expect([...(await words()).keys()]).toEqual([])
    await run(pi, sh`docker stop bramble-element-1`)
    const found = await words()
    expect([...found.keys()]).toEqual(['element'])
    expect(found.get('element')?.length).toBeLessThanOrEqual(40)
    await run(pi, sh`docker start bramble-element-1`)
  })

  it('are chosen by state and by health: one of several values, and each of several keys', async () => {
    const names = async (...filters: readonly string[]) =>
      (
        await print(
          pi,
          sh`docker ps --all --format ${'{{.Names}}'} ${filters.flatMap((one) => ['--filter', one])}`,
        )
      )
        .trim()
        .split('\n')
        .filter((name) => name !== '')
        .toSorted()
    await run(pi, sh`docker stop bramble-element-1`)
    expect(await names('status=exited', 'status=dead')).toEqual(['bramble-element-1'])
    expect(await names('status=running', 'health=healthy')).toContain('bramble-synapse-1')
    expect(await names('status=exited', 'health=healthy')).toEqual([])
    await expect(names('ancestor=x')).rejects.toThrow(PracticeError)
    await run(pi, sh`docker start bramble-element-1`)
  })
})

describe('memory', () => {
  it('is counted by container where the kernel counts it', async () => {
    const rows = (await print(pi, sh`docker stats --no-stream --format ${'{{json .}}'}`))
      .trimEnd()
      .split('\n')
    const synapse = rows
      .map((row) => JSON.parse(row) as Record<string, string>)
      .find(({ Name }) => Name === 'bramble-synapse-1')
    expect(synapse?.['MemUsage']).toBe('186MiB / 1.5GiB')
    const status = await engine.status(intent)
    expect(status.services.every(({ memoryBytes }) => (memoryBytes ?? 0) > 0)).toBe(true)
    expect(status.host.memoryUsedBytes).toBeGreaterThan(700_000_000)
  })

  it('is zero where it does not', async () => {
    pi.machine.memoryLimits = false
    expect(await print(pi, sh`docker stats --no-stream --format ${'{{.MemUsage}}'}`)).toMatch(
      /^(0B \/ 0B\n){5}$/,
    )
    pi.machine.memoryLimits = true
  })
})

describe('a forwarded connection', () => {
  const address = () =>
    print(
      pi,
      sh`docker inspect --format ${'{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'} bramble-mas-1`,
    )
  const call = { method: 'GET' as const, path: '/health', headers: {} }

  it('reaches a container at its own address', async () => {
    const host = await pi.connect()
    const connection = await host.forward({ host: (await address()).trim(), port: 8081 })
    expect(await http(connection, call)).toMatchObject({ status: 200, body: 'ok' })
  })

  it('is refused where nobody listens', async () => {
    const host = await pi.connect()
    await expect(host.forward({ host: (await address()).trim(), port: 9999 })).rejects.toMatchObject({
      code: 'refused',
    })
    await expect(host.forward({ host: '172.30.0.250', port: 80 })).rejects.toMatchObject({ code: 'refused' })
  })

  it('breaks with the connection that carries it', async () => {
    const host = await pi.connect()
    const connection = await host.forward({ host: (await address()).trim(), port: 8081 })
    const closed = once(connection, 'close')
    await host.close()
    await closed
    expect(connection.destroyed).toBe(true)
  })
})

describe('programs in containers', () => {
  it.each([
    ['postgres', 'psql'],
    ['postgres', 'pg_isready'],
    ['caddy', 'wget'],
    ['synapse', 'curl'],
  ])('%s: %s refuses an unknown flag loudly', async (service, program) => {
    await expect(exec(service, program, '--no-such-flag')).rejects.toThrow(PracticeError)
  })

  it('get no input unless it is asked for', async () => {
    const psql = [
      'psql',
      '--no-psqlrc',
      '--quiet',
      '--no-align',
      '--tuples-only',
      '--username=postgres',
      '--dbname=postgres',
    ]
    const sql = ['SELECT 1;'] as const
    const with1 = (...flags: string[]) =>
      ({ ...sh`docker exec ${flags} bramble-postgres-1 ${psql}`, input: sql }) as ReturnType<typeof sh>
    expect((await run(pi, with1())).status).toBe(0)
    await expect(run(pi, with1('--interactive'))).rejects.toThrow(/SELECT 1/)
  })
})

describe('a wrong clock', () => {
  it('makes every certificate of the internet fail, in each program’s own words', async () => {
    const late = practiceEngine({ faults: [{ kind: 'clock-wrong', bySeconds: -30 * 86_400 }] }).pi
    const curl = await run(late, sh`curl --silent --show-error https://download.docker.com/linux/debian/gpg`)
    expect(curl).toMatchObject({ status: 60, stderr: expect.stringContaining('not yet valid') as string })
    expect((await run(late, sh`apt-get update`)).stderr).toContain('is not valid yet')
  })
})
