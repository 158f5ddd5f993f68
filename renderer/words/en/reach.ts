/** Words of the address: the ways in, the name for ever, the domain, the proxy, the proof. */

export const address = {
  title: 'Where will people find it?',
  lead: 'The way in can be changed later. The name cannot.',
  leadLives: 'The way in can be changed as far as the name allows. The name cannot.',
  way: 'Way in',
  recommended: 'Recommended',
  ways: {
    funnel: {
      label: 'The easy one: Tailscale Funnel',
      why: 'Reachable from anywhere, nothing to do at your router, your home address stays private. Needs a free account.',
    },
    domain: {
      label: 'My own domain',
      why: 'A name that is yours for good. Needs two open ports at your router and a public address.',
    },
    proxy: {
      label: 'Behind the proxy that I have',
      why: 'If Caddy, nginx or Traefik already sends visitors on from this Pi. Bramble writes the lines to add to it.',
    },
    home: {
      label: 'Only at home, or in my tailnet',
      why: 'No one outside can knock. Nor can friends on other servers, and outside your home every phone needs Tailscale.',
    },
    cloudflare: {
      label: 'Cloudflare Tunnel',
      why: 'For a domain at Cloudflare. Cloudflare could read all that apps do not encrypt themselves, passwords too; files over 100 MB do not pass.',
    },
  },
  closed: 'Not possible with the name that this server has for ever.',
  others: 'Other ways',
  ngrokTitle: 'ngrok is not fit for this',
  ngrok:
    'Its free plan lets 1 GB a month through, which a few pictures use up, and shows a page of its own in between, on which signing in breaks. Bramble does not set it up.',
  another: 'Another way in',
  name: 'What you call it',
  nameHelp: 'Shown in Bramble only.',
  nameError: 'Give it a name of up to 60 letters.',
  you: '@anna',
  room: '#family',
  willBe: 'You will be',
  youAre: 'You are',
  andRooms: (room: string) => `and rooms are ${room},`,
  forEver: 'for ever. A Matrix server cannot be renamed, only started again from nothing.',
  confirm: 'Type the name once more',
  confirmHelp: 'So that it is what you mean. It is the part behind the colon.',
  confirmRight: 'That is the name.',
  confirmWrong: (name: string) => `This is not yet ${name}.`,
  locked:
    'for ever. People, rooms and messages carry this name, and other servers know them by it. Another name is another server.',
  lockedField: 'Set for ever at the start.',
  tailnetTruth:
    '**This name is Tailscale’s, not yours.** It belongs to your Tailscale account: rename the machine or the tailnet, or leave Tailscale, and nobody reaches any of these names again. With a domain of your own that cannot happen.',
  homeTruth: 'A name of your home network is known nowhere else, so this server will never meet others.',
  opens: 'People open',
  errors: {
    empty: 'Type a name.',
    invalid: 'Only letters, digits, hyphens and dots, such as chat.example.org.',
    'not-public': 'The world cannot know this name. It looks like chat.example.org.',
    'not-funnel': 'A name for Funnel looks like brookside.thrush-maple.ts.net.',
    'same-host': 'The second name must be another one.',
    'too-many': 'At most ten.',
    'not-a-name': 'Docker or Traefik cannot have this name, or it cannot be joined.',
  },
}

export const homeWay = {
  title: 'Only at home, or in your tailnet',
  scope: 'Who can reach it',
  scopes: { home: 'Only at home', tailnet: 'In my tailnet' },
  notTitle: 'What will not work',
  not: {
    home: [
      'Friends on other servers cannot write to you, nor you to them.',
      'Phones reach it in your own network only. On the way they get no messages.',
      'Each phone and computer has to be told once to trust the Pi.',
    ],
    tailnet: [
      'Friends on other servers cannot write to you, nor you to them.',
      'Every phone and computer needs Tailscale, signed in to your tailnet and switched on.',
      'Whoever you invite has to be let into your tailnet first.',
    ],
  },
  host: 'Its name in your network',
  hostHelp: 'Names that end in .local need nothing at your router. Another name must lead to the Pi already.',
}

export const domain = {
  title: 'Your own domain',
  lead: 'Two names, or one for both. Bramble looks at them from outside as you type.',
  serverName: 'Your name ends in',
  host: 'The server answers at',
  hostHelp: 'It may be the same name.',
  apex: 'A web site may stay there. It gets the two files below.',
  identity: 'A second name for passkeys or Keycloak',
  identityHelp: 'Only if Pocket ID or Keycloak is to run on this Pi: they need a name of their own.',
  identityNeeded: (name: string) => `${name} needs a name of its own at this address.`,
  email: 'Your e-mail address',
  emailHelp: 'May stay empty. It goes to whoever issues the certificate, for news about it.',
  emailError: 'This is not an e-mail address.',
  checking: 'Looking it up from outside',
  checked: 'Looked up just now.',
  everything: 'Everything leads to your Pi.',
  ipv4: (address: string) => `The world sees your home at ${address}`,
  ipv6: (address: string) => `and your Pi at ${address}`,
  unseen: 'Nobody outside could tell the address of your home.',
  useFunnel: 'Use the Funnel',
  records: 'At your domain’s provider',
  asked: 'asked again every 5 seconds',
  columns: { type: 'Type', name: 'Name', should: 'Should be', now: 'Is now', verdict: 'Verdict' },
  verdicts: { right: 'Right', wrong: 'Wrong', missing: 'Missing', unknown: 'Nobody could tell' },
  nothingYet: 'nothing yet',
  none: 'none',
  copyRecord: (type: string, name: string) => `Copy the ${type} of ${name}`,
  anyway: 'Go on with the questions, and put this right before the install',
  notReady: 'This is not ready yet. Put it right, or tick that you will before the install.',
  dynamicTitle: 'If the address of your home changes',
  dynamic: [
    'Most homes get another address now and then. The records must follow, or nobody finds the server.',
    'Many routers do this themselves: look for **dynamic DNS** in the router’s settings, and enter what your domain’s provider tells you.',
    'If your provider has none, make the name a **CNAME** to a free dynamic name. Bramble looks at the records whenever you ask whether all is well.',
  ],
  hairpinTitle: 'If it works outside but not at home',
  hairpin: [
    'Some routers do not let you reach your own public address from inside. It is no fault of the server.',
    'Look for **NAT loopback** or **hairpin NAT** in the router’s settings.',
    'Or give the name the Pi’s home address in the router’s own DNS.',
  ],
}

export const files = {
  title: (name: string) => `Two files for the web site at ${name}`,
  titleMore: 'so that apps find the server by your name',
  other: 'If that web site runs on a server of yours, this goes into its settings instead',
  piece: 'The piece to add',
  save: 'Save as a file',
  copy: (name: string) => `Copy ${name}`,
}

export const proxy = {
  title: 'Behind the proxy that you have',
  lead: 'Your proxy keeps its ports and certificates. Bramble runs none of its own and writes the piece to add.',
  found: 'Found on this Pi',
  looking: 'Looking for proxies on the Pi',
  foundNone: 'No proxy was found on the Pi. Choose which one you will use.',
  kinds: { caddy: 'Caddy', nginx: 'nginx', traefik: 'Traefik', 'nginx-proxy-manager': 'Nginx Proxy Manager' },
  inDocker: (kind: string, name: string) => `${kind} in Docker, ${name}`,
  onHost: (kind: string) => `${kind} on the Pi itself`,
  ports: (ports: string) => `It holds ${ports}.`,
  kind: 'Which proxy',
  other: 'Another one',
  otherWhy: 'One that is not running yet, or that Bramble did not see.',
  inNetworks: (networks: string) => `In the network ${networks}.`,
  how: 'How it reaches the server',
  bys: {
    loopback: 'Over the Pi itself',
    network: 'In its Docker network',
    labels: 'By labels, in its network',
  },
  byWhy: {
    loopback: 'For a proxy outside containers, or in the host’s network. Nothing is open to the world.',
    network: 'The services join the proxy’s network, and you add the piece below to the proxy.',
    labels: 'The services join Traefik’s network and carry their routes as labels: nothing is to be added.',
  },
  network: 'Docker network of the proxy',
  networkHelp: 'As “docker network ls” on the Pi shows it.',
  entryPoint: 'Entry point',
  entryPointHelp: 'What Traefik calls its door for HTTPS.',
  resolver: 'Certificate resolver',
  resolverHelp: 'May stay empty where the certificates come from elsewhere.',
  later: 'Add it after the install. It stands on the last screen too, with a test.',
}

export const cloudflare = {
  title: 'Cloudflare Tunnel',
  lead: 'Visitors reach Cloudflare, and a small program on the Pi fetches them from there.',
  limitsTitle: 'What you should know first',
  limits: [
    '**Cloudflare sees everything that is not encrypted by the apps.** The private connection ends at Cloudflare: passwords and who talks to whom pass there in clear.',
    'Files over **100 MB** do not pass, whatever the server allows.',
    'Whatever takes longer than 100 seconds is cut off, and Cloudflare’s protection against robots can lock other servers out.',
    'The domain has to be at Cloudflare.',
  ],
  piece: 'What to enter at Cloudflare',
  token: 'Token of the tunnel',
  tokenHelp:
    'The long text behind “--token” on Cloudflare’s page of the tunnel. It goes to the Pi and is kept there, for root only.',
}

export const ladder = {
  title: 'Proof',
  froms: {
    here: 'From this computer',
    pi: 'From the Pi',
    outside: 'From outside',
  },
  counts: (works: number, asked: number, skipped: number) =>
    [
      asked > 0 && (works === asked ? 'all fine' : `${works} of ${asked} fine`),
      skipped > 0 && `${skipped} not asked`,
    ]
      .filter(Boolean)
      .join(', '),
  broken: 'Here it breaks first',
  follows: 'What comes after it may only follow from it.',
  outcomes: { works: 'Works: ', fails: 'Does not work: ', skipped: 'Not asked: ' },
  seen: 'Seen',
  why: 'Why, most likely',
  todo: 'What to do',
  again: 'Ask again',
  test: 'Test it',
}

export const outside = {
  title: 'From outside',
  lead: 'Bramble asks as a stranger’s phone would, step by step, and shows the first step that breaks.',
  titleLoading: 'Asking from outside',
  titleFine: 'It is reachable',
  titleBroken: 'It is not quite reachable',
  took: 'It takes up to 20 seconds.',
}
