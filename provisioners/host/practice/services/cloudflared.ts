/** cloudflared: takes a token, and stands; there is no Cloudflare to be practised with. */
import { PracticeError } from '../practice-error.ts'
import { plain, type Behaviour } from './behaviour.ts'

export const METRICS = '127.0.0.1:2000'

export const cloudflared: Behaviour = {
  programs: ['cloudflared'],
  uid: 65532,
  bootSeconds: 0.5,
  memoryBytes: 30 * 1024 ** 2,
  entrypoint: 'cloudflared',
  imageHealth: null,
  boot(inside) {
    const words = inside.container.spec.command
    const path = words.at(-1) ?? ''
    if (words.slice(0, -1).join(' ') !== `tunnel --metrics ${METRICS} run --token-file`)
      throw new PracticeError('cloudflared', words.join(' '))
    const token = inside.read(path)
    if ('trouble' in token)
      return { status: 255, log: [`Failed to read token file: open ${path}: ${token.trouble}`] }
    return token.text.trim().length < 20
      ? { status: 255, log: ['Provided Tunnel token is not valid.'] }
      : null
  },
  greeting: () => ['INF practice: this stands for cloudflared, and nothing goes out'],
  listens: (_, port) => port === 2000,
  http: (_inside, _port, { path }) => (path === '/ready' ? plain(200, '') : plain(404, '')),
}
