// Puts images into a registry, as a client of its HTTP interface: no Docker is needed to fill the lab's registry.
// usage: push-image.mjs REGISTRY_URL IMAGE_DIR REFERENCE      (a part of the cache: config.json and layer.tar.gz)
//        push-image.mjs REGISTRY_URL --saved DIR              (an unpacked `docker save`; prints the references)
import { createHash } from 'node:crypto'
import { createReadStream, openSync, readFileSync, readSync, statSync } from 'node:fs'
import http from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

const [registry, source, target] = process.argv.slice(2)
if (source === '--saved') await pushSaved(target)
else await pushPart(source, target)

async function pushPart(directory, reference) {
  const layer = join(directory, 'layer.tar.gz')
  const config = {
    architecture: 'amd64',
    os: 'linux',
    created: statSync(layer).mtime.toISOString(),
    config: JSON.parse(readFileSync(join(directory, 'config.json'), 'utf8')),
    rootfs: { type: 'layers', diff_ids: [await digestOf(layer, true)] },
    history: [{ created_by: 'the lab' }],
  }
  await pushImage(reference, Buffer.from(JSON.stringify(config)), [layer])
}

async function pushSaved(directory) {
  for (const image of JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8'))) {
    const config = readFileSync(join(directory, image.Config))
    const layers = image.Layers.map((layer) => join(directory, layer))
    for (const reference of image.RepoTags ?? []) {
      await pushImage(reference, config, layers)
      console.log(qualified(reference))
    }
  }
}

async function pushImage(reference, config, layers) {
  const { repository, tag } = nameInRegistry(reference)
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: await pushBlob(repository, 'application/vnd.docker.container.image.v1+json', config),
    layers: [],
  }
  for (const layer of layers) {
    const type = `application/vnd.docker.image.rootfs.diff.tar${isGzip(layer) ? '.gzip' : ''}`
    manifest.layers.push(await pushBlob(repository, type, layer))
  }
  const body = Buffer.from(JSON.stringify(manifest))
  await request(
    'PUT',
    `/v2/${repository}/manifests/${tag}`,
    { 'content-type': manifest.mediaType },
    body,
    201,
  )
}

/** A file's path, or the bytes themselves. */
async function pushBlob(repository, mediaType, blob) {
  const size = Buffer.isBuffer(blob) ? blob.length : statSync(blob).size
  const digest = Buffer.isBuffer(blob)
    ? `sha256:${createHash('sha256').update(blob).digest('hex')}`
    : await digestOf(blob, false)
  const started = await request('POST', `/v2/${repository}/blobs/uploads/`, {}, undefined, 202)
  const place = new URL(started.location, registry)
  place.searchParams.set('digest', digest)
  const headers = { 'content-type': 'application/octet-stream', 'content-length': size }
  await request('PUT', place.pathname + place.search, headers, blob, 201)
  return { mediaType, size, digest }
}

async function digestOf(file, unpacked) {
  const hash = createHash('sha256')
  const input = createReadStream(file)
  if (unpacked && isGzip(file)) await pipeline(input, createGunzip(), hash)
  else await pipeline(input, hash)
  return `sha256:${hash.digest('hex')}`
}

function isGzip(file) {
  const start = Buffer.alloc(2)
  readSync(openSync(file, 'r'), start)
  return start.equals(Buffer.from([0x1f, 0x8b]))
}

/** The registry stands for every host, so the host is not part of the name inside it. */
function nameInRegistry(reference) {
  const [, repository, tag] = /^[^/]+\/(.+):([^:/]+)$/.exec(qualified(reference))
  return { repository, tag }
}

/** `caddy:2` is short for `docker.io/library/caddy:2`. */
function qualified(reference) {
  const parts = reference.split('/')
  const hasHost = parts.length > 1 && (/[.:]/.test(parts[0]) || parts[0] === 'localhost')
  if (hasHost) return reference
  return parts.length > 1 ? `docker.io/${reference}` : `docker.io/library/${reference}`
}

function request(method, path, headers, body, expected) {
  return new Promise((resolve, reject) => {
    const sent = http.request(new URL(path, registry), { method, headers }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => {
        if (response.statusCode === expected) resolve(response.headers)
        else reject(new Error(`${method} ${path}: ${response.statusCode} ${Buffer.concat(chunks)}`))
      })
    })
    sent.on('error', reject)
    if (typeof body === 'string') pipeline(createReadStream(body), sent).catch(reject)
    else sent.end(body)
  })
}
