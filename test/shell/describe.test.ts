/** What is run and what people read, side by side. */
import { describe as suite, expect, it } from 'vitest'
import { Secret } from '../../provisioners/model/secret.ts'
import { allOf, anyOf, pipe, sh, until, withInput, type Command } from '../../provisioners/shell/command.ts'
import { describe } from '../../provisioners/shell/describe.ts'
import { render } from '../../provisioners/shell/render.ts'

const password = new Secret('hunter2-and-more', 'password')
const name = "o'brien; rm -rf /"

const pairs: [string, Command, string, string][] = [
  ['plain', sh`docker restart ${'synapse'}`, 'docker restart synapse', 'docker restart synapse'],
  ['an odd name', sh`id -- ${name}`, `id -- 'o'\\''brien; rm -rf /'`, `id -- 'o'\\''brien; rm -rf /'`],
  ['glued', sh`ls --color=${'no way'}`, `ls '--color=no way'`, `ls '--color=no way'`],
  ['spread', sh`rm -f -- ${['a', 'b c']}`, `rm -f -- a 'b c'`, `rm -f -- a 'b c'`],
  [
    'a secret in input',
    withInput(sh`chpasswd`, ['pi:', password]),
    `printf %s pi:hunter2-and-more | chpasswd`,
    `chpasswd <<< 'pi:[hidden]'`,
  ],
  [
    'several lines of input',
    withInput(sh`psql -f -`, ['select 1;\n', 'select ', password, ';\n']),
    `printf %s 'select 1;\nselect hunter2-and-more;\n' | psql -f -`,
    `psql -f - <<'END'\nselect 1;\nselect [hidden];\nEND`,
  ],
  [
    'a pipe',
    pipe(sh`a`, sh`b`),
    `( { s=$( { { { a; } 3>&- 4>&-; echo $? >&3; } | { b; } >&4 3>&- 4>&-; } 3>&1 ) && exit "$s"; } 4>&1 )`,
    'a | b',
  ],
  ['and, or', allOf(sh`a`, anyOf(sh`b`, sh`c`)), '{ a && { b || c; }; }', 'a && ( b || c )'],
  [
    'until',
    until(sh`curl -f ${'http://localhost/health'}`, 2, 60),
    '( read -r t _ </proc/uptime; e=$((${t%%.*}+60)); until curl -f http://localhost/health; do read -r t _ </proc/uptime; [ "${t%%.*}" -lt "$e" ] || exit 124; sleep 2; done )',
    'until curl -f http://localhost/health (every 2 s, at most 60 s)',
  ],
]

suite('real and shown', () => {
  it.each(pairs)('%s', (_name, command, real, shown) => {
    expect(render(command)).toBe(real)
    expect(describe(command)).toBe(shown)
  })

  it('no secret is ever shown', () => {
    for (const [, command] of pairs) expect(describe(command)).not.toContain('hunter2')
  })

  it('an argument cannot play with the screen', () => {
    expect(describe(sh`echo ${'\u001b[2Jgone\u202e'}`)).toBe(`echo '\\u{1b}[2Jgone\\u{202e}'`)
  })
})
