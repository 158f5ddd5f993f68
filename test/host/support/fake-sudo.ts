/**
 * A test double of sudo, for what the handshake relies on: `-k -S -p`, `%%` in the prompt, the prompt on standard error without a
 * line end, a password line read from standard input and not a byte more, three tries, its words in the C locale. The lab has the real one.
 */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface FakeSudo {
  readonly password: string
  /** `nopasswd` never asks; `stranger` takes the password and then refuses. */
  readonly rule: 'password' | 'nopasswd' | 'stranger' | 'tty'
  readonly tries?: number
}

/** @returns the directory to put in front of PATH */
export function fakeSudo(directory: string, { password, rule, tries = 3 }: FakeSudo): string {
  const bin = join(directory, 'bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(
    join(bin, 'sudo'),
    `#!/bin/dash
prompt='[sudo] password: '
while [ $# -gt 0 ]; do case $1 in
-k) ;; -S) stdin=1 ;; -p) prompt=$2; shift ;; *) break ;;
esac; shift; done
[ "$LC_ALL" = C ] || { echo 'sudo: unverständliche Worte' >&2; exit 1; }
[ ${rule} = tty ] && { echo 'sudo: sorry, you must have a tty to run sudo' >&2; exit 1; }
[ ${rule} = nopasswd ] && exec "$@"
tries=0
while :; do
printf '%s' "$prompt" | sed 's/%%/%/g' >&2
read -r given || { echo >&2; echo 'sudo: no password was provided' >&2; exit 1; }
[ "$given" = '${password}' ] && break
tries=$((tries+1))
[ $tries -lt ${tries} ] || { echo "sudo: $tries incorrect password attempts" >&2; exit 1; }
echo 'Sorry, try again.' >&2
done
[ ${rule} = stranger ] && { echo 'pi is not in the sudoers file.' >&2; exit 1; }
exec "$@"
`,
  )
  chmodSync(join(bin, 'sudo'), 0o755)
  return bin
}
