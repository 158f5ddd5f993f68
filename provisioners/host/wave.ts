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

/** How long a wave waits beyond its longest question; SIGKILL comes after two seconds of it. */
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
umask 022; cd /; read -r t _ </proc/uptime; t0=\${t%%.*}; p=; c=
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
 * A question cannot write a file beyond this size, its output among them (EFBIG; the signal is ignored, it would end the
 * shell that keeps the status too): a flood must not fill the memory that answers wait in. Commands that go by a shell may
 * be small acts, which add to larger files.
 */
const FLOOD_BYTES = { program: 16 * 1024 * 1024, shell: 64 * 1024 * 1024 }

/**
 * One question: a fork for its bookkeeping, `timeout`, and the program. Output goes straight to files; cutting it to the
 * cap costs a process only where it is too long. `ulimit -f` counts in blocks of 512 bytes (dash) or 1024 (bash).
 */
function ask(question: WaveQuestion, index: number, nonce: string): string {
  const { timeoutSeconds: seconds, capBytes: cap } = question
  for (const number of [seconds, cap])
    if (!Number.isSafeInteger(number) || number < 1) throw new TypeError(`not a limit: ${number}`)
  const { run, body } = program(question.command, `${nonce}-${index}`)
  const f = `$d/${index}`
  const blocks = Math.ceil(Math.max(body === '' ? FLOOD_BYTES.program : FLOOD_BYTES.shell, cap * 2) / 512)
  const limit = question.command.kind === 'script' ? '' : `trap '' XFSZ; ulimit -f ${blocks}; ` // our own script writes archives
  // 137 may also be the kernel's doing (out of memory): it means "too late" only when the time is over.
  const late = `[ $s = 137 ] && read -r t _ </proc/uptime && [ $((\${t%%.*}-t0)) -ge ${seconds} ] && s=124`
  return `( ${limit}timeout -k 2 ${seconds} ${run} >${f}.o 2>${f}.e${body}
s=$?; ${late}; echo $s >${f}.s ) & p="$p $!"; c="$c ${cap}"
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

/**
 * Waits for all, but not for ever: a program that hangs in the kernel (a dead disk) is not even ended by SIGKILL, and costs
 * its own answer only. Whatever goes on writing after its question's end must not shift the others: the sizes are
 * taken first, and where the copy is longer it is made again with exactly these sizes.
 */
function collect(count: number, longest: number, nonce: string): string {
  return `{ trap 'kill $k; exit' TERM; sleep ${longest + GRACE_SECONDS} & k=$!; wait $k && : >$d/late && kill -USR1 $$
} </dev/null >/dev/null 2>&1 & w=$!
l=; while :; do
wait $p; f=; h=; i=0; m=; [ -e $d/late ] && l=1
while [ $i -lt ${count} ]; do
if [ -s $d/$i.s ] && read -r s <$d/$i.s; then f="$f $d/$i.o $d/$i.e"; else s=124; m=1; f="$f /dev/null /dev/null"; fi
h="$h $s"; i=$((i+1))
done
[ -n "$m" ] && [ -z "$l" ] || break; sleep 0.2
done
kill $w 2>/dev/null
y=; trim() { i=0; o=; set -- $c; for s in $z; do
if [ -z "$o" ]; then o=$s; continue; fi
[ $o -le $1 ] || { truncate -s $(($1+1)) $d/$i.o; y=1; }
[ $s -le ${STDERR_CAP} ] || { tail -c ${STDERR_CAP + 1} $d/$i.e >$d/x; mv $d/x $d/$i.e; y=1; }
i=$((i+1)); o=; shift; done; }
z=$(stat -L -c %s $f); trim; [ -z "$y" ] || z=$(stat -L -c %s $f)
cat $f >$d/all; t=0; for s in $z; do t=$((t+s)); done
[ $t = $(stat -c %s $d/all) ] || { set -- $f; for s in $z; do head -c $s $1; shift; done >$d/all; }
set -- $z; i=0
for s in $h; do printf '\\n%s %s %s %s %s\\n' ${nonce} $i $s $1 $2; shift 2; i=$((i+1)); done
printf '\\n%s data ' ${nonce}; base64 -w 0 $d/all; printf '\\n%s end\\n' ${nonce}`
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
    const head = new RegExp(`${nonce} ${index} (\\d+) (\\d+) (\\d+)\n`).exec(reply)
    if (!head) throw new WaveError('torn')
    const out = take(Number(head[2]))
    const err = take(Number(head[3]))
    return {
      status: Number(head[1]),
      stdout: out.subarray(0, capBytes).toString('utf8'),
      stderr: err.subarray(-STDERR_CAP).toString('utf8'),
      truncated: out.length > capBytes,
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
