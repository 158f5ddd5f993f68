/** Which handler of a Caddy server answers a request: the first route that matches. */
import { PracticeError } from '../practice-error.ts'
import type { HttpRequest } from './behaviour.ts'
import { at, list, type Settings } from './settings.ts'

/** Undefined where no route matches: Caddy then answers an empty 200. */
export function routeFor(server: Settings | undefined, request: HttpRequest): Settings | undefined {
  for (const route of list(server, 'routes')) {
    const matchers = list(route, 'match')
    if (matchers.length > 0 && !matchers.some((matcher) => matches(matcher as Settings, request))) continue
    const handlers = list(route, 'handle')
    if (handlers.length !== 1) throw new PracticeError('caddy', 'a route with several handlers')
    return handlers[0] as Settings
  }
  return undefined
}

function matches(matcher: Settings, request: HttpRequest): boolean {
  const [path = '/'] = request.path.split('?')
  const host = (request.headers['host'] ?? '').replace(/:\d+$/, '')
  return Object.entries(matcher).every(([kind, value]) => {
    switch (kind) {
      case 'host':
        return list(matcher, 'host').includes(host)
      case 'path':
        return list(matcher, 'path').some((pattern) => prefix(String(pattern), path))
      case 'path_regexp':
        return new RegExp(String(at(value, 'pattern'))).test(path)
      case 'vars_regexp':
        return Object.entries(value as Settings).every(([variable, pattern]) =>
          new RegExp(String(at(pattern, 'pattern'))).test(variableOf(variable, path)),
        )
      default:
        throw new PracticeError('caddy', `the matcher ${kind}`)
    }
  })
}

function variableOf(name: string, path: string): string {
  if (name !== '{http.request.uri.path}') throw new PracticeError('caddy', `the variable ${name}`)
  return decodeURIComponent(path)
}

function prefix(pattern: string, path: string): boolean {
  if (!pattern.endsWith('*') || pattern.slice(0, -1).includes('*'))
    throw new PracticeError('caddy', `the path ${pattern}`)
  return path.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase())
}

/**
 * The request as it goes on to the service behind.
 *
 * @param without lower-case names of headers that are left out
 * @param behind another program, which says itself whether the visitor came encrypted
 */
export function forwarded(
  request: HttpRequest,
  without: readonly string[] = [],
  behind = false,
): HttpRequest {
  return {
    ...request,
    headers: {
      ...Object.fromEntries(Object.entries(request.headers).filter(([name]) => !without.includes(name))),
      'x-forwarded-for': '192.0.2.77',
      'x-forwarded-proto': behind ? (request.headers['x-forwarded-proto'] ?? 'http') : 'https',
      'x-forwarded-host': request.headers['host'] ?? '',
    },
  }
}
