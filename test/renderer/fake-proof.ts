/** A proof as the window gets it in its tests. */
import type { ProofView } from '../../provisioners/model/proof.ts'

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
