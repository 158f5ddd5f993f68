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
  whatsapp: 'dock.mau.dev/mautrix/whatsapp:v26.08',
  telegram: 'dock.mau.dev/mautrix/telegram:v26.08',
  keycloak: 'quay.io/keycloak/keycloak:26.7.5',
} as const
