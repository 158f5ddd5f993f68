/** Bridges in every state, for the gallery: the page, a change from its question to its run, and signing in to a network. */
import * as bridges from './fake-bridges.ts'
import { problemOf } from './fake-client.ts'
import * as data from './fake-data.ts'
import { addPlan, nothingPlan, removePlan } from './fake-plan.ts'
import { fromDownload, intoFailure, toDownload } from './fake-run.ts'

export function bridgeScreens({ setup, server, run, fails }) {
  const page = server('bridges')
  const stored = {
    ...data.intent,
    bridges: { whatsapp: {}, telegram: { apiId: '1234567' } },
  }
  const known = { 'setup.start': () => stored }
  const with_ = (answers, more = {}) => [page, { answers: { ...known, ...answers }, ...more }]
  const none = { 'bridges.list': () => [], 'setup.start': () => data.intent }
  const step = (next) => with_({ 'bridges.signIn': () => next, ...waits })
  const going = (kind, ...events) => [
    page,
    { answers: known, streams: run(...events) },
    { 'bridge-run': `c1 run-1 ${kind} telegram` },
  ]
  return {
    'extras-bridges': [setup('extras'), { answers: { 'bridges.catalog': bridges.catalog } }],
    'extras-bridges-missing': [setup('extras')],
    'extras-bridges-kept': [setup('extras', { stored, base: stored }), { answers: keptSecrets }],
    'extras-bridges-problem': [setup('extras'), { answers: fails('bridges.catalog', 'connection-lost') }],
    bridges: with_({ 'bridges.catalog': bridges.catalog, 'bridges.list': () => bridges.allCards }),
    'bridges-more': with_({}),
    'bridges-unwell': with_({ 'bridges.list': () => bridges.unwellCards }),
    'bridges-logins': with_({
      'bridges.list': () => bridges.cards.slice(0, 1),
      'bridges.logins': ({ user }) => bridges.loginsOf(user),
    }),
    'bridges-sign-out': with_({}),
    'bridges-empty': with_(none),
    'bridges-loading': [page, { delay: Infinity }],
    'bridges-problem': with_(fails('bridges.list', 'connection-lost')),
    'bridges-offline': with_(
      {},
      {
        streams: {
          'status.watch': { events: [data.status], end: { ok: false, problem: problemOf('unreachable') } },
        },
      },
    ),
    'bridges-removed': with_({ 'bridges.list': () => bridges.removedCards }),
    'bridges-form': with_(none),
    'bridges-form-missing': with_(none),
    'bridges-change': with_(keptSecrets),
    'bridges-plan': with_({ ...none, 'plan.preview': () => addPlan }),
    'bridges-plan-nothing': with_({ ...none, 'plan.preview': () => nothingPlan }),
    'bridges-plan-locked': with_({
      ...none,
      'plan.preview': () => addPlan,
      'run.start': () =>
        problemOf('lock-held', { cause: 'Petra’s laptop has been at work here since 20:41.' }),
    }),
    'bridges-remove': with_({ 'plan.preview': () => removePlan }),
    'bridges-delete': with_({
      'bridges.list': () => bridges.removedCards,
      'task.plan': () => bridges.deletePlan,
    }),
    'bridges-delete-sure': with_({
      'bridges.list': () => bridges.removedCards,
      'task.plan': () => bridges.deletePlan,
    }),
    'bridges-run': going('add', toDownload),
    'bridges-run-failed': going('add', toDownload, intoFailure),
    'bridges-run-done': going('add', toDownload, fromDownload),
    'bridges-run-removed': going('remove', toDownload, fromDownload),
    'bridges-who': with_({}),
    'bridges-who-typed': with_(fails('people.list', 'sign-in-service-unwell')),
    'bridges-flows': with_({ 'bridges.flows': () => bridges.flows }),
    'bridges-qr': step(bridges.qrStep),
    'bridges-code': step(bridges.codeStep),
    'bridges-emoji': step(bridges.emojiStep),
    'bridges-ask': step(bridges.askStep),
    'bridges-ask-missing': step(bridges.askStep),
    'bridges-cookies': step(bridges.cookieStep),
    'bridges-elsewhere': step({ kind: 'elsewhere', instructions: 'This account is kept by a passkey.' }),
    'bridges-done': with_({}),
    'bridges-refused': step(
      problemOf('bridge-refused', { cause: 'WhatsApp says: too many codes were asked for. Wait an hour.' }),
    ),
    'bridges-bot': with_({ 'bridges.list': () => bridges.botCards }),
  }
}

/** The network is in no hurry. */
const waits = { 'bridges.wait': () => new Promise(() => undefined) }

const keptSecrets = { 'secret.known': ({ ids }) => Object.fromEntries(ids.map((id) => [id, 'kept'])) }
