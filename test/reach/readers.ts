/** How each program reads its file, by its own documentation: what stands in a file is what these say. */
import { parse } from 'yaml'

type Words = readonly string[]

/**
 * Lines of words, as a Caddyfile's lexer gives them (Caddy's documentation, Caddyfile Concepts: Structure, Tokens and quotes,
 * Comments, Environment variables). A brace is a word of its own; variables of the environment are put in before anything is read.
 */
export function readCaddyfile(text: string): Words[] {
  const lines: string[][] = [[]]
  const source = text.replaceAll(/\{\$[^}]*\}/g, 'FROM THE ENVIRONMENT')
  let at = 0
  while (at < source.length) {
    const character = source[at] ?? ''
    if (character === '\n') {
      lines.push([])
      at += 1
    } else if (/\s/.test(character)) at += 1
    else if (character === '#') at = endOfLine(source, at)
    else {
      const [word, next] = caddyWord(source, at)
      lines.at(-1)?.push(word)
      at = next
    }
  }
  return lines.filter((line) => line.length > 0)
}

function caddyWord(source: string, start: number): [string, number] {
  const quote = source[start]
  if (quote === '`') {
    const end = source.indexOf('`', start + 1)
    if (end < 0) throw new Error('a backtick without its end')
    return [source.slice(start + 1, end), end + 1]
  }
  if (source.startsWith('<<', start)) throw new Error('a heredoc')
  let word = ''
  let at = quote === '"' ? start + 1 : start
  for (; at < source.length; at += 1) {
    const character = source[at] ?? ''
    if (character === '\\' && quote === '"' && source[at + 1] === '"') {
      word += '"'
      at += 1
    } else if (quote === '"' ? character === '"' : /\s/.test(character)) break
    else word += character
  }
  if (quote === '"') {
    if (at >= source.length) throw new Error('a quote without its end')
    return [word, at + 1]
  }
  return [word, at]
}

/** A directive of nginx: its words, and what is in its block. */
export type Directive = readonly [words: Words, block: readonly Directive[] | null]

/** nginx's own way to read (nginx, src/core/ngx_conf_file.c, ngx_conf_read_token; Beginner's Guide). */
export function readNginx(text: string): Directive[] {
  const state = { text, at: 0 }
  const all = readBlock(state)
  if (state.at < text.length) throw new Error('a closing brace too many')
  return all
}

function readBlock(state: { text: string; at: number }): Directive[] {
  const directives: Directive[] = []
  let words: string[] = []
  for (;;) {
    while (/\s/.test(state.text[state.at] ?? '')) state.at += 1
    const character = state.text[state.at]
    if (character === undefined || character === '}') {
      if (words.length > 0) throw new Error(`no end: ${words.join(' ')}`)
      return directives
    }
    if (character === '#') state.at = endOfLine(state.text, state.at)
    else if (character === ';') {
      state.at += 1
      if (words.length === 0) throw new Error('an end of nothing')
      directives.push([words, null])
      words = []
    } else if (character === '{') {
      state.at += 1
      const block = readBlock(state)
      if (state.text[state.at] !== '}') throw new Error('a block without its end')
      state.at += 1
      directives.push([words, block])
      words = []
    } else words.push(nginxWord(state))
  }
}

function nginxWord(state: { text: string; at: number }): string {
  const quote = /["']/.exec(state.text[state.at] ?? '')?.[0]
  if (quote !== undefined) state.at += 1
  let word = ''
  for (; ; state.at += 1) {
    const character = state.text[state.at]
    if (character === undefined) throw new Error('a word without its end')
    if (character === '\\') {
      const next = state.text[state.at + 1] ?? ''
      word += { '"': '"', "'": "'", '\\': '\\', t: '\t', r: '\r', n: '\n' }[next] ?? `\\${next}`
      state.at += 1
    } else if (character === '$' && state.text[state.at + 1] === '{') {
      word += '${'
      state.at += 1
    } else if (quote === undefined ? /[\s;{]/.test(character) : character === quote) break
    else word += character
  }
  if (quote !== undefined) {
    state.at += 1
    if (!/[\s;{)]/.test(state.text[state.at] ?? '')) throw new Error(`glued to a quote: ${word}`)
  }
  return word
}

/** The words of a rule of Traefik; its texts stand between backticks (Traefik, Routers, Rule). */
export function readRule(rule: string): Words {
  const words: string[] = []
  const next = /\s*(?:([A-Za-z]+|&&|\|\||[(),!])|`([^`]*)`)/y
  while (next.lastIndex < rule.length) {
    const match = next.exec(rule)
    if (!match) throw new Error(`not a rule: ${rule}`)
    words.push(match[1] ?? `text ${match[2]}`)
  }
  return words
}

/** curl's configuration (curl, docs/cmdline-opts/config.md): options with their values. */
export function readCurlConfig(text: string): (readonly [string, string])[] {
  const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', v: '\v' }
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, name, value] = /^([a-z][a-z0-9-]*) = "((?:[^"\\]|\\.)*)"$/s.exec(line) ?? []
      if (name === undefined || value === undefined) throw new Error(`not an option: ${line}`)
      return [name, value.replaceAll(/\\(.)/gs, (_, next: string) => escapes[next] ?? next)] as const
    })
}

/** A Compose file after Compose has put variables in (Compose file reference, Interpolation): none are set, and none may be asked for. */
export function readCompose(text: string): unknown {
  const interpolate = (value: unknown): unknown => {
    if (typeof value === 'string')
      return value.replaceAll(/\$(\$|\{[^}]*\}?|[A-Za-z_][A-Za-z0-9_]*)?/g, (_, what?: string) => {
        if (what === '$') return '$'
        throw new Error(`a variable: ${value}`)
      })
    if (Array.isArray(value)) return value.map(interpolate)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolate(item)]))
  }
  return interpolate(parse(text))
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}
