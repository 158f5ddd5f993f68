/** Registrations that Synapse does not take, and then does not start (Synapse, synapse/config/appservice.py). */
import type { Signature } from './signature.ts'

/** Synapse says this of every registration that it cannot read, before it says why. */
const general = ['syn-as-perm']

export const synapse: readonly Signature[] = [
  {
    id: 'syn-as-dup-id',
    where: ['synapse'],
    exits: [1],
    says: /\bCannot reuse ID across application services\b/,
    explains: general,
    title: 'Two registrations have the same name',
    cause:
      'Synapse does not start while one bridge is listed twice, or two bridges call themselves the same.',
    remedy:
      'Let Bramble write the list again: it names each bridge once. If one was added by hand, give that one another id.',
    action: 'converge',
  },
  {
    id: 'syn-as-dup-token',
    where: ['synapse'],
    exits: [1],
    says: /\bCannot reuse as_token across application services\b/,
    explains: general,
    title: 'Two registrations have the same key',
    cause: 'Synapse does not start while two bridges show the same key, for it could not tell them apart.',
    remedy: 'Let Bramble write the registrations again: each has a key of its own.',
    action: 'converge',
  },
  {
    id: 'syn-as-url',
    where: ['synapse'],
    exits: [1],
    says: /\bRequired string field or explicit null: \\?'url\\?'/,
    explains: general,
    title: 'A registration does not say where its bridge is',
    cause: 'Synapse wants an address in every registration, or a plain statement that there is none.',
    remedy: 'Let Bramble write the registrations again.',
    action: 'converge',
  },
  {
    id: 'syn-as-bool',
    where: ['synapse'],
    exits: [1],
    says: /\boption should be true or false if specified\b/,
    explains: general,
    title: 'A registration has a switch that is neither on nor off',
    cause: 'Where Synapse wants true or false, some other text stands, perhaps in quotes.',
    remedy: 'Let Bramble write the registrations again.',
    action: 'converge',
  },
  {
    id: 'syn-as-perm',
    where: ['synapse'],
    exits: [1],
    says: /\bFailed to load appservice from '|^(?:PermissionError|FileNotFoundError): .{0,200}\bregistration\b/,
    title: 'Synapse cannot read a bridge’s registration',
    cause:
      'The file is listed, but it is not there or belongs to somebody else, and then Synapse does not start.',
    remedy: 'Let Bramble repair it: it writes the registrations again, readable for Synapse alone.',
    action: 'converge',
  },
  {
    id: 'syn-msc3861',
    where: ['synapse'],
    exits: [1],
    says: /\bexperimental_features\.msc3861 was removed\b/,
    title: 'Synapse is told of the sign-in service in an old way',
    cause:
      'Its settings still hold a block from the time when such sign-in was an experiment, and this Synapse refuses it.',
    remedy: 'Let Bramble write Synapse’s settings again.',
    action: 'converge',
  },
]
