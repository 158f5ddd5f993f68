/** What a network wants: something shown, something asked, values of a browser, or nothing more. All texts come from the bridge. */
import { useEffect, useRef, useState, type ReactNode } from 'react'
import type { LoginStep } from '../../provisioners/model/bridges.ts'
import { cleanLine, cleanText } from '../logs/text.ts'
import { usePlatform } from '../platform.tsx'
import { CopyBox } from '../ui/copy-box.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { Qr } from '../ui/qr.tsx'
import { Light } from '../ui/state-sign.tsx'
import { useWords } from '../words/index.tsx'
import { AskFields, CookieFields } from './sign-in-fields.tsx'

type Shown = Exclude<LoginStep, { kind: 'elsewhere' }>

interface StepProps {
  step: Shown
  name: string
  busy: boolean
  onAnswer: (answers: Readonly<Record<string, string>>) => void
}

/** More than this no camera reads from a screen: it is shown as text. */
export const LONGEST_QR = 1200

export function Step({ step, name, busy, onAnswer }: StepProps) {
  const { bridgeSignIn: words } = useWords()
  switch (step.kind) {
    case 'show':
      return (
        <Box of="show" instructions={step.instructions}>
          <Shows step={step} name={name} />
        </Box>
      )
    case 'ask':
      return (
        <Box of={step.step} instructions={step.instructions}>
          <AskFields key={step.step} step={step} busy={busy} onAnswer={onAnswer} />
        </Box>
      )
    case 'cookies':
      return (
        <Box of={step.step} instructions={step.instructions}>
          <CookieFields key={step.step} step={step} busy={busy} onAnswer={onAnswer} />
        </Box>
      )
    case 'done':
      return (
        <Box of="done" instructions="">
          <div className="flex g-12 top">
            <Light tone="ok" />
            <div className="grow stack g-half">
              <p className="strong">{words.doneTitle}</p>
              <p className="t-13 wraps">{words.done(cleanLine(step.account), name)}</p>
              <p className="t-13 quiet">{words.doneText}</p>
            </div>
          </div>
        </Box>
      )
  }
}

/** Takes the focus when the network wants something else, so that reading goes on there; not when a code is renewed. */
function Box({ of, instructions, children }: { of: string; instructions: string; children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => ref.current?.focus({ preventScroll: true }), [of])
  return (
    <div ref={ref} tabIndex={-1} className="stack g-2 sign-in-step">
      {cleanText(instructions).map((line, index) => (
        <p key={`${index} ${line}`} className="t-13 wraps">
          {line}
        </p>
      ))}
      {children}
    </div>
  )
}

function Shows({ step, name }: { step: Extract<LoginStep, { kind: 'show' }>; name: string }) {
  const { bridgeSignIn: words, common } = useWords()
  const { copy } = usePlatform()
  if (step.as === 'nothing' || step.data === '') return null
  const asPicture = step.as === 'qr' && step.data.length <= LONGEST_QR
  if (asPicture)
    return (
      <div className="stack g-1">
        <div className="sign-in-qr">
          <Qr text={step.data} label={words.scan(name)} />
        </div>
        <Disclosure label={words.asText}>
          <CopyBox text={step.data} copyLabel={words.copyCode} />
        </Disclosure>
      </div>
    )
  if (step.as === 'emoji')
    return (
      <p className="sign-in-emoji" role="img" aria-label={`${words.emoji}: ${cleanLine(step.data)}`}>
        {cleanLine(step.data)}
      </p>
    )
  if (step.as === 'code')
    return (
      <div className="sign-in-code">
        <p>{cleanLine(step.data)}</p>
        <CopyButton text={() => step.data} copy={copy} label={words.copyCode} done={common.copied} />
      </div>
    )
  return <CopyBox label={words.code} text={cleanLine(step.data)} copyLabel={words.copyCode} />
}

/** What is said to those who do not see the step change. A code that is renewed is told from the first one. */
export function useStepWords(step: LoginStep | null, name: string): string {
  const { bridgeSignIn: words } = useWords()
  const [first, setFirst] = useState<string | null>(null)
  const data = step?.kind === 'show' ? step.data : null
  if (step === null ? first !== null : first === null && data !== null) setFirst(data)
  if (step === null) return ''
  switch (step.kind) {
    case 'show':
      return first === null || step.data === first ? words.appeared : words.fresh
    case 'ask':
    case 'cookies':
      return words.needsAnswer
    case 'done':
      return `${words.doneTitle}. ${words.done(cleanLine(step.account), name)}`
    case 'elsewhere':
      return words.elsewhereTitle
  }
}
