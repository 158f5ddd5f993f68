// DNS over HTTPS in JSON, as dns.google and cloudflare-dns.com answer it.
import { answer, readNames, TYPES } from './names.mjs'
import { bytesOf } from './name-server.mjs'

/** @param caa how the service writes a CAA record: dns.google as text, Cloudflare in the generic form of RFC 3597 */
export const doh =
  (path, caa) =>
  (request, response, { names }) => {
    const url = new URL(request.url, 'https://dns.invalid')
    const name = url.searchParams.get('name')
    const asked = url.searchParams.get('type') ?? 'A'
    const type = TYPES[asked.toUpperCase()] ?? Number(asked)
    if (url.pathname !== path || !name || !Number.isInteger(type)) return response.writeHead(400).end()
    const { status, answers } = answer(readNames(names), name, type)
    const body = {
      Status: status,
      TC: false,
      RD: true,
      RA: true,
      AD: false,
      CD: false,
      Question: [{ name: `${name.replace(/\.$/, '')}.`, type }],
      ...(answers.length > 0 && {
        Answer: answers.map((one) => ({
          name: `${one.name}.`,
          type: one.type,
          TTL: one.ttl,
          data: textOf(one, caa),
        })),
      }),
    }
    response.writeHead(200, { 'content-type': 'application/dns-json' }).end(JSON.stringify(body))
  }

function textOf({ type, value }, caa) {
  switch (type) {
    case TYPES.CNAME:
    case TYPES.NS:
      return `${value}.`
    case TYPES.TXT:
      return `"${value}"`
    case TYPES.CAA: {
      if (caa === 'text') return `${value[0]} ${value[1]} "${value[2]}"`
      const bytes = bytesOf(type, value)
      return `\\# ${bytes.length} ${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}`
    }
    default:
      return value
  }
}
