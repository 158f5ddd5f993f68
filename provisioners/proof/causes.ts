/** Every cause that a rung can name. Each has words; a new one without them does not compile. */

/** Of the way to the server. Words: words.ts. */
export const wayCauses = [
  // the name
  'name-unknown',
  'name-broken',
  'name-private',
  'outside-unseen',
  'no-internet',
  'not-in-tailnet',
  // the connection
  'server-down',
  'port-closed',
  'port-off',
  'hairpin',
  'blocked-here',
  'stale-address',
  'cut-off',
  'not-encrypted',
  'no-certificate',
  'other-certificate',
  'certificate-expired',
  'certificate-too-early',
  'unknown-authority',
  'handshake',
  // another way than the one that counts
  'inside-tailnet',
  'here-differs',
] as const

/** Of what answers at its end. Words: words-answer.ts. */
export const answerCauses = [
  // what answers
  'synapse-down',
  'mas-down',
  'mas-unreached',
  'element-down',
  'nothing-behind',
  'tunnel-down',
  'no-answer',
  'never-ends',
  'too-long',
  'header-flood',
  'not-http',
  'redirect',
  'redirect-loop',
  'piece-missing',
  'path-missing',
  'forbidden',
  'busy',
  'error-status',
  'other-answer',
  'not-json',
  'wrong-shape',
  'empty-page',
  'body-limit',
  // what is said
  'other-base-url',
  'cors-missing',
  'cors-twice',
  'issuer-differs',
  'qr-off',
  'qr-elsewhere',
  'forwarded-proto',
  'other-delegation',
  'other-server-name',
  'keys-expired',
  'bad-signature',
  'tester-disagrees',
  // the web server of the name itself, where it is another's
  'apex-unknown',
  'apex-unreachable',
  'apex-certificate',
  'apex-file-missing',
  'apex-down',
  'apex-route-missing',
  // not asked
  'stand-in',
  'first-mend',
  'not-asked',
] as const
export type WayCause = (typeof wayCauses)[number]
export type AnswerCause = (typeof answerCauses)[number]
export type Cause = WayCause | AnswerCause

/** What is wrong with one answer. */
export interface Verdict {
  readonly cause: Cause
  /** What was seen; may quote a server, and is then hostile text. */
  readonly detail: string
}
