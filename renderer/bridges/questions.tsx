/** A bridge's own questions, drawn from its descriptor. */
import type { BridgeView } from '../../provisioners/model/bridges.ts'
import { Sign } from '../ui/icon.tsx'
import { Answer } from '../wizard/people/answer.tsx'
import { SecretField } from '../wizard/people/secret-field.tsx'
import { answered, shortWords, type BridgeSettings } from './answers.ts'
import type { KnownBridges } from './use-bridge-answers.ts'

interface QuestionsProps {
  view: BridgeView
  settings: BridgeSettings
  known: Pick<KnownBridges, 'wrong' | 'places' | 'give'>
  /** Also says what is wrong with a question that is not answered yet. */
  shown: boolean
  onSettings: (settings: BridgeSettings) => void
}

export function Questions({ view, settings, known, shown, onSettings }: QuestionsProps) {
  const wrong = known.wrong[view.id] ?? {}
  const whole = wrong['']
  return (
    <div className="stack g-2">
      {whole !== undefined && (
        <p className="help bad" role="alert">
          {whole}
        </p>
      )}
      {view.fields.map((field) => {
        const secret = view.secrets[field.name]
        const words = wrong[field.name]
        return secret === undefined ? (
          <Answer
            key={field.name}
            field={field}
            value={settings[field.name]}
            wrong={words === undefined ? undefined : shortWords(view, field, words)}
            shown={shown}
            onValue={(value) => onSettings(answered(settings, field, value))}
          />
        ) : (
          <SecretField
            key={field.name}
            label={field.label}
            help={field.help}
            placeholder={field.placeholder}
            place={known.places[secret]}
            optional={field.optional}
            lines={field.kind === 'pem'}
            needed={shown}
            onGive={(value) => known.give(secret, value)}
          />
        )
      })}
    </div>
  )
}

/** What is to be known before it is chosen; nothing where there is nothing. */
export function Caveat({ view }: { view: BridgeView }) {
  if (view.caveat === '') return null
  return (
    <p className="caveat notice t-13">
      <Sign tone="notice" size={16} />
      <span>{view.caveat}</span>
    </p>
  )
}
