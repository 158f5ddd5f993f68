/** Tries what was typed of a provider before anything is installed: the issuer, from both sides, and the client. */
import type { TestLine } from '../model/test-line.ts'
import type { Secret } from '../model/secret.ts'
import type { Web, WebAnswer } from '../model/web.ts'
import type { Upstream } from '../matrix/upstream.ts'
import { judgeClient, judgeRedirect, authorizationRequest, tokenRequest } from './live-client.ts'
import { judgeDocument, judgeKeys, list, string, type Document } from './live-document.ts'
import { clean, fine, inTheWay, quoted, worthKnowing } from './live-words.ts'

export interface LiveTest {
  readonly upstream: Upstream
  /** Our address at which the provider gives people back. */
  readonly redirect: string
  /** Null when it is not known yet: the client is then not tried. */
  readonly secret: Secret | null
  readonly laptop: Web
  /** Null when nothing can be asked from there. */
  readonly pi: Web | null
}

/** How many times an address may lead on to another. */
const HOPS = 3

/**
 * @returns one line for each thing that was looked at, in the order in which they matter; never throws for what a provider does
 */
export async function liveTest(test: LiveTest): Promise<TestLine[]> {
  const { settings } = test.upstream
  const wrong = notHttps(test.upstream)
  if (wrong.length > 0) return wrong
  if (settings.discovery_mode === 'disabled') return declaredTest(test)
  const issuer = settings.issuer ?? ''
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const [here, there] = await Promise.all([read(test.laptop, url), test.pi ? read(test.pi, url) : null])
  const reach = reachLines(here, there, issuer)
  const document = there?.document ?? here.document
  if (!document) return reach
  const other = here.document && there?.document ? differing(here.document, there.document) : []
  const judged = judgeDocument(settings, document)
  // a document of somebody else's names somebody else's token endpoint: the secret does not go there
  const trusted = ![...other, ...judged].some(({ code }) => stranger.has(code))
  const route = here.document ? test.laptop : test.pi
  const endpoints = {
    authorization: settings.authorization_endpoint ?? string(document, 'authorization_endpoint'),
    token: settings.token_endpoint ?? string(document, 'token_endpoint'),
    keys: settings.jwks_uri ?? string(document, 'jwks_uri'),
  }
  return [
    ...reach,
    ...other,
    ...judged,
    ...(await keyLines(test, endpoints.keys, there?.document ? test.pi : test.laptop)),
    ...(trusted && route ? await clientLines(test, endpoints, route) : []),
  ]
}

const stranger = new Set([
  'issuer-slash',
  'issuer-differs',
  'two-answers',
  'endpoint-not-https',
  'endpoint-missing',
])

/** Providers without discovery: their addresses are in their file, and only whether they answer can be seen. */
async function declaredTest(test: LiveTest): Promise<TestLine[]> {
  const { settings } = test.upstream
  const endpoints = {
    authorization: settings.authorization_endpoint ?? '',
    token: settings.token_endpoint ?? '',
    keys: settings.jwks_uri ?? '',
  }
  const [here, there] = await Promise.all(
    [test.laptop, test.pi].map(
      async (web) => web && web({ method: 'GET', url: endpoints.token, headers: accept }),
    ),
  )
  const reached = (answer: WebAnswer | null | undefined): Reading =>
    answer?.ok
      ? { document: {}, problem: '' }
      : { document: null, problem: answer ? troubleWords(answer) : '', answer: answer ?? undefined }
  const reach = reachLines(reached(here), test.pi ? reached(there) : null, endpoints.token)
  const route = here?.ok ? test.laptop : there?.ok ? test.pi : null
  return [
    ...reach,
    ...(endpoints.keys !== '' && route
      ? await keyLines(test, endpoints.keys, there?.ok ? test.pi : route)
      : []),
    ...(route ? await clientLines(test, endpoints, route) : []),
  ]
}

function notHttps({ settings }: Upstream): TestLine[] {
  const { issuer, token_endpoint, authorization_endpoint, jwks_uri, userinfo_endpoint } = settings
  return [issuer, token_endpoint, authorization_endpoint, jwks_uri, userinfo_endpoint]
    .filter((url) => url !== undefined && (!url.startsWith('https://') || !URL.canParse(url)))
    .map((url) =>
      inTheWay(
        'issuer-not-https',
        'The address is not encrypted',
        `${quoted(url ?? '')} does not begin with https://, so anybody on the way could sign in as anybody.`,
        'Give the provider a certificate, and write its address with https:// here.',
      ),
    )
}

const accept = { accept: 'application/json' }

interface Reading {
  readonly document: Document | null
  readonly problem: string
  readonly answer?: WebAnswer | undefined
}

async function read(web: Web, url: string): Promise<Reading> {
  const answer = await following(web, url)
  if (!answer.ok) return { document: null, problem: troubleWords(answer), answer }
  if (answer.status !== 200)
    return { document: null, problem: `it answers ${answer.status} for ${quoted(url)}`, answer }
  const document = parsed(answer.body)
  return document
    ? { document, problem: '', answer }
    : { document: null, problem: `what it says at ${quoted(url)} is no discovery document`, answer }
}

/** As MAS does, redirects are followed (MAS, crates/http/src/reqwest.rs), but never to an address without encryption. */
async function following(web: Web, url: string): Promise<WebAnswer> {
  let at = url
  for (let hop = 0; hop <= HOPS; hop++) {
    const answer = await web({ method: 'GET', url: at, headers: accept })
    const next =
      answer.ok && answer.status >= 300 && answer.status < 400 ? answer.headers['location'] : undefined
    if (next === undefined || !URL.canParse(next, at)) return answer
    at = new URL(next, at).href
    if (!at.startsWith('https://'))
      return { ok: false, why: 'other', detail: `it leads on to ${clean(at)}, which is not encrypted` }
  }
  return { ok: false, why: 'other', detail: 'it leads on and on to other addresses' }
}

function parsed(body: string): Document | null {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Document) : null
  } catch {
    return null
  }
}

function troubleWords(answer: WebAnswer): string {
  if (answer.ok) return `it answers ${answer.status}`
  const words = {
    name: 'its name leads nowhere',
    refused: 'nobody answers there',
    certificate: 'its certificate is not valid',
    timeout: 'it does not answer in time',
    other: 'the connection failed',
    'not-asked': 'it could not be asked',
  }[answer.why]
  return `${words} (${clean(answer.detail)})`
}

function reachLines(here: Reading, there: Reading | null, issuer: string): TestLine[] {
  const asked = quoted(issuer)
  const closed = there === null || (there.answer?.ok === false && there.answer.why === 'not-asked')
  if (here.document && there?.document)
    return [fine('reach', 'Your Pi and this computer both reach it', `${asked} answers.`)]
  if (closed)
    return [
      here.document
        ? fine('reach-laptop', 'This computer reaches it', `${asked} answers.`)
        : unreachable('unreachable', 'It cannot be reached from here', here, asked),
      worthKnowing(
        'pi-not-asked',
        'It was not asked from your Pi',
        there?.problem ? `From your Pi, ${there.problem}.` : 'Nothing can be asked from this Pi.',
        'Make sure that your Pi reaches the provider too: it asks it at every sign-in. An SSH server that allows forwarding lets this be tried.',
      ),
    ]
  if (!here.document && !there?.document)
    return [unreachable('unreachable', 'Neither your Pi nor this computer gets a right answer', here, asked)]
  if (here.document)
    return [
      inTheWay(
        'unreachable-from-pi',
        'Your Pi cannot reach it',
        `This computer reaches ${asked}, but from your Pi ${there?.problem}.`,
        'Your Pi asks the provider at every sign-in: let its name and port be reached from your Pi’s network too, in its DNS and its firewall.',
      ),
    ]
  return [
    worthKnowing(
      'unreachable-from-laptop',
      'This computer cannot reach it',
      `Your Pi reaches ${asked}, but from this computer ${here.problem}.`,
      'People sign in from their own devices: make the provider reachable from where they are, not only from your Pi’s network.',
    ),
  ]
}

function unreachable(code: string, title: string, here: Reading, asked: string): TestLine {
  const certificate = here.answer?.ok === false && here.answer.why === 'certificate'
  const answered = here.answer?.ok === true
  if (certificate)
    return inTheWay(
      'certificate',
      'Its certificate is not valid',
      `At ${asked}, ${here.problem}.`,
      'Give the provider a certificate of a public authority, for exactly this name and not yet ended.',
    )
  if (answered)
    return inTheWay(
      'no-document',
      'There is no OpenID Connect at this address',
      `At ${asked}, ${here.problem}.`,
      'Check the address: look in the provider’s own pages for its issuer, and copy it whole, with its path.',
    )
  return inTheWay(
    code,
    title,
    `At ${asked}, ${here.problem}.`,
    'Check the address for typing mistakes, and that the provider runs.',
  )
}

/** The same name may lead to two servers, inside and outside a home network. */
function differing(here: Document, there: Document): TestLine[] {
  if (string(here, 'issuer') === string(there, 'issuer')) return []
  return [
    inTheWay(
      'two-answers',
      'Your Pi and this computer meet two different providers',
      `Here it calls itself ${quoted(string(here, 'issuer'))}, and there ${quoted(string(there, 'issuer'))}.`,
      'Let the name lead to the same provider from everywhere, and give that one address to it as its own.',
    ),
  ]
}

async function keyLines(test: LiveTest, url: string, web: Web | null): Promise<TestLine[]> {
  if (!web || !url.startsWith('https://')) return []
  const answer = await following(web, url)
  const keys = answer.ok && answer.status === 200 ? parsed(answer.body) : null
  if (!keys)
    return [
      inTheWay(
        'keys-missing',
        'Its keys cannot be read',
        `At ${quoted(url)}, ${answer.ok && answer.status === 200 ? 'there is no key set' : troubleWords(answer)}.`,
        'At the provider, check that its signing keys are set up and that the address of its keys (jwks_uri) is right.',
      ),
    ]
  return judgeKeys(test.upstream.settings, list(keys, 'keys'))
}

/** From one side only, and the secret to the token endpoint only. */
async function clientLines(
  test: LiveTest,
  endpoints: { authorization: string; token: string },
  web: Web,
): Promise<TestLine[]> {
  const shown = await web({
    method: 'GET',
    url: authorizationRequest(test.upstream, test.redirect, endpoints.authorization),
    headers: { accept: 'text/html' },
  })
  const redirect = judgeRedirect(shown, test.redirect)
  const request = tokenRequest(test.upstream, test.redirect, endpoints.token, test.secret)
  if (request === null)
    return [
      ...redirect,
      worthKnowing(
        'client-not-tried',
        'The client was not tried',
        'Its secret was not at hand.',
        'Type the client secret, and test again.',
      ),
    ]
  return [...judgeClient(await web(request)), ...redirect]
}
