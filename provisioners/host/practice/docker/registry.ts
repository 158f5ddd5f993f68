/** The registries that the practice Pi can pull from: which images exist, and how large their layers are. */
import { createHash } from 'node:crypto'

/** A good home line and a patient card: practising should not take longer than it teaches. */
export const LINE_BYTES_PER_SECOND = 40_000_000

export interface PublishedImage {
  /** Full name, with its registry. */
  readonly name: string
  readonly tag: string
  /** Identifier of the image's configuration. */
  readonly id: string
  readonly layers: readonly { readonly id: string; readonly bytes: number }[]
  readonly unpackedBytes: number
}

interface Repository {
  /** Tags of this form are taken to exist; other ones are unknown, as a typing error would be. */
  readonly tags: RegExp
  /** Compressed megabytes of each layer for arm64, about. */
  readonly layers: readonly number[]
}

const version = /^\d+\.\d+(\.\d+)?$/
const vVersion = /^v\d+\.\d+\.\d+$/

/** Of a month, of Instagram in a month, of a legacy bridge; `latest` is the newest commit. */
const mautrixTag = /^((ig-)?v\d{2}\.\d{2}(\.\d+)?|v0\.\d+\.\d+|latest)$/
/** Alpine, the program, and what it calls: the larger ones bring ffmpeg or another network's own library. */
const mautrix = (program: number): Repository => ({ tags: mautrixTag, layers: [4.1, 26.3, program, 0.1] })

const repositories: Readonly<Record<string, Repository>> = {
  'docker.io/library/postgres': {
    tags: /^\d+\.\d+-(trixie|bookworm)$/,
    layers: [28.1, 1.2, 4.6, 8.2, 0.1, 104.5],
  },
  'ghcr.io/element-hq/synapse': { tags: vVersion, layers: [28.1, 13.4, 24.9, 61.7, 0.1] },
  'ghcr.io/element-hq/matrix-authentication-service': { tags: version, layers: [0.6, 21.3, 18.9, 2.4] },
  'ghcr.io/element-hq/element-web': { tags: vVersion, layers: [4.1, 3.3, 17.6, 0.1] },
  'docker.io/library/caddy': { tags: version, layers: [4.1, 0.3, 16.2] },
  'ghcr.io/pocket-id/pocket-id': { tags: vVersion, layers: [4.1, 0.1, 31.4] },
  'docker.io/cloudflare/cloudflared': { tags: version, layers: [0.3, 8.6, 17.9] },
  'dock.mau.dev/mautrix/signal': mautrix(31.2),
  'dock.mau.dev/mautrix/whatsapp': mautrix(24.8),
  'dock.mau.dev/mautrix/telegram': mautrix(27.5),
  'dock.mau.dev/mautrix/meta': mautrix(25.1),
  'dock.mau.dev/mautrix/discord': mautrix(21.4),
  'dock.mau.dev/mautrix/gmessages': mautrix(22.6),
  'dock.mau.dev/mautrix/slack': mautrix(21.9),
  'dock.mau.dev/mautrix/twitter': mautrix(21.3),
  'dock.mau.dev/mautrix/bluesky': mautrix(23.7),
  'dock.mau.dev/mautrix/gvoice': mautrix(21.5),
  'dock.mau.dev/mautrix/linkedin': mautrix(21.2),
  'dock.mau.dev/mautrix/zulip': mautrix(20.8),
  'dock.mau.dev/mautrix/irc': mautrix(20.4),
  'docker.io/hif1/heisenbridge': { tags: /^(\d+\.\d+\.\d+|latest)$/, layers: [28.1, 3.4, 12.7, 9.8] },
  'ghcr.io/matrix-org/matrix-hookshot': { tags: version, layers: [28.1, 45.2, 118.3, 2.6] },
  'quay.io/keycloak/keycloak': { tags: version, layers: [9.2, 68.4, 182.6, 0.1] },
}

export class Registry {
  /**
   * @param image full or familiar name, with its tag
   * @returns undefined where there is no such image
   */
  find(image: string): PublishedImage | undefined {
    const { name, tag } = fullName(image)
    const repository = repositories[name]
    if (!repository?.tags.test(tag)) return undefined
    const layers = repository.layers.map((megabytes, index) => ({
      // the first layer is a distribution's, which several images share
      id: digest(index === 0 ? `base ${megabytes}` : `${name}:${tag} ${index}`).slice(0, 12),
      bytes: Math.round(megabytes * 1000 ** 2),
    }))
    const bytes = layers.reduce((sum, layer) => sum + layer.bytes, 0)
    return {
      name,
      tag,
      id: `sha256:${digest(`${name}:${tag}`)}`,
      layers,
      unpackedBytes: Math.round(bytes * 2.6),
    }
  }
}

/** Docker's familiar short names, written out. */
export function fullName(image: string): { name: string; tag: string } {
  const colon = image.lastIndexOf(':')
  const hasTag = colon > image.lastIndexOf('/')
  const tag = hasTag ? image.slice(colon + 1) : 'latest'
  let name = hasTag ? image.slice(0, colon) : image
  const first = name.split('/')[0] ?? ''
  if (!name.includes('/')) name = `docker.io/library/${name}`
  else if (!/[.:]/.test(first) && first !== 'localhost') name = `docker.io/${name}`
  return { name, tag }
}

/** The other way round: what `docker image ls` prints. */
export function familiarName(name: string): string {
  return name.replace(/^docker\.io\/library\//, '').replace(/^docker\.io\//, '')
}

/** The host that is asked for an image. */
export function registryHost(name: string): string {
  const host = name.split('/')[0] ?? ''
  return host === 'docker.io' ? 'registry-1.docker.io' : host
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
