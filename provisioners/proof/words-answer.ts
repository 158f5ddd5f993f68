/** The words of those causes that an answer shows. */
import type { AnswerCause } from './causes.ts'
import { portOf, proxyOf, type Told } from './situation.ts'

const HOSTILE = 'What answers is not your server, or something on the way changes its answers.'
const WHO_ANSWERS =
  'See which program answers at this address; its own log tells whether it was asked at all.'

export const answerWords: Told<AnswerCause> = {
  'synapse-down': [
    'The Matrix server does not run, or is still starting.',
    'Wait a minute and look again. If it stays, restart Synapse on the status page and look at its log.',
  ],
  'mas-down': [
    'The sign-in service does not answer, and the Matrix server asks it before it answers this.',
    'Restart the sign-in service on the status page. If that does not help, look at its log.',
  ],
  'mas-unreached': [
    'The sign-in service answers, but the Matrix server did not get through to it.',
    'Restart Synapse on the status page, which then asks the sign-in service again.',
  ],
  'element-down': [
    'The chat page’s own program does not run. Apps are not touched by this.',
    'Restart Element Web on the status page.',
  ],
  'nothing-behind': (so) => [
    `${proxyOf(so)} answers and finds nobody behind it, although the server on the Pi is well: it leads to a wrong port or machine.`,
    so.mode === 'proxy'
      ? 'Compare the piece in the proxy with the one that Bramble shows: address and port must be the same, and the proxy must be on this machine.'
      : 'Let Bramble repair the server, which sets it right again.',
  ],
  'tunnel-down': [
    'Cloudflare does not get through to the tunnel’s end on the Pi.',
    'See whether the tunnel is shown as healthy at Cloudflare.',
  ],
  'no-answer': [
    'The connection is made, but no answer comes: the server is overloaded or still starting.',
    'Wait a minute and look again. If it stays, look at the status page.',
  ],
  'never-ends': [HOSTILE, WHO_ANSWERS],
  'too-long': [HOSTILE, WHO_ANSWERS],
  'header-flood': [HOSTILE, WHO_ANSWERS],
  'not-http': [HOSTILE, WHO_ANSWERS],
  redirect: ({ part, serverName }) => [
    'Instead of an answer there is a redirect, and many apps and servers do not follow it here.',
    part === 'apex'
      ? `Let the web server of ${serverName} answer this path itself.`
      : 'Take the redirect out for this path, in the proxy or at your domain’s provider.',
  ],
  'redirect-loop': [
    'It leads to itself for ever: behind the proxy the server does not know that the visitor came encrypted.',
    'Let the proxy pass the header “X-Forwarded-Proto: https” on.',
  ],
  'piece-missing': (so) => [
    `${proxyOf(so)} answers for this name, but does not lead this path to the server: the piece of configuration is not in place, or not loaded.`,
    'Put the piece that Bramble shows into the proxy, whole, and reload it.',
  ],
  'path-missing': [
    'What answers does not know this path: another program, or settings that are not Bramble’s.',
    'Let Bramble repair the server. If it stays, see which program answers at this address.',
  ],
  forbidden: ({ mode }) => [
    'Something asks visitors to sign in, or refuses them, before they reach the server.',
    mode === 'cloudflare'
      ? 'Turn off Cloudflare’s bot protection and access rules for this name.'
      : 'Take passwords, allow-lists and bot protection away from this name.',
  ],
  busy: ['The server counts too many questions from here and asks to wait.', 'Wait a minute and look again.'],
  'error-status': [
    'The server answers with an error.',
    'Look at the status page and at the log of this part.',
  ],
  'other-answer': (so) => [
    'A web page comes where an answer for programs is due: another program answers for this path.',
    so.part === 'apex'
      ? `Let the web server of ${so.serverName} answer this path with the file that Bramble shows.`
      : so.mode === 'proxy'
        ? 'Put the piece that Bramble shows into the proxy, whole, and before rules that take every path.'
        : WHO_ANSWERS,
  ],
  'not-json': [HOSTILE, WHO_ANSWERS],
  'wrong-shape': ['The answer is not what a Matrix server says here.', WHO_ANSWERS],
  'empty-page': ['The page is there and holds nothing.', 'Restart this part on the status page.'],
  'body-limit': (so) => [
    `${proxyOf(so)} takes only small files.`,
    so.mode === 'cloudflare'
      ? 'Cloudflare’s tunnel takes 100 MB at most. Choose a smaller largest file in the server’s settings.'
      : 'Raise the limit in the proxy to that of the piece that Bramble shows (nginx: client_max_body_size).',
  ],
  'other-base-url': ({ part, matrix, serverName }) => [
    'Apps that know only the name are led to another address.',
    part === 'apex'
      ? `The file on ${serverName} must name ${matrix}. Put the one that Bramble shows in its place.`
      : 'Another server answers, or its settings are not Bramble’s. Let Bramble repair the server.',
  ],
  'cors-missing': ({ part, serverName }) => [
    'Apps in a browser may not read this answer without that header.',
    part === 'apex'
      ? `Let the web server of ${serverName} send “Access-Control-Allow-Origin: *” with this file.`
      : 'The server sends it; the proxy takes it away. Take that rule out.',
  ],
  'cors-twice': [
    'Both the server and the proxy send this header, and browsers take it only once.',
    'Take the header out of the proxy’s settings.',
  ],
  'issuer-differs': ({ signIn }) => [
    'The sign-in service goes by another address than the one that apps are given, and they compare it letter by letter.',
    `It must be ${signIn}, with the slash. Let Bramble repair the server; Synapse asks again only when it is restarted.`,
  ],
  'qr-off': ['Signing in by a code is switched off in the Matrix server.', 'Let Bramble repair the server.'],
  'qr-elsewhere': ['The server names another address as its own.', 'Let Bramble repair the server.'],
  'forwarded-proto': [
    'The server believes that visitors come without encryption.',
    'Let the proxy pass the header “X-Forwarded-Proto: https” on.',
  ],
  'other-delegation': ({ part, serverName, host }) => [
    'Other servers are led to another address.',
    part === 'apex'
      ? `The file on ${serverName} must name ${host}:443. Put the one that Bramble shows in its place.`
      : 'Another server answers, or its settings are not Bramble’s. Let Bramble repair the server.',
  ],
  'other-server-name': ({ serverName }) => [
    'A Matrix server answers, but it is another one.',
    `See where the address leads; the server there must be called ${serverName}.`,
  ],
  'keys-expired': [
    'The Pi’s clock is wrong, or this computer’s is.',
    'Look at both clocks; the checkup shows the Pi’s.',
  ],
  'bad-signature': [
    'Its keys are not signed by itself: something changes the answer, or another program gives it.',
    WHO_ANSWERS,
  ],
  'tester-disagrees': [
    'What could be asked from here is well, and the public tester still does not get through.',
    'Its page at federationtester.matrix.org says more. It is sometimes wrong for a while: look again later.',
  ],
  'apex-unknown': ({ serverName }) => [
    `The name ${serverName} leads nowhere.`,
    `Give ${serverName} a record at your domain’s provider.`,
  ],
  'apex-unreachable': ({ serverName, url }) => [
    `The web server of ${serverName} does not answer at port ${portOf(url)}.`,
    'It must be reached by everybody, encrypted.',
  ],
  'apex-certificate': ({ serverName }) => [
    `The web server of ${serverName} has no certificate for this name that holds.`,
    'Get one for it; apps refuse the file without.',
  ],
  'apex-file-missing': ({ serverName }) => [
    `The web server of ${serverName} does not have this file.`,
    'Put the file that Bramble shows there. Some servers hide folders that begin with a dot.',
  ],
  'apex-down': ({ serverName }) => [
    `The web server of ${serverName} answers with an error.`,
    'Its own log says why.',
  ],
  'apex-route-missing': ({ serverName }) => [
    'Most apps do without. Some ask the name itself before they read its file, and then say that there is no server.',
    `If an app does, add the lines for the web server of ${serverName} that Bramble shows.`,
  ],
  'stand-in': ['A stand-in proves nothing.', ''],
  'first-mend': ['It can only follow from what is broken before it.', ''],
  'not-asked': ['Nobody could ask this from here.', ''],
}
