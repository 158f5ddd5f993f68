/** Element Web: the chat in a browser, at the server's own address. Optional. */
import { images } from '../images.ts'
import type { Intent } from '../model/intent.ts'
import type { Component, Route } from '../stack/contribution.ts'
import { toJson } from '../stack/yaml.ts'
import { addressesOf } from './address.ts'
import { elementKeys } from './known-keys/element.ts'
import { elementAnswers } from './checks.ts'

/** `nginx` of the image (Element Web, docs/install.md and docs/config.md). */
const user = { uid: 101, gid: 101 }

export const element: Component = {
  id: 'element-web',
  contribute: (intent) =>
    intent.extras.elementWeb
      ? {
          id: 'element-web',
          services: [service(intent)],
          databases: [],
          routes: [page({ kind: 'service', service: 'element', port: 80 })],
          secrets: [],
          checks: [elementAnswers(addressesOf(intent))],
        }
      : {
          id: 'element-web',
          services: [],
          databases: [],
          routes: [
            page({ kind: 'text', body: 'A Matrix server. Open it with a Matrix app, such as Element X.\n' }),
          ],
          secrets: [],
          checks: [],
        },
}

/** Whatever nobody else took; so this component comes after all others with routes on the main site. */
const page = (to: Route['to']): Route => ({ site: 'main', match: { kind: 'all' }, to })

const service = (intent: Intent) => ({
  id: 'element',
  name: 'Element Web',
  what: 'The chat in a browser',
  image: images.elementWeb,
  user,
  store: {
    // the image's own pages are in this directory
    mount: '/app',
    eachFile: true as const,
    files: [
      { name: 'config.json', mode: 0o644, shape: elementKeys, render: () => toJson(elementConfig(intent)) },
    ],
  },
  // the image brings its own probe (Element Web, docs/install.md and docs/config.md); only its pace is set here
  compose: { healthcheck: { interval: '10s', timeout: '5s', retries: 3, start_period: '60s' } },
  memoryLimitMiB: 128,
  memoryUseMiB: 15,
  downloadMiB: 50,
  diskMiB: 150,
  after: [],
})

/** Keys: Element Web's docs/config.md, as ESS sets them. */
function elementConfig(intent: Intent): object {
  const { matrix, serverName } = addressesOf(intent)
  return {
    default_server_config: {
      'm.homeserver': { base_url: matrix.replace(/\/$/, ''), server_name: serverName },
    },
    disable_guests: true,
    disable_custom_urls: false,
    sso_redirect_options: { immediate: false },
    embedded_pages: { login_for_welcome: true },
    element_call: { disable: true },
    setting_defaults: {
      'UIFeature.registration': false,
      'UIFeature.passwordReset': false,
      'UIFeature.deactivate': false,
    },
  }
}
