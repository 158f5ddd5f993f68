/**
 * Answers of the provisioning API. All are constructed by the shapes of mautrix-go 0.30 (bridgev2/login.go,
 * bridgev2/matrix/provisioning.go); what real programs answer is held in the lab.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as api from '../../provisioners/bridges/provisioning/index.ts'
import { picture, readable, safePattern } from '../../provisioners/bridges/provisioning/text.ts'
import { loginFlow, loginStep, networkLogin } from '../../provisioners/model/bridges.ts'
import { Secret } from '../../provisioners/model/secret.ts'

const secret = new Secret('a-secret-of-the-bridge', 'provisioning')
const asking = { secret, user: '@anna:example.org' }
const ok = (value: unknown) => ({ status: 200, body: JSON.stringify(value) })
const step = (value: object) =>
  api.readAnswer(
    ok({ login_id: 'd3n', txn_id: 'bls_1', step_id: 'fi.mau.x', instructions: 'Do it.', ...value }),
    api.stepAnswer,
  ).step

describe('a request', () => {
  it('names the person, and the secret in its header alone', () => {
    const request = api.requestOf(asking, 'POST', ['login', 'step', 'a/b', 'c?d', 'user_input'], {
      txn: 'bls_1',
      body: { password: 'tell nobody' },
    })
    expect(request.path).toBe(
      '/_matrix/provision/v3/login/step/a%2Fb/c%3Fd/user_input?user_id=%40anna%3Aexample.org&txn_id=bls_1',
    )
    expect(request.headers['authorization']).toBe('Bearer a-secret-of-the-bridge')
    expect(JSON.stringify([request.path])).not.toContain('tell nobody')
  })
})

describe('a step', () => {
  it('shows a code for a camera as it is, and nothing that would have to be fetched', () => {
    const data = '2@x,y==\n\u202e'
    const shown = step({
      type: 'display_and_wait',
      display_and_wait: { type: 'qr', data, image_url: 'https://x' },
    })
    expect(shown).toEqual({
      kind: 'show',
      login: 'd3n',
      step: 'fi.mau.x',
      instructions: 'Do it.',
      as: 'qr',
      data,
    })
  })

  it.each([
    [
      'one that no picture holds',
      { type: 'display_and_wait', display_and_wait: { type: 'qr', data: 'x'.repeat(2400) } },
    ],
    ['a passkey', { type: 'webauthn', webauthn: { url: 'https://x', publicKey: {} } }],
    ['a request in the person’s name', { type: 'client_http', client_http: { url: 'http://127.0.0.1/' } }],
    ['a kind of later versions', { type: 'hologram' }],
    [
      'a picture to solve',
      { type: 'user_input', user_input: { fields: [{ id: 'a', type: 'captcha_code' }], attachments: [{}] } },
    ],
    ['no field', { type: 'user_input', user_input: { fields: null } }],
    [
      'two fields of one name',
      {
        type: 'user_input',
        user_input: {
          fields: [
            { id: 'a', type: 'token' },
            { id: 'a', type: 'token' },
          ],
        },
      },
    ],
    ['a page without encryption', { type: 'cookies', cookies: { url: 'http://x/', fields: [{ id: 'a' }] } }],
    [
      'a page that is a program',
      { type: 'cookies', cookies: { url: 'javascript:alert(1)', fields: [{ id: 'a' }] } },
    ],
  ])('sends the person to the bot for %s', (_name, value) => {
    expect(step(value)).toEqual({ kind: 'elsewhere', instructions: 'Do it.' })
  })

  it('asks with fields of known kinds', () => {
    const fields = [
      {
        id: 'phone_number',
        type: 'phone_number',
        name: 'Phone',
        description: 'With +',
        pattern: '^\\+[0-9]{5,15}$',
      },
      { id: 'x', type: 'captcha_code', name: 'X', options: null, default_value: 'abc' },
    ]
    expect(step({ type: 'user_input', user_input: { fields, attachments: null } })).toMatchObject({
      kind: 'ask',
      fields: [
        { id: 'phone_number', type: 'phone_number', pattern: '^\\+[0-9]{5,15}$', options: [], initial: '' },
        { id: 'x', type: 'text', pattern: '', initial: 'abc' },
      ],
    })
  })

  it.each(['__proto__', 'constructor', '', 'a b', 'x'.repeat(201)])('refuses the field %s', (id) => {
    const value = { type: 'user_input', user_input: { fields: [{ id, type: 'token' }] } }
    expect(() => step(value)).toThrow(expect.objectContaining({ code: 'bridge-unwell' }))
  })

  it('is never more than what the window draws, however hostile', () => {
    const hostile = fc.record(
      {
        login_id: fc.oneof(fc.constant('abc'), fc.string()),
        txn_id: fc.oneof(fc.constant('bls_x'), fc.string(), fc.constant(null)),
        type: fc.constantFrom('display_and_wait', 'user_input', 'cookies', 'complete', 'webauthn', 'x'),
        step_id: fc.string({ minLength: 1 }),
        instructions: fc.string({ unit: 'binary', maxLength: 9000 }),
        display_and_wait: fc.record({
          type: fc.constantFrom('qr', 'code', 'emoji', 'nothing', 'x'),
          data: fc.string({ unit: 'binary', maxLength: 5000 }),
        }),
        user_input: fc.record({
          fields: fc.array(
            fc.record({
              id: fc.string(),
              type: fc.string(),
              pattern: fc.string(),
              options: fc.array(fc.string()),
            }),
          ),
        }),
        cookies: fc.record({ url: fc.webUrl(), fields: fc.array(fc.record({ id: fc.string() })) }),
        complete: fc.record({ user_login_id: fc.string({ unit: 'binary' }) }),
        extra: fc.anything(),
      },
      { requiredKeys: ['login_id', 'type', 'step_id'] },
    )
    fc.assert(
      fc.property(hostile, (value) => {
        let read
        try {
          read = api.readAnswer(ok(value), api.stepAnswer).step
        } catch (error) {
          expect(error).toMatchObject({ code: 'bridge-unwell' })
          return
        }
        expect(loginStep.safeParse(read).success).toBe(true)
        if ('instructions' in read) expect(read.instructions.length).toBeLessThanOrEqual(4000)
        // oxlint-disable-next-line no-control-regex -- these are what is looked for
        expect('instructions' in read ? read.instructions : '').not.toMatch(/[\u0000-\u0009\u202a-\u202e]/)
      }),
      { numRuns: 150 },
    )
  })

  it('is read or refused whatever comes', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
        for (const shape of [api.stepAnswer, api.flows, api.whoami])
          try {
            api.readAnswer<unknown>({ status, body }, shape)
          } catch (error) {
            expect(error).toMatchObject({
              code: expect.stringMatching(/^(bridge-(unwell|refused)|not-found)$/),
            })
          }
      }),
    )
  })
})

describe('accounts', () => {
  const read = (login: object) => api.readAnswer(ok({ logins: [{ id: '49123', ...login }] }), api.whoami)[0]
  it.each([
    ['CONNECTED', 'connected'],
    ['BACKFILLING', 'connected'],
    ['CONNECTING', 'connecting'],
    ['TRANSIENT_DISCONNECT', 'interrupted'],
    ['BAD_CREDENTIALS', 'signed-out'],
    ['LOGGED_OUT', 'signed-out'],
    ['UNKNOWN_ERROR', 'trouble'],
    ['', 'unknown'],
    ['toString', 'unknown'],
  ])('%s is %s', (event, state) => {
    const login = read({ name: '+49 123', state: { state_event: event, message: 'why' } })
    expect(networkLogin.parse(login)).toMatchObject({ id: '49123', name: '+49 123', state })
  })
  it('are called by what is known of them, and a trouble says why', () => {
    expect(read({ profile: { phone: '+49 1' } })?.name).toBe('+49 1')
    expect(read({})?.name).toBe('49123')
    expect(read({ state_event: 'BAD_CREDENTIALS', state_reason: 'gone\u202e' })).toMatchObject({
      state: 'signed-out',
      detail: 'gone\ufffd',
    })
    expect(api.readAnswer(ok({ logins: null }), api.whoami)).toEqual([])
  })
  it('flows come with their names', () => {
    const flows = api.readAnswer(ok({ flows: [{ id: 'qr', name: 'QR', description: 'Scan' }] }), api.flows)
    expect(flows.map((flow) => loginFlow.parse(flow))).toEqual([
      { id: 'qr', name: 'QR', description: 'Scan' },
    ])
  })
})

describe('a refusal', () => {
  const refused = (status: number, errcode: string, error: string, typed: Secret[] = []) => {
    try {
      api.readAnswer({ status, body: JSON.stringify({ errcode, error }) }, api.ignored, typed)
    } catch (problem) {
      return problem as { code: string; detail: string; evidence: string[] }
    }
    throw new Error('it was taken')
  }
  it('says what the bridge said, without what was typed', () => {
    const found = refused(400, 'FI.MAU.X', 'hunter22 is wrong\u0007', [new Secret('hunter22', 'typed')])
    expect(found).toMatchObject({
      code: 'bridge-refused',
      detail: 'The bridge says: [hidden] is wrong\ufffd',
    })
  })
  it.each([
    [401, 'M_UNKNOWN_TOKEN', 'bridge-unwell'],
    [403, 'M_FORBIDDEN', 'bridge-refused'],
    [404, 'M_NOT_FOUND', 'not-found'],
    [404, 'M_UNRECOGNIZED', 'bridge-unwell'],
    [410, 'FI.MAU.BRIDGE.LOGIN_TIMED_OUT', 'bridge-refused'],
    [500, 'M_UNKNOWN', 'bridge-refused'],
  ])('%i %s is %s', (status, errcode, code) => expect(refused(status, errcode, 'words').code).toBe(code))
  it('of no known form is the bridge’s trouble', () => {
    expect(() => api.readAnswer({ status: 502, body: '<html>' }, api.ignored)).toThrow(
      expect.objectContaining({ code: 'bridge-unwell' }),
    )
  })
})

describe('texts', () => {
  it('keep their lines, and lose what could pass for other text', () => {
    expect(readable('one\ntwo\u202ethree')).toBe('one\ntwo\ufffdthree')
    expect(picture('👨‍💻')).toBe('👨‍💻')
    expect(picture('🦊\u202e')).toBe('🦊\ufffd')
  })
  it.each(['^[0-9]{5}$', '^\\+[0-9]{5,15}$', '^[a-z0-9.-]+$'])('the pattern %s is used', (source) =>
    expect(safePattern(source)).toBe(source),
  )
  it.each(['(a+)+$', '^(a|a)*$', '.*.*x', '(?i)x', '(a)\\1', 'a'.repeat(300), '(', '(?=a+)b'])(
    'the pattern %s is not',
    (source) => expect(safePattern(source)).toBe(''),
  )
})
