/** What the status screen shows of the machine itself. */
import type { HostStatus } from '../model/health.ts'
import * as facts from './facts.ts'
import { mountOf, type Mount } from './parse.ts'

export const machineFacts = {
  boardModel: facts.boardModel,
  dmiModel: facts.dmiModel,
  memory: facts.memory,
  mounts: facts.mounts,
  load: facts.load,
  cores: facts.cores,
  heat: facts.heat,
  hostName: facts.hostNameFact,
  clock: facts.clock,
}

export interface MachineSeen {
  readonly boardModel: string
  readonly dmiModel: string
  readonly memory: facts.Memory
  readonly mounts: readonly Mount[]
  readonly load: number | null
  readonly cores: number
  readonly heat: number | null
  readonly hostName: string
  readonly clock: number | null
}

export function hostStatus(seen: MachineSeen, model: string): HostStatus {
  const disk = mountOf(seen.mounts, '/opt/bramble')
  return {
    model,
    load1: seen.load,
    cores: seen.cores,
    heatCelsius: seen.heat,
    diskUsedBytes: disk ? disk.sizeBytes - disk.freeBytes : 0,
    diskTotalBytes: disk?.sizeBytes ?? 0,
    memoryUsedBytes: seen.memory.totalBytes - seen.memory.availableBytes,
    memoryTotalBytes: seen.memory.totalBytes,
  }
}
