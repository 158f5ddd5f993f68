/** Hookshot: webhooks and forges for Matrix; reads its settings, its registration, and the key that its secrets are kept under. */
import { createPrivateKey } from 'node:crypto'
import { fails, json, plain, type Behaviour, type Trouble } from './behaviour.ts'
import type { Inside } from './inside.ts'
import { at, list, readYaml, text, type Settings } from './settings.ts'

interface Started {
  readonly settings: Settings
  readonly registration: Settings
}

export const hookshot: Behaviour = {
  programs: ['node'],
  uid: 0,
  bootSeconds: 3.1,
  memoryBytes: 110 * 1024 ** 2,
  entrypoint: 'node',
  imageHealth: null,
  listensEarly: true,
  boot(inside) {
    const started = startedWith(inside)
    if ('status' in started) return started
    const server = URL.parse(text(started.settings, 'bridge', 'url') ?? '')
    if (!server) return fails('ERROR [App] Bridge encountered an error and has stopped: Invalid URL')
    const whoami = inside.http(server.hostname, Number(server.port || 80), {
      method: 'GET',
      path: '/_matrix/client/v3/account/whoami',
      headers: {
        host: server.host,
        authorization: `Bearer ${text(started.registration, 'as_token') ?? ''}`,
      },
      body: '',
    })
    return 'status' in whoami && whoami.status === 200
      ? null
      : fails('ERROR [Bridge] Unable to connect to homeserver: M_UNKNOWN_TOKEN: Invalid access token passed.')
  },
  greeting: () => [
    'WARN practice: this stands for Hookshot; it reaches no forge and carries no webhooks',
    'INFO [Bridge] Hookshot started',
  ],
  listens(inside, port) {
    const started = startedWith(inside)
    if ('status' in started) return false
    return (
      Number(at(started.settings, 'bridge', 'port')) === port ||
      list(started.settings, 'listeners').some((listener) => Number(at(listener, 'port')) === port)
    )
  },
  http(inside, _, { path, headers }) {
    const [route = ''] = path.split('?')
    if (route === '/live' || route === '/ready') return plain(200, '')
    const started = startedWith(inside)
    const token = 'registration' in started ? (text(started.registration, 'hs_token') ?? '') : ''
    if (!route.startsWith('/_matrix/app/v1/')) return json(404, { error: 'Not found' })
    return headers['authorization'] === `Bearer ${token}`
      ? json(200, {})
      : json(403, { errcode: 'M_FORBIDDEN', error: 'Bad token supplied' })
  },
}

/** Two files by its command line, `/data` where it says nothing (Hookshot, docs/setup.md, src/App/BridgeApp.ts). */
function startedWith(inside: Inside): Started | Trouble {
  const { entrypoint, command } = inside.container.spec
  const named = [...(entrypoint ?? []), ...command].filter((word) => /\.ya?ml$/.test(word))
  const [config = '/data/config.yml', registered = '/data/registration.yml'] = named
  const read = (path: string): Settings | Trouble => {
    const file = inside.read(path)
    if ('trouble' in file) return fails(`Error: ${file.trouble}, open '${path}'`)
    return readYaml(file.text) ?? fails(`Error: ${path} is not a mapping`)
  }
  const settings = read(config)
  if (isTrouble(settings)) return settings
  const registration = read(registered)
  if (isTrouble(registration)) return registration
  const pass = text(settings, 'passFile') ?? './passkey.pem'
  const key = inside.read(pass)
  if ('trouble' in key) return fails(`Error: ${key.trouble}, open '${pass}'`)
  try {
    createPrivateKey(key.text)
  } catch {
    return fails(`ConfigError: There was an error in the configuration, passFile: ${pass} is no key`)
  }
  return { settings, registration }
}

const isTrouble = (value: Settings | Trouble): value is Trouble =>
  typeof value['status'] === 'number' && Array.isArray(value['log'])
