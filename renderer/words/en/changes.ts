/** Words of coming back: who else is at work, the answers, differences, the way back, and taking Bramble off the Pi. */

const things = (count: number, one: string, many: string) => (count === 1 ? `One ${one}` : `${count} ${many}`)

export const atWork = {
  title: (who: string) => `${who} is changing this Pi`,
  titleLeft: (who: string) => `${who} left a change unfinished`,
  thisOne: 'This computer',
  unknown: 'Another computer',
  since: (when: string, ago: string) => `Since ${when}, ${ago}.`,
  works: 'Its run works on the Pi, whether or not that computer is on.',
  stopped: 'Its run no longer works: the Pi was switched off, or the run was ended.',
  wait: 'Two changes at once would spoil each other. Wait until it is done, or watch it.',
  takeOverWhy: 'You can take over. What it had done stays, and the plan shows what is left.',
  watch: 'Watch it',
  takeOver: 'Take over',
  sureTitle: 'Take over?',
  sureText: (who: string) =>
    `The change of ${who === 'This computer' ? 'this computer' : who} is not gone on with. Yours begins from how the Pi is now.`,
  sureLeave: 'Leave it',
  watching: 'A change is under way',
  watched: 'The change is done',
  back: 'To the server',
}

export const lives = {
  title: (name: string) => `This Pi already runs ${name}`,
  lead: 'All of it was read from the Pi: nothing has to be typed again, and nothing has changed.',
  address: 'Address',
  name: 'Name for ever',
  who: 'Who signs in',
  open: (name: string) => `Open ${name}`,
  change: 'Change its answers',
  newerTitle: (name: string) => `${name} was set up by a newer Bramble`,
  newerLead:
    'What is stored on this Pi is in a form that this Bramble does not know. It can be looked at here. To change it, update Bramble on this computer.',
  newerWhat: 'How the machine is, what runs on it, and its log.',
  newerOpen: 'Look at it',
}

export const newer = {
  title: 'Only to look at',
  text: 'A newer Bramble has set this server up. Update Bramble on this computer to change anything.',
}

export const settings = {
  title: 'Settings',
  lead: 'Your answers, as they are on the Pi. Changing one shows first what follows from it.',
  groupAddress: 'Address',
  groupServer: 'The server',
  answers: {
    address: 'Address',
    name: 'Name for ever',
    called: 'Called',
    who: 'Who signs in',
    mail: 'Mail',
    extras: 'Extras',
    files: 'Files of up to',
    federation: 'Other servers',
  },
  federations: { all: 'All of them', listed: 'Some of them', none: 'None' },
  change: 'Change',
  changeWhat: (what: string) => `Change: ${what}`,
  forEver: 'for ever',
  forEverWhy:
    'Every account and every room has the server’s name in it, on this server and on all others. Another name is another server.',
  none: 'None',
  elementWeb: 'Element Web',
  bridges: (count: number) => (count === 1 ? '1 bridge' : `${count} bridges`),
  none2: 'Nothing else',
  take: 'To take with you',
  file: 'Your answers, as a file',
  fileText: 'The same file that the command line takes. It holds no secrets.',
  save: 'Save as a file',
  leaving: 'Leave without a change',
}

export const uninstall = {
  title: 'Take Bramble off this Pi',
  text: 'The services and their programs go. Docker stays, and so does everything else on the Pi. What about messages, pictures and accounts?',
  data: 'Messages, pictures and accounts',
  keep: 'Keep them on the Pi, so that the server can be set up again as it was',
  delete: 'Delete them too. They cannot be brought back.',
  see: 'See what goes',
  planTitle: (name: string) => `What goes with ${name}`,
  planLead: 'Every line opens to its files and commands. Nothing has changed yet.',
  goes: 'What goes',
  goesText: 'The services, their programs and settings, and what was set up for the server’s address.',
  stays: 'What stays',
  staysKeep:
    'Messages, pictures, accounts and the server’s keys, as they are. Docker, and all that was on the Pi before.',
  staysDelete: 'Docker, and all that was on the Pi before. Nothing of the server.',
  rooms: 'Leave the rooms first',
  roomsText:
    'Other servers go on sending to a server that is gone, for months. Whoever has an account here leaves the rooms that are shared with other servers, before it goes. The plan says what Bramble can do about it.',
  typeName: (name: string) => `Type ${name} to delete its messages`,
  typeHelp: 'Messages, pictures and accounts are deleted for good.',
  typeWrong: 'This is another name.',
  act: 'Take it off',
  actDelete: 'Take it off and delete',
  running: (name: string) => `Taking ${name} off the Pi`,
  done: (name: string) => `${name} is off the Pi`,
  doneKeep:
    'Messages, pictures and accounts are still there. Set up a server on this Pi to have it again as it was.',
  doneDelete: 'Nothing of it is left there.',
  leave: 'To your servers',
}

export const changes = {
  page: 'Changes',
  title: (count: number) =>
    count === 0
      ? 'All is as Bramble set it up'
      : `${things(count, 'thing differs', 'things differ')} from what Bramble set up`,
  titleLoading: 'Comparing with what was set up',
  titleProblem: 'It could not be compared',
  lead: 'Bramble has touched nothing.',
  leadNone: 'Files, containers, programs and databases, compared just now.',
  look: 'Look again',
  see: 'See them',
  edited: 'Edited by hand',
  fileTag: (lines: number) => (lines === 1 ? '1 line differs' : `${lines} lines differ`),
  fileNew: 'not Bramble’s',
  fileGone: 'gone',
  keep: 'Keep mine',
  repair: 'Repair',
  keepWhy: 'Keep mine: later changes leave the file alone. Repair: it goes back to how Bramble left it.',
  others: 'Other differences',
  repairAll: 'Repair',
  kept: 'Yours',
  keptText: (file: string) => `${file} is as you edited it. No answer changes it.`,
  behind: 'Bramble would write something else there by now, so a later answer may not work as it says.',
  giveBack: 'Give it back to Bramble',
  undo: (date: string) => `Go back to the settings of ${date}`,
  undoWhat: 'What would be different',
  undoNothing: 'Nothing that an answer names.',
  undoMessages:
    'Messages, pictures and accounts are never touched. A program that was updated since keeps its version: what it has done to its data cannot be undone.',
  undoSee: 'See what happens',
  flow: {
    keep: {
      title: (file: string) => `Keep ${file} as it is`,
      act: 'Keep mine',
      running: 'Remembering your file',
      done: 'Your file is kept',
      doneLead: 'Bramble leaves it alone from now on, and marks it as yours.',
    },
    giveBack: {
      title: (file: string) => `Give ${file} back to Bramble`,
      act: 'Give it back',
      running: 'Giving the file back',
      done: 'The file is Bramble’s again',
      doneLead: 'It follows your answers again.',
    },
    repair: {
      title: 'This is what a repair does',
      lead: 'It puts right everything that differs. Files that you keep stay as they are.',
      act: 'Repair',
      running: 'Putting it right',
      done: 'It is as Bramble set it up',
      doneLead: 'Everything was looked at again.',
    },
    undo: {
      title: (date: string) => `Back to the settings of ${date}`,
      act: 'Go back',
      running: 'Going back',
      done: 'The older settings hold again',
      doneLead: 'Everything was looked at again. Your answers are the older ones, too.',
    },
  },
}
