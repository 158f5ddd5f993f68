/** Sentences for everything that the intent's schema can find wrong: what to change, never what was written. Pure. */
import type { z } from 'zod'
import { givenSecretOf } from '../bridges/bridge.ts'
import { bridges } from '../bridges/index.ts'
import { clientSecretId } from '../matrix/upstream.ts'
import { CAPTCHA_KEY, MAIL_PASSWORD } from '../matrix/secrets.ts'
import { isSecretField } from '../model/field.ts'
import type { Path } from './document.ts'
import type { Schema } from './json-schema.ts'
import { nearest } from './nearest.ts'

type Issue = z.core.$ZodIssue

/** The schema's own codes, as it gives them for messages. */
export const wordsOfCode: Readonly<Record<string, string>> = {
  'address.invalid': 'This must be a host name, such as brookside.local: letters, digits, hyphens and dots.',
  'address.not-public':
    'This must be a name that the whole internet can look up, such as matrix.example.org.',
  'address.not-funnel': 'This must be the Pi’s full name in your tailnet, such as brookside.tail1234.ts.net.',
  'name.control': 'This must be one line of plain text.',
  'tailnet.tag': 'A tag looks like tag:server.',
  'tailnet.control-server':
    'This must be the whole address of your control server, such as https://headscale.example.org.',
  'address.same-host':
    'Pocket ID and Keycloak need a name of their own: choose one that is neither host nor serverName.',
  'proxy.network':
    'This must be the name of a Docker network that you made, as “docker network ls” shows it: letters, digits, dots, hyphens and underscores. Docker’s own networks (bridge, host, none) cannot be joined.',
  'proxy.traefik-name':
    'This must be a name from Traefik’s static configuration: letters, digits, hyphens and underscores.',
  'proxy.labels': 'Only Traefik reads labels: choose loopback or network.',
  'email.invalid':
    'This must be an e-mail address, such as anna@example.org; in allowedEmails also @example.org.',
  'url.invalid':
    'This must be a whole web address that begins with https://, such as https://example.org/privacy: no password, no spaces and no quotes in it.',
  'key.invalid': 'Use up to 32 lower-case letters, digits and hyphens, and begin with a letter.',
  'key.twice': 'Another entry has this key already: give each one its own.',
  'listed.empty':
    'Only listed people may come in by this entry, but allowedEmails is empty: name somebody there.',
  'sign-in.nobody': 'Nobody could sign in: allow accounts on this server, or add a provider.',
  'registration.needs-mail':
    'Proving an e-mail address takes a mail server: fill in “mail”, or choose invitation.',
  'recovery.needs-mail':
    'Setting a forgotten password anew takes a mail server: fill in “mail”, or switch this off.',
  'mail.password-in-clear':
    'With a username a password is sent, and never in clear: choose tls or starttls, or take the username out.',
  'upload.cloudflare':
    'Through Cloudflare nothing larger than 100 MB comes in: choose 95 or less, or another way to the server.',
  'bridge.invalid': 'A bridge’s name is made of lower-case letters and digits, such as whatsapp.',
}

/**
 * @param at the shape of the answers around the mistake, for names that could have been meant
 * @param given what stands at a path of the file; undefined where nothing does
 * @returns each thing to change: one issue can be several unknown names
 */
export function wordsOf(
  issue: Issue,
  at: Schema | null,
  given: (path: Path) => unknown,
): { path: Path; words: string }[] {
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))
  const one = (words: string) => [{ path, words }]
  const known = wordsOfCode[issue.message]
  if (known !== undefined) return one(known)
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        words: unknownName(key, [...path, key], at, given),
      }))
    case 'invalid_key': {
      const inner = issue.issues[0]?.message ?? ''
      return one(wordsOfCode[inner] ?? 'This name cannot be used here.')
    }
    case 'invalid_union': {
      const options = 'options' in issue && Array.isArray(issue.options) ? issue.options : null
      if (options)
        return one(`${missing(given(path))}choose one of ${options.join(', ')}.`.replace(/^c/, 'C'))
      return one('Answer this with a text, a whole number, or true or false.')
    }
    case 'invalid_value':
      if (path.join('.') === 'version') return one('This must be 2.')
      return one(
        `${missing(given(path))}choose one of ${issue.values.map(String).join(', ')}.`.replace(/^c/, 'C'),
      )
    case 'invalid_type':
      if (given(path) === undefined) return one('This is missing.')
      return one(typeWords[issue.expected] ?? `This must be of the kind ${issue.expected}.`)
    case 'too_small':
      if (issue.origin === 'string') return one('This must not be empty.')
      if (issue.origin === 'array') return one('Name at least one.')
      return one(`This must be ${issue.minimum} or more.`)
    case 'too_big':
      if (issue.origin === 'string') return one(`This is too long: ${issue.maximum} letters are the most.`)
      if (issue.origin === 'array') return one(`These are too many: ${issue.maximum} are the most.`)
      return one(`This must be ${issue.maximum} or less.`)
    default:
      return one('This does not fit here.')
  }
}

const missing = (value: unknown): string => (value === undefined ? 'This is missing: ' : '')

const typeWords: Readonly<Record<string, string>> = {
  string: 'This must be a text; a number or a yes needs quotes around it.',
  number: 'This must be a number, without quotes.',
  int: 'This must be a whole number, without quotes.',
  boolean: 'Answer this with true or false, without quotes.',
  object: 'This must be a group of names with answers, indented below it.',
  record: 'This must be a group of names with answers, indented below it.',
  array: 'This must be a list: one line each, beginning with a hyphen.',
}

function unknownName(key: string, path: Path, at: Schema | null, given: (path: Path) => unknown): string {
  const known = namesOf(at, given(path.slice(0, -1)))
  if (looksSecret(key)) return secretWords(path, given)
  const meant = nearest(key, known)
  return meant === null
    ? `There is no such answer. ${known.length > 0 ? `Known here: ${known.join(', ')}.` : 'Take it out.'}`
    : `There is no such answer. Did you mean ${meant}?`
}

/** What may stand at this place: of a choice of shapes the one whose mode fits, else all. */
function namesOf(schema: Schema | null, value: unknown): string[] {
  if (!schema) return []
  const branches = [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]
  const fitting = branches.filter((branch) =>
    Object.entries(branch.properties ?? {}).some(
      ([name, inner]) =>
        'const' in inner && inner.const === (value as Record<string, unknown> | null)?.[name],
    ),
  )
  const shapes = [schema, ...(fitting.length > 0 ? fitting : branches)]
  return [...new Set(shapes.flatMap((shape) => Object.keys(shape.properties ?? {})))]
}

/** Whether an unknown name is one that people give to secrets. */
export const looksSecret = (name: string): boolean =>
  /pass(word|wd|phrase)?$|^pwd$|secret|token|private_?key|api_?key|captcha-key|credential/i.test(name)

/** Texts that are a secret by their own form, wherever they stand. */
export const isSecretText = (text: string): boolean =>
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bGOCSPX-|\bgh[pousr]_\w{20}|\bglpat-|\bAGE-SECRET-KEY-/.test(text)

/** The sentence for a secret, with the name under which it is handed over where that is known. */
export function secretWords(path: Path, given: (path: Path) => unknown): string {
  const id = secretIdAt(path, given)
  return `Answers never hold a secret. Take it out, and hand it over in the file of --secrets${id === null ? '' : `, under the name ${id}`}.`
}

function bridgeSecretAt([, id, name]: Path): string | null {
  const bridge = bridges.find((candidate) => candidate.id === id)
  const field = bridge?.fields.find((one) => one.name === name && isSecretField(one))
  return bridge && field ? givenSecretOf(bridge, field.name) : null
}

function secretIdAt(path: Path, given: (path: Path) => unknown): string | null {
  if (path[0] === 'mail') return MAIL_PASSWORD
  if (path[0] === 'bridges') return bridgeSecretAt(path)
  if (path[0] !== 'signIn') return null
  if (path[1] === 'captcha') return CAPTCHA_KEY
  const key = path[1] === 'providers' && path.length > 3 ? given([...path.slice(0, 3), 'key']) : null
  return typeof key === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(key) ? clientSecretId(key) : null
}
