/** A proof as the window gets it in its tests. */
import type { Probe, ProofView } from '../../provisioners/model/proof.ts'

const fine = { from: 'here', cause: '', why: '', remedy: '' } as const

export const proof: ProofView = {
  broken: null,
  probes: [
    { code: 'name', title: 'The name leads to your Pi', outcome: 'works', detail: '12 ms', ...fine },
    { code: 'tls', title: 'The connection is private', outcome: 'works', detail: 'until 18 Feb', ...fine },
    {
      code: 'well-known',
      title: 'Apps find the server by its name',
      outcome: 'works',
      detail: '31 ms',
      ...fine,
    },
    { code: 'versions', title: 'The server answers apps', outcome: 'works', detail: '44 ms', ...fine },
    { code: 'login', title: 'The sign-in page opens', outcome: 'works', detail: '96 ms', ...fine },
    {
      code: 'federation',
      title: 'Other servers reach yours',
      outcome: 'skipped',
      detail: 'only at home',
      ...fine,
    },
  ],
  address: 'https://brookside.local',
  serverName: 'brookside.local',
  firstPerson: { account: true, link: false, buttons: [] },
  standIn: null,
}

const rung = (
  code: string,
  from: Probe['from'],
  title: string,
  detail: string,
  more: Partial<Probe> = {},
): Probe => ({ code, from, title, detail, outcome: 'works', cause: '', why: '', remedy: '', ...more })

/** A server that strangers reach, asked from three places. */
export const outsideProof: ProofView = {
  ...proof,
  address: 'https://brookside.thrush-maple.ts.net',
  serverName: 'brookside.thrush-maple.ts.net',
  probes: [
    rung('name', 'outside', 'The world knows the name', '198.51.100.24'),
    rung('tls', 'outside', 'The connection is private', 'until 18 Feb'),
    rung('well-known', 'outside', 'Apps find the server by its name', '31 ms'),
    rung('versions', 'outside', 'The server answers apps', '44 ms'),
    rung('federation', 'outside', 'Other servers reach yours', 'nobody to ask', { outcome: 'skipped' }),
    rung('name-here', 'here', 'This computer finds the name', '12 ms'),
    rung('tls-here', 'here', 'This computer reaches it in private', '20 ms'),
    rung('name-pi', 'pi', 'The Pi finds its own name', '4 ms'),
  ],
}

export const brokenProof: ProofView = {
  ...outsideProof,
  address: 'https://chat.hollis.example',
  serverName: 'hollis.example',
  broken: 'tls',
  probes: outsideProof.probes.map((probe) =>
    probe.code === 'tls'
      ? {
          ...probe,
          outcome: 'fails',
          detail: 'connect ECONNREFUSED 198.51.100.24:443',
          why: 'Your router does not send port 443 on to the Pi.',
          remedy: 'Forward port 443 to 192.168.1.42 in the router’s settings, then ask again.',
        }
      : probe.from === 'outside' && probe.code !== 'name'
        ? { ...probe, outcome: 'skipped', detail: 'needs a private connection first' }
        : probe,
  ),
}
