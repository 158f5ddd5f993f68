/** Addresses as numbers, so that two spellings of one address are the same and ranges can be asked. Pure. */

export interface Ip {
  readonly family: 4 | 6
  readonly value: bigint
}

/** @returns null for anything that is no address; an IPv4 address inside an IPv6 one is the IPv4 address (RFC 4291, 2.5.5.2) */
export function parseIp(text: string): Ip | null {
  const given = text.trim()
  if (given.length > 45) return null
  const four = parseFour(given)
  if (four !== null) return { family: 4, value: four }
  const six = parseSix(given)
  if (six === null) return null
  return six >> 32n === 0xffffn ? { family: 4, value: six & 0xffffffffn } : { family: 6, value: six }
}

function parseFour(text: string): bigint | null {
  if (!/^(0|[1-9]\d{0,2})(\.(0|[1-9]\d{0,2})){3}$/.test(text)) return null
  const bytes = text.split('.').map(Number)
  if (bytes.some((byte) => byte > 255)) return null
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
}

function parseSix(text: string): bigint | null {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const four = tail ? parseFour(tail[2] ?? '') : 0n
  if (four === null) return null
  const hex = (value: bigint): string => value.toString(16)
  const whole = tail ? `${tail[1]}${hex(four >> 16n)}:${hex(four & 0xffffn)}` : text
  if (!/^[0-9a-f:]+$/i.test(whole)) return null
  const halves = whole.split('::')
  if (halves.length > 2) return null
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')))
  const [head = [], rest = []] = groups
  const missing = 8 - head.length - rest.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const all = [...head, ...Array<string>(halves.length === 2 ? missing : 0).fill('0'), ...rest]
  if (all.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return null
  return all.reduce((sum, group) => (sum << 16n) | BigInt(Number.parseInt(group, 16)), 0n)
}

/** The one way to write an address (RFC 5952, 4). */
export function writeIp({ family, value }: Ip): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.')
  const groups = Array.from({ length: 8 }, (_, index) =>
    Number((value >> BigInt(112 - 16 * index)) & 0xffffn),
  )
  let best = { at: 0, length: 0 }
  for (let at = 0; at < 8; at++) {
    let length = 0
    while (at + length < 8 && groups[at + length] === 0) length++
    if (length > best.length) best = { at, length }
  }
  const hex = (some: readonly number[]): string => some.map((group) => group.toString(16)).join(':')
  if (best.length < 2) return hex(groups)
  return `${hex(groups.slice(0, best.at))}::${hex(groups.slice(best.at + best.length))}`
}

/** @returns the address in its one spelling, where it is of the family; else null */
export function canonical(text: string, family: 4 | 6): string | null {
  const ip = parseIp(text)
  return ip?.family === family ? writeIp(ip) : null
}

interface Range {
  readonly ip: Ip
  readonly length: number
}

const range = (text: string): Range => {
  const [address = '', length = ''] = text.split('/')
  const ip = parseIp(address)
  if (!ip) throw new TypeError(`no range: ${text}`)
  return { ip, length: Number(length) }
}

function within(ip: Ip, ranges: readonly Range[]): boolean {
  return ranges.some(({ ip: base, length }) => {
    if (base.family !== ip.family) return false
    const shift = BigInt((ip.family === 4 ? 32 : 128) - length)
    return ip.value >> shift === base.value >> shift
  })
}

/** RFC 6598, 7. */
const shared = [range('100.64.0.0/10')]
/** RFC 1918, 3. */
const home = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(range)
/** What the internet never leads to anybody (RFC 6890, 2.2.2; RFC 3927); blocks for examples are left out: practice uses them. */
const nowhere = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'].map(range)
/** Global unicast (RFC 4291, 2.4; IANA, IPv6 global unicast address assignments). */
const global = [range('2000::/3')]

export type IpKind = 'public' | 'shared' | 'home' | 'none'

/** @returns `none` also for what is no address */
export function kindOf(text: string): IpKind {
  const ip = parseIp(text)
  if (!ip) return 'none'
  if (ip.family === 6) return within(ip, global) ? 'public' : 'none'
  if (within(ip, shared)) return 'shared'
  if (within(ip, home)) return 'home'
  return within(ip, nowhere) ? 'none' : 'public'
}

/** Whether two IPv6 addresses are of one network, as homes get them (RFC 4291, 2.5.4). */
export function sameNetwork(one: string, other: string): boolean {
  const [a, b] = [parseIp(one), parseIp(other)]
  return a?.family === 6 && b?.family === 6 && a.value >> 64n === b.value >> 64n
}

/** As published at cloudflare.com/ips. */
const cloudflare = [
  '173.245.48.0/20',
  '103.21.244.0/22',
  '103.22.200.0/22',
  '103.31.4.0/22',
  '141.101.64.0/18',
  '108.162.192.0/18',
  '190.93.240.0/20',
  '188.114.96.0/20',
  '197.234.240.0/22',
  '198.41.128.0/17',
  '162.158.0.0/15',
  '104.16.0.0/13',
  '104.24.0.0/14',
  '172.64.0.0/13',
  '131.0.72.0/22',
  '2400:cb00::/32',
  '2606:4700::/32',
  '2803:f800::/32',
  '2405:b500::/32',
  '2405:8100::/32',
  '2a06:98c0::/29',
  '2c0f:f248::/32',
].map(range)

export function isCloudflare(text: string): boolean {
  const ip = parseIp(text)
  return ip !== null && within(ip, cloudflare)
}
