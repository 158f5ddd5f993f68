// Let's Encrypt's two addresses, before two pebbles. What pebble leaves out and Let's Encrypt does is done here: CAA is looked
// at when a challenge is, and limits can be reached (refusals.json: {"production": "rateLimited"}).
import { appendFileSync, readFileSync } from 'node:fs'
import https from 'node:https'
import { caaAllows, readNames } from './names.mjs'

const ISSUER = 'letsencrypt.org'

/** @param ca its name in the record of what was asked; @param port of its pebble */
export const acme = (ca, port) => (request, response, state) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const body = Buffer.concat(chunks)
    note(ca, request, payloadOf(body), state)
    const refusal = refusals(state)[ca]
    if (refusal && /\/order-plz$/.test(request.url))
      return response
        .writeHead(refusal === 'rateLimited' ? 429 : 403, { 'content-type': 'application/problem+json' })
        .end(
          JSON.stringify({
            type: `urn:ietf:params:acme:error:${refusal}`,
            detail: `${refusal}, says the lab`,
            status: 429,
          }),
        )
    const path = request.url === '/directory' ? '/dir' : request.url
    const onward = https.request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: request.method,
        headers: request.headers,
        rejectUnauthorized: false,
      },
      (answer) => passOn(answer, response, state),
    )
    onward.on('error', () => response.writeHead(502).end())
    onward.end(body)
  })
}

/** Pebble writes its own addresses with the Host that it was asked by, so they lead back here. */
function passOn(answer, response, { names }) {
  const chunks = []
  answer.on('data', (chunk) => chunks.push(chunk))
  answer.on('end', () => {
    const text = Buffer.concat(chunks)
    const { 'content-length': _, ...headers } = answer.headers
    const changed = withCaa(text, readNames(names))
    response.writeHead(answer.statusCode, { ...headers, 'content-length': changed.length }).end(changed)
  })
}

/** An authorization whose challenge was taken up, for a name that CAA does not give to this issuer, is refused. */
function withCaa(text, names) {
  let authorization
  try {
    authorization = JSON.parse(text)
  } catch {
    return text
  }
  const { identifier, challenges } = authorization
  if (!identifier || !challenges) return text
  const taken = challenges.find((challenge) => challenge.status !== 'pending')
  if (!taken || caaAllows(names, identifier.value, ISSUER)) return text
  const error = {
    type: 'urn:ietf:params:acme:error:caa',
    detail: `CAA record for ${identifier.value} prevents issuance`,
    status: 403,
  }
  Object.assign(taken, { status: 'invalid', error })
  return Buffer.from(JSON.stringify({ ...authorization, status: 'invalid' }))
}

function payloadOf(body) {
  try {
    return JSON.parse(Buffer.from(JSON.parse(body).payload, 'base64url'))
  } catch {
    return null
  }
}

/** What the authority was asked for, a line each: orders with their names, and certificates. */
function note(ca, request, payload, { asked }) {
  const line =
    payload?.identifiers !== undefined
      ? { ca, what: 'order', names: payload.identifiers.map(({ value }) => value) }
      : payload?.csr !== undefined
        ? { ca, what: 'certificate', names: [] }
        : request.url === '/directory'
          ? { ca, what: 'directory', names: [] }
          : null
  if (line) appendFileSync(asked, `${JSON.stringify(line)}\n`)
}

function refusals({ refusals: file }) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return {}
  }
}
