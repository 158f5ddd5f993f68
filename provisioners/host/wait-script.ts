/** The scripts on the Pi that wait for the world, telling meanwhile what a person has to do. Pure. */
import { quote } from '../shell/quote.ts'
import { render } from '../shell/render.ts'
import { lateStatus, WAIT_STOPPED, type Work } from './host.ts'
import { say } from './queue-lines.ts'

/** Seconds that one look may take. */
const LOOK_SECONDS = 20

/**
 * The waiting itself, and the two commands as files of their own: `timeout` needs a program to run.
 *
 * What `begin` prints is shown only when the waiting fails: it repeats what the card says. What it is fed stays in its file.
 *
 * @param run the run's directory
 * @param base path of the work below it, without an ending
 * @throws TypeError for limits out of range, or a pattern with a line break
 */
export function waitScripts(
  { wait, firstStatus }: Extract<Work, { kind: 'wait' }>,
  step: number,
  run: string,
  base: string,
): { path: string; text: string }[] {
  for (const limit of [wait.everySeconds, wait.withinSeconds])
    if (!(limit > 0)) throw new TypeError(`not a limit: ${limit}`)
  const lookPath = `${base}-look.sh`
  const beginPath = `${base}-begin.sh`
  const text = `run=${quote(run)}; at=${quote(`${run}/${base}`)}; told=-; pid=; umask 077
${say}
end=$(($(date +%s)+${Math.ceil(wait.withinSeconds)}))
tell() { [ "$1" = "$told" ] || { told=$1; say "ask ${step} $1"; }; }
over() { [ -z "$pid" ] || kill "$pid" 2>/dev/null; tell -; [ "$1" = 0 ] || cat "$at-begin.out"; exit "$1"; }
found() { grep -Eq -e "$2" "$at-$1.out"; }
: >"$at-begin.out"; ended=yes; status=0
while :; do
[ ! -e "$at-begin.ended" ] || { ended=yes; pid=; status=$(cat "$at-begin.ended"); }
timeout -k 5 ${LOOK_SECONDS} sh ${quote(`${run}/${lookPath}`)} >"$at-look.out" 2>/dev/null </dev/null
if found look ${pattern(wait.done)}; then over 0; fi
${wait.fails.map(({ when }, index) => `if found begin ${pattern(when)}; then over ${firstStatus + index}; fi\n`).join('')}ask=-
${asks(wait.asks)}
tell "$ask"
[ ! -e "$run/stop" ] || over ${WAIT_STOPPED}
[ "$(date +%s)" -lt "$end" ] || over ${lateStatus({ wait, firstStatus })}
${wait.begin === null ? '' : begin(`${run}/${beginPath}`)}sleep ${wait.everySeconds}
done
`
  return [
    { path: `${base}.sh`, text },
    { path: lookPath, text: `${render(wait.look)}\n` },
    ...(wait.begin === null ? [] : [{ path: beginPath, text: `${render(wait.begin)}\n` }]),
  ]
}

/** A failure that nobody recognises is not tried for ever. Its end is noted in a file: a shell cannot ask for it without waiting. */
const begin = (script: string): string => `if [ -n "$ended" ]; then
[ "$status" = 0 ] || [ "$ask" != - ] || over 1
rm -f "$at-begin.ended"; ended=
timeout -k 5 "$((end-$(date +%s)+1))" sh -c 'sh "$1" >"$2" 2>&1 </dev/null; echo $? >"$3.new"; mv -f "$3.new" "$3"' begin ${quote(script)} "$at-begin.out" "$at-begin.ended" &
pid=$!
fi
`

function asks(all: Extract<Work, { kind: 'wait' }>['wait']['asks']): string {
  if (all.length === 0) return ':'
  const branches = all.map(({ purpose, of, when, link }) => {
    const found =
      link === undefined
        ? ''
        : ` $(grep -Eo -m 1 -e ${pattern(link)} "$at-${of}.out" | head -n 1 | tr -d '\\n' | base64 -w0)`
    return `if found ${of} ${pattern(when)}; then ask="${purpose}${found}"`
  })
  return `${branches.join('\nel')}\nfi`
}

function pattern(text: string): string {
  if (text === '' || /[\n\r\0]/.test(text)) throw new TypeError('not a pattern of one line')
  return quote(text)
}
