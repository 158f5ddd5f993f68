/** The machine in its tailnet, under the right name: by a link that a person opens, or by an auth key that is used once. */
import {
  cannot,
  defineResource,
  type Action,
  type Diff,
  type Means,
  type Resource,
} from '../engine/resource.ts'
import type { Wait } from '../host/host.ts'
import { TAILSCALE_KEY, type JoinSettings } from '../model/reach.ts'
import type { SecretSpec } from '../model/secret.ts'
import * as commands from './commands.ts'
import * as facts from './facts.ts'
import type { Prefs, Tailnet } from './parse.ts'

/** Minutes that a person has for a click or two. */
const PATIENCE_SECONDS = 15 * 60

/** Given by the owner, used once, and not among what is kept on the Pi. */
export const tailscaleKey: SecretSpec = {
  id: TAILSCALE_KEY,
  label: 'Tailscale auth key',
  kind: 'given',
}

/** In dependency order; they come after `installResources`. */
export const signInResources = (settings: JoinSettings): Resource[] => [joined(settings), named(settings)]

const controlOf = (settings: Pick<JoinSettings, 'controlServer'>): string =>
  settings.controlServer ?? commands.CONTROL

/** Whether two addresses are the same control server; Tailscale has several names for its own (ipn.IsLoginServerSynonym). */
export function sameControl(one: string, other: string): boolean {
  const plain = (url: string): string => {
    const text = url.replace(/\/+$/, '').toLowerCase()
    return ['', 'https://login.tailscale.com', 'https://controlplane.tailscale.com'].includes(text)
      ? ''
      : text
  }
  return plain(one) === plain(other)
}

const signedIn = (tailnet: Tailnet): boolean =>
  !tailnet.expired && ['running', 'stopped', 'approval'].includes(tailnet.state)

function joined(settings: JoinSettings): Resource {
  return defineResource({
    id: 'tailnet-joined',
    title: 'Join the tailnet',
    phase: 'tailnet',
    after: ['tailscale-running'],
    facts: { tailnet: facts.tailnet, prefs: facts.prefs },
    diff({ tailnet, prefs }, means): Diff {
      if (tailnet && prefs && signedIn(tailnet) && !sameControl(prefs.control, controlOf(settings)))
        return cannot(
          'tailnet-other',
          `It is signed in at ${new URL('/', prefs.control || commands.CONTROL).host}, and not at ${new URL(controlOf(settings)).host}.`,
        )
      if (tailnet?.state === 'running' && !tailnet.expired)
        return { met: true, reason: `It is there${tailnet.name === null ? '' : ` as ${tailnet.name}`}.` }
      const actions = actionsOf(tailnet, prefs, settings, means)
      return {
        met: false,
        change: tailnet?.known ? 'change' : 'add',
        summary: summaryOf(tailnet, settings),
        // what is left of an earlier sign-in is seen when it runs
        ...((tailnet === null || ['not-running', 'starting'].includes(tailnet.state)) && { likely: true }),
        actions,
      }
    },
  })
}

function summaryOf(tailnet: Tailnet | null, settings: JoinSettings): string {
  if (tailnet?.state === 'stopped') return 'It is signed in and switched off; it is switched on again.'
  if (tailnet?.state === 'approval') return 'An administrator of the tailnet has to approve the machine.'
  const how = settings.signIn === 'key' ? 'With your auth key' : 'You open a link, and sign in there'
  return tailnet?.expired || (tailnet?.known && tailnet.state === 'signed-out')
    ? `${how}. If you are connected over the tailnet, the connection may be lost meanwhile; the Pi goes on.`
    : `${how}.`
}

function actionsOf(
  tailnet: Tailnet | null,
  prefs: Prefs | null,
  settings: JoinSettings,
  means: Means,
): Action[] {
  if (tailnet?.state === 'stopped' && !tailnet.expired) return [wait(commands.resume())]
  if (tailnet?.state === 'approval') return [wait(null)]
  const options = upOptions(tailnet, prefs, settings)
  const begin =
    settings.signIn === 'key'
      ? commands.upWithKey(options, means.secret(TAILSCALE_KEY))
      : commands.up(options)
  return [reachControl(controlOf(settings)), wait(begin)]
}

/** Everything that the owner has set stays: `up` refuses to change by leaving out (cmd/tailscale/cli/up.go). */
function upOptions(tailnet: Tailnet | null, prefs: Prefs | null, settings: JoinSettings): string[] {
  return [
    ...(prefs?.options ?? []),
    `--hostname=${settings.machineName}`,
    `--advertise-tags=${settings.tags.join(',')}`,
    `--login-server=${controlOf(settings)}`,
    ...(tailnet?.expired ? ['--force-reauth'] : []),
    `--timeout=${PATIENCE_SECONDS}s`,
  ]
}

/** Told at once, and not after a quarter of an hour: `up` waits silently where nobody answers. */
const reachControl = (control: string): Action => ({
  kind: 'wait',
  wait: {
    begin: commands.askControl(control),
    look: commands.askControl(control),
    done: '^[1-5][0-9][0-9]$',
    asks: [],
    fails: [{ when: '^curl: ', code: 'tailscale-unreachable' }],
    everySeconds: 2,
    withinSeconds: 60,
    late: 'tailscale-unreachable',
  },
})

/** Of `tailscale status --json`, whose lines begin with two spaces: text of other people cannot. */
const state = (name: string): string => `^  "BackendState": "${name}"`

const wait = (begin: Wait['begin']): Action => ({
  kind: 'wait',
  wait: {
    begin,
    look: commands.readStatus(),
    done: state('Running'),
    asks: [
      {
        purpose: 'tailscale-approval',
        of: 'begin',
        when: 'https://login[.]tailscale[.]com/admin',
        link: 'https://login[.]tailscale[.]com/admin[^ "]*',
      },
      { purpose: 'tailscale-approval', of: 'look', when: state('NeedsMachineAuth') },
      {
        purpose: 'tailscale-sign-in',
        of: 'look',
        when: '^  "AuthURL": "https?://',
        link: 'https?://[^ "]+',
      },
    ],
    fails: signInFails,
    everySeconds: 2,
    withinSeconds: PATIENCE_SECONDS,
  },
})

/** Texts of `tailscale up`; more particular ones first. */
export const signInFails: Wait['fails'] = [
  { when: 'requested tags|^tag: |tags? .*(invalid|not permitted)', code: 'tailnet-tags-refused' },
  {
    when: '[Ii]nvalid (pre ?)?(auth ?)?key|[Aa]uth ?[Kk]ey.*(not found|expired|used|invalid|exist)|API key|unable to validate',
    code: 'tailscale-key-refused',
  },
  { when: "can't change --login-server", code: 'tailnet-other' },
  { when: 'requires mentioning all', code: 'step-failed' },
]

/** How the machine asks to be called. The tailnet adds a number where another machine has the name. */
function named(settings: JoinSettings): Resource {
  const { machineName } = settings
  return defineResource({
    id: 'tailnet-name',
    title: 'Name the machine in the tailnet',
    phase: 'tailnet',
    after: ['tailnet-joined'],
    facts: { tailnet: facts.tailnet, prefs: facts.prefs },
    diff({ tailnet, prefs }): Diff {
      const now = tailnet?.name ?? null
      if (now !== null && isCalled(now, machineName)) return { met: true, reason: `It is called ${now}.` }
      if (prefs?.hostname === machineName)
        return {
          met: true,
          reason: `It asks for “${machineName}”${now === null ? '' : `, and the tailnet calls it ${now}`}.`,
        }
      // a sign-in brings the name along
      const fresh = tailnet === null || (!tailnet.known && tailnet.state !== 'running')
      return {
        met: false,
        change: now === null ? 'add' : 'change',
        summary: `“${machineName}”`,
        ...(fresh && { likely: true }),
        actions: [
          { kind: 'run', command: commands.setName(machineName), timeoutSeconds: 60 },
          {
            kind: 'wait',
            wait: {
              begin: null,
              look: commands.readStatus(),
              done: `^    "DNSName": "${machineName}(-[0-9]+)?[.]`,
              asks: [],
              fails: [],
              everySeconds: 1,
              withinSeconds: 60,
              late: 'tailnet-name-differs',
            },
          },
        ],
      }
    },
  })
}

const isCalled = (whole: string, machineName: string): boolean => whole.split('.')[0] === machineName
