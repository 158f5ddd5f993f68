/** Keeping a file as its owner edited it, and giving it back: acts of their own, which change nothing that runs. */
import {
  cannot,
  defineResource,
  type Action,
  type Diff,
  type Fact,
  type Resource,
} from '../engine/resource.ts'
import * as commands from './commands.ts'
import * as facts from './facts.ts'
import type { Stack } from './fold.ts'
import { keptFolder, keptMarkPath, keptPath, paths, storePath } from './paths.ts'
import { renderFiles } from './settings.ts'
import { markOf, storeKey } from './written.ts'

export interface Keeping {
  readonly service: string
  readonly file: string
  readonly keep: boolean
}

/** @param answered what the answers on the Pi add up to; null while there are none */
export const keeping = (what: Keeping, answered: Fact<Stack | null>): Resource =>
  what.keep ? keptAsItIs(what, answered) : givenBack(what)

/** What is there now is copied, on the Pi and byte for byte; its program says first whether it takes it. */
function keptAsItIs({ service: id, file: name }: Keeping, answered: Fact<Stack | null>): Resource {
  return defineResource({
    id: 'kept-file',
    title: `Keep ${name} as it is`,
    phase: 'configure',
    facts: {
      stack: answered,
      stores: facts.currentStores,
      hashes: facts.storeHashes,
      kept: facts.keptFiles,
      written: facts.currentWritten,
      secrets: facts.secretsListing,
    },
    diff({ stack, stores, hashes, kept, written, secrets }, means): Diff {
      const service = stack?.services.find((candidate) => candidate.id === id)
      const directory = stores.get(id)
      const rendered = service && renderFiles(service, means).find((file) => file.name === name)
      const path = `${storePath(directory ?? '')}/${name}`
      const hash = hashes.get(path)
      if (!service || directory === undefined || !rendered || hash === undefined)
        return cannot('not-found', `There is no file ${name} of ${service?.name ?? id} in use.`)
      if (kept.get(`${id}/${name}`)?.hash === hash) return { met: true, reason: 'It is kept.' }
      // a server of an older Bramble has no key yet: then nobody can say later whether Bramble's text has changed
      const mark = secrets.has(`${paths.secrets}/${storeKey.id}`)
        ? (written?.files.get(`${id}/${name}`) ??
          markOf(means.secret(storeKey.id), id, name, rendered.oursHash))
        : null
      const { selfCheck } = service
      return {
        met: false,
        change: kept.has(`${id}/${name}`) ? 'change' : 'add',
        summary: `${name} of ${service.name} stays as you edited it`,
        failure: 'settings-refused',
        files: [],
        actions: [
          ...(selfCheck === undefined
            ? []
            : [run(commands.selfCheck({ ...service, selfCheck }, directory), 120)]),
          run(commands.makeDirectory(keptFolder, '0700', 0, 0), 20),
          run(commands.makeDirectory(`${keptFolder}/${id}`, '0700', 0, 0), 20),
          ...(mark === null ? [] : [markFile(id, name, mark)]),
          run(commands.copyForRoot(path, keptPath(id, name)), 20),
        ],
      }
    },
  })
}

const markFile = (service: string, file: string, mark: string): Action => ({
  kind: 'upload',
  files: [{ path: keptMarkPath(service, file), content: [`${mark}\n`], mode: 0o600, uid: 0, gid: 0 }],
})

/** The next plan shows what Bramble writes in its place. */
function givenBack({ service, file }: Keeping): Resource {
  return defineResource({
    id: 'kept-file',
    title: `Let Bramble write ${file} again`,
    phase: 'configure',
    facts: { kept: facts.keptFiles },
    diff({ kept }) {
      if (!kept.has(`${service}/${file}`)) return { met: true, reason: 'It is Bramble’s.' }
      return {
        met: false,
        change: 'remove',
        summary: `${file} is no longer kept`,
        actions: [run(commands.removeFiles([keptPath(service, file), keptMarkPath(service, file)]), 20)],
      }
    },
  })
}

const run = (command: ReturnType<typeof commands.removeFiles>, timeoutSeconds: number): Action => ({
  kind: 'run',
  command,
  timeoutSeconds,
})
