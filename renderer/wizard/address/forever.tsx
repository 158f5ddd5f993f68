/** The name that is for ever: what ids will look like, what the name depends on, and typing it once more. */
import { Icon } from '../../ui/icon.tsx'
import { Rich } from '../../ui/rich.tsx'
import { TextField } from '../../ui/field.tsx'
import { useWords } from '../../words/index.tsx'
import { addressOf, isConfirmed, nameOf } from './reach.ts'
import type { UsedReach } from './way-frame.tsx'

export function Forever({ used }: { used: UsedReach }) {
  const { address: words } = useWords()
  const { reach, locked, shown, change } = used
  const name = nameOf(reach)
  const { host } = addressOf(reach)
  const confirmed = isConfirmed(reach)
  const truth = {
    funnel: words.tailnetTruth,
    tailnet: words.tailnetTruth,
    home: words.homeTruth,
    domain: null,
    proxy: null,
    cloudflare: null,
  }[reach.way]
  return (
    <section className="forever" aria-label={locked ? words.youAre : words.willBe}>
      <p className="t-13 quiet">{locked ? words.youAre : words.willBe}</p>
      <p className="forever-name">
        <b>{words.you}</b>
        {`:${name}`}
      </p>
      <p className="t-13 quiet">
        <span className="wraps">{words.andRooms(`${words.room}:${name}`)}</span>{' '}
        {locked ? words.locked : words.forEver}
      </p>
      {truth !== null && (
        <p className="t-13 truth">
          <Rich text={truth} />
        </p>
      )}
      {locked ? (
        <p className="t-13 flex g-1 mt-1">
          <Icon name="lock" small />
          {words.lockedField}
        </p>
      ) : (
        <div className="mt-2">
          <TextField
            label={words.confirm}
            value={reach.confirmed}
            placeholder={name}
            inputMode="url"
            help={words.confirmHelp}
            verdict={
              confirmed
                ? { tone: 'ok', text: words.confirmRight }
                : shown
                  ? { tone: 'bad', text: words.confirmWrong(name) }
                  : undefined
            }
            onValue={(value) => change({ confirmed: value })}
          />
        </div>
      )}
      <dl className="opens t-13">
        <dt className="quiet">{words.opens}</dt>
        <dd className="medium">{`https://${host}`}</dd>
      </dl>
    </section>
  )
}
