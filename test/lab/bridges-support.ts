/** What the tests of bridges look at on the Pi, and how they speak with Synapse and the bridges: over SSH, past every public route. */
import { http, type HttpResponse } from '../../provisioners/host/http.ts'
import { onPi, until, type Laptop } from './support.ts'

export const SERVER = 'brookside.local'
/** The person who uses the bridges; made with the double puppet token, for there is no MAS to make accounts. */
export const PERSON = `@ada:${SERVER}`

const succeed = async (...argv: readonly string[]): Promise<string> => {
  const { status, stdout } = await onPi(...argv)
  if (status !== 0) throw new Error(`${argv[0] ?? ''} ended with ${status}: ${stdout}`)
  return stdout
}

const lines = (text: string): string[] => text.split('\n').filter(Boolean)
const pairs = (text: string): Map<string, string> =>
  new Map(
    lines(text).map((line) => {
      const [key = '', value = ''] = line.split(' ')
      return [key, value]
    }),
  )

/** Every container of the stack, stopped ones too: when it was started, by its name without what Compose adds. */
export async function containers(): Promise<Map<string, string>> {
  const ids = lines(
    await succeed('docker', 'ps', '--all', '--quiet', '--filter', 'label=com.docker.compose.project=bramble'),
  )
  const format = '{{.Name}} {{.Id}}@{{.State.StartedAt}}'
  const seen = pairs(await succeed('docker', 'inspect', '--format', format, ...ids))
  return new Map([...seen].map(([name, id]) => [name.replace(/^\/bramble-(.*)-1$/, '$1'), id]))
}

/** The sums of all secrets on the Pi, by their names. */
export async function secretSums(): Promise<Map<string, string>> {
  const sums = await succeed('sh', '-c', 'cd /opt/bramble/secrets && sha256sum -- *')
  return new Map(lines(sums).map((line) => [line.slice(66), line.slice(0, 64)]))
}

export const secretOnPi = (id: string): Promise<string> => succeed('cat', `/opt/bramble/secrets/${id}`)

/** One column of an answer of PostgreSQL. */
export async function sql(database: string, query: string): Promise<string[]> {
  const psql = ['psql', '--username=postgres', '--no-align', '--tuples-only', `--dbname=${database}`]
  return lines(await succeed('docker', 'exec', 'bramble-postgres-1', ...psql, `--command=${query}`))
}

const EVENTS = '/var/tmp/container-events'
/** Docker forgets its events soon; this writes those of containers down, as they come. */
export async function watchContainers(): Promise<void> {
  const filters = ['create', 'start', 'die', 'destroy'].flatMap((event) => ['--filter', `event=${event}`])
  const command = ['docker', 'events', '--filter', 'type=container', ...filters, '--format']
  const format = '{{.Action}} {{.Actor.Attributes.name}}'
  const script = `${command.join(' ')} '${format}' >${EVENTS}`
  await succeed('systemd-run', '--quiet', '--unit=lab-events', 'sh', '-c', script)
}

/** What happened to containers since this was last asked, in order: `die bridge-whatsapp`. */
export async function containerEvents(): Promise<string[]> {
  const seen = lines(await succeed('sh', '-c', `cat ${EVENTS} && : >${EVENTS}`))
  return seen.map((line) => line.replaceAll('\0', '').replace(/bramble-(.*)-1$/, '$1'))
}

export interface Answer extends Pick<HttpResponse, 'status'> {
  readonly json: Record<string, unknown>
}

/** Asks a container's own port over SSH. */
export async function ask(
  { connect }: Laptop,
  service: string,
  port: number,
  token: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'
  const host = (await succeed('docker', 'inspect', '--format', format, `bramble-${service}-1`)).trim()
  const connection = await (await connect()).forward({ host, port })
  const { status, body: text } = await http(connection, {
    method: body ? 'POST' : 'GET',
    path,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  return { status, json: JSON.parse(text) as Record<string, unknown> }
}

const asPerson = `user_id=${encodeURIComponent(PERSON)}`

/** Synapse as the person, by the double puppet token. */
export const synapse = async (one: Laptop, path: string, body?: object): Promise<Answer> =>
  ask(
    one,
    'synapse',
    8008,
    await secretOnPi('doublepuppet-as-token'),
    `${path}${mark(path)}${asPerson}`,
    body,
  )

/** A bridge's own API as the person. */
export const provisioning = async (
  one: Laptop,
  bridge: string,
  port: number,
  path: string,
  body?: object,
): Promise<Answer> =>
  ask(
    one,
    `bridge-${bridge}`,
    port,
    await secretOnPi(`bridge-${bridge}-provisioning`),
    `/_matrix/provision/v3/${path}${mark(path)}${asPerson}`,
    body,
  )

const mark = (path: string): string => (path.includes('?') ? '&' : '?')

/** An account for the person, as an appservice may make one. */
export async function makePerson(one: Laptop): Promise<void> {
  const made = await ask(
    one,
    'synapse',
    8008,
    await secretOnPi('doublepuppet-as-token'),
    '/_matrix/client/v3/register?kind=user',
    { type: 'm.login.application_service', username: 'ada', inhibit_login: true },
  )
  if (made.status !== 200) throw new Error(`no account: ${JSON.stringify(made)}`)
}

/** What a container said, both streams together. */
export const logsOf = async (service: string): Promise<string[]> =>
  lines(await succeed('sh', '-c', `docker logs bramble-${service}-1 2>&1`))

const rooms = '/_matrix/client/v3/rooms/'

/** The one room that the person is in, once there is one. */
export async function chatOf(one: Laptop): Promise<string> {
  let joined: string[] = []
  await until('a room of the bridge', 30, async () => {
    const { json } = await synapse(one, '/_matrix/client/v3/joined_rooms')
    joined = json['joined_rooms'] as string[]
    return joined.length > 0
  })
  return encodeURIComponent(joined[0] ?? '')
}

/** Says something as the person. */
export async function say(one: Laptop, room: string, body: string): Promise<void> {
  const sent = await synapse(one, `${rooms}${room}/send/m.room.message`, { msgtype: 'm.text', body })
  if (sent.status !== 200) throw new Error(`not sent: ${JSON.stringify(sent)}`)
}

/** How many messages there are in a room. */
export async function said(one: Laptop, room: string): Promise<number> {
  const { json } = await synapse(one, `${rooms}${room}/messages?dir=b&limit=1000`)
  return (json['chunk'] as { type: string }[]).filter(({ type }) =>
    /^m\.room\.(message|encrypted)$/.test(type),
  ).length
}
