/** A command whose output is followed, as a script for `sh -s`. Pure. */
import type { Command } from '../shell/command.ts'
import { render } from '../shell/render.ts'
import { WAVE_PATH } from './wave.ts'

/**
 * sshd does not end a command whose channel closes, and `tail -f` on a quiet file would stay for ever. So the
 * command gets a session of its own, and a watcher that ends this whole session when standard input ends. The command's
 * text goes in by a here-document: no argument list holds it.
 */
export function followScript(command: Command): string {
  const text = render(command)
  const end = 'END-OF-COMMAND'
  if (text.split('\n').includes(end)) throw new TypeError('a command holds the mark of its own end')
  return `{ export LC_ALL=C PATH=${WAVE_PATH}; cd /; exec 3<&0
setsid sh -s 3<&- <<'${end}' & c=$!
{
${text}
} </dev/null
${end}
{ cat; kill -s TERM -- -$c; sleep 2; kill -s KILL -- -$c; } <&3 >/dev/null 2>&1 & w=$!
exec 3<&-; wait $c; s=$?; kill $w; exit $s
}
`
}
