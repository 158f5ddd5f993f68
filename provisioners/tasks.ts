/** What each task of its own is to bring about. */
import type { Fact, Resource } from './engine/resource.ts'
import { storedState } from './engine/state.ts'
import type { RunTask } from './model/task.ts'
import type { SecretSpec } from './model/secret.ts'
import type { Stack } from './stack/fold.ts'
import { keeping } from './stack/keep.ts'
import { storeKey } from './stack/written.ts'
import { systemResources } from './system/resources.ts'
import * as tailscale from './tailscale/index.ts'
import { forget } from './forget.ts'
import { answersReader, undo } from './undo.ts'
import type { Command } from './shell/command.ts'
import { lastAct, uninstallResources } from './uninstall.ts'
import type { Estimate } from './engine/plan.ts'
import { ownPorts, stackOf } from './assembled.ts'

/** How answers that were stored once are read. */
export const readAnswers = answersReader(stackOf)

/** Nothing to download, and a few containers that start. */
const shortWork = { memoryBytes: 0, workSeconds: 60, bytesPerSecond: 3_000_000 }

/** What the answers on the Pi add up to; null where there are none, or a newer Bramble's. */
const answered: Fact<Stack | null> = {
  ...storedState,
  id: 'stack.answered',
  parse(answer) {
    const stored = storedState.parse(answer)
    return stored.kind === 'state' ? stackOf(stored.state.intent) : null
  },
}

interface Work {
  readonly name: string
  readonly resources: readonly Resource[]
  readonly secretSpecs: readonly SecretSpec[]
  readonly estimate: Estimate
  readonly last?: Command
}

/** @returns the resources of the task, in dependency order */
export function task(task: RunTask): Work {
  switch (task.kind) {
    case 'tailnet':
      return {
        name: task.settings.machineName,
        resources: [
          ...systemResources([], ownPorts).filter(({ id }) => id !== 'ports'),
          ...tailscale.joinResources(task.settings),
        ],
        secretSpecs: [tailscale.tailscaleKey],
        // a package, and a person who opens a link
        estimate: { ...shortWork, memoryBytes: 60 * 1024 ** 2 },
      }
    case 'undo':
      return { name: 'Undo', resources: undo(task.to, readAnswers), secretSpecs: [], estimate: shortWork }
    case 'keep':
      return {
        name: task.file,
        resources: [keeping(task, answered)],
        secretSpecs: [storeKey],
        estimate: { ...shortWork, workSeconds: 15 },
      }
    case 'forget':
      return { name: 'Forget', resources: forget(task.bridge), secretSpecs: [], estimate: shortWork }
    case 'uninstall':
      return {
        name: 'Uninstall',
        resources: uninstallResources(task.data),
        secretSpecs: [],
        estimate: shortWork,
        last: lastAct(task.data),
      }
  }
}
