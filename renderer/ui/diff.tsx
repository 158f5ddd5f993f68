/** One file as it changes: line number, sign, text; secrets are eight dots that nothing reveals. */
import { Fragment, useState } from 'react'
import { cx } from './cx.ts'

export interface DiffRow {
  kind: 'same' | 'added' | 'removed'
  text: string
  line: number
}

interface DiffProps {
  path: string
  tag: string
  readers: string
  rows: readonly DiffRow[]
  /** The text that stands where a secret was. */
  hidden: string
  words: {
    secret: string
    secretRemark: string
    more: (count: number) => string
    added: string
    removed: string
    empty: string
  }
}

const FIRST = 12

export function Diff({ path, tag, readers, rows, hidden, words }: DiffProps) {
  const [all, setAll] = useState(false)
  const shown = all || rows.length <= FIRST + 2 ? rows : rows.slice(0, FIRST)
  return (
    <div className="diff">
      <p className="diff-head">
        <span className="path">{path}</span>
        <span className="tag">{tag}</span>
        <span className="grow" />
        <span className="faint">{readers}</span>
      </p>
      {rows.length === 0 && <p className="code more faint">{words.empty}</p>}
      <ol className="code">
        {shown.map((row, index) => (
          <li
            key={`${row.kind} ${row.line} ${index}`}
            className={cx(row.kind === 'added' && 'add', row.kind === 'removed' && 'del')}
          >
            <i aria-hidden="true">{row.line}</i>
            <b>
              {row.kind === 'added' && <Signed sign="+" word={words.added} />}
              {row.kind === 'removed' && <Signed sign="−" word={words.removed} />}
            </b>
            <span>
              <Masked text={row.text} hidden={hidden} words={words} />
            </span>
          </li>
        ))}
      </ol>
      {shown.length < rows.length && (
        <p className="more">
          <button type="button" className="btn btn-quiet flush-l" onClick={() => setAll(true)}>
            {words.more(rows.length - shown.length)}
          </button>
        </p>
      )}
    </div>
  )
}

function Signed({ sign, word }: { sign: string; word: string }) {
  return (
    <>
      <span aria-hidden="true">{sign}</span>
      <span className="vh">{word}</span>
    </>
  )
}

const dots = Array.from({ length: 8 }, (_, index) => index)

function Masked({ text, hidden, words }: { text: string; hidden: string; words: DiffProps['words'] }) {
  const parts = text.split(hidden)
  if (parts.length === 1) return text
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={`${index} ${part}`}>
          {part}
          {index < parts.length - 1 && (
            <span className="secret" role="img" aria-label={words.secret}>
              {dots.map((dot) => (
                <i key={dot} />
              ))}
            </span>
          )}
        </Fragment>
      ))}
      <span className="remark"> {words.secretRemark}</span>
    </>
  )
}
