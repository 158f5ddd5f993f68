/** A server whose name has a web server of its own, which is broken or lacks what it needs. */
import { CLIENT, html, json, redirect, SERVER, status, type Answering } from '../support/site.ts'
import { APEX, type Healthy } from '../support/healthy.ts'
import type { Broken } from './way.ts'

const says = (path: string, answer: Answering) => (world: Healthy) => void (world.apex.site[path] = answer)
const base = { 'm.homeserver': { base_url: 'https://matrix.example.org/' } }

export const brokenApex: readonly Broken[] = [
  ['its name leads nowhere', 'apex', (world) => delete world.names['example.org'], 'found', 'apex-unknown'],
  [
    'its name stays at home',
    'apex',
    (world) => (world.names['example.org'] = ['10.0.0.1']),
    'found',
    'apex-unknown',
  ],
  [
    'it does not answer',
    'apex',
    (world) => (world.here[`${APEX}:443`] = 'refused'),
    'found',
    'apex-unreachable',
  ],
  ['it hangs', 'apex', (world) => (world.here[`${APEX}:443`] = 'hangs'), 'found', 'apex-unreachable'],
  [
    'its certificate is another’s',
    'apex',
    (world) => (world.apex.certificate = world.authorities.everybody.issue(['www.example.org'])),
    'found',
    'apex-certificate',
  ],
  [
    'its certificate has ended',
    'apex',
    (world) => (world.apex.certificate = world.authorities.everybody.issue(['example.org'], -1)),
    'found',
    'apex-certificate',
  ],
  ['no file for apps', 'apex', says(CLIENT, html(404)), 'found', 'apex-file-missing'],
  ['its front page in place of the file', 'apex', says(CLIENT, html()), 'found', 'other-answer'],
  [
    'it leads to its other name',
    'apex',
    says(CLIENT, redirect(301, `https://www.example.org${CLIENT}`)),
    'found',
    'redirect',
  ],
  [
    'its file names another server',
    'apex',
    says(CLIENT, json({ 'm.homeserver': { base_url: 'https://matrix.org/' } })),
    'found',
    'other-base-url',
  ],
  ['its file has no header for browsers', 'apex', says(CLIENT, json(base, {})), 'found', 'cors-missing'],
  ['it is down', 'apex', says(CLIENT, status(503)), 'found', 'apex-down'],
  ['no file for servers', 'apex', says(SERVER, html(404)), 'delegated', 'apex-file-missing'],
  [
    'its file for servers names itself',
    'apex',
    says(SERVER, json({ 'm.server': 'example.org:443' })),
    'delegated',
    'other-delegation',
  ],
  [
    'it redirects servers',
    'apex',
    says(SERVER, redirect(308, 'https://www.example.org/')),
    'delegated',
    'redirect',
  ],
]
