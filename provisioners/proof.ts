/** Proof that a server is reached: what the ladder is told of it, and by which ways it asks. */
import { addressesOf } from './components.ts'
import type { Host } from './host/host.ts'
import type { Outside } from './host/outside.ts'
import { firstPerson } from './invitation.ts'
import { serverNameOf } from './model/address.ts'
import { EngineError } from './model/engine-error.ts'
import type { Intent } from './model/intent.ts'
import type { Ask } from './model/outside.ts'
import type { ProofView } from './model/proof.ts'
import { prove } from './proof/prove.ts'
import type { Door } from './proof/view.ts'

export interface ProofMeans {
  connect(): Promise<Host>
  readonly outside: Outside
  /** Where the Pi itself is reached from here. */
  readonly address: string
  /** Seconds since the epoch. */
  now(): number
}

/** The certificate of the server's own authority is read from the Pi; nothing else of it has to be waited for. */
const AUTHORITY_SECONDS = 5
const CONNECT_SECONDS = 2

/**
 * Asks from this computer, from the Pi, and past the names of the home and of the tailnet; ends within 20 seconds.
 *
 * @param authority reads the certificate of the server's own authority, PEM; asked at home alone
 * @throws EngineError unreachable, where that certificate cannot be read in time; what `authority` throws
 */
export async function proveFromOutside(
  intent: Intent,
  means: ProofMeans,
  authority: () => Promise<string>,
): Promise<ProofView> {
  const addresses = addressesOf(intent)
  const { front } = addresses
  const { outside } = means
  const question = {
    mode: intent.address.mode,
    proxy: front.kind === 'theirs' ? front.proxy : null,
    host: intent.address.host,
    serverName: addresses.serverName,
    matrix: addresses.matrix,
    signIn: addresses.signIn,
    apexElsewhere: addresses.apexElsewhere,
    elementWeb: intent.extras.elementWeb,
    server: intent.server,
    ca: front.kind === 'own-authority' ? await inTime(authority, outside) : null,
    pi: means.address,
    door: doorOf(addresses),
    now: means.now(),
  }
  const { probes, broken, standIn } = await prove(question, {
    resolve: (name) => outside.resolve(name),
    ask: outside.ask,
    fromPi: throughPi(means),
    verify: (key, text, signature) => outside.verify(key, text, signature),
  })
  return {
    probes,
    broken,
    standIn,
    address: `https://${intent.address.host}`,
    serverName: serverNameOf(intent.address),
    firstPerson: firstPerson(intent),
  }
}

async function inTime(authority: () => Promise<string>, outside: Outside): Promise<string> {
  const read = authority().then(
    (pem) => ({ pem }),
    (error: unknown) => ({ error }),
  )
  const found = await outside.within(AUTHORITY_SECONDS, read)
  if (found === null) throw new EngineError('unreachable', 'The Pi did not answer in time.')
  if ('error' in found) throw found.error
  return found.pem
}

/** A Pi that cannot be reached for questions says nothing about the server. */
function throughPi(means: ProofMeans): Ask {
  const { outside } = means
  return async (call) => {
    const host = await outside.within(CONNECT_SECONDS, means.connect())
    if (host === null)
      return { ok: false, why: 'not-asked', detail: 'the Pi could not be asked', certificate: null }
    return outside.through(host)(call)
  }
}

/** Where the Pi answers its own public address; see matrix/door.ts, which leads curl the same way. */
function doorOf({ front, sites }: ReturnType<typeof addressesOf>): Door | null {
  const main = sites.find(({ id }) => id === 'main')
  switch (front.kind) {
    case 'own-authority':
    case 'acme':
      return { at: { host: '127.0.0.1', port: 443 }, clear: false, sure: true }
    case 'theirs':
      return { at: { host: '127.0.0.1', port: 443 }, clear: false, sure: false }
    case 'behind': {
      const port = /^127\.0\.0\.1:(\d+):\d+$/.exec(main?.publish ?? '')?.[1]
      return port === undefined
        ? null
        : { at: { host: '127.0.0.1', port: Number(port) }, clear: true, sure: true }
    }
  }
}
