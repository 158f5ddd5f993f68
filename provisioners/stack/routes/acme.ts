/** The part of Caddy's configuration that asks for public certificates. Key names: https://caddyserver.com/docs/json/apps/tls/ */

/** Let's Encrypt's two authorities: https://letsencrypt.org/docs/staging-environment/ */
export const STAGING_DIRECTORY = 'https://acme-staging-v02.api.letsencrypt.org/directory'
/** Caddy's own default; here for the folder that it names after it (certmagic, storage.go and acmeissuer.go, IssuerKey). */
export const PRODUCTION_DIRECTORY = 'https://acme-v02.api.letsencrypt.org/directory'

/** In the directory of the storage: what went wrong when a certificate was asked for, a JSON object a line. */
export const CERTIFICATE_LOG = 'certificates.log'
export const REHEARSAL_LOG = 'rehearsal.log'

/** Both ways of proving a name are open: over port 80, and over port 443. */
export const acmeIssuer = (email: string | null): object => ({
  module: 'acme',
  ...(email === null ? {} : { email }),
})

/** What Caddy says of asking (`tls.obtain`) and of asking again (`tls.renew`), in a file of its own that stays small. */
export const certificateLog = (storage: string, name: string): object => ({
  level: 'ERROR',
  include: ['tls.obtain', 'tls.renew'],
  writer: { output: 'file', filename: `${storage}/${name}`, roll_size_mb: 1, roll_keep: 1 },
})

/**
 * A Caddy that does nothing but ask the staging authority for these names, and proves each over port 80: port 443 can be
 * reached later than that, port 80 must be reached now.
 *
 * @param storage directory inside the container
 */
export const rehearsalConfig = (
  names: readonly string[],
  { email, storage }: { readonly email: string | null; readonly storage: string },
): object => ({
  admin: { disabled: true, config: { persist: false } },
  logging: { logs: { default: { level: 'WARN' }, certificates: certificateLog(storage, REHEARSAL_LOG) } },
  storage: { module: 'file_system', root: storage },
  apps: {
    tls: {
      certificates: { automate: names },
      automation: {
        policies: [
          {
            subjects: names,
            issuers: [
              {
                ...acmeIssuer(email),
                ca: STAGING_DIRECTORY,
                challenges: { 'tls-alpn': { disabled: true } },
              },
            ],
          },
        ],
      },
    },
  },
})
