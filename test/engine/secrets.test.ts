/** Secrets that the owner brings are looked at before anything is written, and never repeated. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { telegram } from '../../provisioners/bridges/telegram.ts'
import { bridges, wrongBridgeSecret } from '../../provisioners/bridges/index.ts'
import { givenSecretOf, placeOf } from '../../provisioners/bridges/bridge.ts'
import { SecretBox } from '../../provisioners/engine/secrets.ts'
import { EngineError } from '../../provisioners/model/engine-error.ts'
import { isSecretField } from '../../provisioners/model/field.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { withBridges } from '../bridges/support.ts'

const HASH = givenSecretOf(telegram, 'apiHash')
const right = '0123456789abcdef0123456789abcdef'
const specs = telegram.contribute(placeOf(telegram, withBridges(['telegram']))).contribution.secrets

const made = (): never => {
  throw new Error('nothing is to be made')
}
const boxWith = (value: string, stored: string | null = null): SecretBox =>
  new SecretBox(
    new Map(stored === null ? [] : [[HASH, new Secret(stored, HASH)]]),
    specs,
    made,
    new Map([[HASH, new Secret(value, HASH)]]),
  )

function refusal(work: () => unknown): EngineError {
  try {
    work()
  } catch (error) {
    if (error instanceof EngineError) return error
  }
  throw new Error('nothing was refused')
}

describe('Telegram’s API hash', () => {
  it('is called so on the Pi', () => expect(HASH).toBe('bridge-telegram-api-hash'))

  it('is taken where it can be one', () => {
    expect(boxWith(right).secret(HASH).reveal()).toBe(right)
    expect(wrongBridgeSecret(HASH, right)).toBeNull()
  })

  it('is refused before anything is written, by name and never by value', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (typed) => {
        fc.pre(!/^[0-9a-f]{32}$/.test(typed))
        // as part of a word of the sentence itself it could not be told from a repetition
        const value = `Zq7${typed}`
        const error = refusal(() => boxWith(value, right))
        expect(error.code).toBe('intent-invalid')
        expect(error.detail).toBe(
          'API hash of Telegram: it is 32 characters, each a digit or a letter from a to f.',
        )
        expect(JSON.stringify([error.detail, error.evidence])).not.toContain('Zq7')
        expect(wrongBridgeSecret(HASH, value)).toMatch(/^API hash of Telegram: [^Z]+\.$/)
      }),
    )
  })

  it('that is on the Pi already is not asked again', () => {
    const box = new SecretBox(new Map([[HASH, new Secret('of an older form', HASH)]]), specs, made)
    expect(box.secret(HASH).reveal()).toBe('of an older form')
  })
})

describe('every secret that a bridge asks for', () => {
  const asked = bridges.flatMap((bridge) =>
    bridge.fields
      .filter(isSecretField)
      .map((field) => [givenSecretOf(bridge, field.name), bridge, field] as const),
  )
  it('are few', () => expect(asked.length).toBeGreaterThan(0))

  it.each(asked)('%s is declared with what it must look like', (id, bridge, field) => {
    const { secrets } = bridge.contribute(placeOf(bridge, withBridges([bridge.id]))).contribution
    expect(secrets.find((spec) => spec.id === id)).toMatchObject({ kind: 'given', pattern: field.pattern })
  })

  it('other secrets are taken as they are', () => {
    for (const id of ['mail-password', 'provider-work', 'bridge-telegram-pickle'])
      expect(wrongBridgeSecret(id, 'anything')).toBeNull()
  })
})
