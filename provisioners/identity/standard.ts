/** What most providers share. */
import type { Field, Settings } from '../model/field.ts'
import type { Claims } from '../matrix/upstream.ts'

/** The two values that every provider hands out. */
export const clientFields: readonly Field[] = [
  { name: 'clientId', label: 'Client ID', kind: 'text' },
  { name: 'secret', label: 'Client secret', kind: 'secret' },
]

/** What MAS takes in a name as it is (MAS, policies/register/register.rego). */
const PLAIN = 'abcdefghijklmnopqrstuvwxyz0123456789.=_/+-'

/** Letters that have a usual spelling without marks; every other character becomes an underscore. */
const SPELLED: Readonly<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  å: 'a',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  // marks that stand apart from their letter
  ...Object.fromEntries(
    Array.from('\u0300\u0301\u0302\u0303\u0306\u0307\u0308\u030a\u030c\u0327\u0328').map((mark) => [
      mark,
      '',
    ]),
  ),
  ...Object.fromEntries(
    Object.entries({
      a: 'àáâãāăą',
      c: 'çćčĉ',
      d: 'ď',
      e: 'èéêëēėęě',
      g: 'ğģ',
      i: 'ìíîïīįı',
      k: 'ķ',
      l: 'ļľ',
      n: 'ñńňņ',
      o: 'òóôõōő',
      r: 'ŕř',
      s: 'śšşș',
      t: 'ťţț',
      u: 'ùúûūůűų',
      y: 'ýÿ',
      z: 'źżž',
    }).flatMap(([plain, marked]) => Array.from(marked).map((letter) => [letter, plain])),
  ),
}

/** A whole Matrix id has at most 255 characters; this leaves 152 of them to the server's name. */
const LONGEST = 100

/**
 * A name that Matrix takes, from whatever the provider calls people. MAS does not lower-case it, and refuses other characters
 * and names of digits alone (MAS, policies/register/register.rego); Synapse refuses a leading underscore (Synapse,
 * handlers/register.py). A name that is right already stays as it is.
 *
 * @param value a MiniJinja expression, such as `user.preferred_username`
 * @param otherwise the expression that is taken where the first leaves nothing, such as a name of emoji alone
 * @returns a MiniJinja template; it uses nothing beyond the language's own filters
 */
export function localpart(value: string, otherwise = 'user.sub'): string {
  const spelled = Object.entries(SPELLED)
    .map(([letter, plain]) => `'${letter}':'${plain}'`)
    .join(',')
  return [
    "{%- set made = namespace(name='', digits=true) -%}",
    `{%- for given in [${value} or '', ${otherwise} or ''] -%}`,
    '{%- if not made.name -%}',
    "{%- for letter in (given ~ '') | lower | list -%}",
    `{%- set plain = letter if letter in '${PLAIN}' else {${spelled}}[letter] | default('_') -%}`,
    `{%- if (made.name or plain != '_') and made.name | length < ${LONGEST} -%}`,
    '{%- set made.name = made.name ~ plain -%}',
    "{%- if plain not in '0123456789' -%}{%- set made.digits = false -%}{%- endif -%}",
    '{%- endif -%}',
    '{%- endfor -%}',
    '{%- endif -%}',
    '{%- endfor -%}',
    "{{ 'u' if made.digits }}{{ made.name }}",
  ].join('')
}

/** The expression of a claim's part before its `@`. */
export const beforeAt = (claim: string): string => `(((${claim} or '') ~ '') | split('@') | list | first)`

/** What people are shown as: an absent claim and one that is null are both nothing, and not the word “none”. */
export const shown = (claim: string): string => `{{ ${claim} or '' }}`

/** An address that the provider says it has proven; else nothing. Some write the truth as a text (Apple, Sign in with Apple REST API). */
export const provenEmail = "{% if user.email_verified in [true, 'true'] %}{{ user.email or '' }}{% endif %}"

export const standardClaims: Claims = {
  localpart: { action: 'require', template: localpart('user.preferred_username'), on_conflict: 'fail' },
  displayname: { action: 'suggest', template: shown('user.name') },
  email: { action: 'suggest', template: provenEmail },
}

/** For providers whose names end with the organisation's own domain. */
export const organisationClaims: Claims = {
  ...standardClaims,
  localpart: {
    action: 'require',
    template: localpart(beforeAt('user.preferred_username')),
    on_conflict: 'fail',
  },
}

/** For providers that the whole world has accounts at: their people choose a name here themselves. */
export const ownChoiceClaims: Claims = {
  localpart: { action: 'ignore' },
  displayname: { action: 'suggest', template: shown('user.name') },
  email: { action: 'suggest', template: provenEmail },
}

/** A text answer; empty when it was left out. */
export const text = (settings: Settings, name: string): string => {
  const value = settings[name]
  return typeof value === 'string' ? value.trim() : ''
}

/** A text answer that stands in front of further parts of an address: without slashes at its end. */
export const base = (settings: Settings, name: string): string => text(settings, name).replace(/\/+$/, '')
