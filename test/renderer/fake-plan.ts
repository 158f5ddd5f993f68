/** A believable plan, and one with nothing to do. */
import type { PlanChange, PlanView } from '../../provisioners/model/plan.ts'

const change = (
  phase: PlanChange['phase'],
  resource: string,
  title: string,
  summary: string,
  more: Partial<PlanChange> = {},
): PlanChange => ({
  phase,
  resource,
  title,
  summary,
  kind: 'add',
  certainty: 'certain',
  files: [],
  commands: [],
  ...more,
})

const masConfig = [
  'http:',
  '  listeners:',
  '    - name: web',
  'matrix:',
  '  homeserver: brookside.local',
  '  endpoint: http://synapse:8008/',
  '  secret: [hidden]',
  'account:',
  '  password_registration_enabled: false',
  ...Array.from({ length: 52 }, (_, index) => `# line ${index + 10}`),
]

export const plan: PlanView = {
  id: 'plan-1',
  changes: [
    change('prepare', 'cgroups', 'Give every program a memory limit', '1 word added, restarts the Pi', {
      kind: 'change',
      files: [
        {
          path: '/boot/firmware/cmdline.txt',
          state: 'changed',
          readers: 'everyone',
          secret: false,
          lines: [
            { kind: 'removed', text: 'console=tty1 root=PARTUUID=7c1e-02 rootwait', line: 1 },
            {
              kind: 'added',
              text: 'console=tty1 root=PARTUUID=7c1e-02 rootwait cgroup_enable=memory',
              line: 1,
            },
          ],
        },
      ],
    }),
    change('docker', 'docker', 'Install Docker Engine 29.2', '5 packages, 118 MB', {
      commands: ['apt-get install --yes docker-ce docker-ce-cli containerd.io docker-compose-plugin'],
    }),
    change('configure', 'mas-config', 'Write the settings for signing in', '1 new file', {
      files: [
        {
          path: '/opt/bramble/store/mas-1/config.yaml',
          state: 'new',
          readers: 'the sign-in service only',
          secret: true,
          lines: masConfig.map((text, index) => ({ kind: 'added', text, line: index + 1 })),
        },
      ],
    }),
    change('configure', 'synapse-key', 'Make Synapse’s signing key', '1 secret file', {
      files: [
        {
          path: '/opt/bramble/secrets/signing.key',
          state: 'new',
          readers: 'Synapse only',
          secret: true,
          lines: [],
        },
      ],
    }),
    change('download', 'images', 'Download five programs', '668 MB', { commands: ['docker compose pull'] }),
    change('start', 'up', 'Start the services', '5 services', {
      certainty: 'likely',
      commands: ['docker compose up --detach --wait'],
    }),
  ],
  kept: [
    { resource: 'time', title: 'Clock', reason: 'It is right to the second.' },
    { resource: 'swap', title: 'Swap', reason: 'There is enough.' },
  ],
  downloadBytes: 786_000_000,
  memoryBytes: 848_000_000,
  downtimeSeconds: 0,
  expectedSeconds: 480,
  restarts: [],
}

export const nothingPlan: PlanView = {
  ...plan,
  id: 'plan-0',
  changes: [],
  kept: [...plan.kept, { resource: 'up', title: 'Services', reason: 'All five run as they should.' }],
  downloadBytes: 0,
}

const homeserver = (kind: 'added' | 'removed'): PlanChange =>
  change(
    'configure',
    'store:synapse',
    kind === 'added' ? 'Tell Synapse about Telegram' : 'Take Telegram out of Synapse',
    '1 line',
    {
      kind: 'change',
      files: [
        {
          path: '/opt/bramble/store/synapse-4/homeserver.yaml',
          state: 'changed',
          readers: 'Synapse only',
          secret: true,
          lines: [
            { kind: 'same', text: 'app_service_config_files:', line: 86 },
            { kind: 'same', text: '  - /config/registration-whatsapp.yaml', line: 87 },
            { kind, text: '  - /config/registration-telegram.yaml', line: 88 },
          ],
        },
      ],
    },
  )

/** A bridge is added to a server that runs. */
export const addPlan: PlanView = {
  ...plan,
  id: 'plan-2',
  changes: [
    change(
      'configure',
      'database:bridge_telegram',
      'Make a database for Telegram',
      'in the PostgreSQL that runs',
    ),
    change('configure', 'store:bridge-telegram', 'Write the settings of the Telegram bridge', '1 new file'),
    homeserver('added'),
    change('download', 'image:bridge-telegram', 'Download the Telegram bridge', '60 MB'),
    change('start', 'up', 'Start the Telegram bridge', '1 service'),
  ],
  kept: [...plan.kept, { resource: 'mas', title: 'Sign-in service', reason: 'It runs as it should.' }],
  downloadBytes: 60_000_000,
  memoryBytes: 940_000_000,
  downtimeSeconds: 25,
  expectedSeconds: 90,
  restarts: ['Synapse'],
}

/** The same bridge goes, and its data stay. */
export const removePlan: PlanView = {
  ...addPlan,
  id: 'plan-3',
  changes: [
    homeserver('removed'),
    change('start', 'up', 'Stop the Telegram bridge', '1 service', { kind: 'remove' }),
  ],
  downloadBytes: 0,
  memoryBytes: 850_000_000,
}
