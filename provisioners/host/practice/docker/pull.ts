/** Pulls an image as the Engine does: three layers at a time, with one JSON line for whatever happens. */
import type { Machine } from '../machine.ts'
import {
  familiarName,
  fullName,
  LINE_BYTES_PER_SECOND,
  registryHost,
  type PublishedImage,
} from './registry.ts'

export interface PullMeans {
  readonly machine: Machine
  line(event: unknown): void
  sleep(seconds: number): Promise<void>
}

/** What the Engine answers instead of a stream. */
export interface Refusal {
  readonly status: number
  readonly message: string
}

const TICK = 0.25
const AT_A_TIME = 3

/** @returns null when the stream was sent; errors later on are part of the stream, as in the Engine */
export async function pullImage(image: string, means: PullMeans): Promise<Refusal | null> {
  const { machine } = means
  const { name, tag } = fullName(image)
  const host = registryHost(name)
  if (!machine.network.canReach(host))
    return { status: 500, message: `Get "https://${host}/v2/": dial tcp: lookup ${host}: no such host` }
  if (machine.network.clockIsOff)
    return {
      status: 500,
      message: `Get "https://${host}/v2/": tls: failed to verify certificate: x509: certificate has expired or is not yet valid`,
    }
  const published = machine.registry.find(image)
  if (!published)
    return {
      status: 404,
      message: `manifest for ${familiarName(name)}:${tag} not found: manifest unknown: manifest unknown`,
    }
  await means.sleep(0.3)
  means.line({ status: `Pulling from ${name.split('/').slice(1).join('/')}`, id: tag })
  if (machine.docker.images.has(`${name}:${tag}`)) {
    means.line({ status: `Status: Image is up to date for ${familiarName(name)}:${tag}` })
    return null
  }
  const error = await fetchLayers(published, means)
  if (error !== null) {
    means.line({ errorDetail: { message: error }, error })
    return null
  }
  machine.docker.images.set(`${name}:${tag}`, { published, pulledAt: machine.clock.now() })
  means.line({ status: `Digest: ${published.id}` })
  means.line({ status: `Status: Downloaded newer image for ${familiarName(name)}:${tag}` })
  return null
}

/** @returns what went wrong, or null */
async function fetchLayers(published: PublishedImage, means: PullMeans): Promise<string | null> {
  const { machine } = means
  const event = (id: string, status: string, progressDetail: object = {}) =>
    means.line({ status, progressDetail, id })
  const waiting = published.layers.filter((layer) => {
    const there = machine.disk.claimed(`layer ${layer.id}`)
    event(layer.id, there ? 'Already exists' : 'Pulling fs layer')
    return !there
  })
  const active: { id: string; bytes: number; done: number }[] = []
  while (waiting.length + active.length > 0) {
    while (active.length < AT_A_TIME && waiting.length > 0) active.push({ ...waiting.shift()!, done: 0 })
    await means.sleep(TICK)
    let budget = LINE_BYTES_PER_SECOND * TICK
    for (const layer of active.slice()) {
      const share = Math.min(layer.bytes - layer.done, Math.ceil(budget / active.length))
      layer.done += share
      budget -= share
      event(layer.id, 'Downloading', { current: layer.done, total: layer.bytes })
      if (layer.done < layer.bytes) continue
      active.splice(active.indexOf(layer), 1)
      event(layer.id, 'Verifying Checksum')
      event(layer.id, 'Download complete')
      const unpacked = Math.round(layer.bytes * 2.6)
      if (unpacked > machine.disk.freeBytes)
        return `failed to register layer: write /var/lib/docker/tmp/${layer.id}: no space left on device`
      machine.disk.claim(`layer ${layer.id}`, unpacked)
      event(layer.id, 'Extracting', { current: layer.bytes, total: layer.bytes })
      event(layer.id, 'Pull complete')
    }
  }
  return null
}
