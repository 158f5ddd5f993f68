/** Questions that many bridges ask. */
import type { Field } from '../model/field.ts'

/**
 * @param initial off where encrypted rooms of the bridge are not to be relied on
 * @param why it is off
 */
export const encryptField = (initial: boolean, why?: string): Field => ({
  name: 'encrypt',
  label: 'Encrypt new chats of this bridge',
  help: [
    'The bridge itself must read what it carries; this keeps it from being stored readable on the server.',
    'Chats that are there already stay as they are.',
    ...(why === undefined ? [] : [why]),
  ].join(' '),
  kind: 'switch',
  initial,
})

export const historyField: Field = {
  name: 'history',
  label: 'Bring the last messages of each chat along',
  help: 'Decide before the first sign-in to the network: older messages cannot be fetched later.',
  kind: 'switch',
  initial: true,
}
