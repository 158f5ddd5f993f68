/** Why a step failed: asked of the Pi right after, by facts and exit codes, never by words in the output. */
import { question } from './look.ts'
import type { Fact } from './resource.ts'
import type { Host } from '../host/host.ts'
import type { Problem, ProblemCode } from '../model/problem.ts'
import { sh } from '../shell/command.ts'
import { problem } from './problem-words.ts'

/**
 * What is in a step's last lines, or in those of services that are not well, told better than by the lines themselves; null where
 * nothing is known of them.
 */
export type Explain = (
  code: ProblemCode,
  output: readonly string[],
  lastWords: LastWords,
) => { readonly detail: string; readonly evidence: readonly string[] } | null

/** Lines of services that are not well, by service. */
export type LastWords = ReadonlyMap<string, readonly string[]>

/** What the components know about failures. */
export interface Coroner {
  readonly explain: Explain
  readonly lastWords: Fact<LastWords>
}

/** Below this many bytes free, a failed write is the disk's fault. */
const FULL_BYTES = 64 * 1024 * 1024

/**
 * @param failure the step's title, its exit status, the problem that its resource names, and its last lines
 * @param coroner what the components read in those lines, where they know their form
 */
export async function explainFailure(
  host: Host,
  failure: { title: string; status: number; hint: ProblemCode; output: readonly string[] },
  { explain, lastWords }: Coroner,
): Promise<Problem> {
  const [disk, locks, words] = await host.ask([
    {
      command: sh`df --output=avail,target -B1 / /opt /var /var/lib /var/lib/docker /opt/bramble`,
      timeoutSeconds: 10,
      capBytes: 65_536,
    },
    {
      command: sh`lslocks --noheadings --raw --output PID,COMMAND,PATH`,
      timeoutSeconds: 10,
      capBytes: 65_536,
    },
    ...(failure.hint === 'not-healthy' ? [question(lastWords)] : []),
  ])
  const full = fullDisk(disk?.stdout ?? '')
  if (full) return problem('disk-full', `${full.target} has ${megabytes(full.free)} left.`, failure.output)
  const holder = packageLock(locks?.stdout ?? '')
  if (failure.hint === 'packages-broken' && holder)
    return problem('package-lock', `“${holder}” is using the package system.`, failure.output)
  const known = explain(failure.hint, failure.output, words ? lastWords.parse(words) : new Map())
  if (known) return problem(failure.hint, known.detail, known.evidence)
  return problem(failure.hint, `“${failure.title}” ended with status ${failure.status}.`, failure.output)
}

function fullDisk(table: string): { target: string; free: number } | null {
  for (const line of table.split('\n').slice(1)) {
    const [free = '', target = ''] = line.trim().split(/\s+/, 2)
    if (/^\d+$/.test(free) && Number(free) < FULL_BYTES) return { target, free: Number(free) }
  }
  return null
}

function packageLock(table: string): string | null {
  for (const line of table.split('\n')) {
    const [, command = '', path = ''] = line.trim().split(/\s+/)
    if (/^\/var\/lib\/(dpkg\/lock|apt\/lists\/lock)|^\/var\/cache\/apt\/archives\/lock/.test(path))
      return command
  }
  return null
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`
