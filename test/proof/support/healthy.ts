/** Healthy servers, one for each way to be reached; a test breaks one thing of them. */
import { addressesOf } from '../../../provisioners/matrix/address.ts'
import { intentSchema } from '../../../provisioners/model/intent.ts'
import type { Authority } from './certificates.ts'
import { LadderClock } from './clock.ts'
import { json, matrixSite, signInSite, wellKnown, type Site } from './site.ts'
import { resolverSite, type Place, type World } from './world.ts'

export interface Authorities {
  /** Stands for those that everybody trusts. */
  readonly everybody: Authority
  /** The server's own. */
  readonly own: Authority
  /** One that nobody trusts. */
  readonly nobody: Authority
}

/** A world with the parts of it that tests spoil. */
export interface Healthy extends World {
  /** The server as it is seen from where it counts. */
  main: Place
  /** The sign-in service, where it has a port of its own; else the same as `main`. */
  signIn: Place
  /** The server's door on the Pi. */
  door: Place
  /** The web server of the server's name, where that is another. */
  apex: Place
  tester: Place
  authorities: Authorities
}

export type Kind = 'home' | 'tailnet' | 'funnel' | 'domain' | 'apex' | 'proxy' | 'cloudflare'
export const kinds: readonly Kind[] = ['home', 'tailnet', 'funnel', 'domain', 'apex', 'proxy', 'cloudflare']

export const PUBLIC = '198.51.100.7'
export const APEX = '198.51.100.8'

const addressFor: Record<Kind, object> = {
  home: { mode: 'home', host: 'brookside.local' },
  tailnet: { mode: 'tailnet', host: 'brookside.tail1.ts.net' },
  funnel: { mode: 'funnel', host: 'brookside.tail1.ts.net' },
  domain: { mode: 'domain', serverName: 'brookside.example', host: 'brookside.example' },
  apex: { mode: 'domain', serverName: 'example.org', host: 'matrix.example.org' },
  proxy: { mode: 'proxy', serverName: 'brookside.example', host: 'brookside.example', proxy: 'nginx' },
  cloudflare: { mode: 'cloudflare', serverName: 'brookside.example', host: 'brookside.example' },
}

export function healthy(kind: Kind, authorities: Authorities): Healthy {
  const intent = intentSchema.parse({ version: 2, name: 'Brookside', address: addressFor[kind], signIn: {} })
  const { serverName, matrix, signIn } = addressesOf(intent)
  const { host } = intent.address
  const { everybody, own } = authorities
  const byPort = new URL(signIn).port !== ''
  const certificate = (kind === 'home' ? own : everybody).issue([host])
  const site: Site = {
    ...matrixSite({ serverName, host, matrix, signIn }),
    ...(byPort ? {} : signInSite(signIn)),
  }
  const main: Place = { certificate, site }
  const mas: Place = byPort ? { certificate, site: signInSite(signIn) } : main
  const inTailnet = kind === 'tailnet' || kind === 'funnel'
  const clear = inTailnet || kind === 'cloudflare'
  const door: Place = { certificate: clear ? null : certificate, site: { ...site } }
  const apex: Place = { certificate: everybody.issue(['example.org']), site: wellKnown(matrix, host) }
  const tester: Place = {
    certificate: everybody.issue(['federationtester.matrix.org']),
    site: { '/api/report': json({ FederationOK: true }) },
  }
  const names: World['names'] = { [host]: [PUBLIC], 'example.org': [APEX] }
  const resolvers: Place = {
    certificate: everybody.issue(['dns.google', 'cloudflare-dns.com']),
    site: resolverSite({ names }),
  }
  const open = kind !== 'home' && kind !== 'tailnet'
  const at = open ? PUBLIC : host
  return {
    intent,
    pi: '192.168.1.5',
    names,
    own: {
      [host]: kind === 'home' ? ['192.168.1.5'] : inTailnet ? ['100.64.0.9'] : [PUBLIC],
      'example.org': [APEX],
    },
    here: {
      [`${at}:443`]: main,
      [`${at}:8443`]: mas,
      [`${APEX}:443`]: apex,
      ...(open && {
        'dns.google:443': resolvers,
        'cloudflare-dns.com:443': resolvers,
        'federationtester.matrix.org:443': tester,
      }),
    },
    there: { [clear ? '127.0.0.1:18080' : '127.0.0.1:443']: door },
    authority: own.ca,
    trusted: everybody.ca,
    clock: new LadderClock(),
    asked: [],
    main,
    signIn: mas,
    door,
    apex,
    tester,
    authorities,
  }
}
