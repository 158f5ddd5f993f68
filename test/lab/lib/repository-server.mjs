// Serves a directory over HTTPS: download.docker.com, as the Pi sees it.
// usage: repository-server.mjs ADDRESS DIR      (DIR has site/, server.key and server.crt)
import { createReadStream, readFileSync, statSync } from 'node:fs'
import https from 'node:https'
import { join, normalize } from 'node:path'

const [address, directory] = process.argv.slice(2)
const options = {
  key: readFileSync(join(directory, 'server.key')),
  cert: readFileSync(join(directory, 'server.crt')),
}

https
  .createServer(options, (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'https://download.docker.com').pathname))
    const file = statSync(join(directory, 'site', path), { throwIfNoEntry: false })
    console.log(`${request.method} ${path}: ${file?.isFile() ? 200 : 404}`)
    if (!file?.isFile()) return response.writeHead(404).end()
    response.writeHead(200, { 'content-length': file.size, 'last-modified': file.mtime.toUTCString() })
    return createReadStream(join(directory, 'site', path)).pipe(response)
  })
  .listen(443, address, () => console.log(`listening on ${address}:443`))
