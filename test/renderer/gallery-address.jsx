/** The address, the joining and the proof in every state, for the gallery. */
import { resumeSetup } from '../../renderer/wizard/state.ts'
import * as data from './fake-data.ts'
import { brokenProof, outsideProof } from './fake-proof.ts'
import * as reach from './fake-reach.ts'
import { numbered, toDownload, toJoin } from './fake-run.ts'

const tailnet = (patch) => ({ answers: { 'tailnet.look': () => ({ ...reach.tailnet, ...patch }) } })
const lives = (address) => ({ stored: { ...data.intent, address }, base: { ...data.intent, address } })

export function addressScreens({ setup, run, fails, atHome, funnel, domain }) {
  const at = (value, more) => setup('address', { patch: { reach: value, name: 'Brookside' }, ...more })
  const own = { mode: 'domain', serverName: 'hollis.example', host: 'chat.hollis.example' }
  const joined = {
    mode: 'funnel',
    host: 'brookside.thrush-maple.ts.net',
    tailscale: { signIn: 'link', tags: [] },
  }
  const out = { state: 'absent', version: null, name: null, suffix: null, addresses: [], funnel: 'off' }
  const toFunnel = [
    ...toDownload.slice(0, 4),
    {
      kind: 'asked',
      step: 2,
      ask: { purpose: 'tailscale-funnel', link: 'https://login.tailscale.com/f/funnel?node=nBLYviWLGB21KEL' },
    },
  ]
  return {
    address: [at(funnel)],
    'address-others': [at(funnel)],
    'address-lives': [at(atHome, lives(own))],
    'address-home': [at(atHome)],
    'address-home-bad': [at({ ...atHome, homeHost: 'brook side' })],
    'address-locked': [at(atHome, lives({ mode: 'home', host: 'brookside.local' }))],
    'address-tailnet': [at({ ...atHome, way: 'tailnet' })],
    'address-funnel': [at(funnel)],
    'address-funnel-absent': [at(funnel), tailnet(out)],
    'address-funnel-unfit': [at(funnel), tailnet({ version: '1.102.0', unfit: true })],
    'address-funnel-taken': [at(funnel), tailnet({ name: 'brookside-1.thrush-maple.ts.net' })],
    'address-funnel-key': [
      at(funnel),
      tailnet({
        funnel: 'allowed',
        keyExpires: data.NOW + 6 * 86_400,
        served: [{ port: 8443, target: 'http://127.0.0.1:3000', funnel: true, ours: false }],
      }),
    ],
    'address-funnel-none': [at(funnel), tailnet({ funnel: 'none', tags: ['tag:server'] })],
    'address-funnel-own': [
      at(funnel),
      tailnet({ controlServer: 'https://head.example.org', funnel: 'none' }),
    ],
    'address-funnel-more': [at({ ...funnel, signIn: 'key', tags: 'tag server!' }), tailnet(out)],
    'address-funnel-locked': [at(funnel, lives(joined))],
    'address-funnel-moved': [at(funnel, lives(joined)), tailnet({ name: 'mill.thrush-maple.ts.net' })],
    'address-funnel-loading': [at(funnel), { delay: Infinity }],
    'address-funnel-problem': [at(funnel), { answers: fails('tailnet.look', 'connection-lost') }],
    'address-plan': [at(funnel), tailnet(out)],
    'address-joining': [
      { at: 'setup', initial: resumeSetup('c1', false, 'run-1') },
      { streams: run(toJoin) },
    ],
    'address-join-failed': [
      { at: 'setup', initial: resumeSetup('c1', false, 'run-1') },
      {
        streams: run(toJoin, {
          kind: 'finished',
          outcome: 'failed',
          problem: {
            code: 'nobody-answered',
            title: 'Nobody did what was asked',
            cause: 'The page was not opened within an hour.',
            remedy: 'Start it again when you have a minute for it: what was done so far stays.',
            retryable: true,
            evidence: [],
          },
        }),
      },
    ],
    'address-joined': [
      { at: 'setup', initial: resumeSetup('c1', false, 'run-1') },
      { streams: run(toJoin, { kind: 'finished', outcome: 'verified' }) },
    ],
    'address-domain': [at(domain), { answers: { 'domain.check': () => reach.cgnat } }],
    'address-domain-empty': [at({ ...domain, serverName: '', host: '' })],
    'address-domain-bad': [at({ ...domain, serverName: 'hollis', host: 'chat hollis', email: 'anna' })],
    'address-domain-ready': [at(domain)],
    'address-domain-locked': [at(domain, lives(own))],
    'address-domain-problem': [at(domain), { answers: fails('domain.check', 'connection-lost') }],
    'address-proxy': [at({ ...domain, way: 'proxy' })],
    'address-proxy-none': [at({ ...domain, way: 'proxy' }), { answers: { 'proxy.find': () => [] } }],
    'address-cloudflare': [at({ ...domain, way: 'cloudflare', host: 'hollis.example' })],
    'install-asks': [setup('install'), { streams: { 'run.events': { events: numbered(toFunnel) } } }],
    'ready-outside': [
      setup('ready', { patch: { reach: { ...funnel, tailnetHost: joined.host } } }),
      { answers: { 'proof.look': () => outsideProof } },
    ],
    'ready-broken': [
      setup('ready', { patch: { reach: domain } }),
      { answers: { 'proof.look': () => brokenProof } },
    ],
    'ready-proxy': [
      setup('ready', { patch: { reach: { ...domain, way: 'proxy' } } }),
      { answers: { 'proof.look': () => brokenProof } },
    ],
    outside: [
      { at: 'server', connection: 'c1', name: 'Brookside', practice: false, page: 'outside' },
      { answers: { 'proof.look': () => outsideProof } },
    ],
    'outside-broken': [
      { at: 'server', connection: 'c1', name: 'Brookside', practice: false, page: 'outside' },
      { answers: { 'proof.look': () => brokenProof } },
    ],
    'outside-problem': [
      { at: 'server', connection: 'c1', name: 'Brookside', practice: false, page: 'outside' },
      { answers: fails('proof.look', 'connection-lost') },
    ],
  }
}
