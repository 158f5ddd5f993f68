/** The check of a domain over a real host: real curl, a real listener, the lab’s names and its router. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sleep } from '../../provisioners/computer.ts'
import type { Address } from '../../provisioners/model/address.ts'
import { checkDomain } from '../../provisioners/reach-domain.ts'
import type { FromHere } from '../../provisioners/reach-domain-ports.ts'
import {
  closePort,
  HOST,
  openPorts,
  OTHER_ADDRESS,
  PUBLIC_ADDRESS,
  setNames,
  well,
} from './internet-support.ts'
import { emptyPi, laptop, onPi, until, type Laptop } from './support.ts'

const address: Address = { mode: 'domain', serverName: HOST, host: HOST }

/** This machine is no computer of the lab’s internet: what is found is found from the Pi, and round by its router. */
const nobody: FromHere = {
  web: async () => ({ ok: false, why: 'not-asked', detail: '' }),
  knock: async () => ({ kind: 'no-way' }),
}

let one: Laptop
beforeAll(async () => {
  await emptyPi()
  one = laptop()
})
afterAll(async () => {
  await openPorts()
  setNames({})
  await one?.close()
})

describe('of a domain of its own, before anything is installed,', () => {
  it.each([
    ['nothing is found where all is well', well, null, []],
    ['a wrong A', { [HOST]: { A: [OTHER_ADDRESS] } }, null, ['wrong-a']],
    ['a stale AAAA', { [HOST]: { A: [PUBLIC_ADDRESS], AAAA: ['2001:db8::9'] } }, null, ['stale-aaaa']],
    ['a closed port 80', well, 80, ['port-80-closed']],
    ['a closed port 443', well, 443, ['port-443-closed']],
    [
      'a CAA of the domain that forbids',
      { ...well, 'example.test': { CAA: [[0, 'issue', 'pki.goog']] as const } },
      null,
      ['caa-forbids'],
    ],
    ['a name that is not there', {}, null, ['no-record']],
  ])('%s', async (_, names, port, codes) => {
    setNames(names)
    await openPorts()
    if (port !== null) await closePort(port)
    const view = await checkDomain(address, {
      connect: one.connect,
      fromHere: nobody,
      random: (bytes) => randomBytes(bytes),
      sleep,
    })
    expect(view.publicIpv4).toBe(PUBLIC_ADDRESS)
    expect(view.lines.filter(({ verdict }) => verdict === 'in-the-way').map(({ code }) => code)).toEqual(
      codes,
    )
    expect(view.ready).toBe(codes.length === 0)
    if (codes.length === 0) expect(view.lines.map(({ code }) => code)).toContain('ports')
    // nothing of the check is left
    const held = async () => (await onPi('sh', '-c', 'ss -Hltn "( sport = :80 or sport = :443 )"')).stdout
    await until('the ports are free again', 5, async () => (await held()) === '')
  })
})
