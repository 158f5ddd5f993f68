/** Element Web: a page, and the configuration that it is told. */
import { plain, type Behaviour, shown } from './behaviour.ts'

const CONFIG = '/app/config.json'

export const elementWeb: Behaviour = {
  programs: ['wget'],
  uid: 101,
  bootSeconds: 0.6,
  memoryBytes: 9 * 1024 ** 2,
  entrypoint: '/docker-entrypoint.sh',
  imageHealth: ['CMD', 'wget', '-q', '-O', '/dev/null', 'http://localhost:80/config.json'],
  boot: () => null,
  greeting: () => ['practice: this stands for Element Web and serves one page'],
  listens: (inside, port) => port === Number(inside.container.spec.environment['ELEMENT_WEB_PORT'] ?? 80),
  logLine: (request, status) => `practice: "${shown(request)} HTTP/1.1" ${status}`,
  http(inside, _, { path }) {
    const [route = '/'] = path.split('?')
    if (route === '/config.json') {
      // the image has a configuration of its own, which a mount takes the place of
      if (inside.hostPath(CONFIG) === null) return { status: 200, headers: {}, body: '{}' }
      const file = inside.read(CONFIG)
      if ('trouble' in file) return plain(file.trouble === 'Permission denied' ? 403 : 404, '')
      return { status: 200, headers: { 'content-type': 'application/json' }, body: file.text }
    }
    if (route !== '/' && route !== '/index.html') return plain(404, '')
    return { status: 200, headers: { 'content-type': 'text/html' }, body: page }
  },
}

const page = '<!doctype html><title>Element (practice)</title><p>This page stands for Element Web.</p>\n'
