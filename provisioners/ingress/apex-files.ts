/** The two files that another web server has to serve for the permanent name: whether they are there. Pure. */
import type { TestLine } from '../model/test-line.ts'
import type { WebAnswer } from '../model/web.ts'
import { clean, fine, worthKnowing } from './words.ts'

export interface ApexSeen {
  readonly serverName: string
  /** What the two files should say. */
  readonly files: { readonly client: string; readonly server: string }
  readonly client: WebAnswer
  readonly server: WebAnswer
}

export const apexUrls = (serverName: string): { client: string; server: string } => ({
  client: `https://${serverName}/.well-known/matrix/client`,
  server: `https://${serverName}/.well-known/matrix/server`,
})

/** What is wrong with one answer; null where it is right. */
function wrong(answer: WebAnswer, right: (document: unknown) => boolean, cors: boolean): string | null {
  if (!answer.ok)
    return answer.why === 'name'
      ? 'the name leads nowhere'
      : answer.why === 'certificate'
        ? 'the web server has no valid certificate'
        : answer.why === 'not-asked'
          ? 'it could not be asked'
          : 'no web server answers'
  if (answer.status === 404) return 'it is not there yet'
  if (answer.status !== 200) return `the web server answers ${answer.status}`
  let document: unknown
  try {
    document = JSON.parse(answer.body)
  } catch {
    return 'what is there is no JSON'
  }
  if (!right(document)) return 'it leads to another server'
  const origin = Object.entries(answer.headers).find(
    ([name]) => name.toLowerCase() === 'access-control-allow-origin',
  )
  return cors && origin?.[1].trim() !== '*' ? 'the header “Access-Control-Allow-Origin: *” is missing' : null
}

export function apexLines({ serverName, files, client, server }: ApexSeen): TestLine[] {
  const base = withoutSlash(baseUrl(JSON.parse(files.client)))
  const delegated = field(JSON.parse(files.server), 'm.server')
  const found = [
    ['client', wrong(client, (seen) => withoutSlash(baseUrl(seen)) === base, true)],
    ['server', wrong(server, (seen) => field(seen, 'm.server') === delegated, false)],
  ] as const
  const bad = found.flatMap(([name, why]) =>
    why === null ? [] : [`/.well-known/matrix/${name}: ${clean(why)}`],
  )
  if (bad.length === 0)
    return [
      fine(
        'apex-files',
        `The two files at ${serverName} are right`,
        'Apps and other servers find your server by your name.',
      ),
    ]
  return [
    worthKnowing(
      'apex-files-missing',
      `The two files at ${serverName} are not right yet`,
      `${bad.join('. ')}.`,
      `Put both files on the web server of ${serverName}, so that apps and other servers find your server by your name. It can be done at any time before people sign in.`,
    ),
  ]
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined

function baseUrl(document: unknown): string | null {
  const base = field(field(document, 'm.homeserver'), 'base_url')
  return typeof base === 'string' ? base : null
}

/** Apps take both. */
const withoutSlash = (url: string | null): string | undefined => url?.replace(/\/$/, '')
