/** What each answer means, in one or two sentences: an editor shows them beside the file. */
export const descriptions: Readonly<Record<string, string>> = {
  version: 'The form of this file.',
  name: 'What you call this server: shown in Bramble, and on the sign-in page.',
  address: 'Where the server is reached, and under which name it is known for ever.',
  'address.mode':
    'home: a name on your network. tailnet: inside your tailnet. funnel: from everywhere, by Tailscale Funnel. domain: an own domain, with ports 80 and 443 open. proxy: behind a proxy that you run already. cloudflare: through a Cloudflare tunnel.',
  'address.host': 'The host name at which the server itself answers.',
  'address.serverName':
    'What stands behind the colon of every account’s name, for ever. It may be a domain whose web pages are elsewhere.',
  'address.identityHost': 'A second name, which Pocket ID or Keycloak on this Pi needs.',
  'address.email': 'Told to the certificate authority, for its own notices.',
  'address.proxy': 'Which proxy you run: it gets a piece of configuration.',
  'address.reach': 'How your proxy comes to the services. It runs on the same machine.',
  'address.reach.by':
    'loopback: it runs on the machine itself, or in the host’s network. network: it runs in Docker, and the services join its network. labels: the same for Traefik, which reads its routes from the containers.',
  'address.reach.network': 'The Docker network of your proxy, as “docker network ls” names it.',
  'address.reach.entryPoint': 'The entry point of Traefik that ends the encryption.',
  'address.reach.certResolver': 'Which of Traefik’s resolvers gets the certificates, if one does.',
  'address.tailscale': 'How the Pi joins your tailnet, where it is not in it yet.',
  'address.tailscale.signIn':
    'link: you open a link while Bramble waits. key: by an auth key, given once as the secret tailscale-auth-key and kept nowhere.',
  'address.tailscale.tags': 'Tags that the Pi carries in your tailnet, such as tag:server.',
  'address.tailscale.controlServer': 'A control server of your own, such as Headscale. It knows no Funnel.',
  signIn: 'Who may sign in, and how.',
  'signIn.accounts': 'Accounts with a password, kept on this server.',
  'signIn.registration':
    'How new people get such an account. closed: you make it. invitation: with an invitation of yours. email: by proving an e-mail address.',
  'signIn.passwordStrength': 'How good a password must be, from 0 (any) to 4 (very good).',
  'signIn.passwordRecovery': 'A forgotten password can be set anew by mail.',
  'signIn.allowedEmails':
    'Only these e-mail addresses may have an account; “@example.org” allows a whole domain. Empty allows all.',
  'signIn.captcha':
    'Proof of being human before an account is made. Its secret key is the secret captcha-key.',
  'signIn.captcha.service': 'Whose captcha it is.',
  'signIn.captcha.siteKey': 'The public key that the captcha’s service gave you.',
  'signIn.providers': 'Other ways to sign in, in the order of their buttons.',
  'signIn.providers.key':
    'Your own short name for this entry. Everybody’s accounts hang on it: it never changes.',
  'signIn.providers.kind': 'Which provider this is.',
  'signIn.providers.label': 'What the button says; the provider’s own name if it is left out.',
  'signIn.providers.settings': 'Answers to the provider’s own questions. Its secrets are not among them.',
  'signIn.providers.admits':
    'Who of those that the provider knows may come in: everyone, who holds an invitation, or who has an allowed e-mail address.',
  mail: 'How the server sends mail; without it there is none. Its password is the secret mail-password.',
  'mail.host': 'The mail server that takes your mail.',
  'mail.port': 'Usually 465 with tls, 587 with starttls.',
  'mail.security':
    'tls: encrypted from the start. starttls: encrypted after a greeting. plain: not at all, and never with a password.',
  'mail.username': 'Null for a mail server that asks for none.',
  'mail.from': 'The address that mails come from.',
  branding: 'What people read on the sign-in page.',
  'branding.privacyPolicy': 'Address of your privacy policy.',
  'branding.terms': 'Address of your terms: adds a box to tick before an account is made.',
  'branding.imprint': 'A line at the foot of the page.',
  extras: 'What runs besides the server itself.',
  'extras.elementWeb': 'Element Web, the chat in a browser.',
  bridges:
    'Bridges to other networks, by their name, each with the answers to its own questions; {} where it asks none. Their secrets are not among them.',
  server: 'About the Matrix server itself. Every default is a good one.',
  'server.memory': 'What the settings are cut to. small: about 2 GB. medium: 4 GB. large: 8 GB and more.',
  'server.uploadMiB': 'Largest file that can be sent, in MiB.',
  'server.keepRemoteMediaDays':
    'Days that copies of other servers’ pictures and files are kept; null keeps them for ever.',
  'server.urlPreviews': 'The server fetches the title and picture of links for its people.',
  'server.presence': 'Who is online is shown. It costs a small machine the most of all options.',
  'server.federation': 'Which other servers are talked to.',
  'server.federation.with': 'all, none, or those that are listed.',
  'server.federation.servers': 'Names of the servers that are talked to.',
  'server.qrSignIn': 'A new device signs in by scanning a code.',
  'server.logLevel': 'What Synapse writes to its log.',
}
