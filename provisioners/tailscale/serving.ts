/** The server's address in the tailnet: the right name, open to others, and each port led to where the server listens. */
import { cannot, defineResource, type Action, type Diff, type Resource } from '../engine/resource.ts'
import type { Wait } from '../host/host.ts'
import type { ProblemCode } from '../model/problem.ts'
import * as commands from './commands.ts'
import * as facts from './facts.ts'
import type { Served, Tailnet } from './parse.ts'
import { sameControl } from './sign-in.ts'

/** A public port and the port on 127.0.0.1 behind it. */
export interface Door {
  readonly port: number
  readonly loopback: number
}

export interface Serving {
  /** `funnel`: from the whole internet; `serve`: from the tailnet. */
  readonly how: 'serve' | 'funnel'
  /** The server's address: the machine's whole name. */
  readonly host: string
  /** A control server of the owner's own. */
  readonly controlServer?: string
  readonly doors: readonly Door[]
  /** Every port on 127.0.0.1 that a server of Bramble's ever listens on: by them its doors are known. */
  readonly loopbacks: readonly number[]
}

/** Minutes that a person has to allow it. */
const PATIENCE_SECONDS = 15 * 60

/** What must be so before anything of the server is written; after `signInResources`. */
export const addressResources = (serving: Serving): Resource[] => [nameIsRight(serving), mayServe(serving)]

/** After the containers, in this order: two changes at once would be refused. */
export const servingResources = (serving: Serving): Resource[] => [
  closed(serving),
  ...serving.doors.map((door, index) => opened(door, serving, index)),
]

const refusal = ({ how }: Serving): ProblemCode => (how === 'funnel' ? 'funnel-refused' : 'serve-refused')

/** The name is for ever, and the tailnet gives it: it is read back before anything is made under it. */
function nameIsRight({ host }: Serving): Resource {
  return defineResource({
    id: 'tailnet-host',
    title: 'See that the tailnet gives the right name',
    phase: 'tailnet',
    after: ['tailnet-name'],
    facts: { tailnet: facts.tailnet, prefs: facts.prefs },
    diff({ tailnet, prefs }): Diff {
      const now = tailnet?.name ?? null
      if (now === host) return { met: true, reason: `It is ${host}.` }
      const [machineName = '', ...rest] = host.split('.')
      const suffix = rest.join('.')
      if (tailnet?.state === 'running' && now !== null) {
        const elsewhere = now.slice(now.indexOf('.') + 1) !== suffix
        // what asks for the name already will not get another by asking again
        if (elsewhere || prefs?.hostname === machineName)
          return cannot(
            'tailnet-name-differs',
            `The tailnet calls this machine ${now}, and the server is to be ${host}.`,
          )
      }
      return {
        met: false,
        change: 'add',
        summary: host,
        likely: true,
        actions: [
          {
            kind: 'wait',
            wait: {
              begin: null,
              look: commands.readStatus(),
              done: `^    "DNSName": "${literal(host)}[.]?"`,
              asks: [],
              fails: [],
              everySeconds: 2,
              withinSeconds: 60,
              late: 'tailnet-name-differs',
            },
          },
        ],
      }
    },
  })
}

/** What only the owner may change is told first, and changed by nobody else. */
function mayServe(serving: Serving): Resource {
  const { how, doors } = serving
  return defineResource({
    id: 'tailnet-open',
    title: 'See that others may reach the machine',
    phase: 'tailnet',
    after: ['tailnet-host'],
    facts: { tailnet: facts.tailnet, prefs: facts.prefs, served: facts.served },
    diff({ tailnet, prefs, served }): Diff {
      if (prefs?.shieldsUp)
        return cannot(
          refusal(serving),
          'This machine takes no connections from others: its “shields up” is on. Turn it off with: sudo tailscale set --shields-up=false',
        )
      const controls = [serving.controlServer ?? '', prefs?.control ?? '']
      if (controls.some((control) => !sameControl(control, commands.CONTROL)))
        return cannot(refusal(serving), noCertificates)
      const forbidden =
        how === 'funnel' && tailnet?.funnel ? doors.filter(({ port }) => !mayFunnel(tailnet, port)) : []
      if (forbidden.length > 0)
        return cannot(
          'funnel-refused',
          `The tailnet’s policy does not allow Funnel on port ${forbidden.map(({ port }) => port).join(', ')}.`,
        )
      for (const door of doors) refuseTaken(door, served ?? [], serving)
      return { met: true, reason: 'Nothing is in the way of it.' }
    },
  })
}

/** Headscale knows neither Funnel nor the certificates of Serve (Headscale, docs/about/features.md; hscontrol/noise.go). */
export const noCertificates =
  'A control server of your own, such as Headscale, gives no certificates for the names of its machines, and apps want one. Choose an address at home or a domain of your own: both can be used inside such a tailnet too.'

export const mayFunnel = ({ https, funnel, funnelPorts }: Tailnet, port: number): boolean =>
  https && funnel && funnelPorts.some(([from, to]) => from <= port && port <= to)

/** Other people's doors on other ports are nobody's business; on one of ours they are told, and left. */
function refuseTaken({ port }: Door, served: readonly Served[], { loopbacks }: Serving): void {
  const other = served.find((one) => one.port === port && !isOurs(one, loopbacks))
  if (other)
    cannot(
      'port-in-use',
      `Tailscale already leads port ${port}${other.mount.length > 1 ? `${other.mount} ` : ' '}to ${other.target || 'something else'}. Turn that off first, or choose another address.`,
    )
}

/** Known by where it leads: nothing else is told by Tailscale. */
export function isOurs({ target, foreground }: Served, loopbacks: readonly number[]): boolean {
  const found = /^https?:\/\/(?:127\.0\.0\.1|localhost):(\d+)\/?$/.exec(target)
  return !foreground && found !== null && loopbacks.includes(Number(found[1]))
}

export const leadsRight = (one: Served, { port, loopback }: Door): boolean =>
  !one.foreground && one.port === port && one.mount === '/' && one.target === `http://127.0.0.1:${loopback}`

/** Doors of this server that are no longer wanted, one by one. */
function closed(serving: Serving): Resource {
  const { loopbacks } = serving
  return defineResource({
    id: 'served-otherwise',
    title: 'Close what is no longer needed',
    phase: 'start',
    after: ['containers'],
    facts: { served: facts.served },
    diff({ served }): Diff {
      const gone = (served ?? []).filter((one) => isOurs(one, loopbacks) && !isWanted(one, serving))
      if (gone.length === 0) return { met: true, reason: 'Nothing of an earlier address is left.' }
      return {
        met: false,
        change: 'remove',
        summary: gone.map(({ port, mount }) => `port ${port}${mount === '/' ? '' : mount}`).join(', '),
        actions: gone.map(({ port, mount }) => ({
          kind: 'run',
          command: commands.unserve(port, alone(port, served ?? []) ? null : mount),
          timeoutSeconds: 60,
        })),
      }
    },
  })
}

/** What is open to the internet does not become private by itself. */
const isWanted = (one: Served, { doors, how }: Serving): boolean =>
  doors.some((door) => leadsRight(one, door)) && !(how === 'serve' && one.funnel)

const alone = (port: number, served: readonly Served[]): boolean =>
  served.filter((one) => one.port === port).length === 1

function opened(door: Door, serving: Serving, index: number): Resource {
  const { how, host, doors } = serving
  const { port } = door
  return defineResource({
    id: `served:${port}`,
    title: how === 'funnel' ? `Open port ${port} to the internet` : `Open port ${port} to the tailnet`,
    phase: 'start',
    after: [index === 0 ? 'served-otherwise' : `served:${doors[index - 1]?.port ?? 0}`],
    facts: { served: facts.served, tailnet: facts.tailnet },
    diff({ served, tailnet }): Diff {
      refuseTaken(door, served ?? [], serving)
      const there = served?.some((one) => leadsRight(one, door) && one.funnel === (how === 'funnel'))
      if (there)
        return {
          met: true,
          reason: `${how === 'funnel' ? 'Tailscale Funnel' : 'Tailscale'} leads it to the server.`,
        }
      const allowed = tailnet?.https && (how === 'serve' || tailnet.funnel)
      return {
        met: false,
        change: 'add',
        summary: `https://${host}${port === 443 ? '' : `:${port}`}${allowed ? '' : '; a click of yours may be needed'}`,
        ...(served === null && { likely: true }),
        actions: [openDoor(door, serving, host)],
      }
    },
  })
}

/** Never by its exit status: it ends well also where nothing was done (cmd/tailscale/cli/serve_legacy.go). */
function openDoor({ port, loopback }: Door, serving: Serving, host: string): Action {
  const { how } = serving
  // behind a brace or a comma: a quote inside of a text has a backslash before it
  const at = `"${literal(host)}:${port}"`
  const leads = `^[{]"TCP":[{].*"Web":[{](.*,)?${at}:[{]"Handlers":[{]"/":[{]"Proxy":"http://127[.]0[.]0[.]1:${loopback}"[}][}][}]`
  return {
    kind: 'wait',
    wait: {
      begin: commands.serve(how, port, loopback),
      look: commands.readServeFlat(),
      done: how === 'funnel' ? `${leads}.*"AllowFunnel":[{]([^}]*,)?${at}:true` : leads,
      asks: serveAsks,
      fails: serveFails(serving),
      everySeconds: 3,
      withinSeconds: PATIENCE_SECONDS,
    },
  }
}

const LINK = 'https://[^/ ]+/f/'

/** The links that Tailscale's own service gives, for what is not enabled in a tailnet. */
export const serveAsks: Wait['asks'] = [
  { purpose: 'tailscale-https', of: 'begin', when: `${LINK}(serve|https)`, link: `${LINK}[^ "]+` },
  { purpose: 'tailscale-funnel', of: 'begin', when: LINK, link: `${LINK}[^ "]+` },
]

/** Texts of `tailscale serve` and `tailscale funnel`, with which waiting is in vain. */
export const serveFails = (serving: Pick<Serving, 'how'>): Wait['fails'] => {
  const code: ProblemCode = serving.how === 'funnel' ? 'funnel-refused' : 'serve-refused'
  const refused = [
    'HTTPS must be enabled',
    'node attribute not set',
    'is not allowed for funnel',
    'shields-up is enabled',
    'HTTPS cert support is not enabled',
    'does not support getting TLS certs',
    'error enabling https feature',
    'config file is locked',
  ]
  const taken = ['already serving TCP', 'listener already exists', 'already in use']
  return [
    ...refused.map((when) => ({ when, code })),
    ...taken.map((when) => ({ when, code: 'port-in-use' as const })),
  ]
}

/** Of a host name, in a pattern. */
const literal = (host: string): string => host.replaceAll('.', '[.]')
