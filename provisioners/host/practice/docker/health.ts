/** Health checks: the container's own test, run in the container, judged by the Engine's rules. */
import { rootUser } from '../files/node.ts'
import type { Machine } from '../machine.ts'
import { PracticeError } from '../practice-error.ts'
import { runProgram } from '../process/run.ts'
import type { Container } from './container.ts'

export interface Health {
  readonly status: 'none' | 'starting' | 'healthy' | 'unhealthy'
  /** Of the last test. */
  readonly output: string
  readonly exitCode: number
}

const none: Health = { status: 'none', output: '', exitCode: 0 }

/** The health as of now; the test is run when one would have been by now. */
export async function healthOf(machine: Machine, container: Container): Promise<Health> {
  const check = container.spec.health
  if (!check) return none
  if (container.state !== 'running') return { status: 'unhealthy', output: '', exitCode: -1 }
  const now = machine.clock.now()
  const since = now - container.startedAt
  const inPeriod = since < check.startPeriodSeconds
  if (since < (check.startPeriodSeconds > 0 ? check.startIntervalSeconds : check.intervalSeconds))
    return { status: 'starting', output: '', exitCode: 0 }
  const { status: exitCode, output } = await runTest(machine, container, check.test)
  if (exitCode === 0) {
    container.failingSince = null
    container.wasHealthy = true
    return { status: 'healthy', output, exitCode }
  }
  if (inPeriod && !container.wasHealthy) return { status: 'starting', output, exitCode }
  container.failingSince ??= now
  const tooLong = now - container.failingSince >= check.intervalSeconds * (check.retries - 1)
  const before = container.wasHealthy ? 'healthy' : 'starting'
  return { status: tooLong ? 'unhealthy' : before, output, exitCode }
}

async function runTest(
  machine: Machine,
  container: Container,
  test: readonly string[],
): Promise<{ status: number; output: string }> {
  let output = ''
  const collect = (text: string) => void (output += text)
  const shell = {
    machine,
    who: rootUser,
    directory: '/',
    environment: container.spec.environment,
    signal: new AbortController().signal,
    deadline: Infinity,
    inside: container,
  }
  const status = await runProgram(shell, testArguments(test), { out: collect, err: collect }, '')
  return { status, output }
}

/** A shell test is taken only where it needs no shell to be understood. */
function testArguments(test: readonly string[]): readonly string[] {
  const [kind, ...rest] = test
  if (kind === 'CMD') return rest
  const text = (rest[0] ?? '').replace(/ \|\| exit 1$/, '')
  if (kind !== 'CMD-SHELL' || /[^\w\s./:=,@%+'"-]/.test(text))
    throw new PracticeError('health check', test.join(' '))
  return text.split(/\s+/).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'))
}
