/** The engine for one Pi: every screen and every command is a few of these calls. */
import * as components from './components.ts'
import { followRun, startRun, type ApplyMeans } from './engine/apply.ts'
import { askToStop } from './engine/commands.ts'
import { examine, ownTask, serverTask, type Task } from './engine/examine.ts'
import { inspect, type HeldBy, type KnownRun } from './engine/inspect.ts'
import { look, seenBy } from './engine/look.ts'
import type { Fact } from './engine/resource.ts'
import { storedSecrets, type GivenSecrets } from './engine/secrets.ts'
import type { Stored } from './engine/state.ts'
import { judge, light, type FailingSince } from './engine/status.ts'
import type { Host } from './host/host.ts'
import type { IdentityInvitation } from './identity/identity-provider.ts'
import { identityInvitation } from './invitation.ts'
import { readCertificate, type Outside } from './host/outside.ts'
import { secretMaker } from './keys.ts'
import { testMailFromPi } from './mail.ts'
import { EngineError } from './model/engine-error.ts'
import type { WayBack } from './model/changes.ts'
import type { CheckupLine, StatusView } from './model/health.ts'
import type { Intent } from './model/intent.ts'
import type { MailTestLine } from './model/mail-test.ts'
import type { PlanView } from './model/plan.ts'
import type { RunTask } from './model/task.ts'
import type { TestLine } from './model/test-line.ts'
import type { LogLine, ProofView, RootCertificate } from './model/proof.ts'
import type { TimedEvent } from './model/run-event.ts'
import { createBridges, type Bridges } from './bridges.ts'
import { createChanges, type Changes } from './changes.ts'
import { createPeople, type People } from './people.ts'
import type { Mail } from './model/sign-in.ts'
import { proveFromOutside } from './proof.ts'
import { testProvider, type ProviderTestMeans } from './provider-test.ts'
import { lookOnly } from './read-only.ts'
import { createReach, type Reach, type ReachMeans } from './reach.ts'
import type { Command } from './shell/command.ts'
import { restartService } from './stack/commands.ts'
import type { WayBackSeen } from './stack/way-back.ts'
import { followLogs, readLogLines } from './stack/logs.ts'
import { observeFacts, serviceStatus } from './stack/observe.ts'
import { wayBack, wayBackFacts } from './undo.ts'
import { hostStatus, machineFacts, type MachineSeen } from './system/observe.ts'

export interface EngineMeans {
  /** The live connection, or a new one; throws while the Pi cannot be reached. */
  connect(): Promise<Host>
  /** The views from this computer and through the Pi, for proof. */
  readonly outside: Outside
  /** How provider tests reach the web, where it is not the usual way. */
  readonly web?: ProviderTestMeans['web']
  /** How this computer asks the internet about a domain, where it is not the usual way. */
  readonly fromHere?: ReachMeans['fromHere']
  /** Where the Pi itself is reached from here, for a name that leads nowhere yet. */
  readonly address: string
  random(bytes: number): Uint8Array
  /** Seconds since the epoch. */
  now(): number
  sleep(seconds: number, signal: AbortSignal): Promise<void>
  newRunId(): string
  readonly installation: string
  readonly machine: string
}

/** What may go wrong with any of them: the EngineErrors of the host, and those of `engine/apply.ts`. */
export interface Engine extends Reach, Changes {
  /** What is stored on the Pi, its runs, newest first, and whose change it is kept for. */
  inspect(): Promise<{ stored: Stored; runs: KnownRun[]; held: HeldBy | null }>
  /** What the machine is. */
  machine(): Promise<{ piName: string; model: string; memoryBytes: number }>
  checkup(): Promise<CheckupLine[]>
  /** @param given secrets that the owner brought, by id */
  plan(intent: Intent, given?: GivenSecrets): Promise<PlanView>
  /** @returns the run's id, or null when nothing is to do */
  start(
    intent: Intent,
    options?: { expected?: string; breakLock?: boolean; given?: GivenSecrets },
  ): Promise<string | null>
  /** The same for a task of its own. */
  planTask(task: RunTask, given?: GivenSecrets): Promise<PlanView>
  startTask(
    task: RunTask,
    options?: { expected?: string; breakLock?: boolean; given?: GivenSecrets },
  ): Promise<string | null>
  /** The last settings that were good before those in use: where an undo leads; null where there are none. */
  wayBack(): Promise<WayBack | null>
  /** Ids of the secrets that are on the Pi; their values stay there. */
  keptSecrets(): Promise<ReadonlySet<string>>
  /** Every event of a run from its first; ends after `finished`. */
  follow(run: string, signal: AbortSignal): AsyncIterable<TimedEvent>
  /** The queue stops between two steps. */
  stop(run: string): Promise<void>
  /** @param options `atOnce` for who looks once: no failure is waited with */
  status(intent: Intent, options?: { atOnce?: boolean }): Promise<StatusView>
  /** The same without answers: for a server that a newer Bramble has set up, by the version of what is stored there. */
  statusOfNewer(version: number): Promise<StatusView>
  restart(service: string, intent: Intent): Promise<void>
  logs(services: readonly string[], lines: number, signal: AbortSignal): AsyncIterable<LogLine[]>
  prove(intent: Intent): Promise<ProofView>
  certificate(): Promise<RootCertificate>
  /** Bridges, and the accounts of networks behind them. */
  readonly bridges: Bridges
  /** Accounts and invitations. */
  readonly people: People
  /**
   * Tries the mail server from the Pi and sends one short message.
   *
   * @param given holds the password where it was typed just now; else the one on the Pi is taken
   */
  testMail(mail: Mail, to: string, given?: GivenSecrets): Promise<MailTestLine[]>
  /**
   * Tries what was typed of one provider, from this computer and from the Pi, before anything is installed.
   *
   * @param key of the entry in the intent
   */
  testProvider(key: string, intent: Intent, given: GivenSecrets): Promise<TestLine[]>
  /** A link with which the first person enters the identity service of this Pi once; made now, and kept nowhere. */
  identityInvitation(intent: Intent): Promise<IdentityInvitation>
}

/** The engine over one Pi, with time, randomness and the connection as arguments. */
export function createEngine(means: EngineMeans): Engine {
  const apply: ApplyMeans = {
    ...means,
    stack: components,
    makeSecret: secretMaker((bytes) => means.random(bytes)),
  }
  const since: FailingSince = new Map()
  const plan = async (task: Task, given?: GivenSecrets): Promise<PlanView> =>
    (await examine(await means.connect(), task, apply.makeSecret, given)).plan.view
  return {
    inspect: async () => inspect(await means.connect()),
    machine: () => readMachine(means),
    checkup: () => lookForCheckup(means),
    plan: (intent, given) => plan(serverTask(intent, components), given),
    start: (intent, options) => startRun(serverTask(intent, components), apply, options),
    planTask: async (task, given) => plan(ownTask(task, components), given),
    startTask: async (task, options) => startRun(ownTask(task, components), apply, options),
    wayBack: () => lookForWayBack(means),
    keptSecrets: async () => new Set((await askOne(means, storedSecrets)).keys()),
    follow: (run, signal) => followRun(run, apply, signal),
    stop: (run) => act(means, askToStop(run)),
    status: (intent, options) => lookForStatus(intent, means, since, options?.atOnce),
    statusOfNewer: (version) => lookOnly(version, means, since),
    restart(service, intent) {
      if (!components.services(intent).some(({ id }) => id === service))
        throw new EngineError('not-found', `There is no service ${service} here.`)
      return act(means, restartService(service))
    },
    logs: (services, lines, signal) => readLogs(means, services, lines, signal),
    prove: (intent) => proveFromOutside(intent, means, () => authority(means)),
    async certificate() {
      const pem = await authority(means)
      return { pem, ...readCertificate(pem) }
    },
    ...createReach(means),
    ...createChanges(means, apply),
    bridges: createBridges(means),
    people: createPeople(means),
    testMail: (mail, to, given) => testMailFromPi(mail, to, given, means),
    testProvider: (key, intent, given) => testProvider(key, intent, given, means),
    identityInvitation: (intent) => identityInvitation(intent, means),
  }
}

/** One fact, asked alone. */
async function askOne<T>(means: EngineMeans, fact: Fact<T>): Promise<T> {
  const seen = await look(await means.connect(), [{ facts: { fact } }])
  return seen.get(fact.id) as T
}

/** One small act that needs no queue. */
async function act(means: EngineMeans, command: Command): Promise<void> {
  const host = await means.connect()
  const [answer] = await host.ask([{ command, timeoutSeconds: 120, capBytes: 65_536 }])
  if (answer?.status !== 0)
    throw new EngineError('step-failed', `It ended with status ${answer?.status}.`, [answer?.stderr ?? ''])
}

async function readMachine(
  means: EngineMeans,
): Promise<{ piName: string; model: string; memoryBytes: number }> {
  const seen = await look(await means.connect(), [{ facts: machineFacts }])
  const machine = seenBy({ facts: machineFacts }, seen) as unknown as MachineSeen
  return {
    piName: machine.hostName,
    model: components.machineName(machine),
    memoryBytes: machine.memory.totalBytes,
  }
}

async function lookForWayBack(means: EngineMeans): Promise<WayBack | null> {
  const seen = seenBy({ facts: wayBackFacts }, await look(await means.connect(), [{ facts: wayBackFacts }]))
  return wayBack(seen as unknown as WayBackSeen, components.readAnswers)
}

async function lookForCheckup(means: EngineMeans): Promise<CheckupLine[]> {
  const facts = components.checkupFacts
  const seen = seenBy({ facts }, await look(await means.connect(), [{ facts }]))
  // Looking as root has just worked.
  return components.checkup(seen as unknown as components.CheckupSeen, { now: means.now(), sudo: 'ready' })
}

async function lookForStatus(
  intent: Intent,
  means: EngineMeans,
  since: FailingSince,
  atOnce = false,
): Promise<StatusView> {
  const checks = components.checks(intent)
  const seen = await look(await means.connect(), [
    ...checks,
    { facts: machineFacts },
    { facts: observeFacts },
  ])
  const machine = seenBy({ facts: machineFacts }, seen) as unknown as MachineSeen
  const services = seenBy({ facts: observeFacts }, seen) as unknown as Parameters<typeof serviceStatus>[1]
  const at = means.now()
  const judged = judge(checks, seen, at, since, atOnce)
  return {
    light: light(judged.findings),
    at,
    findings: [...judged.findings],
    passed: [...judged.passed],
    services: serviceStatus(components.services(intent), services, machine.clock ?? at),
    host: hostStatus(machine, components.machineName(machine)),
    address: `https://${intent.address.host}`,
  }
}

async function* readLogs(
  means: EngineMeans,
  services: readonly string[],
  lines: number,
  signal: AbortSignal,
): AsyncGenerator<LogLine[]> {
  const host = await means.connect()
  yield* readLogLines(host.follow(followLogs(services, lines), signal))
}

async function authority(means: EngineMeans): Promise<string> {
  const pem = await askOne(means, components.caCertificate)
  if (pem === null) throw new EngineError('not-found', 'The server has made no certificate of its own yet.')
  return pem
}
