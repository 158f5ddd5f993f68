/** Which handlers of a Caddy server answer a request: those of the first route that matches. */
import { PracticeError } from '../practice-error.ts'
import type { HttpRequest } from './behaviour.ts'
import { at, list, type Settings } from './settings.ts'

/**
 * The handler that answers, and the request as the ones before it have made it; undefined where no route matches: Caddy then
 * answers an empty 200.
 */
export function routeFor(
  server: Settings | undefined,
  request: HttpRequest,
): { handler: Settings; request: HttpRequest } | undefined {
  for (const route of list(server, 'routes')) {
    const matchers = list(route, 'match')
    if (matchers.length > 0 && !matchers.some((matcher) => matches(matcher as Settings, request))) continue
    const handlers = list(route, 'handle') as readonly Settings[]
    const [first, second, ...more] = handlers
    if (!first || more.length > 0)
      throw new PracticeError('caddy', `a route with ${handlers.length} handlers`)
    return second === undefined
      ? { handler: first, request }
      : { handler: second, request: rewritten(first, request) }
  }
  return undefined
}

function rewritten(rewrite: Settings, request: HttpRequest): HttpRequest {
  const { handler, strip_path_prefix: start, ...rest } = rewrite
  if (handler !== 'rewrite' || typeof start !== 'string' || Object.keys(rest).length > 0)
    throw new PracticeError('caddy', `the handler ${String(handler)} before another`)
  if (!request.path.startsWith(start)) return request
  const path = request.path.slice(start.length)
  return { ...request, path: path.startsWith('/') ? path : `/${path}` }
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
  if (!pattern.includes('*')) return path.toLowerCase() === pattern.toLowerCase()
  if (!pattern.endsWith('*') || pattern.slice(0, -1).includes('*'))
    throw new PracticeError('caddy', `the path ${pattern}`)
  return path.toLowerCase().startsWith(pattern.slice(0, -1).toLowerCase())
}

/**
 * The request as it goes on to the service behind.
 *
 * @param without lower-case names of headers that are left out
 */
export function forwarded(request: HttpRequest, without: readonly string[] = []): HttpRequest {
  return {
    ...request,
    headers: {
      ...Object.fromEntries(Object.entries(request.headers).filter(([name]) => !without.includes(name))),
      'x-forwarded-for': '192.0.2.77',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': request.headers['host'] ?? '',
    },
  }
}
