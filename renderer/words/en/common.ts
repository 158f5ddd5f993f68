/** Words that every screen shares, and what stands for a problem that came without words. */
import type { ProblemCode } from '../../../provisioners/model/problem.ts'

export const common = {
  bramble: 'Bramble',
  of: (done: string, total: string) => `${done} of ${total}`,
  back: 'Back',
  goOn: 'Continue',
  copy: 'Copy',
  copied: 'Copied',
  details: 'Details',
  tryAgain: 'Try again',
  lookAgain: 'Look again',
  leave: 'Leave',
  show: 'Show what is typed',
  loading: 'Asking the Pi',
  done: 'Done: ',
  nothingChanged: 'Nothing on your Pi has changed.',
  signInAgain: 'Sign in again',
  givePassword: 'Type the password',
  practice: 'Practice. Nothing here is real.',
  practiceLabel: 'Practice',
}

interface ProblemWords {
  title: string
  remedy: string
}

/** Used where a problem has no words of its own, and by other languages in place of the engine's English. */
export const problems: Record<ProblemCode, ProblemWords> = {
  unreachable: {
    title: 'There is no answer',
    remedy: 'Check that the Pi is switched on and in the same network.',
  },
  refused: { title: 'The machine answers, but not to SSH', remedy: 'Switch SSH on, and check the port.' },
  'name-not-found': {
    title: 'There is no such name',
    remedy: 'Check how it is spelt, or type the number address.',
  },
  'host-key-unknown': { title: 'This machine is not known yet', remedy: 'Check its fingerprint first.' },
  'host-key-changed': {
    title: 'This machine is not the one it was',
    remedy: 'Do not go on before you know why.',
  },
  'auth-failed': {
    title: 'The Pi did not accept this',
    remedy: 'Check the name and the password, and try again.',
  },
  'key-unreadable': { title: 'The key file cannot be read', remedy: 'Check its path and its passphrase.' },
  'no-sudo': { title: 'This person may not change the system', remedy: 'Sign in as one who may use sudo.' },
  'sudo-password-wrong': { title: 'The Pi did not accept this password', remedy: 'Type it once more.' },
  'sudo-password-needed': { title: 'The Pi asks for your password', remedy: 'Type it, and go on.' },
  'connection-lost': {
    title: 'The connection broke off',
    remedy: 'Work that was started goes on. Try again.',
  },
  'unsupported-system': { title: 'This system is not supported', remedy: 'Use Debian 12 or 13, or Ubuntu.' },
  'not-64-bit': { title: 'The system is 32-bit', remedy: 'Flash the card with the 64-bit system.' },
  'port-in-use': { title: 'Another program uses the port', remedy: 'Stop it, or move it to another port.' },
  'disk-full': { title: 'The disk is full', remedy: 'Make room, and try again.' },
  'memory-low': { title: 'There is too little memory', remedy: 'Leave something out, or use a larger Pi.' },
  'clock-wrong': { title: 'The clock is wrong', remedy: 'Let it set itself from the internet.' },
  'package-lock': { title: 'Another program is installing', remedy: 'Wait a few minutes, and try again.' },
  'packages-broken': {
    title: 'The package manager is stuck',
    remedy: 'Run `sudo dpkg --configure -a` on the Pi.',
  },
  'docker-unusable': { title: 'Docker does not work', remedy: 'Look at the details, and try again.' },
  'download-failed': { title: 'A download stopped', remedy: 'Try again: it goes on from where it was.' },
  'step-failed': { title: 'A step did not work', remedy: 'Look at the details, and try again.' },
  'settings-refused': {
    title: 'A program refuses its settings',
    remedy: 'Nothing that runs was touched. Read what it says below.',
  },
  'not-healthy': { title: 'A service did not come up', remedy: 'Look at its log, and try again.' },
  'lock-held': { title: 'Another computer is at work here', remedy: 'Wait until it has finished.' },
  'state-newer': { title: 'A newer Bramble was here', remedy: 'Update Bramble on this computer.' },
  'changed-meanwhile': { title: 'Something changed meanwhile', remedy: 'Look at the plan once more.' },
  'sign-in-service-stand-in': {
    title: 'Accounts cannot be made here',
    remedy: 'The sign-in service is a stand-in.',
  },
  'sign-in-service-refused': {
    title: 'The sign-in service said no',
    remedy: 'Choose another name or password.',
  },
  'sign-in-service-unwell': {
    title: 'The sign-in service did not answer as it should',
    remedy: 'Look at its log, and try again in a minute.',
  },
  'last-admin': {
    title: 'Nobody would be left to run the server',
    remedy: 'Let somebody else run the server first.',
  },
  'identity-refused': {
    title: 'The identity service said no',
    remedy: 'Install once more, and try again.',
  },
  'nobody-answered': {
    title: 'Nobody did what was asked',
    remedy: 'Start again: what was done so far stays.',
  },
  'tailscale-unfit': { title: 'This Tailscale cannot be used', remedy: 'Install a newer one.' },
  'tailscale-key-refused': {
    title: 'The tailnet did not accept the key',
    remedy: 'Make a new key, or sign in by a link.',
  },
  'tailscale-unreachable': {
    title: 'Tailscale could not reach its server',
    remedy: 'Check the Pi’s way to the internet and try again.',
  },
  'tailnet-name-differs': {
    title: 'The tailnet gave the Pi another name',
    remedy: 'Free the name in your tailnet, or take the other one.',
  },
  'tailnet-other': {
    title: 'The Pi is in another tailnet already',
    remedy: 'Choose that one, or sign the Pi out there first.',
  },
  'tailnet-tags-refused': {
    title: 'The tailnet does not allow these tags',
    remedy: 'Allow them in its policy, or join without tags.',
  },
  'serve-refused': {
    title: 'Tailscale cannot serve this address',
    remedy: 'Change what is named, or choose another address.',
  },
  'funnel-refused': { title: 'Funnel cannot be turned on', remedy: 'Allow it in your tailnet’s settings.' },
  'certificate-refused': {
    title: 'There is no certificate for the server’s name yet',
    remedy: 'Put right what is named below, in the domain’s settings or in the router, and try again.',
  },
  'domain-not-ready': {
    title: 'The domain does not lead here yet',
    remedy: 'Change what is named, and try again.',
  },
  'proxy-unfit': { title: 'The proxy cannot be used like this', remedy: 'Choose another way.' },
  'intent-invalid': { title: 'An answer is not right', remedy: 'Go back and check your answers.' },
  'secret-missing': { title: 'A secret is needed first', remedy: 'Go back and type it at its question.' },
  'bridge-refused': { title: 'The bridge did not do that', remedy: 'Change what is named, and try again.' },
  'bridge-unwell': {
    title: 'The bridge does not answer',
    remedy: 'Look at its last lines, and try again.',
  },
  'bridge-name-taken': {
    title: 'A name that the bridge needs is somebody’s already',
    remedy: 'Leave this bridge out, or ask that person to take another account first.',
  },
  'nothing-to-undo': { title: 'There is nothing to go back to', remedy: 'Change the answers instead.' },
  'name-permanent': {
    title: 'The server’s name is permanent',
    remedy: 'Keep the name that it has. Another name is another server.',
  },
  'not-found': { title: 'It is no longer there', remedy: 'Sign in again to go on.' },
  cancelled: { title: 'It was stopped', remedy: 'Start it again when you like.' },
  bug: { title: 'Bramble made a mistake', remedy: 'Copy the details, and send them to its makers.' },
}
