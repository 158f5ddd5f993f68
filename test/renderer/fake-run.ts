/** A run in pieces: up to the download, on to the end, into a failure. */
import type { Problem } from '../../provisioners/model/problem.ts'
import type { RunEvent, RunEventBody, StepInfo } from '../../provisioners/model/run-event.ts'
import { NOW } from './fake-data.ts'

const steps: StepInfo[] = [
  { step: 1, resource: 'cgroups', phase: 'prepare', title: 'Give every program a memory limit' },
  { step: 2, resource: 'docker', phase: 'docker', title: 'Install Docker Engine 29.2' },
  { step: 3, resource: 'mas-config', phase: 'configure', title: 'Write the settings' },
  { step: 4, resource: 'images', phase: 'download', title: 'Download five programs' },
  { step: 5, resource: 'up', phase: 'start', title: 'Start the services' },
]

export const problem: Problem = {
  code: 'disk-full',
  title: 'The download stopped at 734 MB',
  cause:
    'The Pi’s disk is full: 0.2 GB are left and 0.6 GB are needed. Nothing that worked before is affected.',
  remedy: 'Make room on the Pi, then try again: the download goes on from where it was.',
  retryable: true,
  evidence: ['phase download, step 4 of 5', 'write /var/lib/containerd: no space left on device'],
}

/** Events with numbers and times, so many seconds apart. */
export function numbered(bodies: readonly RunEventBody[], began = NOW - 240, apart = 20): RunEvent[] {
  return bodies.map((body, index) => ({ ...body, seq: index + 1, at: began + index * apart }))
}

export const toDownload: RunEventBody[] = [
  { kind: 'planned', run: 'run-1', server: 'Brookside', steps },
  { kind: 'step-started', step: 1 },
  { kind: 'step-finished', step: 1, status: 0 },
  { kind: 'step-started', step: 2 },
  {
    kind: 'output',
    step: 2,
    text: 'Reading package lists...\nBuilding dependency tree...\nSetting up docker-ce (29.2)\n',
  },
  { kind: 'step-finished', step: 2, status: 0 },
  { kind: 'step-started', step: 3 },
  { kind: 'step-finished', step: 3, status: 0 },
  { kind: 'step-started', step: 4 },
  { kind: 'output', step: 4, text: 'Pulling postgres 17.6\nwarning: mirror is slow\n' },
  { kind: 'progress', step: 4, label: 'PostgreSQL', done: 156_000_000, total: 156_000_000 },
  { kind: 'progress', step: 4, label: 'Synapse', done: 214_000_000, total: 318_000_000 },
  { kind: 'progress', step: 4, label: 'Sign-in service', done: 61_000_000, total: 88_000_000 },
  { kind: 'progress', step: 4, label: 'Element Web', done: 0, total: 62_000_000 },
]

export const fromDownload: RunEventBody[] = [
  { kind: 'step-finished', step: 4, status: 0 },
  { kind: 'step-started', step: 5 },
  { kind: 'output', step: 5, text: 'Container synapse Healthy\n' },
  { kind: 'step-finished', step: 5, status: 0 },
  { kind: 'queue-ended', outcome: 'done' },
  { kind: 'looked', unmet: [] },
  { kind: 'finished', outcome: 'verified' },
]

export const intoFailure: RunEventBody[] = [
  { kind: 'output', step: 4, text: 'error: write /var/lib/containerd: no space left on device\n' },
  { kind: 'step-finished', step: 4, status: 1 },
  { kind: 'queue-ended', outcome: 'failed' },
  { kind: 'looked', unmet: ['Download five programs', 'Start the services'] },
  { kind: 'finished', outcome: 'failed', problem },
]

/** A run that joins a tailnet, up to where the Pi waits for its owner. */
export const toJoin: RunEventBody[] = [
  {
    kind: 'planned',
    run: 'run-1',
    server: 'Brookside',
    task: { kind: 'tailnet', settings: { machineName: 'brookside', signIn: 'link', tags: [] } },
    steps: [
      { step: 1, resource: 'tailscale-package', phase: 'tailnet', title: 'Install Tailscale' },
      { step: 2, resource: 'tailscale-join', phase: 'tailnet', title: 'Join your tailnet as brookside' },
    ],
  },
  { kind: 'step-started', step: 1 },
  { kind: 'output', step: 1, text: 'Setting up tailscale (1.102.3)\n' },
  { kind: 'step-finished', step: 1, status: 0 },
  { kind: 'step-started', step: 2 },
  {
    kind: 'asked',
    step: 2,
    ask: { purpose: 'tailscale-sign-in', link: 'https://login.tailscale.com/a/1f3c9a7e2b40' },
  },
]
