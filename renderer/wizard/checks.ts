/** Whether answers can stand, for the words beside them; the model's own rules, which the engine checks again. */
import type { Answers } from './state.ts'
import { checkHost } from './parse.ts'

type Mail = NonNullable<Answers['mail']>

const ADDRESS = /^[\w+'-]+(\.[\w+'-]+)*@([a-z0-9][a-z0-9-]*\.)+[a-z]{2,}$/i

export const isEmail = (text: string): boolean => text.length <= 254 && ADDRESS.test(text)

/** What keeps the settings of the mail from being kept, by field. */
export function wrongMail(mail: Mail): ('host' | 'port' | 'username' | 'security' | 'from')[] {
  const wrong: ReturnType<typeof wrongMail> = []
  if (checkHost(mail.host) !== null) wrong.push('host')
  if (!Number.isInteger(mail.port) || mail.port < 1 || mail.port > 65_535) wrong.push('port')
  if (mail.username !== null && mail.username.trim() === '') wrong.push('username')
  // a password must not travel in clear
  if (mail.security === 'plain' && mail.username !== null) wrong.push('security')
  if (!isEmail(mail.from)) wrong.push('from')
  return wrong
}

/** Entries of the list of allowed addresses that are none: `anna@example.org`, or `@example.org` for all of it. */
export const wrongAllowed = (entries: readonly string[]): string[] =>
  entries.filter((entry) => !/^[^\s@]*@[^\s@]+$/.test(entry) || entry.length > 254)

/** Names of other servers that are none. */
export const wrongServers = (names: readonly string[]): string[] =>
  names.filter((name) => checkHost(name) !== null)

const PAGE =
  /^https:\/\/([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::[0-9]{1,5})?(?:[/?#][a-z0-9._~!+,;=:@&/?#%-]*)?$/i

/** An address of a page that people read: empty, or https. */
export function isPage(text: string | undefined): boolean {
  if (text === undefined) return true
  const host = PAGE.exec(text)?.[1]?.toLowerCase()
  return host !== undefined && text.length <= 500 && URL.canParse(text) && new URL(text).hostname === host
}

/** What is wrong with who signs in, as a whole. */
export type WrongPeople =
  | 'nobody'
  | 'registration-needs-mail'
  | 'recovery-needs-mail'
  | 'allowed'
  | 'listed-empty'
  | 'mail'
  | 'captcha'
  | 'branding'

export function wrongPeople({ signIn, mail, branding }: Answers): WrongPeople[] {
  const { accounts, registration, passwordRecovery, allowedEmails, captcha, providers } = signIn
  const found: [WrongPeople, boolean][] = [
    ['nobody', !accounts && providers.length === 0],
    ['registration-needs-mail', registration === 'email' && mail === null],
    ['recovery-needs-mail', passwordRecovery && mail === null],
    ['allowed', wrongAllowed(allowedEmails).length > 0],
    ['listed-empty', allowedEmails.length === 0 && providers.some(({ admits }) => admits === 'listed')],
    ['mail', mail !== null && wrongMail(mail).length > 0],
    ['captcha', captcha !== null && captcha.siteKey.trim() === ''],
    ['branding', !isPage(branding.privacyPolicy) || !isPage(branding.terms)],
  ]
  return found.filter(([, wrong]) => wrong).map(([name]) => name)
}

/** Lines of a text that hold something, trimmed and in lower case, each once. */
export const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n,;]/)
      .map((line) => line.trim().toLowerCase())
      .filter((line) => line !== ''),
  ),
]
