// DNS over UDP for the lab's own names (RFC 1035, 4; CAA: RFC 8659, 4.1).
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import { answer, readNames, TYPES } from './names.mjs'

export function startNameServer(address, file) {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const reply = replyTo(query, readNames(file))
    if (reply) socket.send(reply, from.port, from.address)
  })
  return new Promise((resolve) => socket.bind(53, address, () => resolve(socket)))
}

function replyTo(query, names) {
  if (query.length < 17) return null
  let at = 12
  const labels = []
  while (query[at] !== 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + query[at]))
    at += query[at] + 1
    if (at >= query.length) return null
  }
  const question = query.subarray(12, at + 5)
  const { status, answers } = answer(names, labels.join('.'), query.readUInt16BE(at + 1))
  console.log(`dns ${labels.join('.')} ${query.readUInt16BE(at + 1)}: ${status} ${answers.length}`)
  const header = Buffer.alloc(12)
  query.copy(header, 0, 0, 2)
  // an answer, authoritative, recursion as asked and there
  header.writeUInt16BE(0x8480 | (query[2] & 1 ? 0x0100 : 0) | status, 2)
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(answers.length, 6)
  return Buffer.concat([header, question, ...answers.map(record)])
}

function record({ name, type, ttl, value }) {
  const data = bytesOf(type, value)
  const fixed = Buffer.alloc(10)
  fixed.writeUInt16BE(type, 0)
  fixed.writeUInt16BE(1, 2)
  fixed.writeUInt32BE(ttl, 4)
  fixed.writeUInt16BE(data.length, 8)
  return Buffer.concat([nameBytes(name), fixed, data])
}

export function bytesOf(type, value) {
  switch (type) {
    case TYPES.A:
      return Buffer.from(value.split('.').map(Number))
    case TYPES.AAAA:
      return ipv6(value)
    case TYPES.CNAME:
    case TYPES.NS:
      return nameBytes(value)
    case TYPES.TXT:
      return Buffer.concat([Buffer.from([Buffer.byteLength(value)]), Buffer.from(value)])
    case TYPES.CAA: {
      const [flags, tag, text] = value
      return Buffer.concat([Buffer.from([flags, tag.length]), Buffer.from(tag), Buffer.from(text)])
    }
    default:
      throw new Error(`no form for a record of type ${type}`)
  }
}

function nameBytes(name) {
  const parts = name.split('.').filter(Boolean)
  return Buffer.concat([
    ...parts.map((part) => Buffer.concat([Buffer.from([part.length]), Buffer.from(part)])),
    Buffer.from([0]),
  ])
}

function ipv6(text) {
  if (!isIPv6(text)) throw new Error(`not an IPv6 address: ${text}`)
  const [head, tail] = text.split('::').map((part) => part.split(':').filter(Boolean))
  const groups = tail ? [...head, ...Array(8 - head.length - tail.length).fill('0'), ...tail] : head
  return Buffer.from(groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]))
}
