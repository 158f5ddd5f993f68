/** curl's configuration file: one option a line, its value between double quotes. */
import { PracticeError } from '../practice-error.ts'

interface Call {
  readonly url: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', v: '\v' }

/** What a configuration says; an address may stand in the arguments instead. */
interface Configured {
  /** Several are asked one after another. */
  readonly urls: readonly string[]
  readonly method: string | null
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** @throws PracticeError for a line or an option that is not modelled */
export function readConfig(text: string): Configured {
  const headers: Record<string, string> = {}
  const urls: string[] = []
  let method: string | null = null
  let body: string | null = null
  for (const line of text.split('\n').filter((one) => one !== '')) {
    // curl takes a quote that is never closed to the end of its line
    const match = /^([a-z-]+) = "((?:[^"\\]|\\.)*)"?$/.exec(line)
    if (!match) throw new PracticeError('curl --config', 'a line that is no option')
    const value = (match[2] ?? '').replace(/\\(.)/g, (_, one: string) => escapes[one] ?? one)
    if (match[1] === 'url') urls.push(value)
    else if (match[1] === 'request') method = value
    else if (match[1] === 'data' || match[1] === 'data-raw') body = value
    else if (match[1] === 'user') headers['authorization'] = `Basic ${Buffer.from(value).toString('base64')}`
    else if (match[1] === 'header') {
      const colon = value.indexOf(': ')
      if (colon < 0) throw new PracticeError('curl --config', 'a header without its value')
      headers[value.slice(0, colon).toLowerCase()] = value.slice(colon + 2)
    } else throw new PracticeError('curl --config', `the option ${match[1]}`)
  }
  if (body !== null) headers['content-type'] ??= 'application/x-www-form-urlencoded'
  return { urls, method, headers, body }
}

/** @returns the call that a configuration makes for an address */
export const callOf = ({ method, headers, body }: Configured, url: string): Call => ({
  url,
  method: method ?? (body === null ? 'GET' : 'POST'),
  headers: { 'user-agent': 'curl/8.14.1', accept: '*/*', ...headers },
  body: body ?? '',
})
