/** Words of the tailnet, and of what a person is asked while the Pi waits. */

const days = (count: number) => (count === 1 ? 'one day' : `${count} days`)

export const tailnet = {
  title: 'Tailscale Funnel',
  lead: 'The Pi joins your tailnet, which is your private network at Tailscale, and gets a name there that the whole world can open.',
  machine: 'Name of the Pi in your tailnet',
  machineErrors: {
    empty: 'Type a name, such as brookside.',
    invalid: 'Only letters, digits and hyphens, up to 63, and no hyphen at either end.',
  },
  machineHelp: 'The rest of the name is known once the Pi has joined.',
  funnelLater: 'During the install you are asked to turn Funnel on; from then on anyone can reach it.',
  funnelReady: 'Funnel is allowed. Once it is installed, anyone can reach it.',
  same: 'Yours in the tailnet.',
  taken: (wanted: string, given: string) =>
    `Another machine of your tailnet is called ${wanted}, so yours became ${given}.`,
  other: (given: string) => `In your tailnet the Pi is called ${given}.`,
  keep: (given: string) => `Keep ${given}`,
  chooseAnother: 'Choose another',
  differs: (now: string, stored: string) =>
    `In your tailnet the Pi is called ${now} now, but this server is ${stored} for ever. Join again, and it gets its name back if no other machine has it.`,
  looking: 'Asking Tailscale on the Pi',
  states: {
    absent: 'Tailscale is not on your Pi yet',
    'not-running': 'Tailscale is there, but does not run',
    'signed-out': 'The Pi is signed in to no tailnet',
    approval: 'The Pi waits for approval in your tailnet',
    stopped: 'Tailscale is switched off on the Pi',
    starting: 'Tailscale is starting',
    running: (name: string) => `The Pi is in your tailnet as ${name}`,
  },
  reasons: {
    absent: 'Joining installs it from Tailscale’s own packages, and lets the Pi in.',
    unfit: (version: string) =>
      `Its version ${version} is known not to let visitors in. Joining brings the current one.`,
    'signed-out': 'Joining shows a link. You open it and sign in; Bramble sees when it is done.',
    expired: 'Its key has ended, so it is out of the tailnet. Joining signs it in again.',
    rename: 'Joining gives it the name above.',
    stopped: 'Joining switches it on.',
    elsewhere: 'It belongs to another control server. Joining signs it out there.',
  },
  nothingToDo: 'Nothing to do here.',
  version: (version: string) => `Tailscale ${version}`,
  join: 'Join',
  joinAgain: 'Join again',
  see: 'See what joining does',
  planTitle: 'This is what joining does',
  planNone: 'There is nothing to do.',
  planAsk: 'Working out what joining does',
  joining: 'Joining your tailnet',
  joined: (name: string) => `The Pi is in your tailnet as ${name}.`,
  leave: 'Back to the answers',
  tryAgain: 'Back to joining',
  key: {
    title: 'How long the Pi stays in',
    never: 'Its key does not end.',
    ends: (date: string, left: number) => `Its key ends on ${date}, in ${days(left)}.`,
    ended: 'Its key has ended.',
    why: 'When it ends, the Pi drops out of the tailnet and nobody reaches the server until you sign it in again. Turn key expiry off for this machine, at Tailscale under Machines.',
    open: 'Open Machines',
  },
  noFunnelTitle: 'Funnel cannot be had here',
  noFunnel: {
    'control-server': 'Only Tailscale’s own control server knows Funnel; one of your own does not.',
    'not-allowed':
      'Your tailnet does not allow Funnel for this machine. If it has tags, they have to be named in the tailnet’s policy; else an administrator can allow it.',
  },
  onlyTailnet: 'Use it in the tailnet only',
  servedTitle: 'Left alone',
  servedText: 'These are already served from the Pi by somebody else. Bramble does not touch them.',
  served: (port: number, target: string) => `Port ${port} leads to ${target}`,
  servedFunnel: ', open to the world',
  clash: (ports: string) => `Bramble needs port ${ports} itself. Free it first, or choose another way in.`,
  more: 'More: keys, tags, a control server',
  signIn: 'How the Pi signs in',
  signIns: { link: 'By a link', key: 'With an auth key' },
  authKey: 'Auth key',
  authKeyHelp: 'Made at Tailscale under Settings, Keys. It is used once and kept nowhere.',
  authKeyMissing: 'Give the auth key first.',
  tags: 'Tags',
  tagsHelp:
    'One on a line. A machine with tags has a key that does not end, and needs its tag named for Funnel.',
  tagsError: 'A tag is a word of letters, digits and hyphens, such as tag:server. At most ten.',
  control: 'Control server',
  controlHelp: 'Only for one of your own, such as Headscale. It has no Funnel.',
  controlError: 'Type its whole address, such as https://head.example.org.',
}

export const asked = {
  purposes: {
    'tailscale-sign-in': {
      title: 'Let the Pi join your tailnet',
      text: 'Point your phone here, or open the page on this computer, and sign in to Tailscale.',
    },
    'tailscale-approval': {
      title: 'Approve the Pi in your tailnet',
      text: 'Your tailnet lets new machines in only after an administrator has said yes. Open its machines, and approve this one.',
    },
    'tailscale-https': {
      title: 'Allow certificates in your tailnet',
      text: 'Without them no browser trusts the server. Open the page and turn on HTTPS certificates.',
    },
    'tailscale-funnel': {
      title: 'Turn Funnel on',
      text: 'From then on anyone can reach the server. Open the page and allow it for this machine.',
    },
  },
  open: 'Open the page',
  copy: 'Copy the link',
  qr: 'The link as a picture for a phone’s camera',
  waits: 'The Pi waits for this, and goes on by itself.',
  waitsForYou: 'Waits for you',
  say: (title: string) => `The Pi waits for you: ${title}.`,
  done: 'That is done. The Pi goes on.',
}
