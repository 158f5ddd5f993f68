/** The units that come with the Docker Engine, tied to the model of the Engine. */
import type { Machine } from '../machine.ts'

export function dockerUnits({ units, files, docker }: Machine): void {
  const service = units.add({
    name: 'docker.service',
    description: 'Docker Application Container Engine',
    enabled: 'enabled',
    onStart: () => {
      const settings = files.readIfThere('/etc/docker/daemon.json')
      const trouble = settings === undefined || settings.trim() === '' ? null : unreadable(settings)
      if (trouble === null) docker.start(settings === undefined ? {} : parse(settings))
      return trouble
    },
    onStop: () => docker.stop(),
  })
  units.start(service)
  units.start(
    units.add({ name: 'docker.socket', description: 'Docker Socket for the API', enabled: 'enabled' }),
  )
}

function unreadable(settings: string): string | null {
  try {
    parse(settings)
    return null
  } catch {
    return 'unable to configure the Docker daemon with file /etc/docker/daemon.json'
  }
}

function parse(settings: string): Record<string, unknown> {
  return settings.trim() === '' ? {} : (JSON.parse(settings) as Record<string, unknown>)
}
