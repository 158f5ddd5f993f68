/** Who may sign in, and how: accounts of the server's own, other providers, and what stands between strangers and an account. */
import { z } from 'zod'
import { hostName, isWebAddress } from './address.ts'

/** A short name that an answers file and a URL can hold. */
const slug = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, { error: 'key.invalid' })

/** One way to sign in with an account that is kept elsewhere, or by a service on this Pi. */
export const provider = z.strictObject({
  /** The owner's name for this entry. Its redirect address and everybody's accounts hang on it: it never changes. */
  key: slug,
  /** Which provider this is, such as `google`; the identity folder has one file for each. */
  kind: slug,
  /** What the button says; the provider's own name where it is left out. */
  label: z.string().trim().min(1).max(60).optional(),
  /** Answers to the provider's own questions, by the names of its fields. Secrets are not among them. */
  settings: z.record(z.string(), z.union([z.string().max(4096), z.boolean()])).default({}),
  /** Who of those that the provider knows may come in: everyone, who holds an invitation, or who has an allowed e-mail address. */
  admits: z.enum(['everyone', 'invited', 'listed']).default('invited'),
})

export const signIn = z
  .strictObject({
    /** Accounts with a password, kept on this server. */
    accounts: z.boolean().default(true),
    /** How new people get such an account: the owner makes it, by an invitation, or by proving an e-mail address. */
    registration: z.enum(['closed', 'invitation', 'email']).default('invitation'),
    /** How good a password must be: zxcvbn's 0 to 4. */
    passwordStrength: z.int().min(0).max(4).default(3),
    /** A forgotten password can be set anew by mail. */
    passwordRecovery: z.boolean().default(false),
    /** One entry each; `@example.org` allows a whole domain. Empty allows all. */
    allowedEmails: z
      .array(
        z
          .string()
          .trim()
          .toLowerCase()
          .regex(/^[^\s@]*@[^\s@]+$/, { error: 'email.invalid' })
          .max(254),
      )
      .max(1000)
      .default([]),
    /** Proof of being human before an account is made; its secret key is the secret `captcha-key`. */
    captcha: z
      .strictObject({
        service: z.enum(['recaptcha_v2', 'cloudflare_turnstile', 'hcaptcha']),
        siteKey: z.string().trim().min(1).max(200),
      })
      .nullable()
      .default(null),
    providers: z.array(provider).max(20).default([]),
  })
  .superRefine(({ accounts, providers, allowedEmails }, context) => {
    const wrong = (path: (string | number)[], message: string): void =>
      context.addIssue({ code: 'custom', path, message })
    if (!accounts && providers.length === 0) wrong(['accounts'], 'sign-in.nobody')
    const keys = new Set<string>()
    for (const [index, { key, admits }] of providers.entries()) {
      if (keys.has(key)) wrong(['providers', index, 'key'], 'key.twice')
      keys.add(key)
      if (admits === 'listed' && allowedEmails.length === 0)
        wrong(['providers', index, 'admits'], 'listed.empty')
    }
  })

/** How the server sends mail; its password is the secret `mail-password`. */
export const mail = z
  .strictObject({
    host: hostName,
    port: z.int().min(1).max(65_535),
    security: z.enum(['tls', 'starttls', 'plain']),
    /** Null for a mail server that asks for none. */
    username: z.string().trim().min(1).max(254).nullable().default(null),
    /** The address that mails come from. */
    from: z.email({ error: 'email.invalid' }),
  })
  .superRefine(({ security, username }, context) => {
    if (security === 'plain' && username !== null)
      context.addIssue({ code: 'custom', path: ['security'], message: 'mail.password-in-clear' })
  })

/**
 * A page that people open: no name and password in it, no quotes, no spaces. Letters of other scripts are written as a browser's
 * address line copies them (`xn--`, `%C3`).
 */
const webAddress = z
  .string()
  .trim()
  .max(500)
  .regex(
    /^https:\/\/[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?([/?#][A-Za-z0-9._~!+,;=:@&/?#%-]*)?$/,
    { error: 'url.invalid', abort: true },
  )
  .refine(isWebAddress, { error: 'url.invalid' })

/** What people read on the sign-in page. */
export const branding = z.strictObject({
  privacyPolicy: webAddress.optional(),
  /** Adds a box to tick before an account is made. */
  terms: webAddress.optional(),
  imprint: z.string().trim().min(1).max(200).optional(),
})

export type SignIn = z.infer<typeof signIn>
export type Provider = z.infer<typeof provider>
export type Mail = z.infer<typeof mail>
