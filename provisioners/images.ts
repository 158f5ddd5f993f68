/** Every container image, one pinned version each. Tags exist for arm64 and amd64. */
export const images = {
  postgres: 'docker.io/library/postgres:17.11-trixie',
  synapse: 'ghcr.io/element-hq/synapse:v1.160.0',
  mas: 'ghcr.io/element-hq/matrix-authentication-service:1.23.0',
  elementWeb: 'ghcr.io/element-hq/element-web:v1.12.26',
  pocketId: 'ghcr.io/pocket-id/pocket-id:v2.14.0',
  caddy: 'docker.io/library/caddy:2.11.4',
  /** 2026.8.0 and 2026.8.1 write paths anew, which breaks Matrix's escapes (cloudflared, RELEASE_NOTES). */
  cloudflared: 'docker.io/cloudflare/cloudflared:2026.8.2',
  // the bridges: one release a month, of which only the newest is supported (mautrix's documentation); a tag names its month
  signal: 'dock.mau.dev/mautrix/signal:v26.08',
  whatsapp: 'dock.mau.dev/mautrix/whatsapp:v26.08',
  telegram: 'dock.mau.dev/mautrix/telegram:v26.08',
  discord: 'dock.mau.dev/mautrix/discord:v0.7.7',
  /** Messenger alone, since v26.08: Instagram has tags of its own in the same repository. */
  facebook: 'dock.mau.dev/mautrix/meta:v26.08',
  instagram: 'dock.mau.dev/mautrix/meta:ig-v26.08',
  gmessages: 'dock.mau.dev/mautrix/gmessages:v26.08',
  slack: 'dock.mau.dev/mautrix/slack:v26.08',
  bluesky: 'dock.mau.dev/mautrix/bluesky:v25.10',
  twitter: 'dock.mau.dev/mautrix/twitter:v26.08',
  gvoice: 'dock.mau.dev/mautrix/gvoice:v26.05',
  linkedin: 'dock.mau.dev/mautrix/linkedin:v26.04',
  zulip: 'dock.mau.dev/mautrix/zulip:v25.11',
  /** It has no releases: whoever adds it gets what its authors had last, and keeps that. */
  irc: 'dock.mau.dev/mautrix/irc:latest',
  heisenbridge: 'docker.io/hif1/heisenbridge:1.15.4',
  hookshot: 'ghcr.io/matrix-org/matrix-hookshot:7.4.3',
  keycloak: 'quay.io/keycloak/keycloak:26.7.5',
} as const
