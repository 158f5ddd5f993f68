/** The built command line, as its user starts it: whole processes over the lab's Pi, with an app folder of their own. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeAnswers } from '../../provisioners/cli/answers.ts'
import type { Intent } from '../../provisioners/model/intent.ts'
import type { LabFacts } from '../lab/support.ts'
import { run, type Ran } from './run.ts'

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

export const build = (): Promise<Ran> =>
  run(process.execPath, [fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url))])

export const help = (): Promise<Ran> => run(process.execPath, [cli, '--help'])

export interface CommandLine {
  /** Made by Bramble when it accepts the Pi's key; OpenSSH reads it too. */
  readonly knownHosts: string
  run(command: string, ...options: readonly string[]): Promise<Ran>
}

/** @param folder private, for the answers and the password */
export async function commandLine(folder: string, pi: LabFacts, intent: Intent): Promise<CommandLine> {
  const home = join(folder, 'bramble')
  const answers = join(folder, 'answers.yaml')
  const password = join(folder, 'password')
  await mkdir(home, { mode: 0o700 })
  await writeFile(answers, writeAnswers(intent))
  await writeFile(password, `${pi.password}\n`, { mode: 0o600 })
  const target = [
    '--host',
    pi.host,
    '--port',
    String(pi.port),
    '--user',
    pi.user,
    '--password-file',
    password,
  ]
  const trust = ['--trust', pi.hostKeySha256]
  const env = { PATH: process.env['PATH'], HOME: folder, BRAMBLE_HOME: home }
  return {
    knownHosts: join(home, 'known_hosts'),
    run: (command, ...options) =>
      run(process.execPath, [cli, command, answers, ...target, ...trust, ...options], { env }),
  }
}
