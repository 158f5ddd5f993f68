/** Every screen in every state over the fake client, for pictures and for axe: `gallery.html?screen=NAME&theme=dark`. */
import { createRoot } from 'react-dom/client'
import { App } from '../../renderer/app.tsx'
import { PlatformProvider } from '../../renderer/platform.tsx'
import { reduce, resumeSetup, startSetup } from '../../renderer/wizard/state.ts'
import { freshReach } from '../../renderer/wizard/address/reach.ts'
import '../../renderer/ui/css/index.css'
import * as data from './fake-data.ts'
import { fakeClient, problemOf } from './fake-client.ts'
import * as people from './fake-people.ts'
import { nothingPlan } from './fake-plan.ts'
import { addressScreens } from './gallery-address.jsx'
import { bridgeScreens } from './gallery-bridges.jsx'
import { badTest } from './fake-ways.ts'
import { fromDownload, intoFailure, numbered, problem, toDownload } from './fake-run.ts'

const key = (verdict) => ({
  connection: 'c1',
  address: verdict === 'practice' ? 'practice' : 'brookside.local',
  keyType: 'ED25519',
  fingerprint: data.FINGERPRINT,
  verdict,
  knownFingerprints: verdict === 'changed' ? [data.OLD_FINGERPRINT] : [],
})

const atHome = { ...freshReach, way: 'home', homeHost: 'brookside.local', machineName: 'brookside' }
const funnel = { ...atHome, way: 'funnel' }
const domain = { ...atHome, way: 'domain', serverName: 'hollis.example', host: 'chat.hollis.example' }

/** The set-up as it is when one comes to a step. */
function setupAt(
  step,
  { verdict = 'unknown', stored = null, base = data.intent, practice = false, patch = {} } = {},
) {
  let state = startSetup(practice)
  const act = (action) => (state = reduce(state, action))
  if (step === 'find') return { ...state, answers: { ...state.answers, ...patch } }
  act({ type: 'answer', patch: { address: 'brookside.local' } })
  act({ type: 'presented', key: key(practice ? 'practice' : verdict) })
  act({ type: 'next' })
  if (step === 'sign-in') return state
  act({ type: 'answer', patch: { user: 'anna' } })
  act({ type: 'trusted' })
  act({ type: 'signed-in', signedIn: { ...data.signedIn, intent: stored }, base })
  act({ type: 'answer', patch: { reach: atHome, ...patch } })
  while (state.step !== step) {
    if (state.step === 'review') act({ type: 'run', run: 'run-1' })
    else act({ type: 'next' })
  }
  if (step === 'ready') act({ type: 'run-ended', well: true })
  return state
}

const setup = (step, more) => ({ at: 'setup', initial: setupAt(step, more) })
const server = (page, practice = false) => ({
  at: 'server',
  connection: 'c1',
  name: 'Brookside',
  practice,
  page,
})
const run = (...bodies) => ({ 'run.events': { events: numbered(bodies.flat()) } })
const fails = (name, code = 'disk-full') => ({ [name]: () => ({ ...problem, code }) })
const gone = { ok: false, problem: problemOf('unreachable') }

const entry = (kind, settings = {}) => ({ key: kind, kind, settings, admits: 'invited' })
const waysSignIn = {
  ...data.intent.signIn,
  providers: [
    entry('passkeys'),
    entry('search'),
    entry('forge', { clientId: 'abc' }),
    { ...entry('oidc', { issuer: 'https://id.example.org', clientId: 'chat' }), label: 'Rowing club' },
  ],
}
const keptIntent = {
  ...data.intent,
  signIn: { ...data.intent.signIn, providers: [entry('forge', { clientId: 'abc' })] },
}

const screens = {
  home: [{ at: 'home' }],
  'reload-gone': [
    undefined,
    { answers: { 'setup.start': () => problemOf('not-found') } },
    'setup c1 real new run-1',
  ],
  'reload-run': [undefined, {}, 'setup c1 real new run-1'],
  'reload-server': [undefined, {}, 'server c1 real services'],
  'home-empty': [{ at: 'home' }, { answers: { 'servers.list': () => [] } }],
  'home-gone': [{ at: 'home', gone: true }],
  'home-problem': [{ at: 'home' }, { answers: fails('servers.list') }],
  find: [setup('find', { patch: { address: 'brookside.local' } })],
  'find-problem': [
    setup('find', { patch: { address: 'brookside.local' } }),
    { answers: fails('connection.present', 'unreachable') },
  ],
  'find-practice': [setup('find', { practice: true })],
  'sign-in': [setup('sign-in')],
  'sign-in-known': [setup('sign-in', { verdict: 'known' })],
  'sign-in-changed': [setup('sign-in', { verdict: 'changed' })],
  'sign-in-practice': [setup('sign-in', { practice: true })],
  'sign-in-refused': [
    setup('sign-in', { verdict: 'known' }),
    {
      answers: {
        'connection.signIn': () => problemOf('auth-failed', { cause: 'The Pi said no to this password.' }),
      },
    },
  ],
  'sign-in-sudo': [
    setup('sign-in', { verdict: 'known' }),
    { answers: { 'connection.signIn': () => ({ ...data.signedIn, sudo: 'needs-password' }) } },
  ],
  open: [{ at: 'open', server: data.servers[0] }, { verdict: 'known' }],
  'check-up': [setup('check-up')],
  'check-up-blocked': [
    setup('check-up'),
    { answers: { 'checkup.look': () => [...data.blockingLines, ...data.knowingLines, ...data.fineLines] } },
  ],
  'check-up-loading': [setup('check-up'), { delay: Infinity }],
  'check-up-problem': [setup('check-up'), { answers: fails('checkup.look', 'connection-lost') }],
  'check-up-lives': [setup('check-up', { stored: data.intent })],
  ...addressScreens({ setup, run, fails, atHome, funnel, domain }),
  people: [setup('people')],
  'people-ways': [setup('people', { patch: { signIn: waysSignIn } })],
  'people-wrong': [
    setup('people', { patch: { signIn: { ...waysSignIn, accounts: false, registration: 'email' } } }),
  ],
  'people-pick': [setup('people')],
  'people-provider': [setup('people')],
  'people-provider-missing': [setup('people')],
  'people-provider-bad': [setup('people'), { answers: { 'identity.test': () => badTest } }],
  'people-here': [setup('people')],
  'people-experimental': [setup('people')],
  'people-pem': [setup('people')],
  'people-public': [setup('people')],
  'people-kept': [setup('people', { stored: keptIntent, base: keptIntent })],
  'people-risk': [setup('people', { stored: keptIntent, base: keptIntent })],
  'people-mail': [setup('people')],
  'people-captcha': [setup('people')],
  'people-problem': [setup('people'), { answers: fails('identity.providers', 'connection-lost') }],
  'extras-settings': [
    setup('extras', {
      patch: {
        signIn: { ...data.intent.signIn, providers: [entry('passkeys')] },
        server: {
          ...data.intent.server,
          federation: { with: 'listed', servers: ['example.org', 'not a name'] },
        },
      },
    }),
  ],
  extras: [setup('extras')],
  review: [setup('review')],
  'review-nothing': [
    setup('review', { stored: data.intent }),
    { answers: { 'plan.preview': () => nothingPlan } },
  ],
  'review-problem': [setup('review'), { answers: fails('plan.preview') }],
  'review-locked': [
    setup('review'),
    { answers: { 'run.start': () => problemOf('lock-held', { cause: 'Petra’s laptop started at 20:41.' }) } },
  ],
  'review-practice': [setup('review', { practice: true })],
  install: [setup('install')],
  'install-lost': [
    setup('install'),
    { streams: run(toDownload, { kind: 'contact-lost', detail: 'timeout' }) },
  ],
  'install-failed': [setup('install'), { streams: run(toDownload, intoFailure) }],
  'install-done': [setup('install'), { streams: run(toDownload, fromDownload) }],
  'install-stopped': [
    setup('install'),
    {
      streams: run(
        toDownload,
        { kind: 'queue-ended', outcome: 'stopped' },
        { kind: 'finished', outcome: 'stopped' },
      ),
    },
  ],
  'install-resumed': [{ at: 'setup', initial: resumeSetup('c1', false, 'run-1') }],
  'install-practice': [setup('install', { practice: true })],
  ready: [setup('ready')],
  'ready-stand-in': [
    setup('ready', { practice: true }),
    {
      answers: {
        'proof.look': () => ({
          ...data.proof,
          standIn:
            'The practice Pi has no real sign-in service. On a real Pi this is where you make your account.',
        }),
      },
    },
  ],
  'ready-first-person': [
    setup('ready'),
    {
      answers: {
        'proof.look': () => ({
          ...data.proof,
          firstPerson: { account: false, link: true, buttons: ['Passkey', 'Google'] },
        }),
      },
    },
  ],
  'ready-fails': [
    setup('ready'),
    {
      answers: {
        'proof.look': () => ({
          ...data.proof,
          probes: data.proof.probes.map((probe, index) =>
            index === 2 ? { ...probe, outcome: 'fails', detail: '502' } : probe,
          ),
        }),
      },
    },
  ],
  overview: [server('overview')],
  'overview-troubled': [server('overview'), { streams: { 'status.watch': { events: [data.troubled] } } }],
  'overview-loading': [server('overview'), { streams: { 'status.watch': { events: [] } } }],
  'overview-offline': [
    server('overview'),
    { streams: { 'status.watch': { events: [data.status], end: gone } } },
  ],
  'overview-failing': [server('overview'), { streams: { 'status.watch': { events: [], end: gone } } }],
  'overview-practice': [server('overview', true)],
  services: [server('services')],
  'services-troubled': [server('services'), { streams: { 'status.watch': { events: [data.troubled] } } }],
  'services-empty': [
    server('services'),
    { streams: { 'status.watch': { events: [{ ...data.status, services: [] }] } } },
  ],
  logs: [server('logs')],
  'logs-empty': [server('logs'), { streams: { 'logs.follow': { events: [[]] } } }],
  persons: [server('people')],
  'persons-sheet': [server('people')],
  'persons-sheet-last': [server('people')],
  'persons-sheet-locked': [server('people')],
  'persons-sheet-closed': [server('people')],
  'persons-close': [server('people')],
  'persons-password': [server('people')],
  'persons-add': [server('people')],
  'persons-added': [server('people')],
  'persons-invite': [server('people')],
  'persons-invited': [server('people')],
  'persons-practice': [server('people', true)],
  'persons-stand-in': [
    server('people'),
    { answers: { 'people.list': () => ({ ...people.page, standIn: 'MAS' }) } },
  ],
  'persons-empty': [
    server('people'),
    {
      answers: {
        'people.list': () => ({ ...people.page, people: [], total: 0, admins: 0 }),
        'invitations.list': () => ({ ...people.open, invitations: [] }),
      },
    },
  ],
  'persons-closed': [
    server('people'),
    { answers: { 'invitations.list': () => ({ ...people.open, invitations: [], wanted: false }) } },
  ],
  'persons-none': [server('people')],
  'persons-loading': [server('people'), { delay: Infinity }],
  'persons-problem': [
    server('people'),
    {
      answers: {
        ...fails('people.list', 'sign-in-service-unwell'),
        ...fails('invitations.list', 'not-found'),
      },
    },
  ],
  ...bridgeScreens({ setup, server, run, fails }),
  'logs-problem': [server('logs'), { streams: { 'logs.follow': { events: [], end: gone } } }],
}

const params = new URLSearchParams(location.search)
const theme = params.get('theme')
if (theme !== null) document.documentElement.dataset.theme = theme
window.galleryScreens = Object.keys(screens)
const [start, options, kept] = screens[params.get('screen') ?? 'home']
const memory = new Map(Object.entries(typeof kept === 'string' ? { place: kept } : (kept ?? {})))
const client = fakeClient(options)
window.galleryAsked = client.asked
window.galleryMemory = memory

const platform = {
  client,
  recall: (name) => memory.get(name) ?? null,
  remember: (name, value) => (value === null ? memory.delete(name) : memory.set(name, value)),
  copy: async (text) => {
    window.galleryCopied = text
    return true
  },
  save: (name, text) => {
    window.gallerySaved = { name, text }
  },
  now: () => data.NOW,
}

createRoot(document.getElementById('root')).render(
  <PlatformProvider value={platform}>
    <App start={start} />
  </PlatformProvider>,
)
