/** What can be set about the server itself. Each has a good answer already, so all of it is one click behind. */
import type { ServerOptions } from '../../provisioners/model/options.ts'
import { Segments, Tick } from '../ui/choice.tsx'
import { Sign } from '../ui/icon.tsx'
import { LinesField, SelectField } from '../ui/more-fields.tsx'
import { useFormat, useWords } from '../words/index.tsx'
import { linesOf, wrongServers } from './checks.ts'

const sizes = ['small', 'medium', 'large'] as const satisfies ServerOptions['memory'][]
const federations = ['all', 'listed', 'none'] as const
const uploads = [10, 50, 100, 250, 500, 1024]
const days = [7, 30, 90, 365]
const FOR_EVER = 'for-ever'

interface ServerSettingsProps {
  server: ServerOptions
  /** Also says what is missing. */
  shown: boolean
  onServer: (patch: Partial<ServerOptions>) => void
}

export function ServerSettings({ server, shown, onServer }: ServerSettingsProps) {
  const { options } = useWords()
  const format = useFormat()
  const { federation } = server
  const keptDays = server.keepRemoteMediaDays
  return (
    <div className="stack g-3">
      <div className="stack g-half">
        <p className="label">{options.memory}</p>
        <Segments
          legend={options.memory}
          options={sizes.map((value) => ({ value, label: options.memorySizes[value] }))}
          value={server.memory}
          onValue={(memory) => onServer({ memory })}
        />
        <p className="help">{options.memoryHelp}</p>
      </div>
      <div className="cols-2 g-2">
        <SelectField
          label={options.upload}
          options={withNow(uploads, server.uploadMiB).map((size) => ({
            value: String(size),
            label: format.memory(size),
          }))}
          value={String(server.uploadMiB)}
          help={options.uploadHelp}
          onValue={(size) => onServer({ uploadMiB: Number(size) })}
        />
        <SelectField
          label={options.keep}
          options={[
            ...(keptDays === null ? days : withNow(days, keptDays)).map((count) => ({
              value: String(count),
              label: options.days(count),
            })),
            { value: FOR_EVER, label: options.forEver },
          ]}
          value={keptDays === null ? FOR_EVER : String(keptDays)}
          help={options.keepHelp}
          onValue={(count) => onServer({ keepRemoteMediaDays: count === FOR_EVER ? null : Number(count) })}
        />
      </div>
      <div className={federation.with === 'listed' ? 'stack g-1' : 'stack g-half'}>
        <p className="label">{options.federation}</p>
        <Segments
          legend={options.federation}
          options={federations.map((value) => ({ value, label: options.federations[value] }))}
          value={federation.with}
          onValue={(value) =>
            onServer({ federation: value === 'listed' ? { with: value, servers: [] } : { with: value } })
          }
        />
        {federation.with !== 'listed' && <p className="help">{options.federationHelp[federation.with]}</p>}
        {federation.with === 'listed' && (
          <Servers
            names={federation.servers}
            shown={shown}
            onNames={(servers) => onServer({ federation: { with: 'listed', servers } })}
          />
        )}
      </div>
      <Switch
        label={options.qr}
        help={options.qrHelp}
        value={server.qrSignIn}
        onValue={(qrSignIn) => onServer({ qrSignIn })}
      />
      <Switch
        label={options.presence}
        help={options.presenceHelp}
        value={server.presence}
        onValue={(presence) => onServer({ presence })}
      />
      <Switch
        label={options.previews}
        help={options.previewsHelp}
        warns
        value={server.urlPreviews}
        onValue={(urlPreviews) => onServer({ urlPreviews })}
      />
    </div>
  )
}

/** What is set stands in the list, whoever set it. */
const withNow = (usual: readonly number[], now: number): number[] =>
  [...new Set([...usual, now])].sort((a, b) => a - b)

interface ServersProps {
  names: readonly string[]
  shown: boolean
  onNames: (names: string[]) => void
}

function Servers({ names, shown, onNames }: ServersProps) {
  const { options } = useWords()
  const [bad] = wrongServers(names)
  const wrong =
    bad === undefined
      ? shown && names.length === 0
        ? options.serversEmpty
        : undefined
      : options.serverBad(bad)
  return (
    <LinesField
      label={options.servers}
      value={names.join('\n')}
      help={options.federationHelp.listed}
      verdict={wrong === undefined ? undefined : { tone: 'bad', text: wrong }}
      onValue={(text) => onNames(linesOf(text))}
    />
  )
}

interface SwitchProps {
  label: string
  help: string
  /** Its help is a warning. */
  warns?: boolean
  value: boolean
  onValue: (value: boolean) => void
}

function Switch({ label, help, warns = false, value, onValue }: SwitchProps) {
  return (
    <Tick className="choice" checked={value} onChecked={onValue}>
      <span>
        <span className="medium">{label}</span>
        <span className={warns ? 'help warn' : 'why block'}>
          {warns && <Sign tone="warn" size={16} />}
          <span>{help}</span>
        </span>
      </span>
    </Tick>
  )
}
