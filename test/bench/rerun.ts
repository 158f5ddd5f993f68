/** The second apply, which finds nothing to do: Bramble's command line and a playbook of the same resources, in turn. */
import { join } from 'node:path'
import type { Intent } from '../../provisioners/model/intent.ts'
import type { PlanView } from '../../provisioners/model/plan.ts'
import type { LabFacts } from '../lab/support.ts'
import { ansible, installAnsible } from './ansible.ts'
import type { CommandLine } from './command-line.ts'
import { tell } from './ending.ts'
import type { Taken } from './figure.ts'
import { median } from './median.ts'
import { fetchPiFiles } from './pi-files.ts'
import { playbook } from './playbook.ts'

const ROUNDS = 5

/** @param folder private, for what is taken from the Pi */
export async function rerun(folder: string, pi: LabFacts, intent: Intent, cli: CommandLine): Promise<Taken> {
  await applyUnchanged(cli)
  const { kept } = JSON.parse((await cli.run('plan', '--json')).stdout) as PlanView
  await installAnsible()
  const resources = kept.map(({ resource }) => resource)
  const text = playbook(await fetchPiFiles(join(folder, 'pi')), intent, resources)
  const peer = await ansible(join(folder, 'ansible'), pi, cli.knownHosts, text)
  tell(`warming up ${peer.name}`)
  await peer.runUnchanged()
  const own: number[] = []
  const theirs: number[] = []
  for (let round = 1; round <= ROUNDS; round++) {
    const mine = await applyUnchanged(cli)
    const other = (await peer.runUnchanged()).seconds
    own.push(mine)
    theirs.push(other)
    tell(`rerun ${round} of ${ROUNDS}: bramble ${mine.toFixed(2)} s, ansible ${other.toFixed(2)} s`)
  }
  return { value: median(own), peer: peer.name, peerValue: median(theirs) }
}

async function applyUnchanged(cli: CommandLine): Promise<number> {
  const { stdout, seconds } = await cli.run('apply', '--yes')
  if (!stdout.startsWith('nothing to do')) throw new Error(`the second apply changed something:\n${stdout}`)
  return seconds
}
