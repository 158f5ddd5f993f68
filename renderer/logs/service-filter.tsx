/** Which services the log is of: none ticked means all. */
import { Popover } from '@base-ui/react/popover'
import type { ServiceStatus } from '../../provisioners/model/health.ts'
import { Tick } from '../ui/choice.tsx'
import { Icon } from '../ui/icon.tsx'
import { useFormat, useWords } from '../words/index.tsx'

interface ServiceFilterProps {
  services: readonly ServiceStatus[]
  chosen: readonly string[]
  onChosen: (chosen: readonly string[]) => void
}

export function ServiceFilter({ services, chosen, onChosen }: ServiceFilterProps) {
  const { logs } = useWords()
  const format = useFormat()
  const names = services.filter(({ id }) => chosen.includes(id)).map(({ name }) => name)
  const all = services.length === 0 ? logs.allOne : logs.all(services.length)
  const toggle = (id: string, on: boolean) => {
    const next = on ? [...chosen, id] : chosen.filter((each) => each !== id)
    onChosen(next.length === services.length ? [] : next)
  }
  return (
    <Popover.Root>
      <Popover.Trigger className="btn" disabled={services.length === 0}>
        {names.length === 0 ? all : logs.some(format.list(names))}
        <Icon name="down" small />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className="pop-layer" sideOffset={6} align="end">
          <Popover.Popup className="pop" aria-label={logs.service}>
            {services.map(({ id, name }) => (
              <Tick key={id} checked={chosen.includes(id)} onChecked={(on) => toggle(id, on)}>
                <span>{name}</span>
              </Tick>
            ))}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
