/** Tailscale's world in the lab, for tests: what an owner does in a console, and what the Pi says. */
import { z } from 'zod'
import type { TimedEvent } from '../../provisioners/model/run-event.ts'
import { joinSettings, TAILSCALE_KEY } from '../../provisioners/model/reach.ts'
import type { RunTask } from '../../provisioners/model/task.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { lab, onPi, type Laptop } from './support.ts'

export const HEADSCALE = 'https://headscale.lab.test'

const json = (text: string): unknown => JSON.parse(text)

/** Headscale's own command; its answer in JSON. */
const headscale = async (...args: string[]): Promise<unknown> =>
  json(await lab('headscale', '--', ...args, '--output', 'json'))

/** A key for one machine, which lives an hour; with tags it belongs to nobody. */
export async function authKey(...options: string[]): Promise<string> {
  const owner = options.includes('--tags') ? [] : ['--user', '1']
  return z
    .looseObject({ key: z.string() })
    .parse(await headscale('preauthkeys', 'create', ...owner, ...options)).key
}

/** What Headscale's administrator does with the link that a machine shows. */
export const letIn = (link: string): Promise<unknown> =>
  headscale('auth', 'register', '--user', 'household', '--auth-id', link.slice(link.lastIndexOf('/') + 1))

export const headscaleNodes = async () =>
  z
    .array(z.looseObject({ id: z.number(), given_name: z.string(), tags: z.array(z.string()).nullish() }))
    .parse((await headscale('nodes', 'list')) ?? [])

export const endKey = (id: number): Promise<unknown> => headscale('nodes', 'expire', '--identifier', `${id}`)

/** Asks Tailscale's control server in the lab (test/lab/parts/tailscale/control). */
export const control = async (path: string, body?: Readonly<Record<string, unknown>>): Promise<unknown> =>
  json(await lab('control', '--', path, ...(body ? [JSON.stringify(body)] : [])))

/** What the Pi's own program says of it. */
export async function onTailnet() {
  const { stdout } = await onPi('tailscale', 'status', '--json', '--peers=false')
  const { Self, ...rest } = z
    .looseObject({
      BackendState: z.string(),
      Version: z.string(),
      Self: z.looseObject({ DNSName: z.string(), Tags: z.array(z.string()).nullish() }),
    })
    .parse(json(stdout))
  return { state: rest.BackendState, version: rest.Version, name: Self.DNSName, tags: Self.Tags ?? [] }
}

export const served = async (): Promise<unknown> =>
  json((await onPi('tailscale', 'serve', 'status', '--json')).stdout)

export const joining = (machineName: string, settings: object = {}): RunTask => ({
  kind: 'tailnet',
  settings: joinSettings.parse({ machineName, ...settings }),
})

export const given = (key: string) => new Map([[TAILSCALE_KEY, new Secret(key, 'Tailscale auth key')]])

/** A whole run of joining; none where nothing was to do. */
export async function join(
  { engine }: Pick<Laptop, 'engine'>,
  task: RunTask,
  key?: string,
  on: (event: TimedEvent) => void | Promise<void> = () => {},
): Promise<TimedEvent[]> {
  const run = await engine.startTask(task, key === undefined ? {} : { given: given(key) })
  const events: TimedEvent[] = []
  if (run === null) return events
  for await (const event of engine.follow(run, new AbortController().signal)) {
    events.push(event)
    await on(event)
  }
  return events
}

/** What a person was asked to do, in its order. */
export const asked = (events: readonly TimedEvent[]) =>
  events.flatMap((event) => (event.kind === 'asked' && event.ask ? [event.ask] : []))

/** A version of Tailscale as its owner would have installed it some time ago. */
export async function installTailscale(version: string): Promise<void> {
  const site = 'https://pkgs.tailscale.com/stable/debian/trixie'
  const { status, stdout } = await onPi(
    'bash',
    '-ec',
    `curl -fsS ${site}.noarmor.gpg -o /usr/share/keyrings/tailscale-archive-keyring.gpg
     curl -fsS ${site}.tailscale-keyring.list -o /etc/apt/sources.list.d/tailscale.list
     apt-get update -q && apt-get install -q -y tailscale=${version}`,
  )
  if (status !== 0) throw new Error(stdout)
}
