/** Words of the set-up, from finding the Pi to the extras. */

export const setup = {
  steps: {
    find: 'Find your Pi',
    'sign-in': 'Sign in',
    'check-up': 'Check-up',
    address: 'Address',
    people: 'Who signs in',
    extras: 'Extras',
    review: 'Review',
    install: 'Install',
    ready: 'Ready',
  },
  rail: 'Steps of the set-up',
  answers: {
    practicePi: 'A Pi in memory',
    ways: {
      password: (user: string) => `${user}, with a password`,
      key: (user: string) => `${user}, with a key`,
      agent: (user: string) => `${user}, with the SSH agent`,
    },
    fine: 'Fine',
    people: {
      invitation: 'Accounts, by invitation',
      email: 'Accounts, by e-mail',
      closed: 'Accounts, from you only',
    },
    peopleWays: (count: number) => (count === 1 ? 'One way' : `${count} ways`),
    bridges: (count: number) => (count === 1 ? '1 bridge' : `${count} bridges`),
    nothing: 'Nothing else',
    reviewed: 'Read',
    installed: 'Done',
  },
  onlyTailnet: 'Only Tailscale was set up on your Pi.',
  openingTitle: 'Reading your answers from the Pi',
  leaveTitle: 'Leave without a change?',
  leaveText: 'What you changed here is not on the Pi, and is forgotten. The server stays as it is.',
  leaveStay: 'Stay',
  leaveAct: 'Leave',
  dirty: 'Changed here, and not yet on your Pi.',
  gone: 'The sign-in has ended, so sign in once more. Your answers are kept.',
}

export const find = {
  title: 'Where is your Pi?',
  lead: 'Type its address. Bramble signs in nowhere before you say so.',
  address: 'Address of your Pi',
  placeholder: '192.168.1.42 or brookside.local',
  help: 'A name or a number, with a port behind a colon if SSH is not on port 22. Any Debian 12 or 13, or Ubuntu machine will do as well.',
  errors: {
    empty: 'Type the address of your Pi.',
    invalid: 'This is not an address. It looks like 192.168.1.42 or brookside.local.',
    port: 'A port is a number from 1 to 65535.',
  },
  looking: (address: string) => `Asking ${address} who it is`,
  nothingChanged: 'Nothing on any Pi has changed.',
  practiceTitle: 'A Pi that lives in memory',
  practiceText:
    'It has a fingerprint, programs and services like a real one. Everything can be tried; nothing is touched, and nothing is kept.',
  asideTitle: 'Not there yet?',
  asideText: 'A fresh card takes ten minutes, with Raspberry Pi Imager 2.',
  flashing: [
    'Choose your Pi, then **Raspberry Pi OS Lite, 64-bit**.',
    'Give it a name, and a user with a password.',
    'Under **Remote access** switch **SSH** on.',
    'Card into the Pi, cable in, power on. Two minutes later it answers to its name with `.local` behind it.',
  ],
}

export const signIn = {
  title: 'Is this your Pi?',
  lead: 'Every Pi has a fingerprint that no other machine can copy. Check it once, and Bramble knows this Pi from then on. Nothing is sent to it before you answer.',
  titleKnown: 'Sign in',
  leadKnown: 'Bramble has met this Pi before, and its fingerprint is the same.',
  leadAnswered: 'From now on Bramble knows this Pi by its fingerprint.',
  leadPractice:
    'On a real Pi you would compare its fingerprint first. This one lives in memory, so any password will do.',
  titleTo: (name: string) => `Sign in to ${name}`,
  shows: (address: string) => `The machine at ${address} shows`,
  fingerprint: 'Fingerprint, SHA256, in groups of four',
  kind: (keyType: string) => `${keyType}, SHA256`,
  howTitle: 'How to check',
  howScreen: '**At the Pi’s own screen** type this line. It shows the same letters.',
  howCommand: 'ssh-keygen -lf /etc/ssh/*25519*.pub',
  howNone:
    '**No screen?** If you flashed its card today and you are at home, the risk is small: someone would have to be on your network right now.',
  isNew: 'New to this computer',
  known: 'Known to this computer',
  practice: 'The practice Pi',
  different: 'It looks different',
  yes: 'Yes, this is my Pi',
  stopTitle: 'Then do not go on',
  stopText:
    'Another machine answers at this address, or someone stands in between. Nothing was sent to it. Check the address and the cable, or ask whoever looks after your network.',
  stopBack: 'Type another address',
  stopAgain: 'Compare once more',
  changedTitle: 'This is not the Pi that you know',
  changedLead: 'Its fingerprint has changed since the last time. Nothing was sent to it.',
  changedNow: 'It shows now',
  changedBefore: 'It showed before',
  changedWhy:
    '**A new card or a new system?** Then a new fingerprint is to be expected: compare it at the Pi’s own screen. **Nothing changed?** Then another machine answers in its place. Do not go on.',
  changedAct: 'The card is new: this is my Pi',
  changedConfirmTitle: 'Trust the new fingerprint?',
  changedConfirmText:
    'Your password goes to this machine next. If it is not your Pi, its owner has your password.',
  changedConfirmLeave: 'Do not trust it',
  changedConfirmAct: 'Trust it',
  afterwards: 'Then sign in',
  now: 'Your sign-in',
  waits: 'Waits for your answer',
  how: 'How to sign in',
  ways: { password: 'Password', key: 'Key file', agent: 'SSH agent' },
  user: 'Name on the Pi',
  userPlaceholder: 'anna',
  password: 'Password',
  passwordPlaceholder: 'Chosen when you flashed the card',
  keyPath: 'Path of the key file',
  keyPathHelp: 'On this computer. The file itself stays here.',
  keyPlaceholder: '/home/anna/.ssh/id_ed25519',
  passphrase: 'Passphrase of the key, if it has one',
  agentHelp: 'The keys of the agent that runs on this computer are tried one after the other.',
  needUser: 'Type the name that you chose when you flashed the card.',
  needPassword: 'Type the password.',
  needKey: 'Type where the key file is.',
  busy: 'Signing in',
  sudoTitle: 'One more password',
  sudoLead:
    'You are signed in. To change its system, the Pi asks for your password there. It is kept in memory only, until Bramble is closed.',
  sudoPassword: 'Password for changes on the Pi',
  asking: (address: string) => `Asking ${address} for its fingerprint`,
}

const numbers: Readonly<Record<number, string>> = {
  2: 'Two',
  3: 'Three',
  4: 'Four',
  5: 'Five',
  6: 'Six',
}

export const checkup = {
  titleLoading: 'Looking at your Pi',
  titleFine: 'Your Pi is ready',
  titleNearly: 'Your Pi is nearly ready',
  titleUnknown: 'The check-up could not be done',
  lead: (blocking: number, knowing: number) => {
    const things = (count: number, how: string) =>
      count === 1 ? `One thing is ${how}` : `${numbers[count] ?? count} things are ${how}`
    if (blocking > 0) return `${things(blocking, 'in the way')}. Put it right, then look again.`
    if (knowing > 0) return `${things(knowing, 'worth knowing')}. The rest is fine.`
    return 'Everything is fine.'
  },
  leadLoading: 'Memory, disk, system, clock, ports and network. Nothing is changed.',
  inTheWay: 'In the way',
  worthKnowing: 'Worth knowing',
  fine: 'Fine',
  livesHere: (name: string) => `${name} lives on this Pi.`,
  livesHereText: 'Go on to change its answers, or go to its page.',
  goTo: (name: string) => `Go to ${name}`,
}

export const extras = {
  title: 'Anything else?',
  lead: 'Tick what you like. All of it can be added or taken away later.',
  extras: 'Extras',
  always: 'Always there',
  memory: (total: string) => `Memory, ${total}`,
  memoryUnknown: 'Memory',
  dots: (used: string, total: string) => `${used} of ${total} used. One dot is 256 MB.`,
  dotsUnknown: (used: string) => `${used} used. One dot is 256 MB.`,
  server: 'Your server',
  inUse: 'Needed',
  oneDot: 'One dot is 256 MB.',
  disk: 'Disk',
  download: 'Download',
  all: 'All of this',
  wrong: 'One of the settings of the server needs another look.',
}
