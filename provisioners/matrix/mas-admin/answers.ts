/** The shapes of MAS's answers, as far as they are used (MAS, docs/api/spec.json); all text in them is hostile. */
import { z } from 'zod'
import { masId } from '../../model/people.ts'

/** Control and direction characters, which could pass for other text where they are shown. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const DISGUISES = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

export const undisguised = (text: string): string => text.replaceAll(DISGUISES, '\ufffd')

/** @returns the text without disguises, at most 300 characters of it */
export const harmless = (text: string): string => undisguised(text.slice(0, 300))

const text = z.string().transform(harmless)
/** Seconds since the epoch from RFC 3339. */
const moment = z.iso.datetime({ offset: true }).transform((value) => Date.parse(value) / 1000)
const maybeMoment = moment.nullish().transform((value) => value ?? null)

export const single = <T extends z.ZodType>(attributes: T) =>
  z.object({ data: z.object({ id: masId, attributes }) }).transform(({ data }) => data)

/** A page: what is on it, how many there are in all, and where the next one starts. */
export const pageOf = <T extends z.ZodType>(attributes: T) =>
  z
    .object({
      meta: z.object({ count: z.int().min(0).nullish() }).nullish(),
      data: z
        .array(z.object({ id: masId, attributes }))
        .max(1000)
        .nullish(),
      links: z.object({ next: z.string().nullish() }),
    })
    .transform(({ meta, data, links }) => {
      const items = data ?? []
      return {
        items,
        count: meta?.count ?? items.length,
        next: typeof links.next === 'string' ? (items.at(-1)?.id ?? null) : null,
      }
    })

export const counted = z
  .object({ meta: z.object({ count: z.int().min(0) }) })
  .transform(({ meta }) => meta.count)

export const user = z
  .object({
    username: text,
    created_at: moment,
    locked_at: maybeMoment,
    deactivated_at: maybeMoment,
    admin: z.boolean(),
  })
  .transform((seen) => ({
    username: seen.username,
    admin: seen.admin,
    locked: seen.locked_at !== null,
    lockedAt: seen.locked_at,
    deactivated: seen.deactivated_at !== null,
    createdAt: seen.created_at,
  }))

export const email = z.object({ email: text }).transform((seen) => seen.email)

export const registrationToken = z
  .object({
    // typed by people: one that was disguised would not be accepted anyway
    token: text,
    usage_limit: z.int().nullish(),
    times_used: z.int(),
    created_at: moment,
    expires_at: maybeMoment,
  })
  .transform((seen) => ({
    code: seen.token,
    uses: seen.usage_limit ?? null,
    used: seen.times_used,
    createdAt: seen.created_at,
    expiresAt: seen.expires_at,
  }))

/** For answers of which nothing is needed. */
export const ignored = z.unknown().transform(() => null)
export const anyAttributes = z.unknown().transform(() => null)
