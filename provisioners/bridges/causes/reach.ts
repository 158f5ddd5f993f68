/** The bridge and Synapse do not find or do not trust each other (mautrix-go, bridgev2/matrix/connector.go and appservice/ping.go). */
import type { Signature } from './signature.ts'

export const reach: readonly Signature[] = [
  {
    id: 'as-token-rejected',
    where: ['bridge'],
    exits: [16],
    says: /\bas_token was not accepted\b|M_UNKNOWN_TOKEN.{0,300}(?:\/versions|\/whoami|versions request|whoami request)|(?:\/versions|\/whoami) request.{0,100}M_UNKNOWN_TOKEN/,
    explains: ['hs-unreachable', 'sync-token-dead', 'dp-mxid'],
    title: 'The Matrix server does not know this bridge',
    cause:
      'The bridge showed its key and Synapse did not take it: Synapse has not read the bridge’s registration, or has read one with another key.',
    remedy:
      'Let Bramble repair it: it writes both sides from the same key and restarts what read the old one.',
    action: 'converge',
  },
  {
    id: 'register-rejected',
    where: ['bridge'],
    exits: [16],
    // with another server's name it tries for ever (seen: test/bridges/recorded/wrong-domain.log)
    says: /as_token was accepted, but the \/register request was not|\bM_EXCLUSIVE(?: \(HTTP \d{3}\))?: |\bFailed to connect to homeserver\b.{0,300}\bcannot masquerade as this user\b/,
    explains: ['hs-unreachable', 'dp-mxid'],
    title: 'The bridge may not use the names that it wants',
    cause:
      'Synapse takes the bridge’s key, but not its bot’s name: the names in its settings are not those of its registration, or another bridge owns them.',
    remedy:
      'Let Bramble repair it, which writes both from the same answers. If another bridge was added by hand, remove the names that both claim.',
    action: 'converge',
  },
  {
    id: 'wrong-whoami',
    where: ['bridge'],
    exits: [17],
    says: /\bUnexpected user ID in whoami call\b/,
    title: 'The bridge talks to the wrong server',
    cause:
      'The server that answers takes the bridge for somebody else, so it is not the one that it belongs to.',
    remedy: 'Let Bramble write the bridge’s settings again. They name this server’s own Synapse.',
    action: 'converge',
  },
  {
    id: 'hs-token-mismatch',
    where: ['bridge'],
    exits: [13],
    says: /(?:appservice|bridge) connection is not working(?!, retrying).{0,600}(?:\bHTTP 40[13]\b|\bstatus[=:] ?40[13]\b|M_UNKNOWN_TOKEN|M_FORBIDDEN)/,
    explains: ['hs-to-bridge-down'],
    title: 'The bridge does not recognise the Matrix server',
    cause:
      'Synapse reached the bridge, and the bridge sent it away: the two hold different keys for each other.',
    remedy: 'Let Bramble repair it: it writes both sides from the same key and restarts them.',
    action: 'converge',
  },
  {
    id: 'hs-to-bridge-down',
    where: ['bridge'],
    exits: [13],
    says: /Homeserver -> (?:appservice|bridge) connection is not working(?!, retrying)/,
    title: 'The Matrix server cannot reach the bridge',
    cause:
      'The bridge can ask Synapse, but Synapse got no answer from the bridge at the address in its registration.',
    remedy: 'Let Bramble repair it. If it comes back, restart Synapse, then the bridge.',
    action: 'converge',
  },
  {
    id: 'hs-unreachable',
    where: ['bridge'],
    exits: [],
    says: /\bFailed to connect to homeserver, retrying in 10 seconds/,
    title: 'The bridge waits for the Matrix server',
    cause: 'Synapse does not answer the bridge: it may still be starting, or it is not running.',
    remedy: 'Wait a minute: the bridge tries again by itself. If it stays, look at Synapse first.',
    action: 'converge',
  },
  {
    id: 'sync-not-implemented',
    where: ['synapse'],
    exits: [],
    says: /synapse\/handlers\/sync\.py[\s\S]{0,600}^NotImplementedError\b|^NotImplementedError\b[\s\S]{0,300}"GET \/_matrix\/client\/\S{1,20}\/sync\?/m,
    across: true,
    title: 'A bridge reads its messages under a name that Synapse refuses',
    cause:
      'The bot of a bridge is named in its registration as the bridge itself, and Synapse serves no message stream to such a name.',
    remedy: 'Let Bramble write the registration again: it names a sender that nobody else is.',
    action: 'converge',
  },
  {
    id: 'sync-token-dead',
    where: ['bridge'],
    exits: [51],
    says: /\bFatal error syncing\b/,
    title: 'The Matrix server stopped serving the bridge',
    cause: 'While the bridge ran, Synapse withdrew its key: its registration was taken away or changed.',
    remedy: 'Let Bramble repair it: the registration comes back, and both are restarted.',
    action: 'converge',
  },
  {
    id: 'hs-outdated',
    where: ['bridge'],
    exits: [18],
    says: /\bThe homeserver is outdated\b/,
    title: 'The Matrix server is too old for this bridge',
    cause: 'Synapse speaks an older edition of Matrix than the bridge needs.',
    remedy: 'Update the server, then start the bridge again.',
    action: 'none',
  },
  {
    id: 'no-listener',
    where: ['bridge'],
    exits: [23],
    says: /\bNeither appservice HTTP listener nor websocket is enabled\b/,
    title: 'The bridge was not told where to listen',
    cause: 'Its settings name no port, so Synapse could never reach it.',
    remedy: 'Let Bramble write the bridge’s settings again.',
    action: 'converge',
  },
]
