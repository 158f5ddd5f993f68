// Services that say which address asks them, and web pages of other people.
import { readFileSync } from 'node:fs'
import { join, normalize } from 'node:path'

/** The home's public address, as public.json has it: {"ipv4": "203.0.113.7", "ipv6": null}; without one, nobody is reached. */
const seen = ({ public: file }, family) => JSON.parse(readFileSync(file, 'utf8'))[family] ?? null

export const ipify = (family) => (request, response, state) => {
  const address = seen(state, family)
  if (address === null) return request.socket.destroy()
  const wantsJson = new URL(request.url, 'https://ipify.invalid').searchParams.get('format') === 'json'
  return response
    .writeHead(200, { 'content-type': wantsJson ? 'application/json' : 'text/plain' })
    .end(wantsJson ? JSON.stringify({ ip: address }) : address)
}

export function trace(request, response, state) {
  const address = seen(state, 'ipv4') ?? seen(state, 'ipv6')
  if (address === null) return request.socket.destroy()
  if (new URL(request.url, 'https://trace.invalid').pathname !== '/cdn-cgi/trace')
    return response.writeHead(404).end()
  return response
    .writeHead(200, { 'content-type': 'text/plain' })
    .end(`fl=1f1\nh=${request.headers.host}\nip=${address}\nts=0.000\nvisit_scheme=https\nuag=\ncolo=LAB\n`)
}

/** Files below web/HOST; NAME.headers beside one holds its headers as JSON. */
export function web(request, response, { web: folder }) {
  const { pathname } = new URL(request.url, 'https://web.invalid')
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  const file = join(
    folder,
    /^[a-z0-9.-]+$/.test(host) ? host : 'nobody',
    normalize(decodeURIComponent(pathname)),
  )
  try {
    const body = readFileSync(file)
    response.writeHead(200, headersBeside(file)).end(body)
  } catch {
    response.writeHead(404).end()
  }
}

function headersBeside(file) {
  try {
    return JSON.parse(readFileSync(`${file}.headers`, 'utf8'))
  } catch {
    return {}
  }
}
