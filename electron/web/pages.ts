/** What the web host answers to plain requests: the door, the trade of a token for a cookie, and the built page. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { builtFile } from '../built-files.ts'
import { contentSecurityPolicy, pageHeaders } from '../headers.ts'
import { DOOR_PAGE, DOOR_SCRIPT } from './door.ts'
import type { Guard } from './guard.ts'

export interface PagesOptions {
  readonly guard: Guard
  /** The renderer's build. */
  readonly files: string
  /** Address of Vite's server, which then serves the page from its sources. */
  readonly renderer: string | null
  readonly onAdmitted: () => void
}

export function createPages({ guard, files, renderer, onAdmitted }: PagesOptions) {
  const headers = pageHeaders(policy(guard.origin, renderer))

  return async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const say = (status: number, body: string | Uint8Array = '', more: Record<string, string> = {}): void => {
      response.writeHead(status, { 'Cache-Control': 'no-store', 'Content-Type': TEXT, ...headers, ...more })
      response.end(request.method === 'HEAD' ? undefined : body)
    }
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    if (!guard.isAddressed(request)) return say(421, 'Not this address')
    if (guard.isForeign(request)) return say(403, 'Not from there')
    if (request.method === 'POST' && path === '/session') {
      const cookie = guard.isOwnPage(request) ? guard.admit(await shortBody(request)) : null
      if (cookie === null) return say(403, 'Not without an unused invitation')
      say(204, '', { 'Set-Cookie': cookie })
      return onAdmitted()
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return say(405, '', { Allow: 'GET, HEAD' })
    if (path === '/door.js') return say(200, DOOR_SCRIPT, { 'Content-Type': SCRIPT })
    if (!guard.isAdmitted(request))
      return path === '/'
        ? say(200, DOOR_PAGE, { 'Content-Type': PAGE })
        : say(403, 'Not without an invitation')
    if (renderer !== null) {
      const { status, type, body } = await fetchFrom(renderer, request)
      return say(status, body, { 'Content-Type': type })
    }
    const file = await builtFile(files, path)
    return file === null ? say(404, 'Not found') : say(200, file.body, file.headers)
  }
}

const TEXT = 'text/plain; charset=utf-8'
const PAGE = 'text/html; charset=utf-8'
const SCRIPT = 'text/javascript; charset=utf-8'

/** Vite's server needs inline scripts and styles, and a connection of its own. */
function policy(origin: string, renderer: string | null): string {
  const socket = origin.replace('http', 'ws')
  if (renderer === null) return contentSecurityPolicy([socket])
  return contentSecurityPolicy([socket, renderer.replace('http', 'ws')])
    .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
    .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
}

/** A token's worth of body; a longer one is nobody's token. */
async function shortBody(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > 200) return ''
  }
  return text
}

async function fetchFrom(renderer: string, request: IncomingMessage) {
  const answer = await fetch(new URL(request.url ?? '/', renderer), {
    headers: { accept: request.headers.accept ?? '*/*' },
  })
  const type = answer.headers.get('content-type') ?? TEXT
  return { status: answer.status, type, body: new Uint8Array(await answer.arrayBuffer()) }
}
