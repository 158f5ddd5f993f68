/** Differences on a Pi, for the pictures: an edited file, a container and a package, a file that is kept, and a way back. */
import type { Holder } from '../../electron/contract/api.ts'
import type { ChangesView } from '../../provisioners/model/changes.ts'
import { NOW } from './fake-data.ts'
import { plan } from './fake-plan.ts'

export const someChanges: ChangesView = {
  edited: [
    {
      service: 'synapse',
      file: 'homeserver.yaml',
      name: 'Synapse',
      diff: {
        path: '/opt/bramble/store/synapse-3/homeserver.yaml',
        state: 'changed',
        readers: 'Synapse only',
        secret: true,
        lines: [
          { kind: 'same', text: 'media_store_path: /media', line: 41 },
          { kind: 'removed', text: 'max_upload_size: 50M', line: 42 },
          { kind: 'added', text: 'max_upload_size: 200M', line: 42 },
          { kind: 'same', text: 'macaroon_secret_key: [hidden]', line: 43 },
        ],
      },
    },
  ],
  others: [
    { resource: 'service.element', title: 'Start Element Web', detail: 'Its container was stopped.' },
    {
      resource: 'docker-packages',
      title: 'Install Docker’s Compose plugin',
      detail: 'The package is not there.',
    },
  ],
  kept: [
    { service: 'caddy', file: 'caddyfile', name: 'Caddy', behind: true },
    { service: 'element', file: 'config.json', name: 'Element Web', behind: false },
  ],
  undo: {
    to: 3,
    at: NOW - 2 * 86_400,
    changes: ['WhatsApp is not there', 'Files of up to 50 MB, instead of 200'],
  },
}

export const holder: Holder = {
  run: 'run-7',
  machine: 'Anna’s laptop',
  since: NOW - 180,
  alive: true,
  own: false,
}

export const smallPlan = {
  ...plan,
  id: 'plan-2',
  changes: plan.changes.slice(2, 3),
  downloadBytes: 0,
  downtimeSeconds: 20,
  expectedSeconds: 40,
  restarts: ['Synapse'],
}

export const uninstallPlan = {
  ...smallPlan,
  id: 'plan-3',
  changes: [
    {
      ...plan.changes[5],
      kind: 'remove' as const,
      title: 'Stop and remove the services',
      summary: '5 containers',
    },
    {
      ...plan.changes[1],
      kind: 'remove' as const,
      title: 'Delete their programs',
      summary: '668 MB',
      files: [],
    },
  ].map((change, index) => ({ ...change, resource: `off-${index}` })) as typeof plan.changes,
  kept: [],
  restarts: [],
}
