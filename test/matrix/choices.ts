/** The choices of an intent as factors, from a row to an intent and back. */
import fc from 'fast-check'
import type { IdentityProvider } from '../../provisioners/identity/identity-provider.ts'
import { providers } from '../../provisioners/identity/index.ts'
import { CLOUDFLARE_UPLOAD_MIB, intentSchema, type Intent } from '../../provisioners/model/intent.ts'
import { memorySizes } from '../../provisioners/model/options.ts'
import { addresses, audiences, hasIdentitySite, mails, maySettle, settingsOf } from './intents.ts'
import type { Factors, Pair, Row } from './pairs.ts'

const nameOfAddress = (address: object): string =>
  Object.entries(address)
    .filter(([, value]) => typeof value === 'string')
    .map(([key, value]) => (key === 'mode' ? String(value) : `${key}:${String(value)}`))
    .toSorted()
    .join(' ')

const byName = new Map(addresses.map((address) => [nameOfAddress(address), address]))
const mailOf = new Map(mails.map((mail) => [mail.security, mail]))

export const factors: Factors = {
  address: [...byName.keys()],
  provider: ['none', ...providers.map(({ id }) => id)],
  admits: [...new Set(providers.flatMap(audiences))],
  accounts: ['yes', 'no'],
  registration: ['closed', 'invitation', 'email'],
  recovery: ['no', 'yes'],
  strength: ['0', '1', '2', '3', '4'],
  mail: ['none', ...mailOf.keys()],
  captcha: ['none', 'recaptcha_v2', 'cloudflare_turnstile', 'hcaptcha'],
  branding: ['none', 'all'],
  element: ['yes', 'no'],
  memory: memorySizes,
  upload: ['1', '50', '1024'],
  keep: ['null', '1', '30'],
  previews: ['no', 'yes'],
  presence: ['no', 'yes'],
  federation: ['all', 'none', 'listed'],
  qr: ['yes', 'no'],
  log: ['WARNING', 'INFO'],
}

const refusesMemory = (provider: IdentityProvider | undefined, memory: string | undefined): boolean =>
  (provider?.refuses?.({ server: { memory } } as Intent) ?? null) !== null

/** What can be together: everything but what the model refuses, and says so in words. */
export function fits([factor, value, other, otherValue]: Pair): boolean {
  const of = (name: string): string | undefined =>
    factor === name ? value : other === name ? otherValue : undefined
  const mailless = of('mail') === 'none'
  if (mailless && (of('registration') === 'email' || of('recovery') === 'yes')) return false
  const way = byName.get(of('address') ?? '')?.mode
  if (way === 'cloudflare' && Number(of('upload') ?? 0) > CLOUDFLARE_UPLOAD_MIB) return false
  const kind = of('provider')
  if (kind === undefined) return true
  const provider = providers.find(({ id }) => id === kind)
  if (of('accounts') === 'no' && !provider) return false
  const admits = of('admits')
  if (admits !== undefined && !(provider ? audiences(provider) : ['invited']).includes(admits as 'invited'))
    return false
  if (of('memory') !== undefined && refusesMemory(provider, of('memory'))) return false
  const address = byName.get(of('address') ?? '')
  return !(address && provider?.where === 'here' && !hasIdentitySite(address))
}

/** @param seed for the answers to the provider's own questions */
export function intentOf(row: Row, seed: number): Intent {
  const provider = providers.find(({ id }) => id === row['provider'])
  const yes = (name: string): boolean => row[name] === 'yes'
  const keep = row['keep'] ?? ''
  const admits = (row['admits'] ?? 'invited') as 'invited'
  return intentSchema.parse({
    version: 2,
    name: 'Brookside',
    address: byName.get(row['address'] ?? ''),
    signIn: {
      accounts: yes('accounts'),
      registration: row['registration'],
      passwordRecovery: yes('recovery'),
      passwordStrength: Number(row['strength']),
      allowedEmails: row['admits'] === 'listed' ? ['@example.net', 'a@example.org'] : [],
      captcha: row['captcha'] === 'none' ? null : { service: row['captcha'], siteKey: 'site-key' },
      providers: provider
        ? [
            {
              key: 'first',
              kind: provider.id,
              admits,
              settings: fc.sample(
                settingsOf(provider).filter((settings) => maySettle(provider, settings, admits)),
                { seed, numRuns: 1 },
              )[0],
            },
          ]
        : [],
    },
    mail: mailOf.get(row['mail'] as 'tls') ?? null,
    branding:
      row['branding'] === 'all'
        ? { privacyPolicy: 'https://example.org/p', terms: 'https://example.org/t', imprint: 'Example' }
        : {},
    extras: { elementWeb: yes('element') },
    server: {
      memory: row['memory'],
      uploadMiB: Number(row['upload']),
      keepRemoteMediaDays: keep === 'null' ? null : Number(keep),
      urlPreviews: yes('previews'),
      presence: yes('presence'),
      federation:
        row['federation'] === 'listed'
          ? { with: 'listed', servers: ['example.net'] }
          : { with: row['federation'] },
      qrSignIn: yes('qr'),
      logLevel: row['log'],
    },
  })
}

/** What an intent really says, factor by factor: read from the intent and not from the row that it was made of. */
export function rowOf({ address, signIn, mail, branding, extras, server }: Intent): Row {
  const [entry] = signIn.providers
  const word = (yes: boolean): string => (yes ? 'yes' : 'no')
  return {
    address: nameOfAddress(address),
    provider: entry?.kind ?? 'none',
    admits: entry?.admits ?? 'invited',
    accounts: word(signIn.accounts),
    registration: signIn.registration,
    recovery: word(signIn.passwordRecovery),
    strength: String(signIn.passwordStrength),
    mail: mail?.security ?? 'none',
    captcha: signIn.captcha?.service ?? 'none',
    branding: branding.imprint === undefined ? 'none' : 'all',
    element: word(extras.elementWeb),
    memory: server.memory,
    upload: String(server.uploadMiB),
    keep: String(server.keepRemoteMediaDays),
    previews: word(server.urlPreviews),
    presence: word(server.presence),
    federation: server.federation.with,
    qr: word(server.qrSignIn),
    log: server.logLevel,
  }
}
