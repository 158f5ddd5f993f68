/** `bramble plan|apply|status|doctor|logs|undo|uninstall|people|bridges|render|providers`: the same engine from a terminal. */
import { parseArgs } from 'node:util'
import { ask, say } from './cli/terminal.ts'

const usage = `bramble COMMAND [ANSWERS] --host NAME [options]
bramble COMMAND [ANSWERS] --practice [options]
bramble render ANSWERS --out FOLDER [--with-secrets]
bramble providers [KIND --answers FILE]

  plan     shows what would change; changes nothing
  apply    shows the same, asks, and does it; the Pi goes on if this computer leaves
  status   looks whether all is well; exit 0 if it is
  doctor   asks everything: health, the view from outside, differences; exit 1 for what is worth knowing, 2 for what is broken
  logs     shows the services' logs as they come; --service NAME for one
  undo     goes back to the last settings that were good; never touches messages or other data
  uninstall   takes Bramble off the Pi and keeps the data; --delete-data deletes them, too
  people   list [PART], create NAME, invite, lock NAME, unlock NAME, admin NAME
  bridges  list, accounts BRIDGE PERSON, sign-in BRIDGE PERSON, sign-out BRIDGE PERSON [ACCOUNT]
  render   writes every file that the Pi would get into a new folder; needs no Pi
  providers   which ways to sign in there are, and what to do at one of them

ANSWERS is the file that “Save as a file” wrote (YAML or JSON; docs/answers has examples). Without it the answers on the Pi
are used. A secret is never part of it.

  --secrets FILE         the secrets that the answers ask for; readable by you alone
  --out FOLDER           where render writes to           --with-secrets  with real ones in place of placeholders

  --host NAME            the Pi's name or address         --port N    22 unless told
  --user NAME            the person on the Pi             --practice  a Pi that lives in memory
  --password-file FILE   its password, on one line        --key FILE  a private key
  --agent                the SSH agent                    --sudo-password-file FILE  if sudo has another
  --trust SHA256:…       accept this host key if the Pi is new to this computer
  --yes                  do not ask before applying       --take-over  of a run that no longer runs
  --json                 one JSON object a line

  people create: --admin lets the person run the server, --new-password makes a password and prints it once
  people invite: --uses N (1) for so many people, --days N (7) until it ends; people admin: --off takes it back
  bridges sign-in: --flow ID chooses the way, such as qr or phone; PERSON is who signs in, by the name on this server`

const options = {
  host: { type: 'string' },
  port: { type: 'string', default: '22' },
  user: { type: 'string' },
  practice: { type: 'boolean', default: false },
  'password-file': { type: 'string' },
  key: { type: 'string' },
  agent: { type: 'boolean', default: false },
  'sudo-password-file': { type: 'string' },
  trust: { type: 'string' },
  secrets: { type: 'string' },
  out: { type: 'string' },
  'with-secrets': { type: 'boolean', default: false },
  answers: { type: 'string' },
  yes: { type: 'boolean', default: false },
  'take-over': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  service: { type: 'string', multiple: true },
  lines: { type: 'string', default: '200' },
  uses: { type: 'string', default: '1' },
  days: { type: 'string', default: '7' },
  admin: { type: 'boolean', default: false },
  off: { type: 'boolean', default: false },
  'delete-data': { type: 'boolean', default: false },
  'new-password': { type: 'boolean', default: false },
  flow: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const

try {
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const [command, ...words] = positionals
  if (values.help || command === undefined) {
    say(usage)
    process.exitCode = values.help ? 0 : 2
  } else {
    // Loaded on demand, so that help is there at once.
    const { runCommand } = await import('./cli/commands.ts')
    process.exitCode = await runCommand(
      command,
      // what stands behind these is no file
      {
        ...values,
        words,
        answers: command === 'people' || command === 'bridges' ? undefined : words[0],
        'answers-file': values.answers,
      },
      { say, ask },
    )
  }
} catch (error) {
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`${error.message}\n\n${usage}\n`)
    process.exitCode = 2
  } else {
    const { toProblem } = await import('./engine/problem-words.ts')
    const { title, cause, remedy, evidence } = toProblem(error)
    process.stderr.write(`${[title, cause, remedy, ...evidence.map((line) => `  ${line}`)].join('\n')}\n`)
    process.exitCode = 1
  }
}
// An open connection must not keep a finished command alive.
process.exit()
