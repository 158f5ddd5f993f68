/** What is asked of the running server, from the Pi, the way a client asks it. */
import { sh, until, type Command } from '../shell/command.ts'
import type { Addresses } from './address.ts'
import { CA_CERTIFICATE, wayTo } from './door.ts'

type Doors = Pick<Addresses, 'front' | 'sites'>

export const readCaCertificate = (): Command => sh`cat ${CA_CERTIFICATE}`

/**
 * Asks a public address on this machine. Prints curl's report as JSON: http_code, exitcode, errormsg. Exit 60 is a certificate
 * that does not hold, 35 a name that none is there for.
 */
export const probeSite = (url: string, doors: Doors): Command => {
  const way = wayTo(url, doors)
  return sh`curl --silent --output /dev/null --max-time 10 ${way.options} --write-out ${'%{json}'} ${way.url}`
}

/** The same, failing for any answer of 400 and more, until it works. */
export const waitForSite = (url: string, withinSeconds: number, doors: Doors): Command => {
  const way = wayTo(url, doors)
  return until(
    sh`curl --fail --silent --show-error --output /dev/null --max-time 10 ${way.options} ${way.url}`,
    2,
    withinSeconds,
  )
}
