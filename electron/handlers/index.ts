/** Everything behind the contract: plain functions over the engine, and the table that names them. */
import {
  appCatalog,
  defaultIntent,
  EngineError,
  Secret,
  thisComputer,
  writeAnswers,
  type PracticePi,
} from '../../provisioners/index.ts'
import type { Handlers, SignedIn } from '../contract/api.ts'
import { Connections } from './connections.ts'
import { bridgeHandlers } from './bridges.ts'
import { changesHandlers } from './changes.ts'
import { peopleHandlers } from './people.ts'
import { identityHandlers } from './identity.ts'
import { reachHandlers } from './reach.ts'
import { readOnlyWhereNewer } from './read-only.ts'
import { RunRegistry } from './runs.ts'
import { idOf, Servers } from './servers.ts'
import { storedIntent, watchStatus } from './status.ts'

export interface HandlerMeans {
  /** Where this computer keeps the app's own files. */
  readonly appFolder: string
  readonly shell: 'electron' | 'browser'
  readonly version: string
  /** A practice Pi that is there already; else one of its own. */
  readonly practice?: PracticePi
}

export function createHandlers(means: HandlerMeans): Handlers & { close(): Promise<void> } {
  const connections = new Connections(means.appFolder, means.practice)
  const servers = new Servers(means.appFolder)
  const runs = new RunRegistry()

  async function whoIsThere(connection: string): Promise<SignedIn> {
    const engine = connections.engine(connection)
    try {
      const [machine, known] = await Promise.all([engine.machine(), engine.inspect()])
      const { stored } = known
      const intent = stored.kind === 'state' ? stored.state.intent : null
      const newer =
        stored.kind === 'newer' ? { version: stored.version, name: stored.name ?? machine.piName } : null
      const server = intent?.name ?? newer?.name ?? machine.piName
      connections.get(connection).newer = newer?.version ?? null
      return {
        sudo: 'ready',
        ...machine,
        intent,
        newer,
        runs: known.runs.slice(0, 20).map((run) => ({ ...run, server })),
      }
    } catch (error) {
      if (!(error instanceof EngineError) || !isAboutSudo(error, connections.get(connection).sudoPassword))
        throw error
      return {
        sudo: 'needs-password',
        piName: '',
        model: '',
        memoryBytes: 0,
        intent: null,
        newer: null,
        runs: [],
      }
    }
  }

  return readOnlyWhereNewer(connections, {
    requests: {
      'app.info': async () => ({
        version: means.version,
        shell: means.shell,
        agent: Boolean(process.env['SSH_AUTH_SOCK']) || process.platform === 'win32',
      }),
      'servers.list': () => servers.list(),
      'servers.forget': async ({ id }) => {
        await servers.forget(id)
        return {}
      },

      'connection.present': ({ target }) => connections.present(target),
      'connection.trust': async ({ connection, fingerprint }) => {
        connections.trust(connection, fingerprint)
        return {}
      },
      'connection.signIn': async ({ connection, user, credential }) => {
        await connections.signIn(connection, user, credential)
        return whoIsThere(connection)
      },
      'connection.sudo': async ({ connection, password }) => {
        connections.get(connection).sudoPassword = new Secret(password, 'sudo password')
        return whoIsThere(connection)
      },
      'connection.close': async ({ connection }) => {
        await connections.close(connection)
        return {}
      },
      'connection.holder': async ({ connection }) => {
        const { held } = await connections.engine(connection).inspect()
        if (held === null) return null
        const { run, machine, since, alive } = held
        return {
          run,
          machine,
          since,
          alive,
          own: held.installation === (await thisComputer(means.appFolder)).installation,
        }
      },
      'connection.forget': async ({ connection }) => {
        const { target } = connections.get(connection)
        // a look that is under way must not bring it back
        await connections.close(connection)
        await servers.forget(idOf(target))
        return {}
      },

      'checkup.look': ({ connection }) => connections.engine(connection).checkup(),
      'setup.catalog': async () => appCatalog(),
      'setup.start': async ({ connection }) => {
        const engine = connections.engine(connection)
        const { stored } = await engine.inspect()
        if (stored.kind === 'state') return stored.state.intent
        if (stored.kind === 'newer') throw new EngineError('state-newer', `version ${stored.version}`)
        const { piName, memoryBytes } = await engine.machine()
        return defaultIntent(piName, memoryBytes)
      },

      ...identityHandlers(connections),
      ...reachHandlers(connections),
      ...bridgeHandlers(connections),
      ...changesHandlers(connections),

      'plan.preview': ({ connection, intent }) =>
        connections.engine(connection).plan(intent, connections.get(connection).given),
      'plan.file': async ({ intent }) => ({
        name: `${intent.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.bramble.yaml`,
        text: writeAnswers(intent),
      }),

      'run.start': async ({ connection, intent, plan, breakLock }) => ({
        run: await connections
          .engine(connection)
          .start(intent, { expected: plan, breakLock, given: connections.get(connection).given }),
      }),
      'task.plan': ({ connection, task }) =>
        connections.engine(connection).planTask(task, connections.get(connection).given),
      'task.start': async ({ connection, task, plan, breakLock }) => ({
        run: await connections
          .engine(connection)
          .startTask(task, { expected: plan, breakLock, given: connections.get(connection).given }),
      }),
      'run.stop': async ({ connection, run }) => {
        await connections.engine(connection).stop(run)
        return {}
      },

      'proof.look': async ({ connection }) => {
        const engine = connections.engine(connection)
        const intent = await storedIntent(engine)
        const proof = await engine.prove(intent)
        const { target, user } = connections.get(connection)
        const light = proof.broken === null ? 'works' : 'needs-you'
        await servers.remember({
          name: intent.name,
          address: proof.address,
          target,
          user,
          light,
          seen: Date.now() / 1000,
        })
        return proof
      },
      'proof.certificate': ({ connection }) => connections.engine(connection).certificate(),
      ...peopleHandlers((connection) => connections.engine(connection)),

      'service.restart': async ({ connection, service }) => {
        const engine = connections.engine(connection)
        await engine.restart(service, await storedIntent(engine))
        return {}
      },
    },
    streams: {
      'run.events': ({ connection, run }, from) =>
        runs.events(
          `${connection} ${run}`,
          (signal) => connections.engine(connection).follow(run, signal),
          from,
        ),
      'status.watch': ({ connection }, { signal }) =>
        watchStatus(connections.engine(connection), signal, async (status, name) => {
          const { target, user } = connections.get(connection)
          await servers.remember({
            name,
            address: status.address,
            target,
            user,
            light: status.light,
            seen: status.at,
          })
        }),
      'logs.follow': async function* ({ connection, services, lines }, { signal }) {
        let number = 0
        for await (const value of connections.engine(connection).logs(services, lines, signal))
          yield { number: ++number, value }
      },
    },
    async close() {
      runs.close()
      await connections.closeAll()
    },
  })
}

/** Whether a person's password for sudo would help: none was given yet, or the one for signing in was not it. */
function isAboutSudo(error: EngineError, given: Secret | null): boolean {
  if (error.code === 'sudo-password-needed') return true
  return error.code === 'sudo-password-wrong' && given?.label === 'password'
}
