/** What Keycloak says about the realm, its client and its people. */
import { z } from 'zod'
import type { Fact } from '../../engine/resource.ts'
import { Secret } from '../../model/secret.ts'
import { probeInside } from '../../stack/commands.ts'
import { look } from './commands.ts'
import { BROWSER_FLOW, CLIENT_ID, HEALTH_URL, REALM } from './names.ts'

const realm = z.object({
  enabled: z.boolean(),
  registrationAllowed: z.boolean(),
  bruteForceProtected: z.boolean(),
  passwordPolicy: z.string().default(''),
})

const client = z.object({
  id: z.string().regex(/^[0-9a-f-]{36}$/),
  clientId: z.string(),
  secret: z.string().default(''),
  enabled: z.boolean(),
  publicClient: z.boolean(),
  standardFlowEnabled: z.boolean(),
  implicitFlowEnabled: z.boolean(),
  directAccessGrantsEnabled: z.boolean(),
  serviceAccountsEnabled: z.boolean(),
  redirectUris: z.array(z.string()),
  attributes: z.record(z.string(), z.string()),
})

/** Sent back whole: what is left out would be set to nothing (Keycloak, AuthenticationManagementResource). */
const execution = z.looseObject({
  displayName: z.string().optional(),
  requirement: z.string(),
  authenticationFlow: z.boolean().optional(),
})

export type Execution = z.infer<typeof execution>
export type Client = Omit<z.infer<typeof client>, 'secret'> & { readonly secret: Secret }

export type Seen =
  /** It does not answer: not there yet, still starting, or not well. */
  | { readonly kind: 'silent'; readonly evidence: string }
  | { readonly kind: 'no-realm' }
  | {
      readonly kind: 'realm'
      readonly realm: z.infer<typeof realm>
      readonly client: Client | null
      readonly people: number
      /** Of our sign-in page; none where its owner made another. */
      readonly executions: readonly Execution[]
    }

const questions = [
  `/${REALM}`,
  `/${REALM}/clients?clientId=${CLIENT_ID}`,
  `/${REALM}/users/count`,
  `/${REALM}/authentication/flows/${encodeURIComponent(BROWSER_FLOW)}/executions`,
]

export const realmSeen: Fact<Seen> = {
  id: 'keycloak.realm',
  command: look(questions),
  timeoutSeconds: 40,
  parse({ status, stdout, stderr, truncated }) {
    if (truncated) throw new Error('Keycloak’s answer could not be read to its end')
    const answers = readAnswers(stdout)
    if (status !== 0 || answers.length !== questions.length)
      return { kind: 'silent', evidence: stderr.trim().slice(0, 500) }
    const [first, clients, count, executions] = answers
    if (first?.status === 404) return { kind: 'no-realm' }
    return {
      kind: 'realm',
      realm: realm.parse(first?.body),
      client: hidden(z.array(client).parse(clients?.body)[0]),
      people: z.int().parse(count?.body),
      executions: executions?.status === 200 ? z.array(execution).parse(executions.body) : [],
    }
  },
}

const hidden = (found: z.infer<typeof client> | undefined): Client | null =>
  found === undefined ? null : { ...found, secret: new Secret(found.secret, 'client secret in Keycloak') }

/** Pairs of lines: a body, and the status that it came with. */
function readAnswers(text: string): { status: number; body: unknown }[] {
  const lines = text.trimEnd().split('\n')
  return lines.flatMap((line, index) =>
    index % 2 === 1 ? [{ status: Number(line), body: parsed(lines[index - 1] ?? '') }] : [],
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export const health: Fact<{ readonly ok: boolean; readonly evidence: string }> = {
  id: 'keycloak.health',
  command: probeInside(HEALTH_URL),
  timeoutSeconds: 15,
  parse: (answer) => ({ ok: answer.status === 0, evidence: answer.stderr.trim().slice(0, 500) }),
}
