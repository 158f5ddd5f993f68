/** Load, heat, memory and disk, each against its limit. */
import type { HostStatus } from '../../provisioners/model/health.ts'
import { Bar } from '../ui/meters.tsx'
import { nominalMemory } from '../words/format.ts'
import { useFormat, useWords } from '../words/index.tsx'

/** The Pi's own firmware begins to slow down there. */
const HOT = 80
/** Beyond this, a bar is amber: something should be done before it is full. */
const TIGHT = 0.9

interface Gauge {
  label: string
  value: string
  of: string
  part: number | null
}

export function Gauges({ host }: { host: HostStatus }) {
  const { overview } = useWords()
  const format = useFormat()
  const memory = (bytes: number) => format.memory(bytes / 1024 ** 2)
  const gauges: Gauge[] = [
    {
      label: overview.load,
      value: host.load1 === null ? overview.unknown : format.number(host.load1),
      of: host.load1 === null ? '' : overview.ofCores(host.cores),
      part: host.load1 === null ? null : host.load1 / Math.max(1, host.cores),
    },
    {
      label: overview.heat,
      value: host.heatCelsius === null ? overview.unknown : overview.degrees(Math.round(host.heatCelsius)),
      of: host.heatCelsius === null ? '' : overview.heatHot,
      part: host.heatCelsius === null ? null : host.heatCelsius / HOT,
    },
    {
      label: overview.memory,
      value: host.memoryTotalBytes > 0 ? memory(host.memoryUsedBytes) : overview.unknown,
      of: host.memoryTotalBytes > 0 ? overview.of(format.memory(nominalMemory(host.memoryTotalBytes))) : '',
      part: host.memoryTotalBytes > 0 ? host.memoryUsedBytes / host.memoryTotalBytes : null,
    },
    {
      label: overview.disk,
      value: format.bytes(host.diskUsedBytes),
      of: overview.of(format.bytes(host.diskTotalBytes)),
      part: host.diskUsedBytes / host.diskTotalBytes,
    },
  ]
  return (
    <section aria-label={overview.pi}>
      <dl className="gauges">
        {gauges.map(({ label, value, of, part }) => (
          <div key={label} className="card pad-2 gauge">
            <dt>{label}</dt>
            <dd>
              {value} <span>{of}</span>
              {part !== null && <Bar part={part} tone={part > TIGHT ? 'warn' : 'grey'} />}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
