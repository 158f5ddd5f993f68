/** Texts that the owner puts somewhere else: the two files of the web site, and the piece for a proxy. */
import type { FileForPeople } from '../../../provisioners/model/reach.ts'
import { useAnswer } from '../../hooks.ts'
import { usePlatform } from '../../platform.tsx'
import { ProblemCard } from '../../problem-card.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Disclosure } from '../../ui/disclosure.tsx'
import { useWords } from '../../words/index.tsx'
import { askable } from '../people/askable.ts'
import { intentOf, type SetupState } from '../state.ts'
import { nameOf } from './reach.ts'
import { wrongReach } from './wrong-reach.ts'

/** The two that the specification names, under the path that they answer at. */
const PATHS: Readonly<Record<string, string>> = {
  'well-known-server.json': '/.well-known/matrix/server',
  'well-known-client.json': '/.well-known/matrix/client',
}
const isWebFile = ({ name }: FileForPeople) => PATHS[name] !== undefined
const isApex = ({ name }: FileForPeople) => name.startsWith('apex-')

/** Null while the address cannot stand yet. */
function useFiles(state: SetupState) {
  const intent = intentOf(state)
  const stands = Object.keys(wrongReach(state.answers.reach)).length === 0
  const asked =
    intent === null || !stands ? null : { intent: { ...askable(intent), name: intent.name || 'x' } }
  return useAnswer('address.files', asked)
}

/** For a name whose web site is elsewhere; nothing where the server itself answers for its name. */
export function ApexFiles({ state }: { state: SetupState }) {
  const { files: words } = useWords()
  const { answer, again } = useFiles(state)
  if (answer.state === 'problem') return <ProblemCard problem={answer.problem} onRetry={again} />
  const all = answer.state === 'ready' ? answer.value : []
  const two = all.filter(isWebFile)
  if (two.length === 0) return null
  return (
    <section className="stack g-1">
      <h2 className="group-label">
        {words.title(nameOf(state.answers.reach))} <span className="n">{words.titleMore}</span>
      </h2>
      <div className="card clip paste">
        {two.map((file) => (
          <FileText key={file.name} file={file} />
        ))}
      </div>
      {two.map(({ name, where }) => (
        <p key={name} className="t-13 quiet wraps">
          {where}
        </p>
      ))}
      <Disclosure label={words.other}>
        <div className="stack g-2 mt-1">
          {all.filter(isApex).map((file) => (
            <div key={file.name} className="card clip paste-one">
              <FileText file={file} />
              <p className="t-13 quiet">{file.where}</p>
            </div>
          ))}
        </div>
      </Disclosure>
    </section>
  )
}

/** The piece for the proxy that is there, where it goes, and as a file; `title` where it is no piece of a proxy. */
export function ProxyFiles({ state, title }: { state: SetupState; title?: string }) {
  const { files: words } = useWords()
  const { save } = usePlatform()
  const { answer, again } = useFiles(state)
  if (answer.state === 'problem') return <ProblemCard problem={answer.problem} onRetry={again} />
  const pieces = (answer.state === 'ready' ? answer.value : []).filter(
    (file) => !isWebFile(file) && !isApex(file),
  )
  if (pieces.length === 0) return null
  return (
    <section className="stack g-1">
      <h2 className="group-label">{title ?? words.piece}</h2>
      {pieces.map((file) => (
        <div key={file.name} className="card clip paste-one">
          <FileText file={file} />
          <p className="t-13 wraps">{file.where}</p>
          <div>
            <Button icon="save" onClick={() => save(file.name, file.text, 'text/plain')}>
              {words.save}
            </Button>
          </div>
        </div>
      ))}
    </section>
  )
}

function FileText({ file }: { file: FileForPeople }) {
  const { files: words, common } = useWords()
  const { copy } = usePlatform()
  const name = PATHS[file.name] ?? file.name
  return (
    <div>
      <p className="flex between t-13">
        <code>{name}</code>
        <CopyButton
          iconOnly
          text={() => file.text}
          copy={copy}
          label={words.copy(name)}
          done={common.copied}
        />
      </p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it may scroll, so the keyboard has to reach it */}
      <pre className="code well" tabIndex={0} aria-label={name} role="group">
        {file.text.trimEnd()}
      </pre>
    </div>
  )
}
