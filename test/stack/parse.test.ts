/** What the stack's questions answer, as real tools print it, and nonsense. */
import { describe, expect, it } from 'vitest'
import * as facts from '../../provisioners/stack/facts.ts'
import {
  familiarName,
  parseHashes,
  parseImages,
  parseInspected,
  parseListing,
  parseTexts,
} from '../../provisioners/stack/parse.ts'
import { pullImage, splitImage } from '../../provisioners/stack/commands.ts'
import { answer, missing } from '../system/answer.ts'

const hash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

describe('files', () => {
  it('reads a listing, names with spaces included', () => {
    const seen = parseListing(
      'd 700 0 0 /opt/bramble/store\nf 600 991 991 /opt/bramble/store/synapse-1/a b\nl 777 0 0 /opt/x\nfind: nonsense\n',
    )
    expect([...seen]).toEqual([
      ['/opt/bramble/store', { kind: 'directory', mode: '700', uid: 0, gid: 0 }],
      ['/opt/bramble/store/synapse-1/a b', { kind: 'file', mode: '600', uid: 991, gid: 991 }],
      ['/opt/x', { kind: 'other', mode: '777', uid: 0, gid: 0 }],
    ])
  })

  it('reads hashes', () => {
    expect([...parseHashes(`${hash}  /a\n${hash} */b\nshort  /c\nsha256sum: /d: gone\n`)]).toEqual([
      ['/a', hash],
      ['/b', hash],
    ])
  })

  it('reads texts line by line', () => {
    expect([...parseTexts('/a\0one\n/a\0\n/a\0two: \u00e9\n/b\0x\nno path\n')]).toEqual([
      ['/a', 'one\n\ntwo: \u00e9\n'],
      ['/b', 'x\n'],
    ])
  })

  it('takes an absent directory for an empty one, and half a listing for trouble', () => {
    expect(facts.storeListing.parse(answer(''))).toEqual(new Map())
    expect(() => facts.storeListing.parse(answer('d 700 0 0 /x\n', 1))).toThrow(/could not be read/)
    expect(() => facts.storeHashes.parse({ ...answer(''), truncated: true })).toThrow(/could not be read/)
  })

  it.each([
    ['generations/12\n', 12],
    ['/opt/bramble/generations/12\n', null],
    ['generations/x\n', null],
    ['', null],
  ])('current %j', (text, expected) => {
    expect(facts.currentGeneration.parse(answer(text, text === '' ? 1 : 0))).toBe(expected)
  })

  it.each([
    ['{"stores": {"a": "a-1"}}', [['a', 'a-1']]],
    ['{"stores": {"a": 1}}', []],
    ['{', []],
    ['null', []],
  ])('manifest %j', (text, expected) => {
    expect([...facts.currentStores.parse(answer(text))]).toEqual(expected)
  })
})

describe('images', () => {
  it.each([
    ['docker.io/library/caddy:2.11.4', 'caddy:2.11.4'],
    ['docker.io/vectorim/element-web:v1', 'vectorim/element-web:v1'],
    ['ghcr.io/element-hq/synapse:v1.160.0', 'ghcr.io/element-hq/synapse:v1.160.0'],
    ['caddy:2', 'caddy:2'],
  ])('%s is listed as %s', (name, expected) => {
    expect(familiarName(name)).toBe(expected)
  })

  it('reads the list', () => {
    const text =
      '{"Digest":"\\u003cnone\\u003e","ID":"f957","Repository":"ghcr.io/element-hq/synapse","Size":"368MB","Tag":"v1.160.0"}\n{"Repository":"caddy","Tag":"2.11.4"}\ngarbage\n'
    expect([...parseImages(text)]).toEqual(['ghcr.io/element-hq/synapse:v1.160.0', 'caddy:2.11.4'])
    expect(facts.images.parse(missing)).toEqual(new Set())
    expect(facts.images.parse(answer('', 1, 'Cannot connect to the Docker daemon'))).toBeNull()
  })

  it('splits a name at its tag and never at a port', () => {
    expect(splitImage('localhost:5000/a/b:1.2')).toEqual({ name: 'localhost:5000/a/b', tag: '1.2' })
    expect(() => splitImage('localhost:5000/a/b')).toThrow(TypeError)
  })

  it('pulls three times at most, each time with the image itself as the proof, and not at all what is there', () => {
    const command = pullImage('docker.io/library/caddy:2.11.4')
    const text = JSON.stringify(command)
    expect(text.match(/images\/create\?fromImage=docker\.io%2Flibrary%2Fcaddy&tag=2\.11\.4/g)).toHaveLength(3)
    expect(text.match(/"inspect"/g)).toHaveLength(3)
    expect(text.match(/"ls"/g)).toHaveLength(1)
  })
})

describe('containers', () => {
  const one = (more: Record<string, unknown> = {}) =>
    JSON.stringify({
      RestartCount: 2,
      Config: {
        Image: 'caddy:2',
        Labels: { 'com.docker.compose.service': 'caddy', 'org.bramble.revision': 'abc' },
      },
      State: {
        Status: 'running',
        StartedAt: '2026-11-21T09:33:43.123456789Z',
        ExitCode: 0,
        Health: { Status: 'healthy', Log: [{ Output: 'old' }, { Output: ' ok \n' }] },
      },
      Mounts: [{ Source: '/opt/bramble/store/caddy-1' }, {}],
      ...more,
    })

  it('reads state, health, restarts and mounts', () => {
    expect(parseInspected(`${one()}\nnonsense\n`, 'org.bramble.revision')).toEqual([
      {
        service: 'caddy',
        image: 'caddy:2',
        revision: 'abc',
        state: 'running',
        health: 'healthy',
        restarts: 2,
        startedAt: Math.floor(Date.parse('2026-11-21T09:33:43Z') / 1000),
        exitCode: 0,
        mounts: ['/opt/bramble/store/caddy-1'],
        networks: new Map(),
        healthOutput: 'ok',
      },
    ])
  })

  it('knows one that never ran, has no probe and no label', () => {
    const text = one({
      State: { Status: 'created', StartedAt: '0001-01-01T00:00:00Z', Health: null },
      Config: { Labels: { 'com.docker.compose.service': 'mas' } },
      Mounts: null,
    })
    expect(parseInspected(text, 'org.bramble.revision')).toMatchObject([
      { service: 'mas', state: 'created', health: 'none', startedAt: null, revision: '', mounts: [] },
    ])
  })

  it('passes over what is nobody’s service', () => {
    const oneOff = { Labels: { 'com.docker.compose.service': 'mas', 'com.docker.compose.oneoff': 'True' } }
    expect(parseInspected([one({ Config: oneOff }), one({ Config: {} })].join('\n'), 'x')).toEqual([])
    expect(facts.ownContainers.parse(missing)).toEqual([])
  })
})

it('a database that does not answer is not an empty one', () => {
  expect(facts.databases.parse(answer('', 1, 'Error: No such container: bramble-postgres-1'))).toBeNull()
  expect(facts.databases.parse(missing)).toBeNull()
  expect(facts.databases.parse(answer(''))?.roles.size).toBe(0)
})
