/** Every bridge, one line each; and what those that an intent names add to the stack. */
import { EngineError } from '../model/engine-error.ts'
import { isSecretField, wrongValue, type Field } from '../model/field.ts'
import type { Intent } from '../model/intent.ts'
import type { Registration } from '../matrix/registration.ts'
import type { Contribution, Service } from '../stack/contribution.ts'
import { givenSecretOf, placeOf, type Bridge } from './bridge.ts'
import { doublePuppet, doublePuppetSecrets } from './double-puppet.ts'
import { bluesky } from './bluesky.ts'
import { discord } from './discord.ts'
import { facebook } from './facebook.ts'
import { gmessages } from './gmessages.ts'
import { gvoice } from './gvoice.ts'
import { heisenbridge } from './heisenbridge.ts'
import { hookshot } from './hookshot.ts'
import { instagram } from './instagram.ts'
import { irc } from './irc.ts'
import { linkedin } from './linkedin.ts'
import { signal } from './signal.ts'
import { slack } from './slack.ts'
import { telegram } from './telegram.ts'
import { twitter } from './twitter.ts'
import { whatsapp } from './whatsapp.ts'
import { zulip } from './zulip.ts'

/** In the order of the window: those that are offered to everybody come first. */
export const bridges: readonly Bridge[] = [
  signal,
  whatsapp,
  telegram,
  discord,
  facebook,
  instagram,
  gmessages,
  slack,
  bluesky,
  twitter,
  gvoice,
  linkedin,
  zulip,
  irc,
  heisenbridge,
  hookshot,
]

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
    const beside = (bridge.clashes ?? []).filter((other) => Object.hasOwn(intent.bridges, other))
    return [
      ...beside.map((other) => ({
        bridge: id,
        field: null,
        words: `The bridges “${id}” and “${other}” claim the same names: keep one of them.`,
      })),
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

/** The question behind a secret that the owner brings for a bridge, by the secret's id; null for any other secret. */
export const secretFieldOf = (id: string): { readonly bridge: Bridge; readonly field: Field } | null =>
  bridges
    .flatMap((bridge) => bridge.fields.filter(isSecretField).map((field) => ({ bridge, field })))
    .find(({ bridge, field }) => givenSecretOf(bridge, field.name) === id) ?? null

/**
 * @param value a secret that was just typed; it stays out of the answer
 * @returns what is wrong with it, or null: also for secrets that are no bridge's
 */
export function wrongBridgeSecret(id: string, value: string): string | null {
  const asked = secretFieldOf(id)
  const wrong = asked && wrongValue(asked.field, value)
  return asked && wrong !== null ? `${asked.field.label} of ${asked.bridge.name}: ${wrong}` : null
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
      ...parts.map(({ contribution }) => ({
        ...contribution,
        // the server is there for its people without them
        services: contribution.services.map((service): Service => ({ severity: 'warns', ...service })),
      })),
      { ...nothing, id: doublePuppet.id, secrets: doublePuppetSecrets },
    ],
    registrations: [doublePuppet, ...parts.map(({ registration }) => registration)],
  }
}

const nothing = { services: [], databases: [], routes: [], checks: [] }
