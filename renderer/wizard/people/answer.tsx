/** One question of a provider, by the kind that its descriptor says. */
import type { FieldView } from '../../../provisioners/model/field.ts'
import { Tick } from '../../ui/choice.tsx'
import { TextField } from '../../ui/field.tsx'
import { SelectField } from '../../ui/more-fields.tsx'
import { useWords } from '../../words/index.tsx'

interface AnswerProps {
  field: FieldView
  value: string | boolean | undefined
  /** What is wrong with it so far. */
  wrong: string | undefined
  /** Also says what is wrong with a field that is still empty. */
  shown: boolean
  onValue: (value: string | boolean) => void
}

export function Answer({ field, value, wrong, shown, onValue }: AnswerProps) {
  const { ways } = useWords()
  const now = value ?? field.initial
  const text = typeof now === 'string' ? now : ''
  if (field.kind === 'switch')
    return (
      <Tick className="choice" checked={now === true} onChecked={onValue}>
        <span>
          {field.label}
          {field.help !== '' && <span className="why block">{field.help}</span>}
        </span>
      </Tick>
    )
  if (field.kind === 'choice')
    return (
      <SelectField
        label={field.label}
        options={field.choices}
        value={text}
        help={field.help === '' ? undefined : field.help}
        onValue={onValue}
      />
    )
  const help = [field.help, field.optional ? ways.optional : ''].filter((part) => part !== '').join(' ')
  const says = wrong !== undefined && (shown || text !== '')
  return (
    <TextField
      label={field.label}
      value={text}
      placeholder={field.placeholder === '' ? undefined : field.placeholder}
      inputMode={field.kind === 'text' ? undefined : 'url'}
      maxLength={4096}
      help={help === '' ? undefined : help}
      verdict={says ? { tone: 'bad', text: wrong } : undefined}
      onValue={onValue}
    />
  )
}
