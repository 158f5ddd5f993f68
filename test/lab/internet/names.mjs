// The lab's DNS: which records there are, in a file that tests write at any time.
//
// names.json: {"example.test": {"A": ["203.0.113.7"], "AAAA": [], "CNAME": "other.test", "CAA": [[0, "issue", "letsencrypt.org"]], "TXT": ["…"]}}
import { readFileSync } from 'node:fs'

export const TYPES = { A: 1, NS: 2, CNAME: 5, SOA: 6, TXT: 16, AAAA: 28, CAA: 257 }
const TTL = 60

/** @returns the file's records by lower-case name; none while it is not there */
export function readNames(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error.code === 'ENOENT') return {}
    throw error
  }
}

/**
 * What a resolver that follows aliases answers.
 *
 * @returns status 0, or 3 for a name that is not there; answers as {name, type, ttl, value}
 */
export function answer(names, name, type) {
  const found = []
  let at = name.toLowerCase().replace(/\.$/, '')
  for (let hop = 0; hop < 8; hop++) {
    const records = names[at]
    if (!records) return { status: isBranch(names, at) ? 0 : 3, answers: found }
    if (records.CNAME !== undefined && type !== TYPES.CNAME) {
      found.push({ name: at, type: TYPES.CNAME, ttl: TTL, value: records.CNAME })
      at = records.CNAME.toLowerCase()
      continue
    }
    for (const [kind, number] of Object.entries(TYPES))
      if (number === type && records[kind] !== undefined)
        for (const value of [records[kind]].flat(kind === 'CAA' ? 0 : 1))
          for (const one of kind === 'CAA' ? value : [value])
            found.push({ name: at, type, ttl: TTL, value: one })
    return { status: 0, answers: found }
  }
  return { status: 2, answers: [] }
}

/** A name without records of its own exists where one below it does. */
const isBranch = (names, at) => Object.keys(names).some((name) => name.endsWith(`.${at}`))

/** What CAA says of an issuer, from the name upwards (RFC 8659, 3). */
export function caaAllows(names, name, issuer) {
  const labels = name.split('.')
  for (let from = 0; from < labels.length; from++) {
    const { answers } = answer(names, labels.slice(from).join('.'), TYPES.CAA)
    const records = answers.filter(({ type }) => type === TYPES.CAA).map(({ value }) => value)
    if (records.length === 0) continue
    const issue = records.filter(([, tag]) => tag === 'issue')
    return issue.length === 0 || issue.some(([, , value]) => value.split(';')[0].trim() === issuer)
  }
  return true
}
