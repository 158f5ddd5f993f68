/** What a server with a domain of its own goes through; told once, as the other scenarios are. */
import { defaultIntent, type Intent } from '../../provisioners/model/intent.ts'
import { certificatesOf, CADDY } from '../../provisioners/ingress/certificates/places.ts'
import { PRODUCTION_DIRECTORY, STAGING_DIRECTORY } from '../../provisioners/stack/routes/acme.ts'
import { anyOf, sh, withInput } from '../../provisioners/shell/command.ts'
import { containerName } from '../../provisioners/stack/paths.ts'
import type { Scenario } from './scenarios.ts'

export const HOST = 'matrix.example.test'

const intent: Intent = {
  ...defaultIntent('raspberrypi'),
  address: { mode: 'domain', serverName: 'example.test', host: HOST, email: 'owner@example.test' },
  extras: { elementWeb: false },
}

export const domainScenarios: readonly Scenario[] = [
  {
    name: 'domain: an empty machine',
    fault: [
      sh`mkdir -p /etc/docker`,
      anyOf(
        sh`test -e /etc/docker/daemon.json`,
        withInput(sh`tee /etc/docker/daemon.json`, ['{"debug": false}\n']),
      ),
    ],
    intent,
  },
  { name: 'domain: the same again', intent },
  {
    name: 'domain: fault: the certificates were removed',
    fault: [
      sh`rm -rf ${certificatesOf(PRODUCTION_DIRECTORY)} ${certificatesOf(STAGING_DIRECTORY)}`,
      sh`docker stop ${containerName(CADDY)}`,
    ],
    intent,
  },
  { name: 'domain: Element Web is added', intent: { ...intent, extras: { elementWeb: true } } },
]
