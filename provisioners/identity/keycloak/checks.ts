/** Whether people can sign in by Keycloak. */
import { defineCheck } from '../../engine/check.ts'
import { health } from './facts.ts'
import { SERVICE } from './names.ts'

export const keycloakAnswers = defineCheck({
  code: 'keycloak.answers',
  severity: 'blocks',
  dependsOn: ['service.keycloak', 'service.synapse', 'postgres.accepts', 'docker.runs'],
  // its own start takes a minute and more
  grace: 120,
  facts: { health },
  words: {
    title: 'Keycloak does not answer',
    remedy: 'Restart Keycloak. Nobody can sign in with it until it answers, which takes a few minutes.',
    good: 'Keycloak answers.',
  },
  remedy: { kind: 'restart', service: SERVICE },
  judge: ({ health: seen }) =>
    seen.ok ? null : { detail: 'It runs, but says that it is not well.', evidence: [seen.evidence] },
})
