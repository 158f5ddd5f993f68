/** What a live test of the mail server found, line by line. */
import type { TestLine } from './test-line.ts'

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

/** A line whose code is one of these. */
export type MailTestLine = TestLine & { readonly code: MailTestCode }
