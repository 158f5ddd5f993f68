/** The Pi already runs a server: whoever comes from another computer opens it, with everything read from the Pi. */
import type { SignedIn } from '../../electron/contract/api.ts'
import { serverNameOf } from '../../provisioners/model/address.ts'
import { Button } from '../ui/button.tsx'
import { Ask } from '../ui/screen.tsx'
import { useWords } from '../words/index.tsx'
import { whoSignsIn } from './rail-steps.ts'
import { StepFrame } from './step-frame.tsx'

interface LivesProps {
  there: SignedIn
  onOpen: () => void
  onBack: () => void
  onChange: () => void
}

export function Lives({ there, onOpen, onBack, onChange }: LivesProps) {
  const { lives: words, setup } = useWords()
  const { intent, newer, model } = there
  if (intent === null)
    return (
      <StepFrame
        onBack={onBack}
        buttons={
          <Button large look="first" onClick={onOpen}>
            {words.newerOpen}
          </Button>
        }
      >
        <Ask title={words.newerTitle(newer?.name ?? '')} lead={words.newerLead} />
        <p className="card pad-2">{words.newerWhat}</p>
      </StepFrame>
    )
  return (
    <StepFrame
      onBack={onBack}
      buttons={
        <>
          <Button large onClick={onChange}>
            {words.change}
          </Button>
          <Button large look="first" onClick={onOpen}>
            {words.open(intent.name)}
          </Button>
        </>
      }
    >
      <Ask title={words.title(intent.name)} lead={words.lead} />
      <dl className="card rows kv">
        <div>
          <dt>{words.address}</dt>
          <dd>{`${intent.address.host}, ${model}`}</dd>
        </div>
        <div>
          <dt>{words.name}</dt>
          <dd>{`@…:${serverNameOf(intent.address)}`}</dd>
        </div>
        <div>
          <dt>{words.who}</dt>
          <dd>{whoSignsIn(intent.signIn, setup)}</dd>
        </div>
      </dl>
    </StepFrame>
  )
}
