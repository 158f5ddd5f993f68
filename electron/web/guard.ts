/** Tells the host's own page from everyone else who can reach its port: other sites, other programs, other users. */
import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export interface Guard {
  /** Where the host's page lives. */
  readonly origin: string
  /** Whether the host was reached under its own address: a name that resolves to this computer is another site's. */
  isAddressed(request: IncomingMessage): boolean
  /** Whether another site asks. What is typed into an address bar names no origin. */
  isForeign(request: IncomingMessage): boolean
  /** Whether the host's own page asks: for what only a script may do. */
  isOwnPage(request: IncomingMessage): boolean
  /** Whether the browser was let in before. */
  isAdmitted(request: IncomingMessage): boolean
  /** An address that lets one browser in, once. */
  invite(): string
  /** The header that lets a browser in, for a token that is unused; null for any other. */
  admit(token: string): string | null
}

/** @param fixed the cookie that every browser gets, in development: there the page outlives the host */
export function createGuard(port: number, fixed: string | null = null): Guard {
  const host = `127.0.0.1:${port}`
  const origin = `http://${host}`
  // Cookies know no ports, hence the port in the name.
  const name = `bramble-${port}`
  // Digests are kept, so that the time to look one up tells nothing of the secret.
  const tokens = new Set<string>()
  const cookies = new Set(fixed === null ? [] : [digest(fixed)])
  return {
    origin,
    isAddressed: ({ headers }) => headers.host === host,
    isForeign: ({ headers }) => headers.origin !== undefined && headers.origin !== origin,
    isOwnPage: ({ headers }) => headers.origin === origin,
    isAdmitted: (request) => cookies.has(digest(cookieOf(request, name))),
    invite() {
      const token = secret()
      tokens.add(digest(token))
      // Behind the #, so that it reaches no server and no log.
      return `${origin}/#${token}`
    },
    admit(token) {
      if (!tokens.delete(digest(token))) return null
      const value = fixed ?? secret()
      cookies.add(digest(value))
      return `${name}=${value}; HttpOnly; SameSite=Strict; Path=/`
    },
  }
}

function cookieOf({ headers }: IncomingMessage, name: string): string {
  const pairs = (headers.cookie ?? '').split(/; */)
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
}

const secret = () => randomBytes(32).toString('base64url')
const digest = (text: string) => createHash('sha256').update(text).digest('base64')
