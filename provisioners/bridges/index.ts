/** Every bridge, one line each; and what those that an intent names add to the stack. */
import { EngineError } from '../model/engine-error.ts'
import { isSecretField, wrongValue } from '../model/field.ts'
import type { Intent } from '../model/intent.ts'
import type { Registration } from '../matrix/registration.ts'
import type { Contribution } from '../stack/contribution.ts'
import { placeOf, type Bridge } from './bridge.ts'
import { doublePuppet, doublePuppetSecrets } from './double-puppet.ts'
import { telegram } from './telegram.ts'
import { whatsapp } from './whatsapp.ts'

/** In the order of the window. */
export const bridges: readonly Bridge[] = [whatsapp, telegram]

/** @throws EngineError not-found for one that no file describes */
export function bridgeOf(id: string): Bridge {
  const found = bridges.find((bridge) => bridge.id === id)
  if (!found)
    throw new EngineError('not-found', `Nothing here knows the bridge “${id}”.`, [
      `known: ${bridges.map((bridge) => bridge.id).join(', ')}`,
    ])
  return found
}

export interface WrongBridge {
  readonly bridge: string
  readonly field: string | null
  readonly words: string
}

/** Answers that a bridge's file does not take: which bridge, which of its questions, and a sentence that says what to change. */
export function wrongBridges(intent: Pick<Intent, 'bridges'>): WrongBridge[] {
  return Object.entries(intent.bridges).flatMap(([id, answered]): WrongBridge[] => {
    const bridge = bridges.find((candidate) => candidate.id === id)
    if (!bridge) return [{ bridge: id, field: null, words: `Nothing here knows the bridge “${id}”.` }]
    const fields = bridge.fields.filter((field) => !isSecretField(field))
    const unknown = Object.keys(answered).filter((name) => !fields.some((field) => field.name === name))
    return [
      ...unknown.map((name) => ({
        bridge: id,
        field: name,
        words: bridge.fields.some((field) => field.name === name)
          ? `“${name}” of the bridge “${id}” is a secret and must not be in the answers.`
          : `The ${bridge.name} bridge has no setting “${name}”.`,
      })),
      ...fields.flatMap((field) => {
        const wrong = wrongValue(field, answered[field.name] ?? field.initial)
        return wrong === null
          ? []
          : [{ bridge: id, field: field.name, words: `${field.label} of the bridge “${id}”: ${wrong}` }]
      }),
    ]
  })
}

/**
 * Everything that an intent's bridges add; in the order of the list, so that the same answers give the same files.
 *
 * @throws EngineError intent-invalid for answers that a bridge's file does not take, naming each
 */
export function bridgesOf(intent: Intent): {
  readonly contributions: readonly Contribution[]
  readonly registrations: readonly Registration[]
} {
  const wrong = wrongBridges(intent).map(({ words }) => words)
  if (wrong.length > 0) throw new EngineError('intent-invalid', wrong.join(' '), wrong)
  const parts = bridges
    .filter(({ id }) => Object.hasOwn(intent.bridges, id))
    .map((bridge) => bridge.contribute(placeOf(bridge, intent)))
  if (parts.length === 0) return { contributions: [], registrations: [] }
  return {
    contributions: [
      ...parts.map(({ contribution }) => contribution),
      { ...nothing, id: doublePuppet.id, secrets: doublePuppetSecrets },
    ],
    registrations: [doublePuppet, ...parts.map(({ registration }) => registration)],
  }
}

const nothing = { services: [], databases: [], routes: [], checks: [] }
