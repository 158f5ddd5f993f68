/** A client without an engine: the contract's own type, believable data, and faults on demand. */
import type {
  Client,
  Input,
  Output,
  PresentedKey,
  Reply,
  RequestName,
  StreamEvent,
  StreamName,
} from '../../electron/contract/api.ts'
import type { SecretPlace } from '../../provisioners/model/provider-view.ts'
import type { Problem, ProblemCode } from '../../provisioners/model/problem.ts'
import * as data from './fake-data.ts'
import * as people from './fake-people.ts'
import { plan } from './fake-plan.ts'
import { numbered, toDownload } from './fake-run.ts'
import { fakeBridges } from './fake-bridges.ts'
import { fakeReach } from './fake-reach.ts'
import * as fakeWays from './fake-ways.ts'

type Answers = { [N in RequestName]: (input: Input<N>) => Output<N> | Problem | Promise<Output<N> | Problem> }

/** What a stream says at once, and how it then ends; without an end it stays open. */
type Scripts = { [N in StreamName]: { events: readonly StreamEvent<N>[]; end?: Reply<null> } }

export interface FakeOptions {
  verdict?: PresentedKey['verdict']
  answers?: Partial<Answers>
  streams?: Partial<Scripts>
  /** Seconds until an answer; `Infinity` never answers. */
  delay?: number
}

export const problemOf = (code: ProblemCode, more: Partial<Problem> = {}): Problem => ({
  code,
  title: '',
  cause: '',
  remedy: '',
  retryable: true,
  evidence: [],
  ...more,
})

export function fakeClient(options: FakeOptions = {}): Client & { readonly asked: readonly Asked[] } {
  const asked: Asked[] = []
  const answers = { ...usual(options.verdict ?? 'unknown'), ...options.answers }
  const scripts: Scripts = { ...usualStreams, ...options.streams }
  return {
    asked,
    async request(name, input) {
      asked.push({ name, input })
      if (options.delay === Infinity) return new Promise(() => undefined)
      if (options.delay !== undefined)
        await new Promise((done) => setTimeout(done, (options.delay ?? 0) * 1000))
      const answer = answers[name] as Answers[typeof name]
      const value = await answer(input)
      return isProblem(value)
        ? { ok: false, problem: value }
        : { ok: true, value: value as Output<typeof name> }
    },
    stream(name, _input, on, after = 0) {
      let open = true
      const { events, end } = scripts[name]
      void Promise.resolve().then(() => {
        for (const [index, value] of events.entries())
          if (open && index + 1 > after) on.event(value as StreamEvent<typeof name>, index + 1)
        if (open && end !== undefined) on.end(end)
      })
      return () => {
        open = false
      }
    },
  }
}

interface Asked {
  name: RequestName
  input: unknown
}

const isProblem = (value: unknown): value is Problem =>
  typeof value === 'object' && value !== null && 'retryable' in value

const usualStreams: Scripts = {
  'run.events': { events: numbered(toDownload) },
  'status.watch': { events: [data.status] },
  'logs.follow': { events: [data.logLines(120)] },
}

function usual(verdict: PresentedKey['verdict']): Answers {
  const given = new Set<string>()
  return {
    'app.info': () => ({ version: '0.1.0', shell: 'browser', agent: true }),
    'servers.list': () => data.servers,
    'servers.forget': () => ({}),
    'connection.present': ({ target }) => ({
      connection: 'c1',
      address: target.kind === 'practice' ? 'practice' : target.host,
      keyType: 'ED25519',
      fingerprint: data.FINGERPRINT,
      verdict: target.kind === 'practice' ? 'practice' : verdict,
      knownFingerprints: verdict === 'changed' ? [data.OLD_FINGERPRINT] : [],
    }),
    'connection.trust': () => ({}),
    'connection.signIn': () => data.signedIn,
    'connection.sudo': () => data.signedIn,
    'connection.close': () => ({}),
    'connection.holder': () => null,
    'connection.forget': () => ({}),
    'checkup.look': () => [...data.knowingLines, ...data.fineLines],
    'setup.catalog': () => [...data.catalog, ...fakeWays.identityCatalog],
    'setup.start': () => data.intent,
    'identity.providers': () => fakeWays.views,
    'identity.place': (entries) => fakeWays.places(entries),
    'identity.invitation': () => ({
      url: 'https://brookside.local:10000/lc/PRACTICE0LINK',
      expires: data.NOW + 86_400,
    }),
    'identity.test': () => fakeWays.goodTest,
    'mail.test': () => fakeWays.goodTest.slice(0, 1),
    'secret.give': ({ id }) => {
      given.add(id)
      return {}
    },
    'secret.known': ({ ids }) => {
      const where = (id: string): SecretPlace =>
        given.has(id) ? 'given' : id.endsWith('forge') ? 'kept' : 'missing'
      return Object.fromEntries(ids.map((id) => [id, where(id)]))
    },
    'plan.preview': () => plan,
    'plan.file': () => ({ name: 'brookside.json', text: JSON.stringify(data.intent, null, 2) }),
    'run.start': () => ({ run: 'run-1' }),
    'run.stop': () => ({}),
    'proof.look': () => data.proof,
    'proof.certificate': () => data.certificate,
    'account.create': ({ username }) => ({ userId: `@${username}:brookside.local` }),
    'people.list': ({ search }) => {
      const found = people.everybody.filter(({ username }) => username.includes(search))
      return { ...people.page, people: found, total: found.length }
    },
    'people.look': ({ id }) => ({
      person: people.byId(id),
      emails: [],
      sessions: { browsers: 1, apps: 2 },
    }),
    'people.create': ({ username }) => ({
      person: {
        ...people.byId(people.everybody[1]?.id ?? ''),
        username,
        userId: `@${username}:brookside.local`,
      },
      password: people.PASSWORD,
    }),
    'people.setAdmin': ({ id, admin }) => ({ ...people.byId(id), admin }),
    'people.setPassword': () => ({ password: people.PASSWORD }),
    'people.lock': ({ id }) => ({ ...people.byId(id), locked: true, lockedAt: data.NOW }),
    'people.unlock': ({ id }) => ({ ...people.byId(id), locked: false, lockedAt: null }),
    'people.deactivate': ({ id }) => ({ ...people.byId(id), deactivated: true }),
    'people.reactivate': ({ id }) => ({ ...people.byId(id), deactivated: false }),
    'people.signOut': () => ({ ended: 3 }),
    'invitations.list': () => people.open,
    'invitations.create': () => people.made,
    'invitations.revoke': () => ({}),
    ...fakeReach,
    ...fakeBridges,
    'service.restart': () => ({}),
  }
}
