/** The ladder against the real server: what it says when all is well, and whom it blames when a part of it is stopped. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProofView } from '../../provisioners/model/proof.ts'
import { brookside, converge, emptyPi, laptop, onPi, type Laptop } from './support.ts'

let one: Laptop
beforeAll(async () => {
  await emptyPi()
  one = laptop()
  const end = (await converge(one)).at(-1)
  expect(end).toMatchObject({ kind: 'finished', outcome: 'verified' })
})
afterAll(() => one.close())

const prove = async (): Promise<ProofView> => one.engine.prove(brookside)
/** `code outcome cause`, of what does not simply work. */
const besides = ({ probes }: ProofView): string[] =>
  probes
    .filter(({ outcome }) => outcome !== 'works')
    .map(({ code, outcome, cause }) => `${code} ${outcome} ${cause}`)
/** With a part stopped, and started again afterwards. */
async function without(service: string, look: () => Promise<void>): Promise<void> {
  const container = `bramble-${service}-1`
  await onPi('docker', 'stop', container)
  try {
    await look()
  } finally {
    await onPi('docker', 'start', container)
  }
}

describe('the ladder in the lab', () => {
  it('finds a whole server whole: only the home name is unknown to this machine, and MAS is a stand-in', async () => {
    const proof = await prove()
    expect(besides(proof)).toEqual([
      'name fails name-unknown',
      'metadata skipped stand-in',
      'discovery skipped stand-in',
      'sign-in skipped stand-in',
    ])
    expect(proof.standIn).toContain('MAS')
    // real Synapse: its keys under its own signature, and a place for signing in by a code
    for (const code of ['identity', 'qr', 'door'])
      expect(proof.probes.find((probe) => probe.code === code)?.outcome).toBe('works')
  })

  it('blames Caddy and Synapse each for itself', async () => {
    await without('caddy', async () => {
      const proof = await prove()
      expect(besides(proof).filter((line) => line.includes(' fails '))).toEqual([
        'name fails name-unknown',
        'private fails server-down',
      ])
    })
    await without('synapse', async () => {
      const failing = besides(await prove()).filter((line) => line.includes(' fails '))
      expect(failing).toEqual(['name fails name-unknown', 'found fails synapse-down'])
    })
  })
})
