/** A wave: many questions as one script for a shell that stays open, and its framed reply. Pure: both ends are text. */
import type { Command } from '../shell/command.ts'
import { render } from '../shell/render.ts'
import { quote } from '../shell/quote.ts'
import type { Answer } from './host.ts'

/** A question as the wire knows it; `script` is text for /bin/sh that was rendered elsewhere. */
export interface WaveQuestion {
  readonly command: Command | { readonly kind: 'script'; readonly text: string }
  readonly timeoutSeconds: number
  /** Bytes of standard output that are kept, from its beginning. */
  readonly capBytes: number
}

/** Bytes of standard error that are kept, from its end: the last lines say why. */
export const STDERR_CAP = 4096

/** How long a question that ignores SIGTERM, or that left a child with its output, may take beyond its own time. */
const GRACE_SECONDS = 5

export const WAVE_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/**
 * Renders a wave for the standard input of a running `sh -s` (dash or bash). All questions run at the same time, each
 * in a process group and with a time limit of its own, without standard input. The answers wait in a directory of the
 * caller's own in memory, then go out in order; the shell is left ready for the next wave.
 *
 * The script is one `{ … }`: a shell that gets only a part of it runs nothing.
 *
 * @param nonce hexadecimal, fresh for each wave
 * @throws TypeError for no questions, for a limit that is not a whole positive number, or as `render` does
 */
export function renderWave(questions: readonly WaveQuestion[], nonce: string): string {
  if (questions.length === 0) throw new TypeError('a wave without questions')
  const longest = Math.max(...questions.map((question) => question.timeoutSeconds))
  return `{ export LC_ALL=C PATH=${WAVE_PATH}
umask 022; cd /; read -r t _ </proc/uptime; t0=\${t%%.*}; p=
trap 'rm -rf "$d"' EXIT; trap 'exit 1' HUP INT TERM PIPE; trap : USR1
if d=$(mktemp -d /dev/shm/bramble.XXXXXX 2>/dev/null || mktemp -d /tmp/bramble.XXXXXX); then
${questions.map((question, index) => ask(question, index, nonce)).join('')}${collect(questions.length, longest, nonce)}
rm -rf "$d"
else printf '\\n%s full\\n' ${nonce}
fi
}
`
}

/**
 * One question. Descriptor 3 carries its standard error past the first pipe. `cat` takes what is over the cap, so that
 * a talkative command is not killed by a closed pipe. KEPT (.k) says that both its end and its output are complete.
 */
function ask(question: WaveQuestion, index: number, nonce: string): string {
  const { timeoutSeconds: seconds, capBytes: cap } = question
  for (const limit of [seconds, cap])
    if (!Number.isSafeInteger(limit) || limit < 1) throw new TypeError(`not a limit: ${limit}`)
  const { run, body } = program(question.command, `${nonce}-${index}`)
  const f = `$d/${index}`
  // 137 may also be the kernel's doing (out of memory): it means "too late" only when the time is over.
  const late = `[ $s = 137 ] && read -r t _ </proc/uptime && [ $((\${t%%.*}-t0)) -ge ${seconds} ] && s=124`
  return `( { timeout -k 2 ${seconds} ${run} 2>&3 3>&-${body}
s=$?; ${late}; echo $s >${f}.s; } | { head -c ${cap + 1}; exec cat >/dev/null; } 3>&- >${f}.o
[ -d $d ] && : >${f}.k ) 3>&1 2>/dev/null | tail -c ${STDERR_CAP + 1} >${f}.e 2>/dev/null & p="$p $!"
`
}

/** What only a shell knows, and `timeout` would not find as a program. */
const builtins = new Set([
  'command',
  'type',
  'hash',
  'umask',
  'ulimit',
  'cd',
  'read',
  'exit',
  'wait',
  'times',
])

/** A single command needs no shell between; any other goes to one by standard input, so that no argument list holds it. */
function program(command: WaveQuestion['command'], mark: string): { run: string; body: string } {
  if (command.kind === 'exec' && !command.input && !builtins.has(command.argv[0]))
    return { run: `${command.argv.map(quote).join(' ')} </dev/null`, body: '' }
  const text = command.kind === 'script' ? command.text : render(command)
  const end = `END-${mark}`
  if (text.includes(end)) throw new TypeError('a command holds the mark of its own wave')
  return { run: 'sh -s', body: ` <<'${end}'\n{\n${text}\n} </dev/null\n${end}` }
}

/** Waits for all, but not for ever: a child that keeps an answer's pipe open costs that answer only. */
function collect(count: number, longest: number, nonce: string): string {
  return `{ trap 'kill $k; exit' TERM; sleep ${longest + GRACE_SECONDS} & k=$!; wait $k && : >$d/late && kill -USR1 $$
} </dev/null >/dev/null 2>&1 & w=$!
l=; while :; do
wait $p; f=; h=; i=0; m=; [ -e $d/late ] && l=1
while [ $i -lt ${count} ]; do
s=124; [ -s $d/$i.s ] && read -r s <$d/$i.s
if [ -e $d/$i.k ]; then h="$h $s:0"; f="$f $d/$i.o $d/$i.e"; else m=1; h="$h $s:1"; f="$f /dev/null /dev/null"; fi
i=$((i+1))
done
[ -n "$m" ] && [ -z "$l" ] || break; sleep 0.2
done
kill $w 2>/dev/null
set -- $(stat -L -c %s $f); i=0
for s in $h; do printf '\\n%s %s %s %s %s\\n' ${nonce} $i $s $1 $2; shift 2; i=$((i+1)); done
printf '\\n%s data ' ${nonce}; cat $f | base64 -w 0; printf '\\n%s end\\n' ${nonce}`
}

/** Whether the reply has come to its end. */
export function waveEnded(reply: string, nonce: string): boolean {
  return reply.includes(`${nonce} end\n`) || reply.includes(`${nonce} full\n`)
}

/**
 * Parses a reply. Anything that does not carry the nonce is noise.
 *
 * @param reply all that the shell printed, as latin1 or UTF-8
 * @returns one answer for each question; status 124 where the time ran out, 127 where there is no such program
 * @throws Error for a reply that is torn or has no room (`full`)
 */
export function parseWave(
  reply: string,
  questions: readonly Pick<WaveQuestion, 'capBytes'>[],
  nonce: string,
): Answer[] {
  if (reply.includes(`${nonce} full\n`)) throw new WaveError('full')
  const data = Buffer.from(new RegExp(`${nonce} data ([A-Za-z0-9+/=]*)\n`).exec(reply)?.[1] ?? '', 'base64')
  let offset = 0
  const take = (length: number) => data.subarray(offset, (offset += length))
  const answers = questions.map(({ capBytes }, index): Answer => {
    const head = new RegExp(`${nonce} ${index} (\\d+):([01]) (\\d+) (\\d+)\n`).exec(reply)
    if (!head) throw new WaveError('torn')
    const out = take(Number(head[3]))
    const err = take(Number(head[4]))
    return {
      status: Number(head[1]),
      stdout: out.subarray(0, capBytes).toString('utf8'),
      stderr: err.subarray(-STDERR_CAP).toString('utf8'),
      truncated: out.length > capBytes || head[2] === '1',
    }
  })
  if (offset !== data.length || !reply.includes(`${nonce} end\n`)) throw new WaveError('torn')
  return answers
}

/** The shell could not do its part: no room for the answers, or a reply that does not fit together. */
export class WaveError extends Error {
  readonly reason: 'full' | 'torn'

  constructor(reason: 'full' | 'torn') {
    super(`wave: ${reason}`)
    this.reason = reason
  }
}
