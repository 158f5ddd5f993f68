// A caching proxy in front of Debian's mirror, for the lab alone. It answers both kinds of request: a proxy's
// (`GET http://host/path`) and, by its Host header, a mirror's own. It reaches the mirrors it was given, and nothing else.
// usage: apt-proxy.mjs ADDRESS:PORT CACHE_DIR DELAY_FILE ORIGIN...
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { dirname, join, normalize } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'

const [listen, cacheDir, delayFile, ...origins] = process.argv.slice(2)
const [address, port] = listen.split(':')
const upstreams = new Map(origins.map((origin) => [new URL(origin).hostname, origin]))

const server = http.createServer((request, response) => {
  answer(request, response).catch((error) => {
    console.error(`${request.url}: ${error.message}`)
    if (response.headersSent) response.destroy()
    else response.writeHead(502).end(`${error.message}\n`)
  })
})
server.listen(Number(port), address, () => console.log(`listening on ${address}:${server.address().port}`))

async function answer(request, response) {
  const url = new URL(request.url, `http://${request.headers.host}`)
  const origin = upstreams.get(url.hostname)
  if (!origin || !['GET', 'HEAD'].includes(request.method)) {
    response.writeHead(403).end('the lab reaches Debian mirrors only\n')
    return
  }
  if (url.pathname.endsWith('.deb')) await sleep(1000 * delaySeconds())
  const file = join(cacheDir, url.hostname, normalize(decodeURIComponent(url.pathname)))
  if (request.method === 'GET' && neverChanges(url.pathname))
    await answerFromCache(response, origin + url.pathname, file)
  else await passThrough(request, response, origin + url.pathname)
}

const neverChanges = (path) => path.endsWith('.deb') || path.includes('/by-hash/')

function delaySeconds() {
  try {
    return Number(readFileSync(delayFile, 'utf8')) || 0
  } catch {
    return 0
  }
}

async function answerFromCache(response, url, file) {
  if (!existsSync(file)) {
    const upstream = await open(url, 'GET', {})
    if (upstream.statusCode !== 200) {
      response.writeHead(upstream.statusCode, upstream.headers)
      await pipeline(upstream, response)
      return
    }
    await keep(upstream, file)
  }
  // apt asks for the rest of a half-loaded file only with If-Range, which an answer without a validator never gives it.
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-length': statSync(file).size,
  })
  await pipeline(createReadStream(file), response)
}

// Written aside and renamed: several proxies may share the cache, and a broken download must not stay.
async function keep(upstream, file) {
  mkdirSync(dirname(file), { recursive: true })
  const part = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}.part`
  try {
    await pipeline(upstream, createWriteStream(part))
    if (
      upstream.headers['content-length'] &&
      statSync(part).size !== Number(upstream.headers['content-length'])
    ) {
      throw new Error('the mirror sent less than it announced')
    }
    renameSync(part, file)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

async function passThrough(request, response, url) {
  const headers = {}
  for (const name of ['if-modified-since', 'if-none-match', 'range', 'if-range', 'accept']) {
    if (request.headers[name]) headers[name] = request.headers[name]
  }
  const upstream = await open(url, request.method, headers)
  response.writeHead(upstream.statusCode, upstream.headers)
  await pipeline(upstream, response)
}

function open(url, method, headers) {
  const client = url.startsWith('https:') ? https : http
  return new Promise((resolve, reject) => {
    const request = client.request(url, { method, headers, timeout: 60_000 }, resolve)
    request.on('timeout', () => request.destroy(new Error('the mirror does not answer')))
    request.on('error', reject)
    request.end()
  })
}
