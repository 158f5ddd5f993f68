/** Requests to Pocket ID as commands: curl inside the stack, its configuration on standard input and never in an argument. */
import { reveal } from '../../model/text.ts'
import { allOf, pipe, sh, withInput, type Command } from '../../shell/command.ts'
import { curlConfig, type CurlOption } from '../../shell/curl-config.ts'
import { containerName, paths, PROBE_SERVICE } from '../../stack/paths.ts'

/** curl in the one container that has it and sees Pocket ID; what follows is on its standard input. */
const curl = (...flags: readonly string[]): Command =>
  sh`docker exec --interactive ${containerName(PROBE_SERVICE)} curl --silent --show-error --max-time 20 ${flags} --config -`

/**
 * Does something. A refusal is told with what was said; of what comes back else, nothing is shown where it repeats a secret.
 *
 * @param refusal `passed-over` for what may have been done before
 */
export const request = (
  options: readonly CurlOption[],
  {
    answer = 'shown',
    refusal = 'told',
  }: { answer?: 'shown' | 'hidden'; refusal?: 'told' | 'passed-over' } = {},
): Command =>
  withInput(
    curl(
      ...(refusal === 'passed-over' ? [] : [answer === 'shown' ? '--fail-with-body' : '--fail']),
      ...(answer === 'shown' ? [] : ['--output', '/dev/null']),
    ),
    curlConfig(options),
  )

/**
 * Asks, and prints the answer with its status as the last line. The secret that the question needs is read on the Pi from
 * its own file: whoever asks does not know it yet. Secrets that Bramble makes hold no character that would need an escape.
 *
 * @param options everything but the one with the secret
 * @param around the option with the secret: its name, what stands before the secret in its value, and the secret's id
 */
export function question(
  options: readonly (readonly [name: string, value: string])[],
  around?: { readonly option: string; readonly before: string; readonly secret: string },
): Command {
  const asked = curl('--write-out', '\\n%{http_code}')
  const plain = printed(reveal(curlConfig(options.map(([name, value]) => [name, [value]]))))
  if (!around) return pipe(plain, asked)
  const opening = reveal(curlConfig([[around.option, [around.before]]])).slice(0, -'"\n'.length)
  return pipe(
    allOf(plain, printed(opening), sh`cat ${`${paths.secrets}/${around.secret}`}`, printed('"\n')),
    asked,
  )
}

/** Whether the question's answer has this status, as an exit status. The status is the last line: nothing is cut off behind it. */
export const answersWith = (asked: Command, status: number): Command =>
  pipe(asked, sh`grep --quiet --line-regexp --regexp=${status}`)

const printed = (text: string): Command => sh`printf ${'%s'} ${text}`
