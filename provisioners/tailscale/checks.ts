/** Checks of the way through the tailnet: causes first. */
import { defineCheck, type Check } from '../engine/check.ts'
import * as facts from './facts.ts'
import { leadsRight, type Serving } from './serving.ts'
import { fitness, whyUnfit } from './version.ts'

const DAY = 86_400
const SOON_DAYS = 30
const NOW_DAYS = 7

/** Of a server that is reached through its tailnet. */
export const tailscaleChecks = (serving: Serving): Check[] => [
  daemonRuns,
  signedIn,
  keyHolds('tailnet.key-ends', 'warns', 0, NOW_DAYS),
  keyHolds('tailnet.key-ends-soon', 'notes', NOW_DAYS, SOON_DAYS),
  nameStays(serving),
  doorsOpen(serving),
  versionFit,
]

const daemonRuns = defineCheck({
  code: 'tailscale.runs',
  severity: 'blocks',
  dependsOn: ['disk.full'],
  grace: 15,
  facts: { tailnet: facts.tailnet, unit: facts.unit },
  words: {
    title: 'Tailscale is not running',
    remedy: 'Bramble can start it again. Until then nobody reaches the server.',
    good: 'Tailscale runs.',
  },
  remedy: { kind: 'converge' },
  judge: ({ tailnet, unit }) =>
    tailnet !== null && tailnet.state !== 'not-running'
      ? null
      : {
          detail: tailnet === null ? 'Tailscale is not installed any more.' : 'Tailscale does not answer.',
          evidence: [JSON.stringify(unit)],
        },
})

const signedIn = defineCheck({
  code: 'tailnet.signed-in',
  severity: 'blocks',
  dependsOn: ['tailscale.runs'],
  grace: 30,
  facts: { tailnet: facts.tailnet },
  words: {
    title: 'The Pi is not in its tailnet',
    remedy:
      'Let Bramble sign it in again. Afterwards, switch off the end of its key in your tailnet’s list of machines.',
    good: 'The Pi is in its tailnet.',
  },
  remedy: { kind: 'converge' },
  judge({ tailnet }) {
    if (tailnet?.state === 'running' && !tailnet.expired) return null
    const why = tailnet?.expired
      ? 'The key with which it signed in has ended.'
      : {
          stopped: 'Tailscale was switched off on it.',
          approval: 'An administrator of the tailnet has to approve it.',
          starting: 'Tailscale is still starting.',
          'signed-out': 'It was signed out.',
          'not-running': 'Tailscale does not answer.',
          running: '',
        }[tailnet?.state ?? 'not-running']
    return { detail: why, evidence: [...(tailnet?.health ?? [])].slice(0, 10) }
  },
})

/** A machine that belongs to a person has to sign in again from time to time, and is cut off when that is forgotten. */
const keyHolds = (code: string, severity: 'warns' | 'notes', fromDays: number, toDays: number): Check =>
  defineCheck({
    code,
    severity,
    dependsOn: ['tailnet.signed-in'],
    facts: { tailnet: facts.tailnet },
    words: {
      title: 'The Pi’s key to the tailnet ends soon',
      remedy:
        'In your tailnet’s list of machines, open the menu of this one and choose “Disable key expiry”. A machine with a tag has no such end.',
      good: `The Pi’s key to the tailnet holds for more than ${toDays} days.`,
    },
    judge({ tailnet }, now) {
      const ends = tailnet?.keyExpires ?? null
      if (ends === null || now === undefined) return null
      const days = (ends - now) / DAY
      if (days <= fromDays || days > toDays) return null
      const left = Math.ceil(days)
      return {
        detail: `In ${left === 1 ? 'one day' : `${left} days`} it is signed out, and nobody reaches the server any more.`,
        evidence: [`KeyExpiry ${new Date(ends * 1000).toISOString()}`],
      }
    },
  })

const nameStays = ({ host }: Serving): Check =>
  defineCheck({
    code: 'tailnet.name',
    severity: 'blocks',
    dependsOn: ['tailnet.signed-in'],
    grace: 30,
    facts: { tailnet: facts.tailnet },
    words: {
      title: 'The Pi has another name in the tailnet',
      remedy: `Give it its name back in your tailnet’s list of machines: ${host}. The server cannot take another one.`,
      good: 'The Pi has its name in the tailnet.',
    },
    judge: ({ tailnet }) =>
      tailnet?.name === host
        ? null
        : { detail: `It is called ${tailnet?.name ?? 'nothing'}, and the server is ${host}.`, evidence: [] },
  })

const doorsOpen = (serving: Serving): Check => {
  const funnel = serving.how === 'funnel'
  return defineCheck({
    code: 'tailnet.served',
    severity: 'blocks',
    dependsOn: ['tailnet.signed-in', 'tailnet.name'],
    grace: 15,
    facts: { served: facts.served },
    words: {
      title: funnel ? 'Funnel does not lead to the server' : 'Tailscale does not lead to the server',
      remedy: 'Bramble can set it up again.',
      good: funnel ? 'Funnel leads to the server.' : 'Tailscale leads to the server.',
    },
    remedy: { kind: 'converge' },
    judge({ served }) {
      const closed = serving.doors.filter(
        (door) => !served?.some((one) => leadsRight(one, door) && one.funnel === funnel),
      )
      if (closed.length === 0) return null
      const open = served?.some(
        (one) => one.funnel && !funnel && closed.some((door) => leadsRight(one, door)),
      )
      return {
        detail: open
          ? 'It is open to the whole internet, and not to the tailnet only.'
          : `Nobody is led in at port ${closed.map(({ port }) => port).join(', ')}.`,
        evidence: (served ?? []).map(({ port, mount, target }) => `${port}${mount} ${target}`).slice(0, 20),
      }
    },
  })
}

const versionFit = defineCheck({
  code: 'tailscale.fit',
  severity: 'warns',
  dependsOn: ['tailscale.runs'],
  facts: { tailnet: facts.tailnet },
  words: {
    title: 'This version of Tailscale does not serve well',
    remedy: 'Bramble can bring the newest.',
    good: 'Tailscale is of a version that serves.',
  },
  remedy: { kind: 'converge' },
  judge({ tailnet }) {
    const version = tailnet?.version ?? null
    const is = version === null ? 'fit' : fitness(version)
    return is === 'fit' ? null : { detail: `Version ${version} ${whyUnfit(is)}.`, evidence: [] }
  },
})
