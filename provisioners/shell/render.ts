/** A Command as text for /bin/sh. The text may hold secrets: it travels by standard input or in a 0600 file only. */
import { reveal } from '../model/text.ts'
import type { Command } from './command.ts'
import { quote, quoteProgram } from './quote.ts'

/**
 * Renders a command for dash and bash. The result is one complete command that can stand anywhere: after `&&`, in a
 * pipe, before a redirection. It leaves no variable behind and takes file descriptors 3 and 4 for pipes only.
 *
 * Exit status: an exec's own; of a pipe, that of the rightmost part that failed; of `until`, 124 when the time is over.
 *
 * @throws TypeError for a NUL byte or a lone surrogate, and for numbers of `until` that are not positive
 */
export function render(command: Command): string {
  switch (command.kind) {
    case 'exec': {
      const [program, ...rest] = command.argv
      const words = [quoteProgram(program), ...rest.map(quote)].join(' ')
      // printf is a builtin of both shells, so that the input is in no process's argument list.
      return command.input ? `printf %s ${quote(reveal(command.input))} | ${words}` : words
    }
    case 'pipe':
      return command.parts.map(group).reduce(pipeOfTwo)
    case 'all':
      return `{ ${command.parts.map(render).join(' && ')}; }`
    case 'any':
      return `{ ${command.parts.map(render).join(' || ')}; }`
    case 'until':
      return loop(render(command.command), command.everySeconds, command.withinSeconds)
  }
}

function group(command: Command): string {
  return `{ ${render(command)}; }`
}

/**
 * dash has no `pipefail`. The left part's status travels on descriptor 3 into a variable, the right part's output goes
 * around the substitution on descriptor 4; neither part gets to see the two descriptors.
 */
function pipeOfTwo(left: string, right: string): string {
  const parts = `{ ${left} 3>&- 4>&-; echo $? >&3; } | ${right} >&4 3>&- 4>&-`
  return `( { s=$( { ${parts}; } 3>&1 ) && exit "$s"; } 4>&1 )`
}

/** /proc/uptime and not the clock: a Pi's clock jumps when it first hears from a time server. Reading it forks nothing. */
function loop(body: string, everySeconds: number, withinSeconds: number): string {
  for (const seconds of [everySeconds, withinSeconds])
    if (!(seconds > 0 && Number.isFinite(seconds))) throw new TypeError(`not a number of seconds: ${seconds}`)
  const now = 'read -r t _ </proc/uptime'
  const over = `${now}; [ "\${t%%.*}" -lt "$e" ] || exit 124`
  return `( ${now}; e=$((\${t%%.*}+${Math.ceil(withinSeconds)})); until ${body}; do ${over}; sleep ${everySeconds}; done )`
}
