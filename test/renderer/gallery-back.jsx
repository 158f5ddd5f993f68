/** Coming back: from another computer, with an older Bramble, to change an answer, to differences, to the way back and out. */
import * as data from './fake-data.ts'
import { holder, smallPlan, someChanges, uninstallPlan } from './fake-changes.ts'
import { fromDownload, toDownload } from './fake-run.ts'
import { startEdit } from '../../renderer/wizard/edit.ts'
import { resumeSetup } from '../../renderer/wizard/state.ts'

const stored = { ...data.intent, server: { ...data.intent.server, uploadMiB: 100 } }
const newer = { ...data.signedIn, newer: { version: 99, name: 'Brookside' } }
const refused = {
  code: 'state-newer',
  title: '',
  cause: '',
  remedy: '',
  retryable: false,
  evidence: ['version 99'],
}
const readOnly = {
  ...data.status,
  light: 'worth-knowing',
  address: '',
  findings: [
    {
      code: 'state.newer',
      severity: 'notes',
      title: 'This server was set up by a newer Bramble',
      detail: 'What is stored there has version 99, which this one does not know.',
      remedy: 'Update Bramble on this computer. Until then it can be looked at here, not changed.',
      action: { kind: 'none' },
      evidence: [],
    },
  ],
}
const looked = { answers: { 'changes.look': () => someChanges, 'setup.start': () => stored } }
const planned = (view) => ({
  answers: { ...looked.answers, 'task.plan': () => view, 'plan.preview': () => smallPlan },
})
const edit = (step) => [
  { at: 'setup', initial: startEdit('c1', false, step) },
  { answers: { 'setup.start': () => stored, 'plan.preview': () => smallPlan } },
]
const locked = (more) => ({ answers: { 'connection.holder': () => ({ ...holder, ...more }) } })

export const backScreens = ({ setup, server, run, fails }) => ({
  'back-lives': [setup('sign-in', { there: { ...data.signedIn, intent: stored } })],
  'back-newer': [setup('sign-in', { there: newer })],
  'back-newer-overview': [
    server('overview', false, { newer: true }),
    { answers: { 'setup.start': () => refused }, streams: { 'status.watch': { events: [readOnly] } } },
  ],
  'back-newer-services': [
    server('services', false, { newer: true }),
    { answers: { 'setup.start': () => refused }, streams: { 'status.watch': { events: [readOnly] } } },
  ],
  'back-held': [setup('review'), locked({})],
  'back-held-left': [setup('review'), locked({ alive: false })],
  'back-held-overview': [server('overview'), locked({ machine: '' })],
  'back-settings': [server('settings'), { answers: { 'setup.start': () => stored } }],
  'back-settings-problem': [server('settings'), { answers: fails('setup.start', 'connection-lost') }],
  'back-edit-address': edit('address'),
  'back-edit-people': edit('people'),
  'back-edit-extras': edit('extras'),
  'back-edit-opening': [{ at: 'setup', initial: startEdit('c1', false, 'extras') }, { delay: Infinity }],
  'back-edit-problem': [
    { at: 'setup', initial: startEdit('c1', false, 'extras') },
    { answers: fails('setup.start', 'connection-lost') },
  ],
  'back-differs': [server('overview'), looked],
  'back-changes': [server('changes'), looked],
  'back-changes-none': [server('changes')],
  'back-changes-loading': [server('changes'), { delay: Infinity }],
  'back-changes-problem': [server('changes'), { answers: fails('changes.look', 'connection-lost') }],
  'back-keep': [server('changes'), planned(smallPlan)],
  'back-repair': [server('changes'), planned(smallPlan)],
  'back-undo': [server('changes'), planned(smallPlan)],
  'back-undo-done': [server('changes'), { ...planned(smallPlan), streams: run(toDownload, fromDownload) }],
  'back-uninstall': [server('settings'), planned(uninstallPlan)],
  'back-uninstall-delete': [server('settings'), planned(uninstallPlan)],
  'back-watch': [server('overview', false, { run: 'run-1' }), { streams: run(toDownload) }],
  'back-watch-setup': [
    { at: 'setup', initial: resumeSetup('c1', false, 'run-1', true) },
    { streams: run(toDownload) },
  ],
})
