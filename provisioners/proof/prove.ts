/** Proves from outside the Pi that the server works: what a client on this network gets, step by step. */
import { STAND_IN_HEADER, type Probe } from '../model/proof.ts'
import { EngineError } from '../model/engine-error.ts'
import { probesFor, type ProbeSpec, type ProofAddresses } from './probes.ts'
import type { Intent } from '../model/intent.ts'

/** What one request from outside gave; see host/outside.ts. */
export interface Got {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly milliseconds: number
}

export interface View {
  resolve(name: string): Promise<string[]>
  get(url: string, trust: { ca?: string; address?: string }): Promise<Got>
}

/**
 * @param ca the authority that signs the server's certificate, PEM; null for the ones that everybody trusts
 * @param address where the Pi itself was reached; used when the name leads nowhere from here, and then said
 * @param addresses where the server is reached, as its parts were told
 * @returns one probe after another; a stand-in that answers is `skipped`, never `works`
 */
export async function prove(
  intent: Intent,
  view: View,
  trust: { ca: string | null; address: string },
  addresses: ProofAddresses,
): Promise<{ probes: Probe[]; standIn: string | null }> {
  const found = await view.resolve(intent.address.host)
  const name: Probe = {
    code: 'name',
    title: 'The name leads to your Pi',
    outcome: found.length > 0 ? 'works' : 'fails',
    detail: found[0] ?? `not from this computer; asked at ${trust.address} instead`,
    ...here,
  }
  let standIn: string | null = null
  const rest = await Promise.all(
    probesFor(intent, addresses).map(async (spec): Promise<Probe> => {
      try {
        const got = await view.get(spec.url, {
          ...(trust.ca !== null && { ca: trust.ca }),
          ...(found.length === 0 && { address: trust.address }),
        })
        const stand = got.headers[STAND_IN_HEADER]
        if (stand !== undefined) {
          if (spec.signIn)
            standIn = `What answers here is a stand-in for ${stand}. With the real one, this step makes your account.`
          return {
            code: spec.code,
            title: spec.title,
            outcome: 'skipped',
            detail: `a stand-in for ${stand} answered`,
            ...here,
          }
        }
        return judge(spec, got)
      } catch (error) {
        if (!(error instanceof EngineError)) throw error
        return { code: spec.code, title: spec.title, outcome: 'fails', detail: error.detail, ...here }
      }
    }),
  )
  return { probes: [name, ...rest], standIn }
}

const here = { from: 'here', why: '', remedy: '' } as const

function judge(spec: ProbeSpec, got: Got): Probe {
  const wrong = got.status === 200 ? spec.wrong(got.body) : `it answered ${got.status}`
  const detail = spec.shows === 'certificate' ? 'renewed by itself' : `${got.milliseconds} ms`
  return {
    code: spec.code,
    title: spec.title,
    outcome: wrong === null ? 'works' : 'fails',
    detail: wrong ?? detail,
    ...here,
  }
}
