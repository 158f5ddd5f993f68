/** What is seen of Tailscale, for plans: a recorded or a made-up machine, and how a resource judges it. */
import type { Diff, Fact, Resource } from '../../provisioners/engine/resource.ts'
import { EngineError } from '../../provisioners/model/engine-error.ts'
import type { JoinSettings } from '../../provisioners/model/reach.ts'
import { Secret } from '../../provisioners/model/secret.ts'
import { describe as describeCommand } from '../../provisioners/shell/describe.ts'
import * as facts from '../../provisioners/tailscale/facts.ts'
import { beforeResources, servingResources, type Serving } from '../../provisioners/tailscale/index.ts'
import { os } from '../../provisioners/system/facts.ts'
import { recorded } from './recorded.ts'

const answer = (stdout: string, status = 0) => ({ status, stdout, stderr: '', truncated: false })
const prefsOf = (more: object): string =>
  JSON.stringify({
    ControlURL: 'https://controlplane.tailscale.com',
    Hostname: 'brookside',
    NetfilterMode: 2,
    CorpDNS: true,
    ...more,
  })

export type Seen = Readonly<Record<string, unknown>>
const of = <T>(fact: Fact<T>, text: Parameters<Fact<T>['parse']>[0]): Seen => ({
  [fact.id]: fact.parse(text),
})

export const system = (id = 'debian', codename = 'trixie'): Seen =>
  of(os, answer(`ID=${id}\nVERSION_ID="13"\nVERSION_CODENAME=${codename}\nPRETTY_NAME="Debian"\n`))
export const offers = (...systems: string[]): Seen =>
  of(
    facts.offers,
    answer(
      systems.map((one) => `200 https://pkgs.tailscale.com/stable/${one}/installer-supported\n`).join(''),
      systems.length === 0 ? 6 : 0,
    ),
  )
export const packaged = (version: string | null): Seen =>
  of(facts.packages, answer(version === null ? '' : `tailscale\tinstalled\t${version}\n`))
export const program = (version: string | null): Seen =>
  of(facts.client, version === null ? answer('', 127) : answer(JSON.stringify({ majorMinorPatch: version })))
export const status = (name: string): Seen => of(facts.tailnet, recorded(name))
/** A recorded state with other values. */
export const stateLike = (name: string, more: object): Seen =>
  of(facts.tailnet, answer(JSON.stringify({ ...(JSON.parse(recorded(name).stdout) as object), ...more })))
export const prefs = (more: object = {}): Seen => of(facts.prefs, answer(prefsOf(more)))
export const served = (name: string): Seen => of(facts.served, recorded(name))

export const absent: Seen = {
  ...system(),
  ...offers('debian/bookworm', 'debian/trixie'),
  ...packaged(null),
  ...program(null),
  ...of(facts.tailnet, answer('', 127)),
  ...of(facts.prefs, answer('', 127)),
  ...of(facts.served, answer('', 127)),
  ...of(facts.unit, answer('LoadState=not-found\nActiveState=inactive\nUnitFileState=\n')),
  ...of(facts.list, answer('', 1)),
  ...of(facts.keyring, answer('', 1)),
}
/** Signed in as brookside in a tailnet that allows everything, serving nothing. */
export const there: Seen = {
  ...absent,
  ...packaged('1.102.3'),
  ...program('1.102.3'),
  ...status('status-running'),
  ...prefs(),
  ...served('serve-status-empty'),
  ...of(facts.unit, answer('LoadState=loaded\nActiveState=active\nUnitFileState=enabled\n')),
}

export const settings: JoinSettings = { machineName: 'brookside', signIn: 'link', tags: [] }
export const serving: Serving = {
  how: 'funnel',
  host: 'brookside.tail1a2b3c.ts.net',
  doors: [
    { port: 443, loopback: 18_080 },
    { port: 8443, loopback: 18_081 },
  ],
  loopbacks: [18_080, 18_081, 18_082],
}

const means = { secret: (id: string) => new Secret(`value-of-${id}`, id), changed: () => false }

export interface Judged {
  readonly diff: Diff
  /** Its commands as people read them. */
  readonly commands: readonly string[]
}

export function judge(resource: Resource, seen: Seen): Judged {
  const diff = resource.diff(
    Object.fromEntries(Object.entries(resource.facts).map(([name, fact]) => [name, seen[fact.id]])),
    means,
  )
  const actions = diff.met ? [] : diff.actions
  const commands = actions.map((action) => {
    if (action.kind === 'upload') return `write ${action.files.map(({ path }) => path).join(' ')}`
    if (action.kind === 'run') return describeCommand(action.command)
    return `wait: ${describeCommand(action.wait.begin ?? action.wait.look)}`
  })
  return { diff, commands }
}

export const all = (
  of: { settings?: Partial<JoinSettings>; serving?: Partial<Serving> } = {},
): readonly Resource[] => {
  const one = { settings: { ...settings, ...of.settings }, serving: { ...serving, ...of.serving } }
  return [...beforeResources(one), ...servingResources(one.serving)]
}

/** Ids of what is to do, in order; or the problem that is told instead. */
export function plan(seen: Seen, of: Parameters<typeof all>[0] = {}): string[] | string {
  try {
    return all(of).flatMap((resource) => (judge(resource, seen).diff.met ? [] : [resource.id]))
  } catch (error) {
    if (error instanceof EngineError) return `${error.code}: ${error.detail}`
    throw error
  }
}

/** What one resource of them would do. */
export function one(id: string, seen: Seen, of: Parameters<typeof all>[0] = {}): Judged {
  const resource = all(of).find((known) => known.id === id)
  if (!resource) throw new Error(`there is no ${id}`)
  return judge(resource, seen)
}
