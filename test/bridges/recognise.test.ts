/** Which of several failures is the reason, what has been overcome, and what hostile lines can do: nothing. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { recognise, whyNotWell } from '../../provisioners/bridges/causes/index.ts'
import { zerolog } from './log-forms.ts'
import { samples } from './samples.ts'

const ids = (lines: readonly string[], of = {}): string[] => recognise(lines, of).map(({ id }) => id)
const logs = samples.flatMap((sample) => sample.logs.map((lines) => ({ ...sample, lines })))
const [json] = zerolog('fatal', 'Homeserver -> appservice connection is not working', {
  error: 'M_BAD_STATUS (HTTP 502): HTTP 401 Unauthorized',
}) as [readonly string[]]
const [started] = zerolog('debug', 'Bridge started') as [readonly string[]]

describe('the reason among several', () => {
  it('a key that the bridge refuses is more than a server that does not reach it', () => {
    const refused = zerolog('fatal', 'Homeserver -> appservice connection is not working', {
      error: 'M_BAD_STATUS (HTTP 502): HTTP 502 Bad Gateway',
    }).flat()
    expect(ids(refused)).toEqual(['hs-to-bridge-down'])
    expect(ids([...refused, ...json])).toEqual(['hs-token-mismatch'])
  })

  it('a try that will be made again is no failure yet', () => {
    const trying = zerolog(
      'error',
      'Homeserver -> appservice connection is not working, retrying in 5 seconds...',
      {
        error: 'M_BAD_STATUS (HTTP 502): HTTP 401 Unauthorized',
      },
    ).flat()
    expect(ids(trying)).toEqual([])
  })

  it.each([
    [
      'a sign-in that is gone, under a legacy bridge’s general words',
      'Error initializing end-to-bridge encryption',
      'failed to log in as bridge bot: M_UNKNOWN (HTTP 400): Unknown login type',
      'mas-login-flows',
    ],
    [
      'the same, told by the sign-in service',
      'Failed to start bridge',
      'failed to log in as bridge bot: M_APPSERVICE_LOGIN_UNSUPPORTED (HTTP 400): use MSC4190',
      'mas-login-flows',
    ],
    [
      'keys that do not open, under general words',
      'Error reinitializing end-to-bridge encryption',
      'the supplied account key is invalid',
      'pickle-key',
    ],
    [
      'keys that the server refuses, under what they are for',
      'Failed to generate recovery key and self-sign',
      'M_UNKNOWN (HTTP 400): To upload keys, you must pass device_id when authenticating',
      'keys-upload-no-device',
    ],
    [
      'a database of another program, under general words',
      'Failed to initialize database connection',
      'the database is owned by megabridge/mautrix-meta',
      'db-owned',
    ],
    [
      'a person that was never there, under a refused masquerade',
      'Failed to create new user intent',
      'M_FORBIDDEN (HTTP 403): Application service has not registered this user (@anna:example.org)',
      'dp-unregistered',
    ],
  ])('%s', (_, message, error, id) => {
    for (const lines of zerolog('fatal', message, { error })) expect(ids(lines)).toEqual([id])
  })

  it('a setting that was passed over is the reason of one that is missing', () => {
    expect(
      ids([
        'Ignoring incorrect config field type !!str at network->api_id',
        ...(zerolog('fatal', 'Configuration error', { error: 'api_id is required' })[0] ?? []),
      ]),
    ).toEqual(['cfg-type-ignored'])
  })

  it('the exit status decides between two that have nothing to do with each other', () => {
    const lines = [
      ...(zerolog('error', 'Failed to connect to homeserver, retrying in 10 seconds...')[0] ?? []),
      ...(zerolog('fatal', 'Unexpected user ID in whoami call')[0] ?? []),
      'Failed to parse config: yaml: line 2',
    ]
    expect(ids(lines, { exitCode: 17 })[0]).toBe('wrong-whoami')
    expect(ids(lines, { exitCode: 10 })[0]).toBe('cfg-parse')
  })

  it('a network’s failure is not told of another network’s bridge', () => {
    const lines = ['wa-logged-out']
    expect(ids(lines, { bridge: 'whatsapp' })).toEqual(['wa-logged-out'])
    expect(ids(lines, { bridge: 'signal' })).toEqual([])
    expect(ids(['Cannot reuse ID across application services: x'], { bridge: 'signal' })).toEqual([])
  })
})

describe('what has been overcome', () => {
  it('is not told once the bridge has started', () => {
    expect(ids([...json, ...started])).toEqual([])
    expect(ids([...started, ...json])).toEqual(['hs-token-mismatch'])
  })

  it('a start does not bring an account back, its connection does', () => {
    const state = (event: string, account: string, error?: string): string =>
      JSON.stringify({
        level: 'debug',
        bridge_state: { state_event: event, ...(error && { error }), remote_id: account },
        message: 'Sent new bridge state',
      })
    const out = state('BAD_CREDENTIALS', '491', 'wa-logged-out')
    expect(ids([out, ...started])).toEqual(['wa-logged-out'])
    expect(ids([out, ...started, state('CONNECTED', '492')])).toEqual(['wa-logged-out'])
    expect(ids([out, ...started, state('CONNECTED', '491')])).toEqual([])
  })

  it('a bot that is registered at its first start is no failure', () => {
    const first = (user: string): string =>
      `2026-11-21 18:59:03,527 - synapse.http.server - 131 - INFO - GET-17 - <XForwardedForRequest at 0x1 method='GET' uri='/_matrix/client/versions?user_id=x' clientproto='HTTP/1.1' site='8008'> SynapseError: 403 - Application service has not registered this user (${user})`
    expect(ids([first('@whatsappbot:example.org')], { bridge: 'synapse' })).toEqual([])
    expect(ids([first('@telegram_12345:example.org')], { bridge: 'synapse' })).toEqual([])
    expect(ids([first('@anna_lena:example.org')], { bridge: 'synapse' })).toEqual(['dp-unregistered'])
  })
})

describe('lines of strangers', () => {
  it('what people write, logged as a matter of course, is no failure', () => {
    for (const { lines } of logs.filter(({ id }) => !['bridge state'].includes(id))) {
      const quoted = JSON.stringify({
        level: 'info',
        body: lines.join('\n').slice(0, 400),
        message: 'Handled message',
      })
      expect(ids([quoted])).toEqual([])
    }
  })

  it('no line throws, and none takes long to read', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 400 }),
      fc.json({ maxDepth: 6 }),
      fc.constantFrom(
        '{',
        '{"level":{},"message":[]}',
        '\u001b]0;title\u0007',
        '\u0000',
        `{"a":${'['.repeat(5000)}`,
      ),
      fc
        .tuple(
          fc.constantFrom('Configuration error ', 'M_UNKNOWN_TOKEN ', 'NotImplementedError\n', 'role "'),
          fc.nat(20_000),
        )
        .map(([start, count]) => start.repeat(Math.ceil(count / start.length))),
    )
    fc.assert(
      fc.property(fc.array(nasty, { maxLength: 12 }), (lines) => {
        for (const { evidence } of recognise(lines)) {
          expect(evidence.length).toBeLessThanOrEqual(400)
          expect(evidence).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('a failure is found between any other lines', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...logs),
        fc.array(fc.json(), { maxLength: 8 }),
        fc.array(fc.json(), { maxLength: 8 }),
        ({ id, bridge, lines }, before, after) => {
          expect(ids([...before, ...lines, ...after], { bridge })).toContain(id)
        },
      ),
      { numRuns: 200 },
    )
  })

  it('shows neither tokens nor passwords', () => {
    const token = 'Zm9yLXRlc3RzLW9ubHktdGhpcy1pcy1uby10b2tlbg_123'
    const [duplicate] = recognise([
      `Cannot reuse as_token across application services: ${token} (files: a, b)`,
    ])
    expect(duplicate?.id).toBe('syn-as-dup-token')
    expect(duplicate?.evidence).toContain('[hidden]')
    expect(duplicate?.evidence).not.toContain(token)
    const [connect] = recognise([
      'Failed to initialize database connection: postgres://bridge_x:geheim@postgres:5432/bridge_x',
    ])
    expect(connect?.evidence).not.toContain('geheim')
  })
})

describe('for a card', () => {
  it('says why and what to do', () => {
    const lines = json
    expect(whyNotWell('whatsapp', lines, 13)).toEqual({
      why: expect.stringMatching(/^The bridge does not recognise the Matrix server\. .+\.$/) as string,
      remedy: expect.stringMatching(/Bramble/) as string,
    })
    expect(whyNotWell('whatsapp', ['all is well'], 0)).toBeNull()
    expect(whyNotWell('whatsapp', [], null)).toBeNull()
  })
})
