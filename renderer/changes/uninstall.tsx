/** Taking Bramble off the Pi: the question about data apart, what goes and stays, and the server's name typed where data go. */
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { useWords } from '../words/index.tsx'
import { namesIt } from './flow.ts'

type Data = 'keep' | 'delete'

export function Uninstall({ onSee }: { onSee: (data: Data) => void }) {
  const { uninstall: words } = useWords()
  const [data, setData] = useState<Data>('keep')
  return (
    <section className="card pad-2 stack g-12 mt-3" aria-labelledby="uninstall">
      <div>
        <h2 id="uninstall" className="strong">
          {words.title}
        </h2>
        <p className="t-13 quiet">{words.text}</p>
      </div>
      <div className="flex between g-2 wrap">
        <div className="stack g-half" role="radiogroup" aria-label={words.data}>
          {(['keep', 'delete'] as const).map((each) => (
            <label key={each} className="choice t-13">
              <input
                className="radio"
                type="radio"
                name="data"
                checked={data === each}
                onChange={() => setData(each)}
              />
              <span>{words[each]}</span>
            </label>
          ))}
        </div>
        <Button look="danger" onClick={() => onSee(data)}>
          {words.see}
        </Button>
      </div>
    </section>
  )
}

interface AboutUninstallProps {
  data: Data
  name: string
  typed: string
  onTyped: (typed: string) => void
}

/** Above the plan of it. */
export function AboutUninstall({ data, name, typed, onTyped }: AboutUninstallProps) {
  const { uninstall: words } = useWords()
  const right = namesIt(typed, name)
  const parts = [
    { icon: 'trash', title: words.goes, text: words.goesText },
    { icon: 'shield', title: words.stays, text: data === 'keep' ? words.staysKeep : words.staysDelete },
    { icon: 'users', title: words.rooms, text: words.roomsText },
  ] as const
  return (
    <>
      <ul className="card rows">
        {parts.map(({ icon, title, text }) => (
          <li key={title} className="row">
            <Icon name={icon} />
            <div className="grow">
              <p className="strong">{title}</p>
              <p className="t-13 quiet">{text}</p>
            </div>
          </li>
        ))}
      </ul>
      {data === 'delete' && (
        <TextField
          label={words.typeName(name)}
          value={typed}
          placeholder={name}
          help={words.typeHelp}
          verdict={typed.trim() !== '' && !right ? { tone: 'bad', text: words.typeWrong } : undefined}
          onValue={onTyped}
        />
      )}
    </>
  )
}
