/** What is asked of the running server, from the Pi, the way a client asks it. */
import { sh, until, type Command } from '../shell/command.ts'
import { dataPath } from '../stack/paths.ts'

/** Caddy's own certificate authority, made on its first start; public by nature. */
export const CA_CERTIFICATE = `${dataPath('caddy')}/pki/authorities/local/root.crt`

export const readCaCertificate = (): Command => sh`cat ${CA_CERTIFICATE}`

/**
 * Asks a public address through the proxy on this machine, trusting only its own authority.
 * Prints curl's report as JSON: http_code, exitcode, errormsg. Exit 60 is a certificate that does not hold.
 */
export const probeSite = (url: string): Command => {
  const { hostname, port } = new URL(url)
  return sh`curl --silent --output /dev/null --max-time 10 --cacert ${CA_CERTIFICATE} --resolve ${`${hostname}:${port === '' ? '443' : port}:127.0.0.1`} --write-out ${'%{json}'} ${url}`
}

/** The same, failing for any answer of 400 and more, until it works. */
export const waitForSite = (url: string, withinSeconds: number): Command => {
  const { hostname, port } = new URL(url)
  return until(
    sh`curl --fail --silent --show-error --output /dev/null --max-time 10 --cacert ${CA_CERTIFICATE} --resolve ${`${hostname}:${port === '' ? '443' : port}:127.0.0.1`} ${url}`,
    2,
    withinSeconds,
  )
}
