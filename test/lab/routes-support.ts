/** Real proxies with the product's own configuration on the Pi, before services that say what they were asked. */
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { Agent as TlsAgent, request as httpsRequest } from 'node:https'
import { Readable } from 'node:stream'
import { addressesOf } from '../../provisioners/matrix/address.ts'
import { images } from '../../provisioners/images.ts'
import { reveal } from '../../provisioners/model/text.ts'
import type { Site } from '../../provisioners/stack/site.ts'
import { modes, type Mode } from '../stack/modes.ts'
import { sentTo } from '../stack/routes/decide.ts'
import type { Asked } from '../stack/routes/paths.ts'
import { NGINX, surely, TRAEFIK } from './proxy-support.ts'
import { JOINED, runsTheirs, theirsThere } from './routes-theirs.ts'
import { labFacts, until } from './support.ts'

const ECHO = 'docker.io/library/echo:1'
const FOLDER = '/var/tmp/routes'

export interface Layout {
  readonly name: string
  readonly mode: Mode
  readonly scheme: 'http' | 'https'
  /** Where the Pi is asked for a site. */
  readonly port: (site: Site) => number
  /** What a tunnel adds before its program hands a request on. */
  readonly tunnel: Readonly<Record<string, string>>
  /** The container, and what a person does to have the configuration looked at. */
  readonly container: string
  readonly validate: readonly string[]
}

const mode = (name: string): Mode => {
  const found = modes.find((one) => one.name === `${name} with a service for identities`)
  if (!found) throw new Error(`there is no mode ${name}`)
  return found
}

const tunnel = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '203.0.113.9, 198.51.100.7' }
const validateJson = ['caddy', 'validate', '--config', '/routes/as-it-is.json']

export const layouts: readonly Layout[] = [
  own('home', 'https', 41_000),
  own('funnel', 'http', 42_000),
  own('domain', 'https', 43_000),
  own('cloudflare', 'http', 44_000),
  ...theirsThere.map(({ name, port, validate }) => theirs(name, port, validate)),
]

function own(name: string, scheme: Layout['scheme'], base: number): Layout {
  // a remainder that keeps 443 and 8443 apart
  const port = ({ listen }: Site): number => base + (listen % 997)
  const more = scheme === 'http' ? tunnel : {}
  return { name, mode: mode(name), scheme, port, tunnel: more, container: name, validate: validateJson }
}

function theirs(name: string, port: number, validate: readonly string[]): Layout {
  return { name, mode: mode(name), scheme: 'https', port: () => port, tunnel: {}, container: name, validate }
}

/** Everything on the Pi: a network, the services that echo, and a proxy for each layout. */
export async function startLayouts(): Promise<void> {
  const proxied = mode('proxy-nginx').stack.services
  const labelled = mode('proxy-traefik-labels').stack.services
  const listens: Record<string, string> = {
    synapse: '8008',
    mas: '8080 8081',
    element: '80',
    people: '8080 9000',
  }
  await surely(
    `apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qqy install docker.io >/dev/null 2>&1
docker network create routes
docker network create ${JOINED}
mkdir -p ${FOLDER}
for image in ${ECHO} ${images.caddy} ${NGINX} ${TRAEFIK}; do docker pull -q $image & done; wait
${Object.entries(listens)
  .map(([name, ports]) => {
    const published = proxied.find(({ id }) => id === name)?.compose['ports'] as string[]
    const options = published.map((port) => `-p ${port}`).join(' ')
    const labels = labelled.find(({ id }) => id === name)?.compose['labels'] ?? {}
    const lines = Object.entries(labels).map(([key, value]) => `${key}=${String(value)}`)
    return `echo ${Buffer.from(lines.join('\n')).toString('base64')} | base64 -d >${FOLDER}/labels-${name}
docker create --name ${name} --hostname ${name} --network routes --label-file ${FOLDER}/labels-${name} ${options} ${ECHO} ${ports}
docker network connect --alias bramble-${name} ${JOINED} ${name}
docker start ${name}`
  })
  .join('\n')}
cd ${FOLDER} && for host in matrix id; do openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \\
  -subj /CN=$host.example.org -keyout $host.key -out $host.crt 2>/dev/null; done`,
  )
  await Promise.all(layouts.map(start))
  for (const layout of layouts)
    await until(`${layout.name} answers`, 30, async () =>
      ask(layout, { at: 'main', target: '/', by: 'element' }).then(
        ({ status }) => status === 200,
        () => false,
      ),
    )
}

async function start(layout: Layout): Promise<void> {
  const { name } = layout
  const { files, options, command } = runs(layout)
  const folder = `${FOLDER}/${name}`
  await surely(
    `mkdir -p ${folder}/data && cd ${folder} && cp ../*.key ../*.crt .
${Object.entries(files)
  .map(([file, text]) => `echo ${Buffer.from(text).toString('base64')} | base64 -d > ${file}`)
  .join('\n')}
docker run -d --name ${name} -v ${folder}:/routes ${options} ${command}`,
  )
}

function runs({ name, mode: { intent, stack }, port }: Layout): {
  files: Record<string, string>
  options: string
  command: string
} {
  const { sites } = addressesOf(intent)
  const theirs = runsTheirs(name, intent, stack.routes)
  if (theirs) return theirs
  const caddy = stack.services.find(({ id }) => id === 'caddy')
  const text = reveal(caddy?.store?.files[0]?.render(() => neverAsked()) ?? [])
  const used = sites.map((site) => `-p ${port(site)}:${site.listen}`)
  const redirect = name === 'home' ? ['-p 41080:80'] : []
  return {
    files: {
      'as-it-is.json': text,
      // no certificate authority is here: Caddy's own signs in its place
      'caddy.json': text.replace(/\{\s*"module": "acme"[^}]*\}/, '{"module": "internal"}'),
    },
    options: ['--network routes', ...new Set([...used, ...redirect]), `-v ${FOLDER}/${name}/data:/data`].join(
      ' ',
    ),
    command: `${images.caddy} caddy run --config /routes/caddy.json`,
  }
}

function neverAsked(): never {
  throw new Error('Caddy’s configuration holds no secret')
}

/** What a service was asked, as it says itself. */
export interface Echo {
  readonly name: string
  readonly port: string
  readonly method: string
  readonly target: string
  readonly host: string
  readonly headers: Readonly<Record<string, readonly string[]>>
  readonly bytes: number
}

export interface Got {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** Null where the proxy itself answered. */
  readonly echo: Echo | null
}

export interface Sent {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly bytes?: number
}

/** Asks a layout, with the path byte for byte as it is in the list. */
export function ask(layout: Layout, asked: Asked, sent: Sent = {}): Promise<Got> {
  return send(options(layout, asked, sent), layout.scheme, sent.bytes ?? 0)
}

export function options(layout: Layout, asked: Asked, sent: Sent = {}) {
  const site = addressesOf(layout.mode.intent).sites.find(({ id }) => id === asked.at)
  if (!site) throw new Error(`${layout.name} has no site ${asked.at}`)
  return {
    host: labFacts().host,
    port: layout.port(site),
    servername: site.host,
    // Caddy's own authority and certificates of no authority: what they are worth is not the question here
    rejectUnauthorized: false,
    method: sent.method ?? 'GET',
    path: sentTo(site, asked),
    headers: {
      Host: site.port === 443 ? site.host : `${site.host}:${site.port}`,
      ...layout.tunnel,
      ...sent.headers,
    },
  }
}

/** One connection serves many requests. */
const agents = { http: new Agent({ keepAlive: true }), https: new TlsAgent({ keepAlive: true }) }

export function send(to: ReturnType<typeof options>, scheme: Layout['scheme'], bytes: number): Promise<Got> {
  return new Promise((resolve, reject) => {
    const made = (scheme === 'https' ? httpsRequest : httpRequest)(
      { ...to, agent: agents[scheme] },
      (answer) => {
        const pieces: Buffer[] = []
        answer.on('data', (piece: Buffer) => pieces.push(piece))
        answer.on('error', reject)
        answer.on('end', () => {
          const text = Buffer.concat(pieces).toString('utf8')
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            echo: text.startsWith('{"name":') ? (JSON.parse(text) as Echo) : null,
          })
        })
      },
    )
    made.on('error', reject)
    const piece = Buffer.alloc(1 << 20)
    if (bytes === 0) made.end()
    else Readable.from(Array.from({ length: bytes / piece.length }, () => piece)).pipe(made)
  })
}
