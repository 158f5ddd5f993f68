/** What is wrong with a domain is found before any certificate authority has seen an order. */
import { randomBytes } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { sleep } from '../../provisioners/computer.ts'
import { toProblem } from '../../provisioners/engine/problem-words.ts'
import { checkDomain } from '../../provisioners/reach-domain.ts'
import {
  asked,
  closePort,
  domainIntent as intent,
  HOST,
  openPorts,
  OTHER_ADDRESS,
  PUBLIC_ADDRESS,
  setNames,
  well,
} from './internet-support.ts'
import { emptyPi, laptop, type Laptop } from './support.ts'

let one: Laptop
beforeAll(async () => {
  await emptyPi()
  one = laptop()
})
afterAll(() => one?.close())
afterEach(() => expect(asked()).toEqual([]))

describe('before any order', () => {
  it('a domain that leads here can be planned', async () => {
    setNames(well)
    const { changes } = await one.engine.plan(intent)
    expect(changes.map(({ resource }) => resource)).toContain('certificate-rehearsal')
  })

  it.each([
    ['another machine’s address', { [HOST]: { A: [OTHER_ADDRESS] } }],
    ['a stale IPv6 address', { [HOST]: { A: [PUBLIC_ADDRESS], AAAA: ['2001:db8::9'] } }],
    ['a CAA record that forbids', { 'example.test': { CAA: [[0, 'issue', 'pki.goog']] as const } }],
  ])('%s is refused, and no run begins', async (_, wrong) => {
    setNames({ ...well, ...wrong })
    expect(await one.engine.start(intent).catch(toProblem)).toMatchObject({ code: 'domain-not-ready' })
  })

  it('a closed port is found by the check of the domain', async () => {
    setNames(well)
    await closePort(80)
    try {
      const view = await checkDomain(intent.address, {
        connect: one.connect,
        // this machine is no computer of the lab's internet: the Pi asks, round by its router
        fromHere: {
          web: async () => ({ ok: false, why: 'not-asked', detail: '' }),
          knock: async () => ({ kind: 'no-way' }),
        },
        random: (bytes) => randomBytes(bytes),
        sleep,
      })
      expect(view.lines.map(({ code }) => code)).toContain('port-80-closed')
      expect(view.ready).toBe(false)
    } finally {
      await openPorts()
    }
  })
})
