/** The one table that gives every failure its words. A new code without words does not compile. */
import { EngineError } from '../model/engine-error.ts'
import type { Problem, ProblemCode } from '../model/problem.ts'
import { plain, reachWords, type Words } from './problem-words-reach.ts'

/** Hosts name a thing where a person needs a sentence about it. */
const about =
  (sentence: (name: string) => string) =>
  (detail: string): string =>
    detail.includes(' ') ? detail : sentence(detail)

const words: Record<ProblemCode, Words> = {
  unreachable: {
    title: 'The Pi is not answering',
    cause: (d) => `Nothing answered at ${d}.`,
    remedy:
      'Is it switched on, and on the same network as this computer? A Pi that was just started takes a minute.',
    retryable: true,
  },
  refused: {
    title: 'The Pi is there, but does not let anyone in',
    cause: (d) => `${d} refused the connection. SSH is probably switched off.`,
    remedy:
      'Switch SSH on: flash the card again with Raspberry Pi Imager 2 and turn on remote access, or run “sudo raspi-config” at the Pi.',
    retryable: true,
  },
  'name-not-found': {
    title: 'No machine has that name',
    cause: (d) => `The name ${d} leads nowhere.`,
    remedy: 'Is it spelt right? The number that your router shows for the Pi works as well.',
    retryable: true,
  },
  'host-key-unknown': {
    title: 'This Pi was not confirmed',
    cause: about((fingerprint) => `It shows the fingerprint ${fingerprint}.`),
    remedy: 'Compare the fingerprint with the one at the Pi’s own screen, then say yes.',
    retryable: true,
  },
  'host-key-changed': {
    title: 'This is not the machine that was here before',
    cause: about((fingerprint) => `It shows the fingerprint ${fingerprint}.`),
    remedy:
      'If the card was flashed again, that is the reason: check the new fingerprint at the Pi’s own screen. If not, stop here. Nothing was sent to it.',
    retryable: false,
  },
  'auth-failed': {
    title: 'The Pi did not accept that',
    cause: about((name) => `It refused the sign-in of “${name}”.`),
    remedy: 'Check the name and the password, or choose another way to sign in.',
    retryable: true,
  },
  'key-unreadable': {
    title: 'That key file cannot be used',
    cause: plain,
    remedy: 'Choose the private key itself, in OpenSSH form, and give its passphrase if it has one.',
    retryable: true,
  },
  'no-sudo': {
    title: 'This person may not manage the Pi',
    cause: (detail) => `Its answer was: ${detail}.`,
    remedy:
      'Sign in as the person that was made when the card was flashed, or add this one to the group “sudo” at the Pi.',
    retryable: false,
  },
  'sudo-password-wrong': {
    title: 'That is not the administrator’s password',
    cause: (detail) => detail || 'sudo did not accept it.',
    remedy:
      'Type the password that this person uses with “sudo” on the Pi. It is usually the one for signing in.',
    retryable: true,
  },
  'sudo-password-needed': {
    title: 'The Pi asks for a password before it lets anything be changed',
    cause: (detail) => detail || 'sudo wants it for every change.',
    remedy: 'Type the password that this person uses with “sudo” on the Pi.',
    retryable: true,
  },
  'connection-lost': {
    title: 'The connection to the Pi was lost',
    cause: plain,
    remedy: 'Work that was started goes on by itself. Connect again to see how far it is.',
    retryable: true,
  },
  'unsupported-system': {
    title: 'Bramble does not know this system',
    cause: plain,
    remedy: 'Flash Raspberry Pi OS, 64-bit, or use a machine with Debian 12 or 13, or Ubuntu.',
    retryable: false,
  },
  'not-64-bit': {
    title: 'This system is 32-bit',
    cause: plain,
    remedy:
      'Flash the card with the 64-bit Raspberry Pi OS. The programs of a Matrix server exist for 64-bit only.',
    retryable: false,
  },
  'port-in-use': {
    title: 'Another program is in the way',
    cause: plain,
    remedy: 'Stop that program, or move it to another port, then look again.',
    retryable: true,
  },
  'disk-full': {
    title: 'The Pi’s disk is full',
    cause: about((path) => `${path} has no room left.`),
    remedy: 'Make room on the Pi, or use a larger card, then try again. What is there already is kept.',
    retryable: true,
  },
  'memory-low': {
    title: 'The Pi has too little memory',
    cause: plain,
    remedy: 'A Pi with 2 GB or more is needed; 4 GB is comfortable.',
    retryable: false,
  },
  'clock-wrong': {
    title: 'The Pi’s clock is wrong',
    cause: plain,
    remedy: 'Connect the Pi to the internet and wait a minute: it sets its clock by itself.',
    retryable: true,
  },
  'package-lock': {
    title: 'The Pi is busy installing something else',
    cause: plain,
    remedy: 'A new Pi updates itself at first. Wait until it is done, then try again.',
    retryable: true,
  },
  'packages-broken': {
    title: 'The Pi’s package system needs help',
    cause: plain,
    remedy: 'Try again once. If it stays, the details say which package is broken.',
    retryable: true,
  },
  'docker-unusable': {
    title: 'No usable Docker can be had for this Pi',
    cause: plain,
    remedy:
      'Connect the Pi to the internet so that download.docker.com can be reached, or use Debian 13, which has its own.',
    retryable: true,
  },
  'download-failed': {
    title: 'A download did not finish',
    cause: plain,
    remedy: 'Check the Pi’s internet connection and try again: what was loaded already is kept.',
    retryable: true,
  },
  'step-failed': {
    title: 'A step did not work',
    cause: plain,
    remedy: 'Try again. If it stays, the details below tell what the Pi said.',
    retryable: true,
  },
  'settings-refused': {
    title: 'A program does not accept its new settings',
    cause: plain,
    remedy:
      'Nothing that runs was touched. The details below are the program’s own words: correct the answer that they name, or send them to Bramble’s makers.',
    retryable: true,
  },
  'not-healthy': {
    title: 'Everything was set up, but not all of it runs',
    cause: plain,
    remedy: 'Try again: only what is missing is done. The log of the service says more.',
    retryable: true,
  },
  'lock-held': {
    title: 'Somebody else is changing this Pi',
    cause: plain,
    remedy: 'Wait until that is done. If that computer is gone for good, you can take over.',
    retryable: true,
  },
  'state-newer': {
    title: 'This server was set up by a newer Bramble',
    cause: (d) => `What is stored there has ${d}.`,
    remedy: 'Update Bramble on this computer. Until then this server can be looked at, not changed.',
    retryable: false,
  },
  'changed-meanwhile': {
    title: 'The Pi has changed since you looked',
    cause: plain,
    remedy: 'Look at the new plan and start that one.',
    retryable: true,
  },
  'sign-in-service-stand-in': {
    title: 'No account can be made here',
    cause: plain,
    remedy:
      'This machine runs a stand-in for the sign-in service. With the real one this step makes the first account.',
    retryable: false,
  },
  'sign-in-service-refused': {
    title: 'The sign-in service did not accept that',
    cause: plain,
    remedy: 'Choose another name or a longer password, and try again.',
    retryable: true,
  },
  'sign-in-service-unwell': {
    title: 'The sign-in service did not answer as it should',
    cause: plain,
    remedy: 'Look at its log. If it has just started, wait a minute and try again.',
    retryable: true,
  },
  'last-admin': {
    title: 'Nobody would be left to run the server',
    cause: plain,
    remedy: 'Let somebody else run the server first.',
    retryable: false,
  },
  'identity-refused': {
    title: 'The identity service did not accept that',
    cause: plain,
    remedy: 'Install once more, which puts its settings right, and try again. Its log says more.',
    retryable: true,
  },
  ...reachWords,
  'intent-invalid': {
    title: 'Some answers do not fit',
    cause: plain,
    remedy: 'Correct what is named and go on. Nothing was changed.',
    retryable: false,
  },
  'secret-missing': {
    title: 'A secret is needed first',
    cause: plain,
    remedy: 'Type it at its question, or hand it over with the answers file. It is kept on the Pi only.',
    retryable: true,
  },
  'bridge-refused': {
    title: 'The bridge did not do that',
    cause: plain,
    remedy: 'Change what is named, and try again.',
    retryable: true,
  },
  'bridge-unwell': {
    title: 'The bridge does not answer',
    cause: plain,
    remedy: 'Look at its card and at its last lines; then try again.',
    retryable: true,
  },
  'bridge-name-taken': {
    title: 'A name that the bridge needs is somebody’s already',
    cause: plain,
    remedy: 'Leave this bridge out, or ask that person to take another account first.',
    retryable: false,
  },
  'nothing-to-undo': {
    title: 'There is nothing to go back to',
    cause: plain,
    remedy: 'Change the answers instead.',
    retryable: false,
  },
  'name-permanent': {
    title: 'The server’s name is permanent',
    cause: plain,
    remedy: 'Keep the name that it has. Another name is another server, and starts on another card.',
    retryable: false,
  },
  'not-found': {
    title: 'That is no longer there',
    cause: plain,
    remedy: 'Connect to the Pi again and look.',
    retryable: true,
  },
  cancelled: { title: 'Stopped', cause: plain, remedy: 'Start again when you like.', retryable: true },
  bug: {
    title: 'Bramble made a mistake',
    cause: plain,
    remedy: 'Copy the report and send it to Bramble’s makers. Your Pi was not harmed by this message.',
    retryable: true,
  },
}

/**
 * Any failure as data for people. An EngineError has its words here; every other throw is a bug.
 */
export function toProblem(error: unknown): Problem {
  if (error instanceof EngineError) return problem(error.code, error.detail, error.evidence)
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return problem(
    'bug',
    error instanceof Error ? error.message : String(error),
    stack.split('\n').slice(0, 12),
  )
}

export function problem(code: ProblemCode, detail: string, evidence: readonly string[] = []): Problem {
  const { title, cause, remedy, retryable } = words[code]
  return { code, title, cause: cause(detail), remedy, retryable, evidence: [...evidence] }
}
