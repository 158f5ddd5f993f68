/** Proxies and networks as Docker 26.1.5 and ss of Debian 13 told of them, with images of others under their own names. */
import { describe, expect, it } from 'vitest'
import { joinable, networks, networkThere, parseNetworks } from '../../provisioners/docker/networks.ts'
import { kindOf, parseRunning, proxiesAmong, running } from '../../provisioners/docker/proxies.ts'
import { parseListeners } from '../../provisioners/system/parse.ts'
import { answer, missing } from '../system/answer.ts'

const row = (more: Record<string, string>): string =>
  JSON.stringify({
    Command: '"nginx -g \'daemon off;\'"',
    CreatedAt: '2026-11-21 16:06:11 +0000 UTC',
    ID: '2b690963ef15adf72b899bd79bbc1a67786ccffc287031dbd904eabc2b89294e',
    Image: 'docker.io/library/nginx:1.26.3-trixie',
    Labels: '',
    LocalVolumes: '0',
    Mounts: '',
    Names: 'x',
    Networks: 'bridge',
    Ports: '',
    RunningFor: '3 seconds ago',
    Size: '2B (virtual 87.4MB)',
    State: 'running',
    Status: 'Up 2 seconds',
    ...more,
  })
const npm = row({
  Image: 'jc21/nginx-proxy-manager:2.12.3',
  Names: 'npm',
  Networks: 'other,web',
  Ports: '0.0.0.0:80-81->80-81/tcp, 0.0.0.0:443->443/tcp',
})
const edge = row({ Names: 'edge', Networks: 'host' })
const pages = row({ Names: 'pages', Ports: '0.0.0.0:8080->80/tcp' })
const created = row({
  Image: 'lucaslorentz/caddy-docker-proxy:2.9-alpine',
  Names: 'cdp',
  State: 'created',
  Status: 'Created',
})
const ours = row({
  Image: 'docker.io/library/caddy:2.11.4',
  Names: 'bramble-caddy-1',
  Labels: 'com.docker.compose.project=bramble,com.docker.compose.service=caddy',
  Networks: 'bramble_default',
  Ports: '0.0.0.0:80->80/tcp, 0.0.0.0:443->443/tcp',
})

const network = (Name: string, Driver: string): string =>
  JSON.stringify({
    CreatedAt: '2026-11-21 15:56:52.467171827 +0000 UTC',
    Driver,
    ID: '6f0b4857e6b6d590cbfb1b80385c134ba044fcdf289d06119d39e0a90ab4002c',
    IPv6: 'false',
    Internal: 'false',
    Labels: '',
    Name,
    Scope: 'local',
  })
const all = [
  network('bridge', 'bridge'),
  network('host', 'host'),
  network('none', 'null'),
  network('other', 'bridge'),
  network('web', 'bridge'),
  network('lan', 'macvlan'),
  network('bramble_default', 'bridge'),
].join('\n')

const dockerProxy = `LISTEN 0      4096     0.0.0.0:443   0.0.0.0:* users:(("docker-proxy",pid=2530,fd=4))
LISTEN 0      4096     0.0.0.0:80    0.0.0.0:* users:(("docker-proxy",pid=2556,fd=4))
LISTEN 0      128      0.0.0.0:22    0.0.0.0:* users:(("sshd",pid=69,fd=6))          `
const nginx = `LISTEN 0      511      0.0.0.0:80    0.0.0.0:* users:(("nginx",pid=3229,fd=5),("nginx",pid=3228,fd=5),("nginx",pid=3226,fd=5))
LISTEN 0      511         [::]:80       [::]:* users:(("nginx",pid=3229,fd=6),("nginx",pid=3228,fd=6),("nginx",pid=3226,fd=6))`

const found = (rows: readonly string[], listening: string | null) =>
  proxiesAmong(
    parseRunning(rows.join('\n')),
    parseNetworks(all),
    listening === null ? null : parseListeners(listening),
    'bramble',
  )

describe('proxies that are there', () => {
  it('one in Docker, with the networks that can be joined and the ports that it holds', () => {
    expect(found([created, pages, npm], dockerProxy)).toEqual([
      {
        kind: 'nginx-proxy-manager',
        name: 'npm',
        where: 'docker',
        networks: ['other', 'web'],
        ports: [80, 81, 443],
      },
    ])
  })

  it('one in the host’s network is told once, by its container', () => {
    expect(found([edge], nginx)).toEqual([
      { kind: 'nginx', name: 'edge', where: 'host', networks: [], ports: [80] },
    ])
  })

  it('a program of the machine itself', () => {
    const on = { kind: 'nginx', name: 'nginx', where: 'host', networks: [], ports: [80] }
    expect(found([], nginx)).toEqual([on])
    expect(found([pages], nginx)).toEqual([on])
  })

  it('nothing where nobody holds the ports of web pages, and never this server’s own', () => {
    expect(found([pages, created, ours], dockerProxy)).toEqual([])
    expect(found([edge], null)).toEqual([])
    expect(found([], '')).toEqual([])
  })

  it('a name that no answer could hold is not offered', () => {
    const odd = row({ Networks: 'web,a b', Ports: '0.0.0.0:80->80/tcp' })
    const networksThere = parseNetworks(`${all}\n${network('a b', 'bridge')}`)
    const [one] = proxiesAmong(parseRunning(odd), networksThere, null, 'bramble')
    expect(one?.networks).toEqual(['web'])
  })

  it('Docker that is not there, does not answer, or talks nonsense, has no containers', () => {
    expect(running.parse(missing)).toEqual([])
    expect(running.parse(answer('', 1, 'Cannot connect to the Docker daemon'))).toEqual([])
    expect(running.parse(answer('Emulate Docker CLI using podman.\n'))).toEqual([])
  })
})

describe('an image', () => {
  it.each([
    ['nginx', 'nginx'],
    ['docker.io/library/nginx:1.29-alpine', 'nginx'],
    ['registry.example.org:5000/nginx@sha256:0123', 'nginx'],
    ['nginxproxy/nginx-proxy:1.7', 'nginx'],
    ['jwilder/nginx-proxy', 'nginx'],
    ['lscr.io/linuxserver/swag:latest', 'nginx'],
    ['jc21/nginx-proxy-manager:2.12.3', 'nginx-proxy-manager'],
    // it writes server blocks of another form, which our piece does not fit into
    ['docker.io/zoeyvid/npmplus:latest', null],
    ['traefik:v3.7', 'traefik'],
    ['lucaslorentz/caddy-docker-proxy:2.9-alpine', 'caddy'],
    ['caddy:2', 'caddy'],
    ['vectorim/element-web:v1.12.26', null],
    ['nginx/nginx-prometheus-exporter:1.4', null],
    ['traefik/whoami', null],
    ['', null],
  ])('%s → %s', (image, kind) => {
    expect(kindOf(image)).toBe(kind)
  })
})

describe('the network that is to be joined', () => {
  const diff = (wanted: string, text: string | null) =>
    networkThere(wanted).diff(
      { networks: text === null ? null : parseNetworks(text) },
      { secret: () => expect.unreachable('it has no secret'), changed: () => false },
    )

  it('fits where it is a bridge that somebody made', () => {
    expect(diff('web', all)).toEqual({ met: true, reason: 'The network “web” is there.' })
    expect(parseNetworks(all).filter(joinable)).toEqual([
      { name: 'other', driver: 'bridge' },
      { name: 'web', driver: 'bridge' },
    ])
  })

  it.each([
    ['missing', all, /called “missing” here. There is “other”, “web”\.$/],
    ['missing', network('bridge', 'bridge'), /none that could be joined/],
    ['lan', all, /of the kind “macvlan”/],
    ['web', null, /Docker does not answer/],
  ])('%s is refused before anything is changed', (wanted, text, detail) => {
    expect(() => diff(wanted, text)).toThrow(
      expect.objectContaining({ code: 'proxy-unfit', detail: expect.stringMatching(detail) as string }),
    )
  })

  it('Docker that is not there has none; one that does not answer is not taken for that', () => {
    expect(networks.parse(missing)).toEqual([])
    expect(networks.parse(answer('', 1))).toBeNull()
    expect(networks.parse(answer(`${network('a', 'bridge')}\n{"Name":1}\n`))).toEqual([
      { name: 'a', driver: 'bridge' },
    ])
  })
})
