/** How the proxy comes to the services: over the machine itself, in its network, or, for Traefik, by labels there. */
import { Segments } from '../../ui/choice.tsx'
import { TextField } from '../../ui/field.tsx'
import { SelectField } from '../../ui/more-fields.tsx'
import { useWords } from '../../words/index.tsx'
import type { UsedReach } from './way-frame.tsx'

interface ProxyHowProps {
  used: UsedReach
  /** Of the proxy that was chosen; none where it was not found. */
  networks: readonly string[]
}

export function ProxyHow({ used, networks }: ProxyHowProps) {
  const { proxy: words } = useWords()
  const { reach, change, verdict } = used
  const bys =
    reach.proxy === 'traefik'
      ? (['loopback', 'network', 'labels'] as const)
      : (['loopback', 'network'] as const)
  return (
    <div className="stack g-2">
      <div className="stack g-half">
        <p className="label">{words.how}</p>
        <Segments
          legend={words.how}
          options={bys.map((value) => ({ value, label: words.bys[value] }))}
          value={reach.proxyBy}
          onValue={(proxyBy) =>
            change({ proxyBy, ...(reach.network === '' ? { network: networks[0] ?? '' } : {}) })
          }
        />
        <p className="help">{words.byWhy[reach.proxyBy]}</p>
      </div>
      {reach.proxyBy !== 'loopback' &&
        (networks.length > 1 ? (
          <SelectField
            label={words.network}
            options={networks.map((value) => ({ value, label: value }))}
            value={reach.network}
            verdict={verdict('network')}
            onValue={(network) => change({ network })}
          />
        ) : (
          <TextField
            label={words.network}
            value={reach.network}
            help={words.networkHelp}
            verdict={verdict('network')}
            onValue={(network) => change({ network })}
          />
        ))}
      {reach.proxyBy === 'labels' && (
        <div className="cols-2 g-2">
          <TextField
            label={words.entryPoint}
            value={reach.entryPoint}
            help={words.entryPointHelp}
            verdict={verdict('entryPoint')}
            onValue={(entryPoint) => change({ entryPoint })}
          />
          <TextField
            label={words.resolver}
            value={reach.certResolver}
            help={words.resolverHelp}
            verdict={verdict('certResolver')}
            onValue={(certResolver) => change({ certResolver })}
          />
        </div>
      )}
    </div>
  )
}
