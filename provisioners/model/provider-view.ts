/** A way to sign in as the set-up draws it: its descriptor as data, and what follows from an entry that is being filled in. */
import { z } from 'zod'
import { fieldView } from './field.ts'
import { provider } from './sign-in.ts'

export const providerView = z.strictObject({
  id: z.string(),
  name: z.string(),
  what: z.string(),
  /** Whether it runs on this machine, set up by itself. */
  where: z.enum(['here', 'elsewhere']),
  /** Under which heading it is offered: on this machine, where everybody has an account, one of the owner's own, or not to be relied on yet. */
  group: z.enum(['here', 'public', 'own', 'experimental']),
  /** Its limits, where it is experimental; else empty. */
  experimental: z.string(),
  /** Memory that it takes on this machine; 0 for those elsewhere. */
  memoryMiB: z.number(),
  fields: z.array(fieldView),
})

/** What follows from one entry: what to do at the provider, and what is wrong with the answers so far. */
export const providerPlace = z.strictObject({
  redirect: z.string(),
  backchannel: z.string(),
  /** Step by step; `{…}` in braces are the values to copy. */
  guide: z.array(z.string()),
  /** What is wrong with the entry as a whole, one sentence each. */
  wrong: z.array(z.string()),
  /** What is wrong with single answers, by the names of their fields. */
  wrongFields: z.record(z.string(), z.string()),
  /** Who may be let in; those that must not be are left out. */
  admits: z.array(provider.shape.admits),
  /** The ids of its secrets, by the names of their fields. */
  secrets: z.record(z.string(), z.string()),
})

/** Where a secret that the owner brings is: on the Pi, given in this visit, or nowhere yet. */
export const secretPlace = z.enum(['kept', 'given', 'missing'])

export type ProviderView = z.infer<typeof providerView>
export type ProviderPlace = z.infer<typeof providerPlace>
export type SecretPlace = z.infer<typeof secretPlace>
