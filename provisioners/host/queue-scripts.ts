/** The scripts on the Pi that work off a run: one step, the runner over all steps, and what ends a run. Pure. */
import { posix } from 'node:path'
import { quote } from '../shell/quote.ts'
import { render } from '../shell/render.ts'
import { WAIT_STOPPED, type HostFile, type Queue, type Step, type Work } from './host.ts'
import { say } from './queue-lines.ts'
import { waitScripts } from './wait-script.ts'
import { WAVE_PATH } from './wave.ts'

/** Exit status of a run whose lock is another's. */
export const NOT_OURS = 97

/** `007`, so that names sort as the steps run. */
export const stepName = (step: Step): string => String(step.number).padStart(3, '0')

/**
 * One step, and the command of each `run` work as a file of its own: `timeout` needs a program to run, and a command in
 * an argument list would show what it is fed.
 *
 * @param run the run's directory
 * @returns paths below the run's directory and their contents
 * @throws TypeError for a file path that is not absolute and plain, or numbers out of range
 */
export function stepScripts(step: Step, run: string): { path: string; text: string }[] {
  const name = stepName(step)
  const commands: { path: string; text: string }[] = []
  const parts = step.work.map((work, index) => {
    if (work.kind === 'files') return installFiles(work, `${run}/files/${name}-${index}`)
    const path = `steps/${name}-${index}.sh`
    if (work.kind === 'wait') {
      commands.push(...waitScripts(work, step.number, run, `steps/${name}-${index}`))
      return `sh ${quote(`${run}/${path}`)} </dev/null || exit\n`
    }
    commands.push({ path, text: `${render(work.command)}\n` })
    if (!(work.timeoutSeconds > 0)) throw new TypeError(`not a limit: ${work.timeoutSeconds}`)
    return `timeout -k 10 ${work.timeoutSeconds} sh ${quote(`${run}/${path}`)} </dev/null || exit\n`
  })
  return [{ path: `steps/${name}.sh`, text: parts.join('') || ':\n' }, ...commands]
}

/**
 * All files are staged beside their targets and synced before the first is renamed. The staged name is the same each
 * time, so that what a killed run left is overwritten by the next; it begins with a dot and ends in no known
 * extension, which every conf.d directory passes over. `set -C` makes it with O_EXCL: in a directory that a
 * container may write, a link planted there is not followed.
 */
function installFiles(work: Extract<Work, { kind: 'files' }>, source: string): string {
  const files = work.files.map((file, index) => {
    checkFile(file)
    const directory = posix.dirname(file.path)
    const staged = quote(posix.join(directory, `.${posix.basename(file.path)}.bramble-new`))
    return {
      file,
      staged,
      directory: quote(directory),
      target: quote(file.path),
      from: quote(`${source}/${index}`),
    }
  })
  if (files.length === 0) return ''
  const lines = files.map(({ file, staged, directory, target, from }) => {
    const stage = [
      `mkdir -p -- ${directory} && rm -f -- ${staged}`,
      `( umask 077; set -C; cat ${from} >${staged} )`,
      `chown -- ${file.uid}:${file.gid} ${staged} && chmod -- ${file.mode.toString(8).padStart(4, '0')} ${staged}`,
    ].join(' && ')
    const needed = work.ifAbsent ? `[ -e ${target} ] || [ -L ${target} ] || ` : ''
    return `${needed}{ ${stage} && set -- "$@" ${staged}; } || exit`
  })
  // ln never replaces: whoever made the file meanwhile keeps theirs.
  const place = files.map(({ staged, target }) =>
    work.ifAbsent
      ? `[ ! -e ${staged} ] || { ln -T -- ${staged} ${target} 2>/dev/null || [ -e ${target} ] || [ -L ${target} ]; } || exit 73
rm -f -- ${staged}`
      : `mv -fT -- ${staged} ${target} || exit`,
  )
  const directories = [...new Set(files.map(({ directory }) => directory))].join(' ')
  return `set --
${lines.join('\n')}
[ $# -eq 0 ] || sync "$@" || exit
${place.join('\n')}
[ $# -eq 0 ] || sync ${directories} || exit
`
}

function checkFile({ path, mode, uid, gid }: HostFile): void {
  if (!path.startsWith('/') || posix.normalize(path) !== path || path.endsWith('/'))
    throw new TypeError(`not an absolute, plain path: ${path}`)
  if (!Number.isInteger(mode) || mode < 0 || mode > 0o7777) throw new TypeError(`not a mode: ${mode}`)
  for (const id of [uid, gid]) if (!Number.isInteger(id) || id < 0) throw new TypeError(`not an owner: ${id}`)
}

/**
 * The runner: works the steps off in their order, stops at the first failure. SIGTERM lets the step that runs come to its
 * end (the unit gives it time), then the run counts as interrupted.
 */
export function runnerScript(queue: Queue, root: string): string {
  const name = (step: Step): string => `${step.number}:${stepName(step)}`
  return `# Works off one run of Bramble, as a unit of its own. The journal beside this file tells how it went.
root=${quote(root)}; run=${quote(`${root}/runs/${queue.id}`)}; own=${quote(JSON.stringify(queue.holder))}
export LC_ALL=C DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a HOME=/root PATH=${WAVE_PATH}
umask 022; cd /; term=; trap 'term=1' TERM
${say}
finish() { sh "$run/end.sh" "$1"; exit "$2"; }
ours() { [ "$(readlink "$root/lock")" = "$own" ] || finish interrupted ${NOT_OURS}; }
# A run that may change anything counts once, before its first step: whoever planned from an older look is told.
count() {
n=$(cat "$root/revision" 2>/dev/null || echo 0)
printf '%s\\n' "$((n+1))" >"$root/.revision.new" && sync "$root/.revision.new" && mv -fT "$root/.revision.new" "$root/revision"
}
work() {
( umask 077; : >>"$run/journal" )
[ -s "$run/journal" ] || say "plan $(cat "$run/plan.json")"
ours
for step in ${queue.steps.map(name).join(' ') || 'none'}; do
[ "$step" = none ] && break
ours
[ -e "$run/stop" ] && finish stopped 0
[ -n "$term" ] && finish interrupted 143
[ -n "$counted" ] || count || finish failed 1
counted=1
say "start \${step%:*}"
perl "$run/lines.pl" "\${step%:*}" "$run/steps/\${step#*:}.sh" "$run/journal" "$run/secrets" "$(date +%s.%3N)" </dev/null >/dev/null
s=$?
say "exit \${step%:*} $s"
[ $s != ${WAIT_STOPPED} ] || finish stopped 0
[ $s = 0 ] || finish failed 1
done
finish done 0
}
counted=
work
`
}

/**
 * The end of a run, called by the runner with its outcome and by the unit's ExecStopPost without one: takes the payload
 * away (secrets do not linger), lets go of the lock if it is still this run's, and writes the last line. That line comes last:
 * who reads it finds everything settled.
 */
export function endScript(queue: Queue, root: string): string {
  return `root=${quote(root)}; run=${quote(`${root}/runs/${queue.id}`)}; own=${quote(JSON.stringify(queue.holder))}
${say}
rm -rf "$run/steps" "$run/files" "$run/secrets" "$run/lines.pl" "$run/stop"
# The same lock that starting takes: looking and removing are one act.
( flock -w 10 9; [ "$(readlink "$root/lock")" != "$own" ] || rm -f "$root/lock" ) 9<"$root"
[ -z "$(tail -c 1 "$run/journal" 2>/dev/null)" ] || echo >>"$run/journal"
grep -q '^[0-9.]* end ' "$run/journal" || say "end \${1:-interrupted}"
sync "$run/journal"
rm -f "$run/runner.sh" "$run/end.sh"
`
}
