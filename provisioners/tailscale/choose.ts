/** Which Tailscale this machine gets, decided from what was seen, so that the plan can say which one it will be. Pure. */
import type { Offers } from './facts.ts'
import type { Tailnet } from './parse.ts'
import { fitness, whyUnfit } from './version.ts'

export interface TailscaleSeen {
  /** Version of the program; null where there is none. */
  readonly client: string | null
  readonly tailnet: Tailnet | null
  /** Version of the package; null where none is installed: then it came otherwise, or not at all. */
  readonly packaged: string | null
  /** Null where nobody could ask. */
  readonly offers: Offers | null
  readonly os: { readonly id: string; readonly codename: string }
}

export type Choice =
  | { readonly kind: 'keep'; readonly version: string }
  /** The program is fit, and an older one still runs. */
  | { readonly kind: 'restart'; readonly version: string; readonly running: string }
  | {
      readonly kind: 'install'
      readonly distribution: string
      readonly codename: string
      /** What is there and why it will not do; null where nothing is there. */
      readonly instead: { readonly version: string; readonly why: string } | null
    }
  /** Too old or broken, and brought by something that Bramble does not update. */
  | { readonly kind: 'elsewhere'; readonly version: string; readonly why: string }
  | { readonly kind: 'out-of-reach'; readonly instead: { version: string; why: string } | null }
  | { readonly kind: 'unsupported' }

export function chooseTailscale(seen: TailscaleSeen): Choice {
  const { client, tailnet, packaged, offers, os } = seen
  const is = client === null ? null : fitness(client)
  if (client !== null && is === 'fit') {
    const running = tailnet?.version ?? null
    return running !== null && fitness(running) !== 'fit'
      ? { kind: 'restart', version: client, running }
      : { kind: 'keep', version: client }
  }
  const instead =
    client === null || is === null || is === 'fit' ? null : { version: client, why: whyUnfit(is) }
  if (instead !== null && packaged === null) return { kind: 'elsewhere', ...instead }
  const distribution = distributionFor(os.id)
  if (distribution === null || os.codename === '') return { kind: 'unsupported' }
  if (offers !== null && !offers.systems.includes(`${distribution}/${os.codename}`))
    return offers.reached ? { kind: 'unsupported' } : { kind: 'out-of-reach', instead }
  return { kind: 'install', distribution, codename: os.codename, instead }
}

/** 64-bit Raspberry Pi OS calls itself debian. */
const distributionFor = (id: string): string | null =>
  id === 'debian' || id === 'ubuntu' || id === 'raspbian' ? id : null
