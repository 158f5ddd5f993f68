/** Starting a run: one request that takes the lock, writes the files and starts the unit, or leaves everything as it was. Pure. */
import { EngineError } from '../model/engine-error.ts'
import { quote } from '../shell/quote.ts'
import { ROOT, paths, readHolder, type Answer, type Queue, type Started } from './host.ts'
import { isRunId, type Bundle } from './queue-bundle.ts'
import type { WaveQuestion } from './wave.ts'

/** What the script's exit status says. 28 is ENOSPC's number. */
export const startStatus = {
  started: 0,
  full: 28,
  lockedDead: 64,
  lockedAlive: 65,
  changed: 66,
  failed: 70,
} as const

/** Seconds; a slow card takes its time to sync. */
const TIMEOUT = 180

/** @param root where everything of Bramble lives on the host */
export function startQuestion(queue: Queue, bundle: Bundle, root: string = ROOT): WaveQuestion {
  return {
    command: { kind: 'script', text: startScript(queue, bundle, root) },
    timeoutSeconds: TIMEOUT,
    capBytes: 65_536,
  }
}

/**
 * Everything happens under a flock on the directory: two apps that start at the same time do so one after the other, and
 * nobody takes a lock for dead whose unit is about to start. A dead run of the same installation is taken over.
 * Asking again for a run that has started (the answer was lost) is answered "started".
 */
function startScript(queue: Queue, bundle: Bundle, root: string): string {
  if (!isRunId(queue.id)) throw new TypeError(`not a run's id: ${queue.id}`)
  if (!Number.isSafeInteger(queue.revision)) throw new TypeError(`not a revision: ${queue.revision}`)
  const run = `${root}/runs/${queue.id}`
  const unit = paths.unit(queue.id)
  const installation = `"installation":${JSON.stringify(queue.holder.installation)}`
  const kilobytes = Math.ceil((bundle.size + bundle.archive.length) / 1024) + 1024
  const { full, lockedDead, lockedAlive, changed, failed } = startStatus
  const properties = [
    'KillMode=mixed', // SIGTERM for the runner alone, which lets its step end; the rest only after the time is over
    'TimeoutStopSec=120',
    'StandardOutput=null', // a step's output is not scrubbed before lines.pl: none of it may reach the system's journal
    `ExecStopPost=-/bin/sh ${run}/end.sh`,
  ].map((property) => `--property=${quote(property)}`)
  return `umask 077; root=${quote(root)}; run=${quote(run)}; own=${quote(JSON.stringify(queue.holder))}
part=$root/runs/.${queue.id}.partial; taken=
undo() { s=$?; [ $s = 0 ] || [ -z "$taken" ] || { rm -rf "$part" "$run"; [ "$(readlink "$root/lock")" != "$own" ] || rm -f "$root/lock"; }; exit $s; }
trap undo EXIT; trap 'exit ${failed}' HUP INT TERM
room() { a=$(df --output=avail -k "$root" | tail -n 1); [ "$a" -ge ${kilobytes} ]; }
fail() { room && exit ${failed}; exit ${full}; }
alive() { case $(systemctl show -P ActiveState "bramble-run-$1.service") in active|activating|deactivating|reloading) return 0; esac; return 1; }
( umask 022; mkdir -p "$root" ) && mkdir -p "$root/runs" || exit ${failed}
exec 9<"$root"; flock -w 30 9 || exit ${failed}
if ! ln -sT -- "$own" "$root/lock" 2>/dev/null; then
held=$(readlink "$root/lock") || fail
[ "$held" = "$own" ] && [ -e "$run/plan.json" ] && exit 0
other=\${held#*'"run":"'}; other=\${other%%'"'*}; state=${lockedDead}
case $other in ''|*[!A-Za-z0-9_-]*) ;; *) alive "$other" && state=${lockedAlive};; esac
case $held in *${quote(installation)}*) ;; *) printf '%s\\n' "$held"; exit $state;; esac
[ $state = ${lockedDead} ] || { printf '%s\\n' "$held"; exit $state; }
rm -f "$root/lock.new"; ln -sT -- "$own" "$root/lock.new" && mv -fT "$root/lock.new" "$root/lock" || fail
fi
[ ! -e "$run" ] || exit ${failed}
taken=1
[ "$(cat "$root/revision" 2>/dev/null || echo 0)" = ${queue.revision} ] || exit ${changed}
# What a power cut left of earlier runs: their secrets do not linger. The lock is ours, so nobody works on them.
for old in "$root"/runs/*/steps "$root"/runs/*/secrets; do
[ -e "$old" ] || continue
old=\${old%/*}; alive "\${old##*/}" || rm -rf "$old/steps" "$old/files" "$old/secrets"
done
find /dev/shm /tmp -maxdepth 1 -user root -name 'bramble.??????' -mmin +60 -exec rm -rf {} + 2>/dev/null # shells that were killed
rm -rf "$root"/runs/.*.partial; room || exit ${full}
mkdir "$part" || fail
base64 -d >"$part/archive" <<'END-OF-ARCHIVE' || fail
${lines(bundle.archive.toString('base64'))}
END-OF-ARCHIVE
tar -xzf "$part/archive" -C "$part" || fail
rm "$part/archive"; find "$part" -type f -exec sync {} + || fail
mv -T "$part" "$run" && sync "$root/runs" || fail
systemd-run --quiet --collect --service-type=exec --unit=${unit} --description=${quote(`Bramble run ${queue.id}`)} \\
${properties.join(' ')} /bin/sh "$run/runner.sh" || exit ${failed}
`
}

function lines(base64: string): string {
  return base64.replace(/.{1,1000}/g, '$&\n').trimEnd()
}

/**
 * @throws EngineError disk-full, step-failed
 */
export function readStart(answer: Answer): Started {
  switch (answer.status) {
    case startStatus.started:
      return { outcome: 'started' }
    case startStatus.lockedDead:
    case startStatus.lockedAlive:
      return {
        outcome: 'locked',
        holder: readHolder(answer.stdout),
        alive: answer.status === startStatus.lockedAlive,
      }
    case startStatus.changed:
      return { outcome: 'changed-meanwhile' }
    case startStatus.full:
      throw new EngineError('disk-full', ROOT, said(answer))
    default:
      throw new EngineError('step-failed', 'the run could not be started', said(answer))
  }
}

function said(answer: Answer): string[] {
  return [
    `exit status ${answer.status}`,
    ...answer.stderr
      .split('\n')
      .filter((line) => line.trim() !== '')
      .slice(-5),
  ]
}
