/** What was found about the home's way to the world: what is in the way first, and the Funnel as the way round it. */
import type { TestLine } from '../../../provisioners/model/test-line.ts'
import { Button } from '../../ui/button.tsx'
import type { Tone } from '../../ui/icon.tsx'
import { Light } from '../../ui/state-sign.tsx'
import { useWords } from '../../words/index.tsx'

const order = ['in-the-way', 'worth-knowing', 'fine'] as const
const tones: Record<TestLine['verdict'], Tone> = {
  'in-the-way': 'bad',
  'worth-knowing': 'notice',
  fine: 'ok',
}

interface DomainLinesProps {
  lines: readonly TestLine[]
  /** Left out where the name rules the Funnel out. */
  onFunnel?: (() => void) | undefined
}

export function DomainLines({ lines, onFunnel }: DomainLinesProps) {
  const { domain: words, ways } = useWords()
  const shown = order.flatMap((verdict) => lines.filter((line) => line.verdict === verdict))
  if (shown.length === 0) return null
  const bad = shown.some(({ verdict }) => verdict === 'in-the-way')
  const first = shown.findIndex(({ verdict }) => verdict === 'in-the-way')
  return (
    <ul className={bad ? 'card rows edge bad' : 'card rows'}>
      {shown.map((line, index) => (
        <li key={`${line.code} ${line.title}`} className="row">
          <Light tone={tones[line.verdict]} />
          <div className="grow">
            <p className="strong">
              <span className="vh">{ways.verdicts[line.verdict]}</span>
              {line.title}
            </p>
            {line.detail !== '' && <p className="t-13 quiet wraps">{line.detail}</p>}
            {line.remedy !== '' && <p className="t-13 wraps">{line.remedy}</p>}
          </div>
          {index === first && onFunnel !== undefined && <Button onClick={onFunnel}>{words.useFunnel}</Button>}
        </li>
      ))}
    </ul>
  )
}
