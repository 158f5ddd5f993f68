/** What a live test of the mail server found, line by line. */
import { z } from 'zod'

export const mailTestCodes = [
  'reached',
  'encrypted',
  'not-encrypted',
  'signed-in',
  'sent',
  'not-tried',
  'name-unknown',
  'port-closed',
  'silent',
  'certificate',
  'no-tls',
  'no-starttls',
  'turned-away',
  'no-sign-in',
  'password-refused',
  'sign-in-needed',
  'sender-refused',
  'recipient-refused',
  'try-later',
  'message-refused',
  'broken-off',
] as const

export type MailTestCode = (typeof mailTestCodes)[number]

export const mailTestLine = z.strictObject({
  code: z.enum(mailTestCodes),
  verdict: z.enum(['fine', 'worth-knowing', 'in-the-way']),
  title: z.string(),
  /** What was seen; empty where the title says it all. */
  detail: z.string(),
  /** What to do; empty where nothing is to do. */
  remedy: z.string(),
})

export type MailTestLine = z.infer<typeof mailTestLine>
