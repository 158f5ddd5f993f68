/** One of these changes from its plan to its end. */
import { useState } from 'react'
import type { Intent } from '../../provisioners/model/intent.ts'
import { PlanFlow, type FlowWords } from '../run/plan-flow.tsx'
import { useFormat, useWords, type Format, type Words } from '../words/index.tsx'
import { planOf, namesIt, type Flow } from './flow.ts'
import { AboutUndo } from './undo.tsx'
import { AboutUninstall } from './uninstall.tsx'

interface ChangeFlowProps {
  connection: string
  flow: Flow
  /** The stored answers; null while they are read. */
  intent: Intent | null
  name: string
  memoryBytes: number | null
  onRun: (run: string) => void
  onBack: () => void
  onDone: (well: boolean) => void
}

export function ChangeFlow({ flow, intent, name, memoryBytes, ...rest }: ChangeFlowProps) {
  const words = useWords()
  const format = useFormat()
  const [typed, setTyped] = useState('')
  const deletes = flow.kind === 'uninstall' && flow.data === 'delete'
  return (
    <PlanFlow
      {...rest}
      // what is taken away needs no memory
      {...(flow.kind !== 'uninstall' && { memoryBytes })}
      of={planOf(flow, intent)}
      run={flow.kind === 'watch' ? flow.run : null}
      words={wordsOf(flow, name, words, format)}
      ready={!deletes || namesIt(typed, name)}
      danger={flow.kind === 'uninstall'}
    >
      {flow.kind === 'undo' && <AboutUndo way={flow.way} />}
      {flow.kind === 'uninstall' && (
        <AboutUninstall data={flow.data} name={name} typed={typed} onTyped={setTyped} />
      )}
    </PlanFlow>
  )
}

function wordsOf(flow: Flow, name: string, { changes, atWork, uninstall }: Words, format: Format): FlowWords {
  const leave = atWork.back
  switch (flow.kind) {
    case 'repair':
      return { ...changes.flow.repair, leave }
    case 'keep':
    case 'giveBack': {
      const said = changes.flow[flow.kind]
      return { ...said, title: said.title(flow.file), leave }
    }
    case 'undo':
      return {
        ...changes.flow.undo,
        title: changes.flow.undo.title(`${format.date(flow.way.at)}, ${format.time(flow.way.at)}`),
        leave,
      }
    case 'uninstall': {
      const deletes = flow.data === 'delete'
      return {
        title: uninstall.planTitle(name),
        lead: uninstall.planLead,
        act: deletes ? uninstall.actDelete : uninstall.act,
        running: uninstall.running(name),
        done: uninstall.done(name),
        doneLead: deletes ? uninstall.doneDelete : uninstall.doneKeep,
        leave: uninstall.leave,
      }
    }
    case 'watch':
      return { act: '', running: atWork.watching, done: atWork.watched, leave }
  }
}
