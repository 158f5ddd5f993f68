/** What the check of an own domain says, by what it found. Names and addresses in it were parsed before. */
import type { TestLine } from '../model/test-line.ts'
import type { CaaVerdict } from './caa.ts'
import type { RecordFault, Row } from './records.ts'

const line =
  (verdict: TestLine['verdict']) =>
  (code: string, title: string, detail: string, remedy = ''): TestLine => ({
    code,
    verdict,
    title,
    detail,
    remedy,
  })
export const fine = line('fine')
export const worthKnowing = line('worth-knowing')
export const inTheWay = line('in-the-way')

const LONGEST = 300

/** One line of printable characters, without those that turn the direction of writing: records hold anything. */
export function clean(text: string): string {
  const plain = text.replaceAll(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain
}

const WAIT = 'A change can take from a minute to an hour until it is seen everywhere.'

const nowOf = ({ view }: Row): string => (view.now.length === 0 ? 'nothing' : view.now.map(clean).join(', '))

/** What to do about one record, as its row and its line say it. */
export function recordRemedy({ view, fault, caa }: Row): string {
  const { name, type, should } = view
  switch (fault) {
    case null:
      return view.verdict === 'unknown'
        ? 'It could not be looked up just now. It is asked again by itself.'
        : ''
    case 'wrong-a':
      return should === ''
        ? `Remove the A record of ${name} at your domain’s provider: your Pi has no IPv4 address of its own.`
        : `At your domain’s provider, set the A record of ${name} to ${should}, and remove all others. ${WAIT}`
    case 'stale-aaaa':
      return should === ''
        ? `Remove the AAAA record of ${name} at your domain’s provider: your Pi has no IPv6 address that works.`
        : `Remove the AAAA record of ${name} at your domain’s provider, or set it to ${should}. ${WAIT}`
    case 'no-record':
      return should === ''
        ? `Add an ${type} record for ${name} at your domain’s provider, with your home’s public address.`
        : `Add a ${type} record for ${name} at your domain’s provider: ${should}. ${WAIT}`
    case 'resolvers-disagree':
      return `If you have just changed it, wait. If it stays so for a day, look at your domain’s provider whether there are two records for ${name}, or two sets of name servers.`
    case 'dnssec':
      return 'Compare the DS record at the registrar of your domain with the keys that your DNS provider shows, or turn DNSSEC off at the registrar. After a move between providers an old DS record is the usual cause.'
    case 'dns-broken':
      return 'Look at the registrar of your domain which name servers it has, and whether your DNS provider has this domain. A DS record left from an old provider does the same.'
    case 'alias-loop':
      return `Remove the CNAME record of ${name}, and add ${should === '' ? 'an A record with your home’s public address' : `one that leads to ${should}`}.`
    case 'alias-nowhere':
      return `Let the CNAME record of ${name} lead to a name that is there${should === '' ? '' : `, such as ${should}`}, or add the missing name.`
    case 'cloudflare-proxied':
      return `In Cloudflare’s list of DNS records, click the orange cloud beside ${name} so that it turns grey (“DNS only”). To go through Cloudflare on purpose, take the way by its tunnel.`
    case 'caa-forbids':
      return caaRemedy(view.name, caa?.why ?? 'others')
  }
}

function caaRemedy(name: string, why: Extract<CaaVerdict, { allowed: false }>['why']): string {
  switch (why) {
    case 'account':
      return `At your domain’s provider, take “accounturi” out of the CAA record of ${name}: your Pi has an account of its own.`
    case 'method':
      return `At your domain’s provider, let “validationmethods” in the CAA record of ${name} hold http-01 or tls-alpn-01 too.`
    case 'critical':
      return `At your domain’s provider, remove the CAA record of ${name} that has the flag 128 and a word that nobody knows.`
    case 'nobody':
    case 'others':
      return `At your domain’s provider, add the CAA record 0 issue "letsencrypt.org" for ${name}, or remove the CAA records there.`
  }
}

const titles: Readonly<Record<RecordFault, (row: Row) => string>> = {
  'wrong-a': ({ view }) => `${view.name} leads to another address`,
  'stale-aaaa': ({ view }) => `${view.name} leads somewhere else by IPv6`,
  'no-record': ({ view }) => `${view.name} leads nowhere yet`,
  'resolvers-disagree': ({ view }) => `Not everybody sees the same for ${view.name} yet`,
  dnssec: ({ view }) => `The signatures of ${view.name} do not hold (DNSSEC)`,
  'dns-broken': ({ view }) => `The name servers of ${view.name} give no right answer`,
  'alias-loop': ({ view }) => `${view.name} leads round in a circle`,
  'alias-nowhere': ({ view }) => `${view.name} leads to a name that is not there`,
  'cloudflare-proxied': ({ view }) => `Cloudflare stands before ${view.name}`,
  'caa-forbids': () => 'Your domain does not let Let’s Encrypt give certificates',
}

function detailOf(row: Row): string {
  const { name, type, should } = row.view
  const now = nowOf(row)
  switch (row.fault) {
    case 'wrong-a':
      return `Its ${type} record says ${now}. ${should === '' ? 'Your Pi has no public IPv4 address.' : `Your home has ${should}.`}`
    case 'stale-aaaa':
      return `Its AAAA record says ${now}. ${should === '' ? 'Your Pi has no public IPv6 address.' : `Your Pi has ${should}.`} The certificate authority and many phones try IPv6 first, and would not find your Pi.`
    case 'no-record':
      return type === 'CNAME' ? `There is no record for ${name}.` : `There is no ${type} record for it.`
    case 'resolvers-disagree':
      return `${saidBy(row)}. A change that was made a moment ago looks like this; the certificate authority may see either.`
    case 'dnssec':
    case 'dns-broken':
      return 'Resolvers that look closely refuse the name, and the certificate authority is one of them.'
    case 'alias-loop':
    case 'alias-nowhere':
      return `Its CNAME record says ${now}.`
    case 'cloudflare-proxied':
      return `Its ${type} record says ${now}, which is Cloudflare’s. Visitors, and the certificate authority, meet Cloudflare instead of your Pi.`
    case 'caa-forbids':
      return `The CAA records of ${name} say ${now}.`
    case null:
      return ''
  }
}

function saidBy({ heard, view }: Row): string {
  const places = (heard?.said ?? []).map(({ view: { resolver, from }, looked }) => {
    const what =
      looked.kind === 'found' ? looked.values.join(', ') : looked.kind === 'broken' ? 'no answer' : 'nothing'
    return `${resolver.name} says ${clean(what)} ${from === 'pi' ? 'to your Pi' : 'to this computer'}`
  })
  return `For the ${view.type} record, ${places.join('; ')}`
}

/** The line of one row; null where nothing is wrong. */
export const recordLine = (row: Row): TestLine | null =>
  row.fault === null ? null : inTheWay(row.fault, titles[row.fault](row), detailOf(row), recordRemedy(row))
