/** What a server with a domain of its own goes through; told once, as the other scenarios are. */
import { defaultIntent, type Intent } from '../../provisioners/model/intent.ts'
import { certificatesOf, CADDY } from '../../provisioners/ingress/certificates/places.ts'
import { PRODUCTION_DIRECTORY, STAGING_DIRECTORY } from '../../provisioners/stack/routes/acme.ts'
import { sh } from '../../provisioners/shell/command.ts'
import { containerName } from '../../provisioners/stack/paths.ts'
import type { Scenario } from './scenarios.ts'

export const HOST = 'matrix.example.test'

const intent: Intent = {
  ...defaultIntent('raspberrypi'),
  address: { mode: 'domain', serverName: 'example.test', host: HOST, email: 'owner@example.test' },
  extras: { elementWeb: false },
}

export const domainScenarios: readonly Scenario[] = [
  { name: 'domain: an empty machine', intent },
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
