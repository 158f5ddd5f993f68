/** The sidebar of a server's page: its light, its pages, and the ways out. */
import type { Page } from '../place.ts'
import { Icon, Sign, type IconName } from '../ui/icon.tsx'
import { useWords } from '../words/index.tsx'
import { toneOfLight } from './tones.ts'
import type { WatchedStatus } from './use-status.ts'

const icons: Record<Page, IconName> = {
  overview: 'light',
  services: 'services',
  bridges: 'bridge',
  outside: 'globe',
  logs: 'log',
  people: 'users',
  changes: 'pencil',
  settings: 'settings',
}
const pages = ['overview', 'services', 'bridges', 'outside', 'logs', 'people', 'changes', 'settings'] as const
/** What needs no answers: all that there is where a newer Bramble wrote them. */
const looked: readonly Page[] = ['overview', 'services', 'logs']

interface SideProps {
  name: string
  page: Page
  /** A newer Bramble has set the server up. */
  newer: boolean
  /** Things that differ on the Pi; 0 while that is not known. */
  differ: number
  watched: WatchedStatus
  onPage: (page: Page) => void
  onHome: () => void
  onDevices: () => void
}

export function Side({ name, page, newer, differ, watched, onPage, onHome, onDevices }: SideProps) {
  const { server, overview, changes } = useWords()
  const { status, problem } = watched
  const light = problem !== null ? 'not-answering' : status?.light
  return (
    <header className="side">
      <p className="switch">
        {light !== undefined && <Sign tone={toneOfLight[light]} />}
        <span className="name">{name}</span>
        {light !== undefined && <span className="vh">{overview.words[light]}</span>}
      </p>
      <nav className="nav" aria-label={name}>
        {pages
          .filter((each) => !newer || looked.includes(each))
          .map((each) => (
            <button
              key={each}
              type="button"
              aria-current={each === page ? 'page' : undefined}
              onClick={() => onPage(each)}
            >
              <Icon name={icons[each]} />
              {server.pages[each]}
              {each === 'changes' && differ > 0 && (
                <span className="end">
                  <Sign tone="notice" size={16} />
                  <span className="vh">{changes.title(differ)}</span>
                </span>
              )}
            </button>
          ))}
      </nav>
      <div className="side-foot">
        {!newer && (
          <button type="button" onClick={onDevices}>
            <Icon name="user" small />
            {server.devices}
          </button>
        )}
        <button type="button" onClick={onHome}>
          <Icon name="back" small />
          {server.all}
        </button>
      </div>
    </header>
  )
}
