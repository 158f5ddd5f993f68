/** Docker's answers as Debian 13's, Debian 12's and Docker's own packages give them. */
import { describe, expect, it } from 'vitest'
import * as facts from '../../provisioners/docker/facts.ts'
import { answer, missing } from '../system/answer.ts'

const compose = (version: string) => ({ Name: 'compose', Version: version })
const info = (more: object): string => `${JSON.stringify({ ServerVersion: '26.1.5+dfsg1', ...more })}\n`

describe('engine', () => {
  it.each([
    [
      'both halves (Debian 13)',
      answer(info({ ClientInfo: { Version: '26.1.5+dfsg1', Plugins: [compose('2.26.1-4')] } })),
      { client: '26.1.5+dfsg1', server: '26.1.5+dfsg1' },
    ],
    [
      'the daemon is down',
      answer(
        info({ ServerVersion: '', ServerErrors: ['Cannot connect'], ClientInfo: { Version: '28.3.1' } }),
        1,
        'Cannot connect to the Docker daemon',
      ),
      { client: '28.3.1', server: null },
    ],
    [
      'Debian 12, whose client does not tell its version here',
      answer(info({ ServerVersion: '20.10.24+dfsg1', ClientInfo: { Plugins: [] } })),
      { client: null, server: '20.10.24+dfsg1' },
    ],
    ['no Docker', missing, { client: null, server: null }],
    ['nonsense', answer('{broken\nEmulate Docker CLI using podman.\n'), { client: null, server: null }],
  ])('%s', (_, said, expected) => {
    expect(facts.engine.parse(said)).toEqual(expected)
  })
})

describe('compose', () => {
  it.each([
    [answer(info({ ClientInfo: { Plugins: [compose('2.26.1-4')] } })), '2.26.1-4'],
    [
      answer(info({ ClientInfo: { Plugins: [{ Name: 'buildx', Version: 'v0.20.0' }, compose('v5.0.0')] } })),
      '5.0.0',
    ],
    [answer(info({ ClientInfo: { Plugins: null } })), null],
    [answer('', 125), null],
    [missing, null],
  ])('%#', (said, expected) => {
    expect(facts.composeVersion.parse(said)).toBe(expected)
  })
})

describe('info', () => {
  it('reads what the stack needs to know', () => {
    const text =
      '{"Containers":2,"MemoryLimit":true,"SecurityOptions":["name=seccomp,profile=builtin"],"Swarm":{"LocalNodeState":"inactive"}}'
    expect(facts.daemonInfo.parse(answer(text))).toEqual({ memoryLimit: true, swarm: false, rootless: false })
  })

  it('knows a swarm, a rootless daemon, and a kernel without memory limits', () => {
    const text =
      '{"MemoryLimit":false,"SecurityOptions":["name=rootless"],"Swarm":{"LocalNodeState":"active"}}'
    expect(facts.daemonInfo.parse(answer(text))).toEqual({ memoryLimit: false, swarm: true, rootless: true })
  })

  it('is unknown while the daemon is down', () => {
    expect(facts.daemonInfo.parse(answer('{"ServerErrors":["Cannot connect"]}', 1))).toBeNull()
    expect(facts.daemonInfo.parse(missing)).toBeNull()
  })
})

describe('daemon.json', () => {
  it('is absent, present, or trouble', () => {
    expect(facts.daemonFile.parse(answer(''))).toBeNull()
    expect(facts.daemonFile.parse(answer('{"a": 1}\n'))).toBe('{"a": 1}\n')
    expect(() => facts.daemonFile.parse(answer('', 1, 'cat: Input/output error'))).toThrow(/cannot be read/)
  })
})

describe('unit', () => {
  it.each([
    [
      'LoadState=loaded\nActiveState=active\nUnitFileState=enabled\n',
      { loaded: true, active: true, enabled: true },
    ],
    [
      'LoadState=loaded\nActiveState=failed\nUnitFileState=disabled\n',
      { loaded: true, active: false, enabled: false },
    ],
    [
      'LoadState=not-found\nActiveState=inactive\nUnitFileState=\n',
      { loaded: false, active: false, enabled: false },
    ],
    ['', { loaded: false, active: false, enabled: false }],
  ])('%j', (text, expected) => {
    expect(facts.unit.parse(answer(text))).toEqual(expected)
  })
})

describe('containers', () => {
  const line = (labels: string, ports: string, state = 'running') =>
    JSON.stringify({ Names: 'c', Labels: labels, Ports: ports, State: state })

  it('reads projects and published ports', () => {
    const text = [
      line(
        'a=b,com.docker.compose.project=bramble,x=y',
        '0.0.0.0:80->80/tcp, :::80->80/tcp, 0.0.0.0:443->443/tcp',
      ),
      line('', '', 'exited'),
      line('com.docker.compose.project=nextcloud', '127.0.0.1:9000-9002->9000-9002/tcp'),
      'garbage',
    ].join('\n')
    expect(facts.containers.parse(answer(text))).toEqual([
      { name: 'c', project: 'bramble', running: true, ports: [80, 443] },
      { name: 'c', project: '', running: false, ports: [] },
      { name: 'c', project: 'nextcloud', running: true, ports: [9000, 9001, 9002] },
    ])
  })

  it('is empty without Docker', () => {
    expect(facts.containers.parse(missing)).toEqual([])
  })
})

describe('repository', () => {
  it.each([
    [answer('', 0), true],
    [answer('', 6, 'curl: (6) Could not resolve host'), false],
    [answer('', 28), false],
    [missing, null],
  ])('%#', (said, expected) => {
    expect(facts.repositoryReachable.parse(said)).toBe(expected)
  })

  it('knows an older entry, unless it is switched off', () => {
    const entry = 'deb [arch=arm64] https://download.docker.com/linux/debian bookworm stable\n'
    expect(facts.oldList.parse(answer(entry))).toBe(true)
    expect(facts.oldList.parse(answer(`# ${entry}`))).toBe(false)
    expect(facts.oldList.parse(answer('', 1))).toBe(false)
  })
})
