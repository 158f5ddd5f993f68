/** Believable data for the fake client. */
import type { SavedServer, SignedIn } from '../../electron/contract/api.ts'
import type { CheckupLine, StatusView } from '../../provisioners/model/health.ts'
import { intentSchema, type Intent } from '../../provisioners/model/intent.ts'
import type { CatalogEntry, LogLine, RootCertificate } from '../../provisioners/model/proof.ts'

/** Friday 20 November 2026, 20:58:31 UTC: the fake world stands still there. */
export const NOW = 1795208311

export const intent: Intent = intentSchema.parse({
  version: 2,
  name: 'Brookside',
  address: { mode: 'home', host: 'brookside.local' },
  signIn: {},
})

export const FINGERPRINT = 'k3Vq9dLmxT0aRz7P2uWcYh4NeJ8sBf5gQ1oKiDt6ZvU'
export const OLD_FINGERPRINT = 'Wc2uP7zRa0TxmLd9qV3kNh4YgfB5s8JeKo1Q6tDiUvZ'

const target = { kind: 'ssh', host: 'brookside.local', port: 22 } as const

export const servers: SavedServer[] = [
  {
    id: 'a',
    name: 'Brookside',
    address: 'brookside.local',
    target,
    user: 'anna',
    light: 'works',
    seen: NOW - 20,
  },
  {
    id: 'b',
    name: 'Rookery',
    address: 'rookery.local',
    target,
    user: 'jonas',
    light: 'needs-you',
    seen: NOW - 320,
  },
  {
    id: 'c',
    name: 'Cabin',
    address: 'cabin.local',
    target,
    user: 'petra',
    light: 'not-answering',
    seen: NOW - 259200,
  },
]

export const signedIn: SignedIn = {
  sudo: 'ready',
  piName: 'brookside',
  model: 'Raspberry Pi 5',
  memoryBytes: 8_054_000_000,
  intent: null,
  newer: null,
  runs: [],
}

const line = (
  verdict: CheckupLine['verdict'],
  code: string,
  title: string,
  value: string,
  detail = '',
  remedy = '',
): CheckupLine => ({ verdict, code, title, value, detail, remedy })

export const fineLines: CheckupLine[] = [
  line('fine', 'model', 'Model', 'Raspberry Pi 5, 8 GB'),
  line('fine', 'memory', 'Free memory', '7.2 of 8 GB'),
  line('fine', 'system', 'System', 'Raspberry Pi OS 13, 64-bit'),
  line('fine', 'disk', 'Free space', '48 of 64 GB'),
  line('fine', 'power', 'Power', 'Steady since it started'),
  line('fine', 'heat', 'Heat', '47 °C, 80 is hot'),
  line('fine', 'internet', 'Internet', 'All four sources answer'),
  line('fine', 'ports', 'Ports 80 and 443', 'Free'),
]

export const knowingLines: CheckupLine[] = [
  line(
    'worth-knowing',
    'card',
    'The system is on a memory card',
    '',
    'Fine for a family. Cards wear out in time.',
  ),
]

export const blockingLines: CheckupLine[] = [
  line(
    'in-the-way',
    'clock',
    'The clock is 4 minutes slow',
    '20:54',
    'With a wrong clock no certificate is accepted.',
    'Connect the Pi to the internet: it sets itself within a minute.',
  ),
]

export const catalog: CatalogEntry[] = [
  {
    id: 'postgres',
    name: 'PostgreSQL',
    what: 'The database.',
    choice: 'always',
    memoryMiB: 204,
    diskMiB: 620,
    downloadMiB: 156,
  },
  {
    id: 'synapse',
    name: 'Synapse',
    what: 'Messages and rooms.',
    choice: 'always',
    memoryMiB: 486,
    diskMiB: 1100,
    downloadMiB: 318,
  },
  {
    id: 'mas',
    name: 'Sign-in service',
    what: 'Accounts and passwords.',
    choice: 'always',
    memoryMiB: 71,
    diskMiB: 260,
    downloadMiB: 88,
  },
  {
    id: 'caddy',
    name: 'Caddy',
    what: 'The address and its certificates.',
    choice: 'always',
    memoryMiB: 38,
    diskMiB: 120,
    downloadMiB: 44,
  },
  {
    id: 'element-web',
    name: 'Element Web',
    what: 'Chat in a browser, from your own address.',
    choice: 'extra',
    memoryMiB: 10,
    diskMiB: 180,
    downloadMiB: 62,
  },
]

export { proof } from './fake-proof.ts'

export const certificate: RootCertificate = {
  pem: '-----BEGIN CERTIFICATE-----\nMIIBpDCCAUqgAwIBAgIRAJ\n-----END CERTIFICATE-----\n',
  fingerprint:
    '3F:9A:11:C4:0B:7E:5D:22:8A:61:F0:9C:44:17:BB:0E:92:6D:A3:58:CF:31:7A:E4:05:D8:1B:66:9F:20:4C:73',
  name: 'Caddy Local Authority - 2026 ECC Root',
  expires: NOW + 315_000_000,
}

export const status: StatusView = {
  light: 'works',
  at: NOW - 20,
  findings: [],
  passed: ['name', 'tls', 'versions', 'login', 'disk', 'heat', 'memory'],
  services: [
    {
      id: 'synapse',
      name: 'Synapse',
      what: 'Messages and rooms',
      state: 'works',
      memoryBytes: 509_600_000,
      restarts: 0,
      upSeconds: 1_036_800,
      version: '1.160.0',
    },
    {
      id: 'mas',
      name: 'Sign-in',
      what: 'Accounts and passwords',
      state: 'works',
      memoryBytes: 74_448_896,
      restarts: 0,
      upSeconds: 1_036_800,
      version: '1.23.0',
    },
    {
      id: 'postgres',
      name: 'PostgreSQL',
      what: 'Database',
      state: 'works',
      memoryBytes: 213_909_504,
      restarts: 0,
      upSeconds: 1_036_800,
      version: '17.6',
    },
    {
      id: 'caddy',
      name: 'Caddy',
      what: 'Address and certificates',
      state: 'works',
      memoryBytes: 39_845_888,
      restarts: 1,
      upSeconds: 518_400,
      version: '2.11.4',
    },
    {
      id: 'element-web',
      name: 'Element Web',
      what: 'Chat in a browser',
      state: 'works',
      memoryBytes: null,
      restarts: 0,
      upSeconds: 1_036_800,
      version: '1.12.26',
    },
  ],
  host: {
    model: 'Raspberry Pi 5',
    load1: 0.4,
    cores: 4,
    heatCelsius: 56.2,
    diskUsedBytes: 23_000_000_000,
    diskTotalBytes: 62_500_000_000,
    memoryUsedBytes: 1_900_000_000,
    memoryTotalBytes: 8_054_000_000,
  },
  address: 'https://brookside.local',
}

export const troubled: StatusView = {
  ...status,
  light: 'needs-you',
  findings: [
    {
      code: 'service.failing',
      severity: 'warns',
      title: 'Caddy keeps stopping',
      detail: 'Six times in the last ten minutes. People cannot reach the server.',
      remedy: 'Restart it. If it stops again, its log says why.',
      action: { kind: 'restart', service: 'caddy' },
      evidence: ['listen tcp :443: bind: address already in use'],
    },
    {
      code: 'drift',
      severity: 'notes',
      title: 'One file was changed by hand',
      detail: '/opt/bramble/store/synapse-3/homeserver.yaml',
      remedy: 'Look at the repair before you decide.',
      action: { kind: 'converge' },
      evidence: [],
    },
  ],
  services: status.services.map((service) =>
    service.id === 'caddy'
      ? { ...service, state: 'failing', restarts: 6, upSeconds: null, memoryBytes: 0 }
      : service,
  ),
}

const said = [
  ['caddy', 'plain', '200 GET /_matrix/client/v3/sync from Element X, 28.4 s'],
  ['synapse', 'plain', 'Received transaction from matrix.org: 3 events'],
  ['postgres', 'plain', 'checkpoint complete: wrote 214 buffers, 1.3 %'],
  ['synapse', 'plain', 'Sent 1 event to 2 devices of @jonas:brookside.local'],
  ['mas', 'warning', 'Session of jonas is about to expire'],
  ['synapse', 'error', 'Could not reach old.example.org: certificate expired 3 days ago'],
  [
    'caddy',
    'plain',
    '<img src=x onerror=alert(1)> \u001b[31mred\u001b[0m \u202egnp.exe and a line that is so long that it has to go on below, because nothing of it may be hidden from the person who reads it here',
  ],
] as const

export const logLines = (count: number): LogLine[] =>
  Array.from({ length: count }, (_, index) => {
    const [service, level, text] = said[index % said.length] ?? said[0]
    return { at: NOW - (count - index) * 2, service, level, text }
  })
