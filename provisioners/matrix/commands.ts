/** What is asked of the running server, from the Pi, the way a client asks it. */
import { sh, until, type Command } from '../shell/command.ts'
import type { Addresses } from './address.ts'
import { execInside } from '../stack/commands.ts'
import { CA_CERTIFICATE, wayTo, type Behind } from './door.ts'

type Doors = Pick<Addresses, 'front' | 'sites'>

export const readCaCertificate = (): Command => sh`cat ${CA_CERTIFICATE}`

/**
 * Asks a public address on this machine. Prints curl's report as JSON: http_code, exitcode, errormsg. Exit 60 is a certificate
 * that does not hold, 35 a name that none is there for.
 */
export const probeSite = (url: string, doors: Doors, behind: Behind): Command => {
  const way = wayTo(url, doors, behind)
  return sh`${way.inside ? execInside : []} curl --silent --output /dev/null --max-time 10 ${way.options} --write-out ${'%{json}'} ${way.url}`
}

/** The same, failing for any answer of 400 and more, until it works. */
export const waitForSite = (url: string, withinSeconds: number, doors: Doors, behind: Behind): Command => {
  const way = wayTo(url, doors, behind)
  return until(
    sh`${way.inside ? execInside : []} curl --fail --silent --show-error --output /dev/null --max-time 10 ${way.options} ${way.url}`,
    2,
    withinSeconds,
  )
}
